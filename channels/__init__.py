"""Where things go: the website and its feeds."""
