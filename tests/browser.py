"""A real Chromium for the tests of every room.

The fixture `browser` is known everywhere by `tests/conftest.py`; `axe_findings(page)` says what axe
has against a page.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
AXE = ROOT / "tests" / "web" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium_path() -> str:
    """Where the browser is that `.ci/browser` found or installed."""
    noted = ROOT / ".venv" / ".chromium"
    if noted.exists():
        return noted.read_text("utf-8").strip()
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        raise FileNotFoundError("No Chromium: run .ci/browser first.")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run; every test opens contexts and pages of its own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        yield started
        started.close()


def axe_findings(page: Page) -> list[str]:
    """Return what axe finds wrong with a page as it stands, one line each; empty is good."""
    page.evaluate(AXE.read_text("utf-8"))
    script = "async () => (await axe.run({resultTypes: ['violations']})).violations"
    found: list[dict[str, Any]] = page.evaluate(script)
    return [
        f"{one['id']}: {one['help']} ({node['html'][:160]})"
        for one in found
        for node in one["nodes"]
    ]
