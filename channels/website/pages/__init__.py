"""The pages: one file per section of the website, each from the shelf to views."""
