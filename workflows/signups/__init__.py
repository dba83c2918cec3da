"""Sign-ups for the year programme: taken in, written to the table, mailed about, and let go of."""
