"""Fixtures of all rooms. One browser for the whole run: Playwright allows one of its own kind."""

from tests.browser import browser

__all__ = ["browser"]
