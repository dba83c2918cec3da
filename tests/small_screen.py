"""A small screen for the tests of forms: with and without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser import axe_findings

SMALL: ViewportSize = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A small screen with JavaScript: axe needs it."""
    context = browser.new_context(viewport=SMALL, locale="nl-NL")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    """A small screen without JavaScript."""
    context = browser.new_context(viewport=SMALL, java_script_enabled=False)
    yield context.new_page()
    context.close()


def check(page: Page) -> None:
    """Nothing for axe to find, and nothing to scroll sideways for."""
    assert axe_findings(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]  # type: ignore[index]
