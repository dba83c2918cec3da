"""Fixtures of all rooms. One browser for the whole run: Playwright allows one of its own kind."""

import pytest

from tests.browser import browser
from tests.postgres import (
    database,
    database_url,
    filled_database,
    filled_file,
    postgres,
    postgres_url,
)

__all__ = [
    "browser",
    "database",
    "database_url",
    "filled_database",
    "filled_file",
    "postgres",
    "postgres_url",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files with slow tests first, so that all processes are done at about one time."""
    slow = {item.path for item in items if any(map(item.get_closest_marker, ("slow", "browser")))}
    items.sort(key=lambda item: item.path not in slow)
