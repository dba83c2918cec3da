"""Calendars as another program reads them: npm ical.js, told the same file and nothing else."""

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.browser import ROOT

_SCRIPT = ROOT / "tests" / "web" / "occurrences.mjs"
Moment = date | datetime


@dataclass(frozen=True)
class SeenEvent:
    """An event as ical.js sees it; instants are aware, in UTC, whole days are dates."""

    uid: str
    summary: str
    sequence: int
    status: str
    alarms: int
    times: tuple[tuple[Moment, Moment], ...]


def read_by_other(
    calendars: Sequence[bytes], first: date, last: date, zone: str = "UTC"
) -> list[list[SeenEvent]]:
    """Return the events of each calendar that begin from `first` to `last`, both included.

    `zone` is that of the reader's machine: it must make no difference.
    """
    asked = [
        {"ics": one.decode(), "from": first.isoformat(), "to": last.isoformat()}
        for one in calendars
    ]
    done = subprocess.run(
        [ROOT / ".venv/bin/node", _SCRIPT],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TZ": zone},
    )
    return [[_event(event) for event in events] for events in json.loads(done.stdout)]


def _event(found: dict[str, Any]) -> SeenEvent:
    times = tuple((_moment(start), _moment(end)) for start, end in found.pop("times"))
    return SeenEvent(**found, times=times)


def _moment(text: str) -> Moment:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
