"""A sandbox with a small base of our own tables, and a hand on its REST API and its pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyairtable import Api

from tests.bases import BASE_ID, base_of
from tests.sandbox.pages.places import SITE
from tests.servers import start_sandbox

MUSEUMS = (
    {
        "id": "mill",
        "name": "Molenmuseum De Wachter",
        "place": "Zuidlaren",
        "status": "open",
        "themes": ["mills", "technology"],
        "latitude": 53.093,
        "on_website": True,
        "checked_on": "2027-03-02",
        "description": "Een molen,\nmet stoom.",
    },
    {"id": "dolmens", "name": "Hunebedcentrum", "place": "Borger", "themes": ["archaeology"]},
    {"id": "prison", "name": "Gevangenismuseum", "place": "Veenhuizen", "status": "closed"},
)
ACTIVITIES = (
    {
        "id": "grinding",
        "title": "Malen <script>alert(1)</script>",
        "kind": "activity",
        "museum": "mill",
        "starts": "2027-03-02T09:00:00.000Z",
        "duration_min": 90,
    },
    {"id": "stones", "title": "Stenen tillen", "kind": "education"},
)

IMAGES = ({"id": "heath", "title": "Hei"}, {"id": "nameless"})


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the sandbox answers."""
    folder: Path = tmp_path_factory.mktemp("pages")
    base = base_of({"museums": MUSEUMS, "activities": ACTIVITIES, "images": IMAGES})
    with start_sandbox(folder, base=base, site_url=SITE) as found:
        yield found


@pytest.fixture
def api(address: str) -> Api:
    """The real client of the REST API, to see what the grid wrote."""
    return Api("key", endpoint_url=address, retry_strategy=None)


@pytest.fixture
def base_id() -> str:
    """The base that holds the tables."""
    return BASE_ID
