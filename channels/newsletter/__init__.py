"""The newsletter: from published things and the tables to letters, as HTML and as plain text."""
