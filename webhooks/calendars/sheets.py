"""The year calendars on paper, set once for each change of the programme and then kept."""

import hashlib
from dataclasses import dataclass
from threading import Lock

from backbone.config_files import load_config
from channels.print.year_calendar import PAPERS, CalendarSheet, Paper, year_calendar_pdf
from museum.records import ProgrammeItem
from workflows.calendar_check import today_of
from workflows.calendar_entries import PAGE, PROGRAMME, programme_items
from workflows.context import Context

__all__ = ["PAPERS", "MadeSheet", "Sheets"]


@dataclass(frozen=True)
class MadeSheet:
    """A sheet as it is sent."""

    of: tuple[ProgrammeItem, ...]
    body: bytes
    etag: str


class Sheets:
    """Makes sheets; what was made stays as long as the programme is the same."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._made: dict[tuple[int, Paper], MadeSheet] = {}
        self._lock = Lock()

    def years(self) -> tuple[int, int]:
        """Return the years that can be printed: this one and the next."""
        year = today_of(self._context).year
        return year, year + 1

    def sheet(self, year: int, paper: Paper) -> MadeSheet:
        """Return a sheet as of the tables now."""
        items = tuple(programme_items(self._context))
        with self._lock:  # setting takes a second: once is enough for all who ask
            found = self._made.get((year, paper))
            if found is None or found.of != items:
                found = self._make(items, year, paper)
                self._made[year, paper] = found
            return found

    def _make(self, items: tuple[ProgrammeItem, ...], year: int, paper: Paper) -> MadeSheet:
        context = self._context
        address = context.settings.site_url.partition("://")[2] + PAGE
        audiences = context.definitions.table(PROGRAMME).field("audiences").options
        sheet = CalendarSheet(year, str(load_config("site")["name"]), address, audiences)
        body = year_calendar_pdf(items, sheet, paper)
        return MadeSheet(items, body, hashlib.sha256(body).hexdigest()[:32])
