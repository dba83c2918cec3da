"""A thousand sign-ups for a hundred places, from fifty clients at once: who came first is in.

Every client presses its personal links and opens its forms first; then all send at once. "In order
of arrival" is checked against the clients' own clocks: whoever had an answer before another one
sent, stands before that other.
"""

import json
import re
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import requests

from backbone.settings import Settings
from bench.serving import Serving, serving, wait_until
from tests.bases import BASE_ID, base_of, record_id
from workflows.context import Context, open_context
from workflows.intake_letters import link_url
from workflows.signups.rows import TABLE

CLIENTS: Final = 50
EACH: Final = 20
PLACES: Final = 100
_HIDDEN: Final = re.compile(r'name="(csrf_token|opened|rows)" value="([^"]*)"')
_HEADING: Final = re.compile(r"<h1>(.*?)</h1>")
_TIMEOUT_S: Final = 120
MAIL_PATIENCE_S: Final = 1_800.0


@dataclass(frozen=True)
class Sent:
    """One sign-up as its client saw it. Moments by the one clock that all clients share."""

    reader: str
    begun_s: float
    ended_s: float
    status: int
    heading: str


@dataclass
class Client:
    """One client, in a network of its own, with the links of twenty people."""

    here: Serving
    number: int
    links: list[tuple[str, str]]
    opened: list[tuple[str, requests.Session, str]] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)

    @property
    def form(self) -> str:
        return f"{self.here.site_url}/inschrijven/{record_id('workshop')}"

    def open_forms(self) -> None:
        """Press each link, and open the form that it leads to."""
        for reader, link in self.links:
            session = requests.Session()
            # A thousand people who look at a form do not each keep a connection.
            session.headers.update(
                {"X-Forwarded-For": f"198.18.{self.number}.7", "Connection": "close"}
            )
            page = session.get(link, timeout=_TIMEOUT_S)
            session.post(link, dict(_HIDDEN.findall(page.text)), timeout=_TIMEOUT_S)
            self.opened.append((reader, session, session.get(self.form, timeout=_TIMEOUT_S).text))

    def send_forms(self, gate: threading.Barrier) -> None:
        """Send every form, one after the other, as soon as all clients are ready."""
        gate.wait()
        for reader, session, page in self.opened:
            typed = {**dict(_HIDDEN.findall(page)), "name_1": reader, "audience": "volunteer"}
            begun_s = time.monotonic()
            answer = session.post(self.form, typed, timeout=_TIMEOUT_S, allow_redirects=False)
            ended_s = time.monotonic()
            told = session.get(self.here.site_url + answer.headers["Location"], timeout=_TIMEOUT_S)
            found = _HEADING.search(told.text)
            heading = found[1] if found else ""
            self.sent.append(Sent(reader, begun_s, ended_s, answer.status_code, heading))


@dataclass(frozen=True)
class SignUpFigures:
    """What came of it. `out_of_order`: pairs in which the later one stands before the earlier."""

    placed: int
    queued: int
    out_of_order: int
    errors: int
    mails: int
    doubles: int
    rows: int
    p50_ms: float
    p95_ms: float
    all_done_s: float


def measure_signups() -> SignUpFigures:
    """Let fifty clients sign up a thousand people, and wait until all mails and rows are there."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        base = place / "base.json"
        base.write_text(json.dumps(base_of(_rows())), "utf-8")
        options = ("--base", str(base), "--plan", "business")
        sender = "Musea <platform@museum.example>"
        with serving(place, options, mail_from=sender, AIRTABLE_PLAN="business") as here:
            wait_until(here.is_published)
            return _measured(here)


def _rows() -> dict[str, list[dict[str, Any]]]:
    begins = datetime.now(UTC) + timedelta(days=60)
    return {
        "museums": [{"id": "museum", "name": "Nabershof", "place": "Emmen", "on_website": True}],
        "programme": [
            {
                "id": "workshop", "title": "Workshop", "kind": "workshop", "sign_up": True,
                "audiences": ["volunteer"], "date_status": "fixed", "capacity": PLACES,
                "starts": begins.isoformat(), "ends": (begins + timedelta(hours=2)).isoformat(),
            }
        ],
    }  # fmt: skip


def _measured(here: Serving) -> SignUpFigures:
    context = open_context(
        Settings(
            data=here.data,
            site_url=here.site_url,
            airtable_url=here.sandbox_url,
            airtable_token="bench",
            airtable_base=BASE_ID,
            airtable_plan="business",
        )
    )
    clients = [Client(here, number, _links(context, number)) for number in range(CLIENTS)]
    _together([threading.Thread(target=one.open_forms) for one in clients])
    gate = threading.Barrier(CLIENTS)
    begun_s = time.monotonic()
    _together([threading.Thread(target=one.send_forms, args=(gate,)) for one in clients])
    wait_until(lambda: not _is_busy(context), MAIL_PATIENCE_S)
    done_s = time.monotonic() - begun_s
    figures = _figures(here, context, [sent for one in clients for sent in one.sent], done_s)
    context.database.dispose()
    return figures


def _is_busy(context: Context) -> bool:
    """Tell whether there is still something to mail or to write."""
    return bool(context.letters.newest() or context.attendees.count_due())


def _links(context: Context, client: int) -> list[tuple[str, str]]:
    found = []
    for number in range(EACH):
        reader = f"lezer{client}.{number}@museum.example"
        made = context.links.make(
            record_id("museum"), reader, reader, False, context.now(), timedelta(days=1)
        )
        found.append((reader, link_url(context, made.id)))
    return found


def _together(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _figures(here: Serving, context: Context, sent: list[Sent], all_done_s: float) -> SignUpFigures:
    found = context.signups.of_item(record_id("workshop"))
    arrival = {one.reader: one.arrival for one in found}
    placed = {one.reader for one in found if one.state == "placed"}
    said = {True: "U bent ingeschreven", False: "U staat op de wachtlijst"}
    wrong = sum(
        one.status != 302 or one.heading != said[arrival.get(one.reader, 0) <= PLACES]
        for one in sent
    )
    in_order = placed == {reader for reader, number in arrival.items() if number <= PLACES}
    mails = _mails(here, [one.reader for one in sent])
    took_ms = sorted((one.ended_s - one.begun_s) * 1000 for one in sent)
    return SignUpFigures(
        placed=len(placed),
        queued=sum(one.state == "waiting" for one in found),
        out_of_order=_out_of_order(sent, arrival) + (not in_order),
        errors=wrong,
        mails=sum(mails.values()),
        doubles=sum(count - 1 for count in mails.values() if count > 1),
        rows=_count_rows(context),
        p50_ms=took_ms[len(took_ms) // 2],
        p95_ms=took_ms[int(len(took_ms) * 0.95)],
        all_done_s=all_done_s,
    )


def _out_of_order(sent: list[Sent], arrival: dict[str, int]) -> int:
    """Return in how many pairs the one who was answered first stands after the one who sent then.

    A pair that was under way at the same time has no order to keep.
    """
    return sum(
        first.ended_s < second.begun_s and arrival[first.reader] > arrival[second.reader]
        for first in sent
        for second in sent
    )


def _mails(here: Serving, readers: list[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for reader in readers:
        answer = requests.get(
            f"{here.sandbox_url}/sandbox/mails", {"to": reader}, timeout=_TIMEOUT_S
        )
        found[reader] = len(answer.json()["mails"])
    return found


def _count_rows(context: Context) -> int:
    table_id = context.mirror.binding().tables[TABLE]
    return sum(len(page) for page in context.airtable().pages(table_id))
