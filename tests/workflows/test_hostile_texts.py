"""Whatever somebody types in a cell: no script runs, no page or feed breaks, the rest stands."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from xml.etree import ElementTree

import icalendar
import pytest

from tests.bases import base_of, record_id
from tests.servers import start_sandbox
from tests.workflows.conftest import SOON, Platform

SCRIPT = "</script><script>kwaad()</script><img src=x onerror=kwaad()>\"'`{{ 7*7 }}{% x %}"
BREAKS = f"{SCRIPT}\r\nBEGIN:VEVENT\nATTACH:kwaad\n]]>\x0b\x00\u2028\u202e einde"
LONG = "wollegras " * 10_000
EMOJI = "\U0001f469‍\U0001f9bd شعبة \U0001f411 " + "é" * 300

MUSEUM = {"place": "Assen", "status": "open", "on_website": True}
ACTIVITY = {
    "kind": "activity",
    "workflow_status": "approved",
    "museum": "museum-good",
    "starts": f"{SOON}T13:00:00.000Z",
    "ends": f"{SOON}T15:00:00.000Z",
}
DATA = r'(?s)<script type="application/ld\+json">(.*?)</script>'
TEXTS = ("tagline", "description", "description_de", "hours_text", "street", "postcode")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def published(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Platform]:
    place = tmp_path_factory.mktemp("hostile")
    records: dict[str, list[dict[str, Any]]] = {
        "museums": [
            {"id": "museum-good", "name": "Goed museum", **MUSEUM},
            {"id": "museum-bad", "name": SCRIPT, **MUSEUM, **dict.fromkeys(TEXTS, BREAKS)},
            {"id": "museum-emoji", "name": EMOJI, **MUSEUM, "description": LONG},
            {"id": "museum-twin", "name": "Goed museum", **MUSEUM},
            {"id": "museum-none", "name": "../../..", **MUSEUM},
            {"id": "museum-js", "name": "Los museum", **MUSEUM, "website": "javascript:kwaad()"},
        ],
        "activities": [
            {"id": "act-bad", "title": SCRIPT, **ACTIVITY, "summary": BREAKS}
            | dict.fromkeys(("description", "location_name", "price_text", "title_en"), BREAKS),
            {"id": "act-js", "title": "Lezing", **ACTIVITY, "booking_url": "JaVaScRiPt:kwaad()"},
            {"id": "act-data", "title": "Tocht", **ACTIVITY, "website": "data:text/html,kwaad"},
            {"id": "act-long", "title": LONG, **ACTIVITY, "description": LONG},
            {"id": "act-nul", "title": "Met\x00nul", **ACTIVITY},
        ],
        "news": [
            {
                "id": "news-bad",
                "title": SCRIPT,
                "summary": BREAKS,
                "body": BREAKS + "\n\n[klik](javascript:kwaad()) ![x](http://volg.example/x.gif)",
                "published_on": "2026-11-01",
                "workflow_status": "approved",
            }
        ],
        "vacancies": [
            {"id": "vac-bad", "title": SCRIPT, "museum": "museum-bad", "summary": BREAKS}
            | dict.fromkeys(("tasks", "qualities", "offers", "hours_text"), BREAKS)
            | {"workflow_status": "approved"}
        ],
    }
    with ExitStack() as stack:
        url = stack.enter_context(start_sandbox(place / "sandbox", base=base_of(records)))
        server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
        database = stack.enter_context(server.database()) if server else ""
        platform = Platform(url, place / "data", database)
        done = platform.json("run", "website")
        assert done["outcome"] == "changed", done
        yield platform


def files(platform: Platform, ending: str) -> dict[str, str]:
    found = {
        name: content.decode("utf-8")
        for name, content in platform.pages().items()
        if name.endswith(ending)
    }
    assert found
    return found


def test_no_script_gets_into_a_page(published: Platform) -> None:
    for name, page in files(published, ".html").items():
        assert "<script>kw" not in re.sub(DATA, "", page), name
        assert "<img src=x" not in page, name
        assert "\x00" not in page, name
        assert not re.search(r"<img[^>]*volg\.example", page), name
        assert not re.search(r'(href|src)="\s*(javascript|data:text)', page, re.IGNORECASE), name


def test_structured_data_stays_json_in_its_own_element(published: Platform) -> None:
    pages = files(published, ".html")
    blocks = [block for page in pages.values() for block in re.findall(DATA, page)]
    assert blocks
    for block in blocks:
        assert "<" not in block
        assert "javascript:" not in json.dumps(json.loads(block)).lower()


def test_every_feed_is_read_by_its_own_kind_of_reader(published: Platform) -> None:
    for name, text in files(published, ".ics").items():
        calendar = icalendar.Calendar.from_ical(text)
        assert "ATTACH" not in {key for part in calendar.walk() for key in part}, name
        assert all(ord(sign) >= 32 or sign in "\r\n\t" for sign in text), name
    for name, text in [*files(published, ".atom").items(), *files(published, ".xml").items()]:
        assert ElementTree.fromstring(text) is not None, name
    for name, text in files(published, ".json").items():
        assert json.loads(text) is not None, name


def test_addresses_are_plain_and_each_its_own(published: Platform) -> None:
    pages = files(published, "index.html")
    for name in pages:
        assert re.fullmatch(r"[a-z0-9_./-]+", name), name
        assert len(name) < 200, name
        assert ".." not in name
    museums = {name for name in pages if re.fullmatch(r"musea/[^/]+/index\.html", name)}
    assert len([name for name in museums if "goed-museum" in name]) == 2


def test_each_attention_point_is_dutch_and_says_what_to_mend(published: Platform) -> None:
    lines = published.json("plan", "website")["lines"]
    told = "\n".join(lines)
    for name in ("museum-js", "act-js", "act-data"):
        assert told.count(record_id(name)) == 1, told
    assert "Traceback" not in told
