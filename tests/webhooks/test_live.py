"""`museumflow serve` follows the tables by itself: edits become pages, with few calls."""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.bases import BASE_ID, base_of, record_id, table_id
from tests.forking import MUSEUMFLOW, Forked
from tests.servers import free_port, start_sandbox

PATIENCE_S = 60.0
MUSEUM = f"{table_id('museums')}/{record_id('museum-1')}"
BASE: dict[str, Any] = {
    "museums": [
        {
            "id": f"museum-{number}",
            "name": f"Museum {number}",
            "place": "Assen",
            "status": "open",
            "on_website": True,
        }
        for number in range(3)
    ]
}


class Live:
    """A sandbox with `museumflow serve` beside it."""

    def __init__(self, url: str, data: Path, site: str) -> None:
        self.url = url
        self.data = data
        self.site = site

    def edit(self, fields: dict[str, Any]) -> None:
        """Change a museum as staff do."""
        requests.patch(
            f"{self.url}/v0/{BASE_ID}/{MUSEUM}",
            json={"fields": fields},
            headers={"Authorization": "Bearer staff"},
            timeout=10,
        ).raise_for_status()

    def page(self) -> str:
        """Return the museum's page as a visitor gets it."""
        return requests.get(f"{self.site}/musea/museum-1/", timeout=10).text

    def shows(self, text: str) -> bool:
        """Tell whether the museum's page says this."""
        return text in self.page()

    def payload_calls(self) -> int:
        """Return how often payloads were asked for."""
        rows = requests.get(f"{self.url}/sandbox/ledger?service=airtable", timeout=10).json()
        return sum("/payloads" in str(row.get("path", "")) for row in rows["entries"])


@contextmanager
def serving(url: str, data: Path, **settings: str) -> Iterator[Live]:
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "AIRTABLE_URL": url,
        "AIRTABLE_TOKEN": "token",
        "AIRTABLE_BASE": BASE_ID,
        "MUSEUMFLOW_DATA": str(data),
        "MUSEUMFLOW_SITE_URL": site,
        "MUSEUMFLOW_HOOK_URL": site,
        **settings,
    }
    command = [MUSEUMFLOW, "serve", "--port", str(port)]
    with (data.parent / "serve.log").open("ab") as log:
        process = Forked(command, env=environment, stdout=log, stderr=log)
    try:
        wait_until(lambda: answers(f"{site}/health/published"))
        yield Live(url, data, site)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=5).ok
    except requests.ConnectionError:
        return False


def wait_until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "it did not come to pass in time"
        time.sleep(0.02)


@pytest.mark.slow
def test_an_edit_is_a_page_within_seconds(tmp_path: Path) -> None:
    with (
        start_sandbox(tmp_path / "sandbox", base=base_of(BASE)) as url,
        serving(url, tmp_path / "data", AIRTABLE_PLAN="team", MUSEUMFLOW_QUIET_S="0") as live,
    ):
        taken = []
        for number in range(3):
            begin = time.monotonic()
            live.edit({"In één zin": f"Zin nummer {number} over turf."})
            wait_until(partial(live.shows, f"Zin nummer {number}"))
            taken.append(time.monotonic() - begin)
        assert sorted(taken)[1] < 5, taken


@pytest.mark.slow
def test_a_record_that_is_typed_in_waits_and_publish_now_does_not(tmp_path: Path) -> None:
    with (
        start_sandbox(tmp_path / "sandbox", base=base_of(BASE)) as url,
        serving(url, tmp_path / "data", AIRTABLE_PLAN="team", MUSEUMFLOW_QUIET_S="3") as live,
    ):
        before = live.payload_calls()
        begin = time.monotonic()
        for length in range(1, 5):
            live.edit({"In één zin": "Een zin over turf"[: 4 * length]})
        live.edit({"In één zin": "Een zin over turf en veen."})
        typed = time.monotonic()
        wait_until(lambda: "Een zin" in live.page())
        assert time.monotonic() - begin >= 3
        assert time.monotonic() - typed < 15
        assert "Een zin over turf en veen." in live.page()
        assert live.payload_calls() == before + 1


class Browser:
    """A browser of somebody who fills in what a page asks, hidden parts and all."""

    def __init__(self, live: Live) -> None:
        self.live, self.session = live, requests.Session()

    def get(self, path: str) -> str:
        return self.session.get(self.live.site + path, timeout=10).text

    def send(self, path: str, page: str, **typed: str) -> requests.Response:
        hidden = dict(re.findall(r'name="(csrf_token|opened|version)" value="([^"]+)"', page))
        return self.session.post(self.live.site + path, data={**hidden, **typed}, timeout=10)


def send_activity(museum: Browser, title: str) -> None:
    """Fill in the form, look at the page to be, and send."""
    form = "/formulieren/activiteit/"
    page = museum.get(form)
    typed = {
        "title": title,
        "starts": f"1 mei {datetime.now(UTC).year + 1}",
        "starts_time": "half drie",
        "museum_id": record_id("museum-1"),
        "sender_name": "Jo",
        "sender_email": "jo@elders.example",
    }
    previews = list[requests.Response]()

    def is_previewed() -> bool:  # who sends within three seconds is asked to look again
        previews.append(museum.send(form, page, **typed))
        return previews[-1].url.endswith("/voorbeeld")

    wait_until(is_previewed)
    path = previews[-1].url.removeprefix(museum.live.site)
    assert museum.send(path, previews[-1].text).url.endswith("/dank")


@pytest.mark.slow
def test_what_a_museum_sends_is_a_page_once_staff_approve(tmp_path: Path) -> None:
    with (
        start_sandbox(tmp_path / "sandbox", base=base_of(BASE)) as url,
        serving(url, tmp_path / "data", AIRTABLE_PLAN="team", MUSEUMFLOW_QUIET_S="0") as live,
    ):
        museum, staff = Browser(live), Browser(live)
        send_activity(museum, "Turf steken met Jo")
        inbox = staff.get("/beheer/inbox")
        assert "Turf steken met Jo" in inbox
        assert "Turf steken met Jo" not in museum.get("/agenda/")
        (path,) = set(re.findall(r'href="(/beheer/inbox/\w+)"', inbox))
        staff.send(path, staff.get(path), doe="goedkeuren")
        wait_until(lambda: "Turf steken met Jo" in museum.get("/agenda/"))
        address = f"{url}/v0/{BASE_ID}/{table_id('activities')}"
        rows = requests.get(address, headers={"Authorization": "Bearer staff"}, timeout=10).json()
        assert [row["fields"]["Titel"] for row in rows["records"]] == ["Turf steken met Jo"]
