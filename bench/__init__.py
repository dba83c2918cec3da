"""The figures that the issues ask for, measured and printed as a table (`make bench`)."""
