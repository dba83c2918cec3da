"""A calendar feed of 10,000 events: written beside the bare icalendar library, and not sent again.

Both write the same events in turns, in seconds of the processor: ours as fragments that are kept
(so that a change costs one), the library as calendars. Then the feed as it is served: whole, after
one change, and as a 304.
"""

import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any, Final

import requests
from icalendar import Calendar

from backbone.settings import Settings
from channels.feeds.ical import FeedEvent, calendar_text, event_component, event_fragment
from museum.date_plan import DatePlan, Rule
from museum.identity import RecordId
from tests.bases import BASE_ID, base_of, field_id, record_id, table_id
from tests.servers import free_port, serve_app, start_sandbox
from webhooks.app import create_app
from webhooks.serve import app_parts
from workflows.context import open_context
from workflows.fetch import fetch

EVENTS: Final = 10_000
PER_TURN: Final = 1_000
ASKED: Final = 300
_FIRST: Final = date(2027, 1, 1)
_MADE: Final = datetime(2026, 6, 1, 9, tzinfo=UTC)
_STAFF: Final = {"Authorization": "Bearer staff"}


@dataclass(frozen=True)
class FeedFigures:
    """Seconds, and milliseconds where the name says so; `unchanged_…` are those of a 304.

    `bare_…` are those of a view that does nothing (`/health`), asked in turns with it: what the
    machine and the web server take by themselves.
    """

    ours_s: float
    library_s: float
    served_whole_s: float
    served_changed_s: float
    unchanged_ms: float
    unchanged_p95_ms: float
    bare_ms: float
    bare_p95_ms: float


def measure_feeds() -> FeedFigures:
    """Write the feed both ways, then serve it."""
    ours_s, library_s = _written()
    with tempfile.TemporaryDirectory() as folder:
        return FeedFigures(ours_s, library_s, *_served(Path(folder)))


def _written() -> tuple[float, float]:
    """Write the events both ways, in turns; returns the seconds of this processor for each."""
    ours_s = library_s = 0.0
    for start in range(0, EVENTS, PER_TURN):
        events = [_event(number) for number in range(start, start + PER_TURN)]
        begun = process_time()
        ours = _by_us(events)
        between = process_time()
        theirs = _by_the_library(events)
        library_s += process_time() - between
        ours_s += between - begun
        if ours.count(b"BEGIN:VEVENT") != theirs.count(b"BEGIN:VEVENT"):
            raise AssertionError("the two feeds do not hold the same events")
    return ours_s, library_s


def _timed(work: Any) -> tuple[float, bytes]:
    begun = perf_counter()
    made: bytes = work()
    return perf_counter() - begun, made


def _by_us(events: list[FeedEvent]) -> bytes:
    fragments = (event_fragment(one).encode() for one in events)
    return calendar_text("Alles", "https://musea.example/alles.ics", fragments)


def _by_the_library(events: list[FeedEvent]) -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//bench//NL")
    for one in events:
        calendar.add_component(event_component(one))
    written: bytes = calendar.to_ical()
    return written


def _event(number: int) -> FeedEvent:
    day = _FIRST + timedelta(days=number % 700)
    rule = Rule("weekly", day + timedelta(days=90)) if number % 5 == 0 else None
    return FeedEvent(
        record_id=RecordId(f"rec{number:05}"),
        identity="musea.example",
        title=f"Lezing {number} over turf, veen en heide",
        plan=DatePlan(day, day, time(14), time(16), rule),
        sequence=number % 4,
        stamp=_MADE,
        created=_MADE,
        url=f"https://musea.example/agenda/lezing-{number}/",
        description="Een middag over het veen, met koffie. " * 3,
        location="Museum, Brink 1, Assen",
        categories=("Activiteit",),
    )


def _served(folder: Path) -> tuple[float, ...]:
    port = free_port()
    with start_sandbox(folder / "sandbox", base=base_of({"programme": _rows()})) as sandbox:
        settings = Settings(
            data=folder / "data",
            airtable_url=sandbox,
            airtable_token="token",
            airtable_base=BASE_ID,
            site_url=f"http://127.0.0.1:{port}",
        )
        settings.data.mkdir()
        context = open_context(settings)
        fetch(context, always=True)
        app = create_app(app_parts(context, lambda _workflow, _run: None, lambda _run: None))
        with serve_app(app, port) as url:
            address = f"{url}/kalenders/jaarprogramma.ics"
            whole_s, _ = _timed(lambda: requests.get(address, timeout=120).content)
            _change_one(sandbox)
            fetch(context, always=True)
            changed_s, _ = _timed(lambda: requests.get(address, timeout=120).content)
            unchanged, bare = _unchanged(address, f"{url}/health")
        context.database.dispose()
    return whole_s, changed_s, *_told(unchanged), *_told(bare)


def _told(took: list[float]) -> tuple[float, float]:
    return median(took) * 1000, quantiles(took, n=20)[-1] * 1000


def _change_one(sandbox: str) -> None:
    fields = {field_id("programme", "title"): "Een andere titel"}
    url = f"{sandbox}/v0/{BASE_ID}/{table_id('programme')}/{record_id('item0')}"
    requests.patch(url, json={"fields": fields}, headers=_STAFF, timeout=30).raise_for_status()


def _unchanged(address: str, bare: str) -> tuple[list[float], list[float]]:
    """Ask many times for what the asker has, and for nothing; returns each one's seconds."""
    took: list[float] = []
    took_bare: list[float] = []
    with requests.Session() as session:
        mark = session.get(address, timeout=120).headers["ETag"]
        for _ in range(ASKED):
            begun = perf_counter()
            reply = session.get(address, headers={"If-None-Match": mark}, timeout=30)
            took.append(perf_counter() - begun)
            if reply.status_code != requests.codes.not_modified:
                raise AssertionError(f"asked for what is the same, got {reply.status_code}")
            begun = perf_counter()
            session.get(bare, timeout=30)
            took_bare.append(perf_counter() - begun)
    return took, took_bare


def _rows() -> list[dict[str, Any]]:
    rows = []
    for number in range(EVENTS):
        begins = datetime.combine(_FIRST + timedelta(days=number % 300), time(13), tzinfo=UTC)
        rows.append(
            {
                "id": f"item{number}",
                "title": f"Workshop {number}",
                "kind": "workshop",
                "audiences": ["volunteer"],
                "date_status": "fixed",
                "starts": begins.isoformat(),
                "ends": (begins + timedelta(hours=2)).isoformat(),
                "place": "Assen",
            }
        )
    return rows
