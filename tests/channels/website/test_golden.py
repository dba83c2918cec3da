"""Whole pages of the small website, as they should be. `make golden` makes them anew."""

import os
import re
from pathlib import Path

import pytest

from tests.channels.website.conftest import Place

GOLDEN = Path(__file__).parent / "golden"
PAGES = [
    "index.html",
    "musea/molen-de-hoop/index.html",
    "de/museen/veenpark-en-museum-unger/index.html",
    "activiteiten/malen-met-de-molenaar/index.html",
    "en/events/les-over-veen/index.html",
    "agenda/2027-03-06/index.html",
    "agenda/2027-03/index.html",
    "vacatures/gids/index.html",
    "nieuws/het-seizoen-begint/index.html",
    "jaarprogramma/index.html",
    "de/jahresprogramm/index.html",
    "en/year-programme/index.html",
    "agenda.json",
    "agenda.ics",
    "sitemap-lijsten.xml",
]


@pytest.mark.parametrize("page", PAGES)
def test_golden_page(place: Place, page: str) -> None:
    made = without_asset_names((place.public / page).read_bytes())
    golden = GOLDEN / page.replace("/", "__")
    if os.environ.get("RENEW_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(made)
    assert made == golden.read_bytes()


def without_asset_names(body: bytes) -> bytes:
    """Leave out the fingerprints in the names of assets: another colour changes no page."""
    return re.sub(rb"(/assets/[\w./-]+)\.[0-9a-f]{10}\.", rb"\1.", body)
