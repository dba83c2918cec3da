"""Draws the pictures of the sample base: posters of the land, its museums and their things."""
