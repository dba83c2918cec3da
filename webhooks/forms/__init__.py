"""The forms for museums under `/formulieren`: plain pages that work without JavaScript."""
