"""When a museum is open in the two years that are looked at, and where it has a closed season."""

from dataclasses import dataclass

from museum.calendar_check.items import Window
from museum.hours import HolidaysUnknownError, understand
from museum.hours.stretch import Minutes, minutes_open


@dataclass(frozen=True)
class MuseumHours:
    """Day by day from `first` (an ordinal). `closed_run`: so many days on end it is closed."""

    osm: str
    first: int
    spans: list[Minutes]
    closed_run: list[int]

    def knows(self, day: int) -> bool:
        """Whether a day (an ordinal) is within what was worked out."""
        return 0 <= day - self.first < len(self.spans)


def hours_of(text: str, window: Window) -> MuseumHours | None:
    """Return when it is open; None when that is not known, or it is open on appointment too."""
    meant = understand(text)
    if not meant.understood or meant.by_appointment:
        return None
    try:
        days = (window.last - window.first).days + 1
        spans = minutes_open(meant.osm, window.first, days)
    except HolidaysUnknownError:
        return None  # the rule `holidays_unknown` says so, once
    return MuseumHours(meant.osm, window.first.toordinal(), spans, _closed_runs(spans))


def _closed_runs(spans: list[Minutes]) -> list[int]:
    """Return for each day how long the closed stretch is that it lies in; 0 for an open day."""
    runs = [0] * len(spans)
    begin = 0
    for number in range(len(spans) + 1):
        if number == len(spans) or spans[number]:
            runs[begin:number] = [number - begin] * (number - begin)
            begin = number + 1
    return runs
