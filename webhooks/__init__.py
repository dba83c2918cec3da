"""What comes in: the Flask app, one file per sender."""
