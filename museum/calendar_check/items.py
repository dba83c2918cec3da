"""What stands in the calendar, in one shape for all tables, with its days worked out. No I/O.

A day is its ordinal (`date.toordinal`) and a time is minutes since that day's midnight on the
wall: hundreds of thousands of them are compared, and numbers compare fastest. Where two times
nearly touch, `clash_day` asks for the exact moments, so that a clock change misleads nobody.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import Final

from museum.attention import AttentionPoint
from museum.date_plan import DatePlan, agenda_span_days
from museum.occurrences import occurrence_on, plan_of, wall_moment
from museum.records import Activity, Leave, PartnerDate, ProgrammeItem
from museum.recurrence import begin_days

DAY_MIN: Final = 24 * 60
_CLOCK_CHANGE_MIN: Final = 60
_SPLIT_PEOPLE: Final = re.compile(r"\s*(?:[,;/&]|\ben\b)\s*")
_ONLINE: Final = frozenset({"", "online", "nog te bepalen", "volgt"})
Source = ProgrammeItem | Activity | PartnerDate | Leave


@dataclass(frozen=True)
class Window:
    """The days that are looked at, both included."""

    first: date
    last: date

    @classmethod
    def two_years(cls, today: date) -> "Window":
        """Return two years from a day on, and what of its quarter came before."""
        return cls(quarter_of(today)[0], today + timedelta(days=730))


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first day of a day's quarter, and that of the next."""
    month = 3 * ((day.month - 1) // 3) + 1
    after = date(day.year + 1, 1, 1) if month == 10 else date(day.year, month + 3, 1)
    return date(day.year, month, 1), after


@dataclass(frozen=True)
class CalendarItem:
    """One record with its days. `begins` are the ordinals within the window, in order.

    Each occurrence lasts `span_days` days more than the day it begins on; `opens` and `closes`
    are minutes from the midnight it begins with, None for whole days. `room`, `people` and
    `words` are folded, to compare.
    """

    table: str
    id: str
    record: Source
    plan: DatePlan | None
    begins: tuple[int, ...] = ()
    span_days: int = 0
    opens: int | None = None
    closes: int | None = None
    room: str = ""
    people: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    numbers: tuple[str, ...] = ()
    problems: tuple[AttentionPoint, ...] = field(default=(), compare=False)
    source: str = ""
    """Where the record came from, by its “ID van de bron”: "ics" of "ics:…"."""

    @property
    def title(self) -> str:
        """What people call it."""
        return self.record.title or "(zonder naam)"

    @property
    def days(self) -> Iterator[int]:
        """Every day that it takes, in order."""
        for begin in self.begins:
            yield from range(begin, begin + self.span_days + 1)

    @property
    def minutes(self) -> tuple[int, int]:
        """From when to when, in minutes from the midnight it begins with."""
        if self.opens is None:
            return 0, (self.span_days + 1) * DAY_MIN
        return self.opens, max(self.opens + 1, self.closes if self.closes else self.opens + 60)

    @property
    def when(self) -> str:
        """Its dates as a fact: the same for the same plan, on whatever day one looks."""
        return repr(self.plan)


def item_of(record: Source, window: Window) -> CalendarItem | None:
    """Return what the calendar knows of a record; None for what is not in it.

    Cancelled and rejected records are not in it.
    """
    if isinstance(record, ProgrammeItem):
        return _programme(record, window)
    if isinstance(record, Activity):
        return _activity(record, window)
    table = "partner_dates" if isinstance(record, PartnerDate) else "leave"
    if record.first_day is None:
        return None
    last = max(record.first_day, record.last_day or record.first_day)
    return _item(table, record, DatePlan(record.first_day, last), window)


def _programme(record: ProgrammeItem, window: Window) -> CalendarItem | None:
    if record.date_status == "cancelled":
        return None
    room = "" if fold(record.room) in _ONLINE else fold(f"{record.room} {record.place}")
    people = tuple(sorted(filter(None, map(fold, _SPLIT_PEOPLE.split(record.speakers)))))
    reading = plan_of(record)
    plan = None if record.date_status == "unknown" else reading.plan
    return _item("programme", record, plan, window, room, people, reading.problems)


def _activity(record: Activity, window: Window) -> CalendarItem | None:
    if record.workflow_status != "approved" or record.event_status == "cancelled":
        return None
    name, place = record.location_name, record.location_place
    room = "" if fold(name) in _ONLINE or not place else fold(f"{name} {place}")
    reading = plan_of(record)
    return _item("activities", record, reading.plan, window, room)


def _item(
    table: str,
    record: Source,
    plan: DatePlan | None,
    window: Window,
    room: str = "",
    people: tuple[str, ...] = (),
    problems: tuple[AttentionPoint, ...] = (),
) -> CalendarItem:
    words, numbers = _title(record.title)
    if plan is None:
        return CalendarItem(table, record.id, record, None, problems=problems)
    begins, span = _days_of(plan, window)
    opens = closes = None
    if plan.opens is not None:
        opens = plan.opens.hour * 60 + plan.opens.minute
    if plan.closes is not None and plan.last_day is not None:
        over = (plan.last_day - plan.first_day).days * DAY_MIN
        closes = over + plan.closes.hour * 60 + plan.closes.minute
    return CalendarItem(
        table, record.id, record, plan, begins, span, opens, closes, room, people, words, numbers,
        problems, _source(record),
    )  # fmt: skip


def _source(record: Source) -> str:
    external_id = record.external_id if isinstance(record, Activity) else ""
    return external_id.partition(":")[0] if ":" in external_id else ""


def _days_of(plan: DatePlan, window: Window) -> tuple[tuple[int, ...], int]:
    """Return the ordinals on which an occurrence begins that touches the window, and its span."""
    if plan.last_day is None:
        if plan.first_day > window.last:
            return (), 0
        begin = max(plan.first_day, window.first)
        return (begin.toordinal(),), (window.last - begin).days
    span = agenda_span_days(plan)
    since = window.first - timedelta(days=span)
    days = takewhile(lambda day: day <= window.last, begin_days(plan, since))
    return tuple(day.toordinal() for day in days), span


def people_of(item: CalendarItem) -> tuple[str, ...]:
    """Return who is kept busy: speakers, and members of staff as "staff:coordinator"."""
    staff = item.record.staff if isinstance(item.record, ProgrammeItem) else ()
    return (*item.people, *(f"staff:{one}" for one in staff))


def clash_day(one: CalendarItem, other: CalendarItem, shared: Iterable[tuple[int, int]]) -> date:
    """Return the first day on which two occurrences take place at the same moment.

    `shared` are pairs of the days on which they begin. Raises `LookupError` when none clash.
    """
    for begin, other_begin in shared:
        opens, closes = one.minutes
        other_opens, other_closes = other.minutes
        ahead = (other_begin - begin) * DAY_MIN
        opens, closes = opens - ahead, closes - ahead
        if closes + _CLOCK_CHANGE_MIN <= other_opens or other_closes + _CLOCK_CHANGE_MIN <= opens:
            continue
        first, second = _moments(one, begin), _moments(other, other_begin)
        if first[0] < second[1] and second[0] < first[1]:
            return date.fromordinal(max(begin, other_begin))
    raise LookupError


def _moments(item: CalendarItem, begin: int) -> tuple[float, float]:
    """Return the exact moments between which an occurrence takes place, in seconds."""
    day = date.fromordinal(begin)
    if item.plan is None or item.plan.opens is None:
        after = day + timedelta(days=item.span_days + 1)
        return wall_moment(day, time()).timestamp(), wall_moment(after, time()).timestamp()
    found = occurrence_on(item.plan, day)
    if found.starts is None:
        raise LookupError
    starts = found.starts.timestamp()
    ends = found.ends.timestamp() if found.ends else starts + 3_600
    return starts, max(ends, starts + 60)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return a text without capitals, accents and signs: so that what is meant alike is alike."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        "".join(
            sign if sign.isalnum() else " " for sign in bare if not unicodedata.combining(sign)
        ).split()
    )


def _title(title: str) -> tuple[frozenset[str], tuple[str, ...]]:
    parts = fold(title).split()
    numbers = tuple(part for part in parts if part.isdigit())
    return frozenset(part for part in parts if not part.isdigit()), numbers
