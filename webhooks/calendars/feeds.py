"""The feeds of the year programme, put together once for each change and kept until the next."""

import hashlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Final

from backbone.calendar_items import CalendarItems, KeptEvent
from channels.feeds.ical import calendar_text, events_within, summary_of, with_alarm
from channels.website.feeds import ALL as VISITORS_AGENDA
from museum.date_plan import ZONE
from workflows.calendar_entries import is_public, staff_reader
from workflows.context import Context
from workflows.programme_calendar import refresh_programme

ALARMS: Final = {"uur": timedelta(hours=1), "dag": timedelta(days=1), "week": timedelta(days=7)}
"""The reminders that one may ask for, by the word in the address."""
_KEPT: Final = 64
_LONG_AGO: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Wanted:
    """One feed as somebody asks for it.

    `audience`: only what is for them. `person`: what a member of staff has to do besides.
    `with_visitors`: the activities of the museums too. `alarm` is a key of `ALARMS`, or "".
    """

    name: str
    url: str
    audience: str = ""
    person: str = ""
    with_visitors: bool = False
    alarm: str = ""

    def takes(self, row: KeptEvent) -> bool:
        """Tell whether an entry is in this feed."""
        if not is_public(row.audiences):
            return bool(self.person) and staff_reader(self.person) in row.audiences
        return not self.audience or self.audience in row.audiences


@dataclass(frozen=True)
class MadeFeed:
    """A feed as it is sent; `mark` is what it was made from."""

    mark: Hashable
    body: bytes
    etag: str
    modified: datetime


class Feeds:
    """Makes feeds; what was made stays as long as nothing changed."""

    def __init__(self, context: Context, public: Path) -> None:
        self._context = context
        self._visitors = public / VISITORS_AGENDA.lstrip("/")
        self._made: OrderedDict[Wanted, MadeFeed] = OrderedDict()
        self._lock = Lock()
        self._up_to = ""

    def feed(self, wanted: Wanted) -> MadeFeed:
        """Return a feed as of the tables now."""
        today = self._context.now().astimezone(ZONE).date()
        mark = (self._programme_mark(), today, self._visitors_mark(wanted))
        with self._lock:
            found = self._made.get(wanted)
        if found is not None and found.mark == mark:
            return found
        made = self._make(wanted, mark, today)
        with self._lock:
            self._made[wanted] = made
            while len(self._made) > _KEPT:
                self._made.popitem(last=False)
        return made

    def _programme_mark(self) -> str:
        """Bring the programme up to date; one question when it is known to be.

        The marks of the tables only go on: what was up to date with this one still is.
        """
        if self._context.mirror.mark() != self._up_to:
            self._up_to = refresh_programme(self._context)
        return self._up_to

    def _visitors_mark(self, wanted: Wanted) -> tuple[int, int]:
        if not wanted.with_visitors or not self._visitors.exists():
            return (0, 0)
        found = self._visitors.stat()
        return (found.st_mtime_ns, found.st_size)

    def _make(self, wanted: Wanted, mark: Hashable, today: date) -> MadeFeed:
        since = today - timedelta(days=self._context.calendars.days_back)
        rows = [
            row
            for row in CalendarItems(self._context.database).all()
            if row.until >= since and wanted.takes(row)
        ]
        fragments = [_fragment(row, wanted).encode() for row in rows]
        modified = max((row.stamp for row in rows), default=_LONG_AGO)
        if wanted.with_visitors and self._visitors.exists():
            fragments.append(events_within(self._visitors.read_bytes()))
            changed = datetime.fromtimestamp(self._visitors.stat().st_mtime, UTC)
            modified = max(modified, changed)
        body = calendar_text(wanted.name, wanted.url, fragments)
        return MadeFeed(mark, body, hashlib.sha256(body).hexdigest()[:32], modified)


def _fragment(row: KeptEvent, wanted: Wanted) -> str:
    if not wanted.alarm or not is_public(row.audiences):
        return row.fragment
    return with_alarm(row.fragment, ALARMS[wanted.alarm], summary_of(row.fragment))
