"""`/inschrijven/`: signing up for the year programme, and what readers and staff do with it."""
