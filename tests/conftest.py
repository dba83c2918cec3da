"""Fixtures of all rooms. One browser for the whole run: Playwright allows one of its own kind."""

from tests.browser import browser
from tests.postgres import database, database_url, postgres, postgres_url

__all__ = ["browser", "database", "database_url", "postgres", "postgres_url"]
