"""The canary travels the whole way, is seen by nobody, and says where it stopped."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from backbone.settings import Settings
from museum.canary import TITLE
from museum.errors import MuseumflowError
from tests.bases import BASE_ID, base_of, field_id, record_id, table_id
from tests.clocks import sleepless
from tests.forking import MUSEUMFLOW, Forked
from tests.servers import free_port, serve_app, start_sandbox
from tests.workflows.conftest import PLATFORM
from webhooks.app import create_app
from webhooks.serve import app_parts
from workflows import website
from workflows.canary import CANARY_CHECK, CANARY_SEND, look_for_canary, send_canary
from workflows.context import Context, open_context
from workflows.engine import EngineClient, EngineSettings
from workflows.fetch import fetch
from workflows.website_job import website_context

STAFF = {"Authorization": "Bearer staff"}
NOW = datetime(2027, 3, 2, 2, 0, tzinfo=UTC)


@dataclass
class Night:
    """An installation with its website up, whose clock a test moves."""

    url: str
    context: Context
    port: int
    ahead: timedelta = timedelta()

    def publish(self) -> website.Outcome:
        fetch(self.context, always=True)
        return website.publish(website_context(self.context))

    def rows(self) -> list[dict[str, Any]]:
        """Return the canary's rows as staff see them."""
        found = requests.get(f"{self.url}/v0/{BASE_ID}/Activiteiten", headers=STAFF, timeout=10)
        records: list[dict[str, Any]] = found.json()["records"]
        return [one for one in records if one["fields"].get("Titel") == TITLE]

    def calls(self) -> list[str]:
        """Return the calls to Airtable since the last look."""
        found = requests.get(f"{self.url}/sandbox/ledger?service=airtable", timeout=10).json()
        requests.delete(f"{self.url}/sandbox/ledger", timeout=10).raise_for_status()
        return [one["method"] for one in found["entries"] if one["path"].startswith("/v0/")]

    def fault(self, **fault: Any) -> None:
        requests.post(f"{self.url}/sandbox/faults", json=fault, timeout=10).raise_for_status()

    def files_with(self, text: str) -> list[str]:
        public = self.context.settings.public
        return [
            path.relative_to(public).as_posix()
            for path in sorted(public.rglob("*"))
            if path.is_file() and text.encode() in path.read_bytes().replace(b"\r\n ", b"")
        ]


def site_of(context: Context, port: int) -> AbstractContextManager[str]:
    """Put the website on its address."""
    return serve_app(
        create_app(app_parts(context, lambda _workflow, _run: None, lambda _run: None)), port
    )


@dataclass(frozen=True)
class Ports:
    """Where the sandbox and the website answer, the same for every test of this file."""

    sandbox: int
    site: int


@contextmanager
def installation(folder: Path, ports: Ports) -> Iterator[Night]:
    """Open the installation in a folder; made there when it is not."""
    base = None if folder.exists() else base_of(PLATFORM)
    with start_sandbox(folder / "sandbox", base=base, port=ports.sandbox) as url:
        (folder / "data").mkdir(exist_ok=True)
        settings = Settings(
            data=folder / "data",
            airtable_url=url,
            airtable_token="token",
            airtable_base=BASE_ID,
            site_url=f"http://127.0.0.1:{ports.site}",
        )
        context = open_context(settings, lambda: NOW + found.ahead)
        context = replace(context, clocks=sleepless(context.now))
        found = Night(url, context, ports.site)
        yield found
        found.context.database.dispose()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ports]:
    """An installation that published its website once, at rest; where it is."""
    folder, ports = tmp_path_factory.mktemp("nights") / "first", Ports(free_port(), free_port())
    with installation(folder, ports) as night:
        night.publish()
    return folder, ports


@pytest.fixture
def night(published: tuple[Path, Ports], tmp_path: Path) -> Iterator[Night]:
    """A copy of that installation for each test."""
    folder, ports = published
    shutil.copytree(folder, tmp_path / "night")
    with installation(tmp_path / "night", ports) as night:
        night.calls()
        yield night


def test_it_travels_the_whole_way_in_two_calls(night: Night) -> None:
    with site_of(night.context, night.port):
        send_canary(night.context, "f00d" * 8)
        night.publish()
        assert night.calls() == ["PATCH", "GET"]
        assert look_for_canary(night.context) == ""
    newest = night.context.flights.newest()
    assert newest is not None
    assert newest.flight.returned == NOW
    assert night.context.flights.back_from() == NOW


def test_visitors_see_nothing_of_it(night: Night) -> None:
    before = {one: night.files_with(one) for one in ("sitemap-activity", "Klompen maken")}
    points = len(night.context.attention.open_points())
    send_canary(night.context, "f00d" * 8)
    outcome = night.publish()
    assert night.files_with("f00d" * 8) == ["kanarie/index.html", "kanarie/kanarie.ics"]
    assert night.files_with("Kanarie:") == ["kanarie/index.html"]
    assert night.files_with("kanarie/") == ["kanarie/index.html", "kanarie/kanarie.ics"]
    page = (night.context.settings.public / "kanarie" / "index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in page
    assert "data-pagefind-body" not in page
    assert {one: night.files_with(one) for one in before} == before
    assert len(night.context.attention.open_points()) == points
    assert not any("anarie" in line for line in outcome.lines)


def test_staff_cannot_make_it_an_activity(night: Night) -> None:
    send_canary(night.context, "f00d" * 8)
    (row,) = night.rows()
    fields = {
        "Status": "Goedgekeurd",
        "Soort": "Activiteit",
        "Eerste dag": "2027-04-01",
        "Museum": [record_id("museum-0")],
    }
    requests.patch(
        f"{night.url}/v0/{BASE_ID}/Activiteiten/{row['id']}",
        json={"fields": fields},
        headers=STAFF,
        timeout=10,
    ).raise_for_status()
    night.publish()
    assert night.files_with("Kanarie:") == ["kanarie/index.html"]


def test_deleted_by_staff_it_makes_itself_again(night: Night) -> None:
    send_canary(night.context, "a" * 32)
    night.publish()
    (row,) = night.rows()
    requests.delete(
        f"{night.url}/v0/{BASE_ID}/Activiteiten/{row['id']}", headers=STAFF, timeout=10
    ).raise_for_status()
    night.publish()
    assert not (night.context.settings.public / "kanarie" / "index.html").exists()
    night.ahead = timedelta(days=1)
    send_canary(night.context, "b" * 32)
    night.publish()
    assert len(night.rows()) == 1
    assert night.files_with("b" * 32) == ["kanarie/index.html", "kanarie/kanarie.ics"]
    assert night.files_with("a" * 32) == []


def test_the_next_night_writes_the_same_row(night: Night) -> None:
    for number in range(3):
        night.ahead = timedelta(days=number)
        send_canary(night.context, str(number) * 32)
        night.publish()
    assert [one["fields"]["Kort"] for one in night.rows()] == ["2" * 32]


def test_it_says_where_it_stopped(night: Night) -> None:
    send_canary(night.context, "f00d" * 8)
    assert "niet opgehaald" in look_for_canary(night.context)
    fetch(night.context, always=True)
    assert "niet opnieuw gemaakt" in look_for_canary(night.context)
    website.publish(website_context(night.context))
    assert "niet bereikbaar" in look_for_canary(night.context)
    feed = night.context.settings.public / "kanarie" / "kanarie.ics"
    held = feed.read_bytes()
    with site_of(night.context, night.port):
        feed.unlink()
        assert "niet in het agendabestand" in look_for_canary(night.context)
        feed.write_bytes(held)
        assert look_for_canary(night.context) == ""


def test_a_table_that_refuses_it_is_named(night: Night) -> None:
    night.fault(service="airtable", match="PATCH", times=9, kind="status", status=422)
    with pytest.raises(MuseumflowError):
        send_canary(night.context, "f00d" * 8)
    stopped = look_for_canary(night.context)
    assert stopped.startswith("Zij kon niet in de tabel worden gezet: Airtable nam dit niet aan")


def test_a_row_that_was_doubled_is_said_to_be(night: Night) -> None:
    cells = {field_id("activities", "external_id"): "museumflow-kanarie"}
    for _ in range(2):
        requests.post(
            f"{night.url}/v0/{BASE_ID}/{table_id('activities')}",
            json={"fields": cells},
            headers=STAFF,
            timeout=10,
        ).raise_for_status()
    with pytest.raises(MuseumflowError):
        send_canary(night.context, "f00d" * 8)
    assert look_for_canary(night.context).startswith("Zij kon niet in de tabel worden gezet")


@pytest.mark.slow
def test_by_ping_through_a_running_serve(night: Night) -> None:
    """A process as staff run it: nobody tells it of the write but Airtable's ping."""
    night.context.database.dispose()
    environment = {
        **os.environ,
        "AIRTABLE_URL": night.url,
        "AIRTABLE_TOKEN": "token",
        "AIRTABLE_BASE": BASE_ID,
        "MUSEUMFLOW_DATA": str(night.context.settings.data),
        "MUSEUMFLOW_SITE_URL": night.context.settings.site_url,
        "MUSEUMFLOW_HOOK_URL": night.context.settings.site_url,
        "MUSEUMFLOW_PORT": str(night.port),
        "MUSEUMFLOW_QUIET_S": "0",
        "AIRTABLE_PLAN": "team",
    }
    with Forked([MUSEUMFLOW, "serve"], env=environment, stderr=subprocess.PIPE) as serve:
        client = None
        try:
            wait_until(lambda: is_up(night.context.settings.site_url))
            client = EngineClient(EngineSettings(night.context.settings.engine_url))
            wait_until(lambda: has_run(night.context))
            night.calls()
            client.submit(CANARY_SEND, "kanarie-1", {})
            assert client.wait("kanarie-1")["outcome"] == "changed"
            wait_until(lambda: look_for_canary(night.context) == "")
            client.submit(CANARY_CHECK, "kanarie-2", {})
            assert client.wait("kanarie-2")["summary"] == "De kanarie is terug: de hele weg werkt."
            assert len(night.calls()) == 2
        finally:
            if client is not None:
                client.close()
            serve.terminate()
            serve.communicate(timeout=20)


def wait_until(condition: Any, patience_s: float = 60) -> None:
    deadline = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def is_up(site_url: str) -> bool:
    try:
        return requests.get(f"{site_url}/health", timeout=2).ok
    except requests.RequestException:
        return False


def has_run(context: Context) -> bool:
    """Whether the publication at the start has ended."""
    newest = context.runs.recent(1)
    return bool(newest) and newest[0].ended is not None
