"""Fixtures of all pages that people fill in."""

from tests.small_screen import page, plain

__all__ = ["page", "plain"]
