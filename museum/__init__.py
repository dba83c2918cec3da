"""The words and the rules of the platform: records, hours, recurrence, reconcile. No I/O at all."""
