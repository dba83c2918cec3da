"""Agendas of others, over HTTP: what they say is proposed to staff, and never believed blindly."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient

from backbone.calendars_in import CalendarsIn
from backbone.settings import Settings
from backbone.submissions import Submission
from museum.brake import BrakeLimit
from museum.calendars_in import Source, Sources
from museum.records import Activity, PartnerDate
from tests.bases import BASE_ID, base_of, field_id, record_id, table_id
from tests.servers import start_sandbox
from webhooks.app import create_app
from webhooks.serve import app_parts
from workflows.calendars_in import CALENDARS_IN, calendars_in_jobs
from workflows.context import Context, open_context
from workflows.fetch import fetch
from workflows.intake import approve, refuse
from workflows.intake_job import INTAKE, intake_jobs
from workflows.mirrored import records_of

NOON = datetime(2027, 1, 11, 12, tzinfo=UTC)
STAFF = {"Authorization": "Bearer staff"}
BASE: dict[str, Any] = {
    "museums": [
        {"id": "m", "name": "Drents Museum", "place": "Assen", "on_website": True},
    ],
    "activities": [
        {
            "id": "lezing", "title": "Lezing: turf en veen", "kind": "activity", "museum": "m",
            "workflow_status": "approved", "description": "Onze eigen woorden.",
            "starts": "2027-03-20T13:00:00.000Z", "ends": "2027-03-20T15:00:00.000Z",
        }
    ],
    "partner_dates": [],
}  # fmt: skip
Event = dict[str, str]
WALK: Event = {
    "UID": "wandeling@drents.example", "SUMMARY": "Wandeling langs hunebedden",
    "DTSTART;TZID=Europe/Amsterdam": "20270410T140000",
    "DTEND;TZID=Europe/Amsterdam": "20270410T160000",
    "LOCATION": "Borger", "DESCRIPTION": "<p>Trek <b>stevige</b> schoenen aan.</p>",
}  # fmt: skip
LECTURE: Event = {
    "UID": "lezing@drents.example", "SUMMARY": "Lezing turf en veen",
    "DTSTART;TZID=Europe/Amsterdam": "20270320T143000",
    "DTEND;TZID=Europe/Amsterdam": "20270320T160000", "DESCRIPTION": "Andere woorden.",
}  # fmt: skip


def calendar(*events: Event) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//drents//NL"]
    for one in events:
        named = (f"{name}:{value}" for name, value in one.items())
        lines += ["BEGIN:VEVENT", "DTSTAMP:20270101T000000Z", *named, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def many(count: int) -> list[Event]:
    return [
        {"UID": f"{one}@drents.example", "SUMMARY": f"Avond nummer {one} over een eigen thema",
         "DTSTART;VALUE=DATE": f"202705{one + 1:02}"}
        for one in range(count)
    ]  # fmt: skip


@dataclass
class Museum:
    """A museum's own server, with one agenda; `asked` are the marks that came with a request."""

    url: str = ""
    content: bytes = b""
    status: int = 200
    etag: str = ""
    asked: list[str | None] = field(default_factory=list)


@contextmanager
def serve(museum: Museum) -> Iterator[None]:
    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            mark = self.headers.get("If-None-Match")
            museum.asked.append(mark)
            is_same = museum.etag and mark == museum.etag
            self.send_response(304 if is_same else museum.status)
            if museum.etag:
                self.send_header("ETag", museum.etag)
            self.end_headers()
            if not is_same:
                self.wfile.write(museum.content)

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    museum.url = f"http://127.0.0.1:{server.server_port}/agenda.ics"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Hall:
    """The tables, a museum's agenda, and the job."""

    sandbox: str
    context: Context
    museum: Museum
    client: FlaskClient
    becomes: Any = "activiteit"
    runs: int = 0

    def read(self, *events: Event, kill_at: str = "") -> dict[str, Any]:
        """Put these events in the agenda and run the job; it may be killed after a step."""
        self.museum.content = calendar(*events)
        return self.run(kill_at)

    def run(self, kill_at: str = "") -> dict[str, Any]:
        name = "Drents Museum" if self.becomes == "activiteit" else ""
        source = Source("drents", "Agenda van het Drents Museum", self.museum.url, name,
                        self.becomes)  # fmt: skip
        sources = Sources((source,), BrakeLimit(0.5, 3))
        job = calendars_in_jobs(self.context, lambda: sources)[CALENDARS_IN]
        self.runs += 1
        fetch(self.context, always=True)

        def steps(name: str, work: Any) -> Any:
            done = work()
            if name == kill_at:
                raise Killed
            return done

        found: dict[str, Any] = job(steps, f"agendas-{self.runs}", {})
        assert found["outcome"] != "failed", found
        return found

    def write(self) -> None:
        """Put what was approved in the tables, and read them."""
        self.runs += 1
        job = intake_jobs(self.context)[INTAKE]
        job(lambda _name, work: work(), f"inzendingen-{self.runs}", {"person": True})
        fetch(self.context, always=True)

    @property
    def waiting(self) -> list[Submission]:
        return self.context.submissions.in_states(["waiting"])

    def approve_all(self) -> None:
        for one in self.waiting:
            approve(self.context, one)
        self.write()

    @property
    def points(self) -> list[str]:
        return [one.point.what for one in self.context.attention.open_points()
                if one.point.key.startswith("agendas:")]  # fmt: skip

    @property
    def activities(self) -> dict[str, Activity]:
        fetch(self.context, always=True)
        return {one.title: one for one in records_of(self.context, "activities")
                if isinstance(one, Activity)}  # fmt: skip

    def change(self, table: str, row: str, **cells: Any) -> None:
        fields = {field_id(table, key): value for key, value in cells.items()}
        url = f"{self.sandbox}/v0/{BASE_ID}/{table_id(table)}/{row}"
        requests.patch(url, json={"fields": fields}, headers=STAFF, timeout=10).raise_for_status()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    museum = Museum()
    with start_sandbox(tmp_path / "sandbox", base=base_of(BASE)) as url, serve(museum):
        data = tmp_path / "data"
        data.mkdir()
        settings = Settings(
            data=data, airtable_url=url, airtable_token="token", airtable_base=BASE_ID,
            site_url="https://musea.example",
        )  # fmt: skip
        context = open_context(settings, lambda: NOON)
        fetch(context)
        parts = app_parts(context, lambda _workflow, _run: None, lambda _run: None)
        app = create_app(parts)
        app.config["WTF_CSRF_ENABLED"] = False
        yield Hall(url, context, museum, app.test_client())
        context.database.dispose()


def test_an_event_waits_for_staff_and_is_placed_once(hall: Hall) -> None:
    assert hall.read(WALK)["lines"] == ["Agenda van het Drents Museum: 1 nieuw."]
    assert hall.run()["outcome"] == "unchanged"
    (one,) = hall.waiting
    assert (one.door, one.sender_name) == ("calendar", "Agenda van het Drents Museum")
    assert one.wanted == {
        "kind": "activity",
        "title": "Wandeling langs hunebedden",
        "description": "Trek stevige schoenen aan.",
        "starts": "2027-04-10T12:00:00Z",
        "ends": "2027-04-10T14:00:00Z",
        "location_name": "Borger",
    }
    assert set(hall.activities) == {"Lezing: turf en veen"}  # never published unseen
    hall.approve_all()
    placed = hall.activities["Wandeling langs hunebedden"]
    assert (placed.workflow_status, placed.museum) == ("approved", record_id("m"))
    assert hall.read(WALK)["outcome"] == "unchanged"
    assert len(hall.activities) == 2


def test_what_a_stranger_writes_in_an_agenda_stays_text(hall: Hall) -> None:
    hostile = {
        **WALK,
        "SUMMARY": "<img src=x onerror=alert(1)>Lezing &lt\\;script&gt\\;alert(2)",
        "DESCRIPTION": "<script>alert(3)</script><a href='javascript:alert(4)'>hier</a>",
        "LOCATION": '"><svg onload=alert(5)>',
        "URL": "javascript:alert(6)",
        "UID": "'\"><script>alert(7)</script>",
    }
    hall.read(hostile)
    (one,) = hall.waiting
    assert "website" not in one.wanted
    pages = [hall.client.get(path) for path in ("/beheer/inbox", f"/beheer/inbox/{one.key}")]
    assert [page.status_code for page in pages] == [200, 200]
    for page in pages:
        assert "Lezing" in page.text
        assert not re.search(r"<script>alert|<img src=x|<svg onload|javascript:", page.text)


def test_what_looks_alike_is_proposed_as_a_change_of_when_only(hall: Hall) -> None:
    hall.read(LECTURE)
    (one,) = hall.waiting
    assert one.record_id == record_id("lezing")
    assert one.wanted == {"starts": "2027-03-20T13:30:00Z"}
    hall.approve_all()
    found = hall.activities["Lezing: turf en veen"]
    assert found.starts == datetime(2027, 3, 20, 13, 30, tzinfo=UTC)
    assert found.description == "Onze eigen woorden."


def test_a_moved_event_is_a_proposal_to_the_same_row(hall: Hall) -> None:
    hall.read(WALK)
    later = WALK | {"DTSTART;TZID=Europe/Amsterdam": "20270411T140000",
                    "DTEND;TZID=Europe/Amsterdam": "20270411T160000"}  # fmt: skip
    hall.read(later)
    (one,) = hall.waiting
    assert one.wanted["starts"] == "2027-04-11T12:00:00Z"  # corrected before anybody decided
    hall.approve_all()
    placed = hall.activities[WALK["SUMMARY"]]
    hall.change("activities", placed.id, title="Hunebedden te voet")
    hall.read(later | {"LOCATION": "Rolde"})
    (one,) = hall.waiting
    assert (one.record_id, one.wanted) == (placed.id, {"location_name": "Rolde"})
    hall.approve_all()
    assert hall.activities["Hunebedden te voet"].location_name == "Rolde"
    hall.read(later | {"LOCATION": "Rolde", "STATUS": "CANCELLED"})
    (one,) = hall.waiting
    assert one.wanted == {"event_status": "cancelled"}


def test_what_staff_refused_stays_refused(hall: Hall) -> None:
    hall.read(WALK)
    refuse(hall.context, hall.waiting[0], "Hoort niet op de website.")
    hall.read(WALK | {"LOCATION": "Rolde"})
    assert hall.waiting == []


def test_an_event_that_goes_is_told_and_one_that_comes_back_returns(hall: Hall) -> None:
    others = many(4)
    hall.read(WALK, *others)
    hall.approve_all()
    hall.read(*others)
    assert hall.points == [
        "“Wandeling langs hunebedden” staat niet meer in de agenda “Agenda van het Drents Museum”."
    ]
    assert WALK["SUMMARY"] in hall.activities  # nothing was taken away
    hall.read(WALK, *others)
    assert hall.points == []
    late = WALK | {"UID": "later@drents.example", "SUMMARY": "Een heel andere middag"}
    hall.read(WALK, late, *others)
    assert len(hall.waiting) == 1
    hall.read(WALK, *others)
    assert hall.waiting == []  # nobody had decided: the proposal went with it
    hall.read(WALK, late, *others)
    assert [one.wanted["title"] for one in hall.waiting] == [late["SUMMARY"]]


BROKEN: list[tuple[bytes, int, str]] = [
    (calendar(), 200, "De agenda is ineens leeg."),
    (calendar(*many(1)), 200, "verdwijnen"),
    (b"<html>Onderhoud</html>", 200, "geen agendabestand"),
    (calendar(*many(4))[:300], 200, "beschadigd of afgebroken"),
    (b"", 500, "code 500"),
    (b"", 404, "niet (meer) op dit adres"),
]


def test_a_broken_agenda_is_a_point_and_changes_nothing(hall: Hall) -> None:
    events = many(4)
    hall.read(*events)
    before = hall.waiting
    for content, status, told in BROKEN:
        hall.museum.content, hall.museum.status = content, status
        hall.run()
        assert hall.waiting == before
        (point,) = hall.points
        assert told in point
        hall.museum.status = 200
        hall.read(*events)
        assert hall.points == []
        assert hall.waiting == before


def test_an_agenda_that_did_not_change_is_not_sent_again(hall: Hall) -> None:
    hall.museum.etag = '"een"'
    hall.read(WALK)
    hall.run()
    assert hall.museum.asked == [None, '"een"']


def test_killed_anywhere_it_ends_the_same(hall: Hall) -> None:
    with pytest.raises(Killed):
        hall.read(WALK, LECTURE, kill_at="agenda drents")
    memory = CalendarsIn(hall.context.database)
    with hall.context.database.begin() as connection:  # before it could remember
        connection.exec_driver_sql("DELETE FROM calendar_candidates")
    hall.read(WALK | {"LOCATION": "Rolde"}, LECTURE)
    assert sorted(str(one.wanted.get("location_name")) for one in hall.waiting) == ["None", "Rolde"]
    assert len(memory.known("drents")) == 2
    hall.approve_all()
    with hall.context.database.begin() as connection:  # the memory is lost, the rows know
        connection.exec_driver_sql("DELETE FROM calendar_candidates")
    hall.read(WALK | {"LOCATION": "Rolde"}, LECTURE)
    assert hall.waiting == []


def test_a_partner_agenda_becomes_dates_to_reckon_with(hall: Hall) -> None:
    hall.becomes = "datum"
    days = {"DTSTART;VALUE=DATE": "20271014", "DTEND;VALUE=DATE": "20271016"}
    hall.read({"UID": "congres", "SUMMARY": "Congres in Groningen", **days})
    hall.approve_all()
    (one,) = [one for one in records_of(hall.context, "partner_dates")
              if isinstance(one, PartnerDate)]  # fmt: skip
    told = (one.title, str(one.first_day), str(one.last_day), one.source)
    assert told == ("Congres in Groningen", "2027-10-14", "2027-10-15",
                    "Agenda van het Drents Museum")  # fmt: skip


def test_staff_hand_in_a_file_of_a_museum(hall: Hall) -> None:
    assert "Lever in" in hall.client.get("/beheer/agendas").get_data(as_text=True)
    wrong = hall.client.post("/beheer/agendas/bestand", data={"museum_id": "", "bestand": ""})
    assert wrong.status_code == 422
    assert "Kies een agendabestand" in wrong.get_data(as_text=True)
    file = (BytesIO(calendar(WALK)), "agenda.ics")
    sent = {"museum_id": record_id("m"), "bestand": file}
    answer = hall.client.post("/beheer/agendas/bestand", data=sent)
    assert answer.status_code == 302
    hall.museum.content = calendar()
    hall.run()
    hall.run()
    (one,) = hall.waiting
    assert (one.wanted["title"], one.museum_id) == (WALK["SUMMARY"], record_id("m"))
    assert hall.client.get(f"/beheer/inbox/{one.key}").status_code == 200
