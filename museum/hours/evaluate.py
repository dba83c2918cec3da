"""On which times a museum is open on a day: OSM's `opening_hours`, worked out by opening-hours-py.

The library has no Dutch school holidays, and would join "SH Mo" as "or". So a day is worked out
with the rules that hold on that kind of day: on a school holiday "SH" is always true, on others a
rule with "SH" falls out; likewise "PH" with the public holidays of `calendar`. The library also
cuts an evening off at midnight when the next day has a rule of its own; so what lies before and
what lies after midnight is worked out apart.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, State

from museum.hours import calendar

_TIMES = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")


@dataclass(frozen=True)
class OpenSpan:
    """From when to when, on the clock. `closes_next_day`: it runs past midnight."""

    opens: time
    closes: time
    closes_next_day: bool = False


@dataclass(frozen=True)
class OpenDay:
    """One day; no spans is closed. `holiday` names a public or school holiday."""

    day: date
    spans: tuple[OpenSpan, ...]
    holiday: str


def days_open(osm: str, days: Iterable[date]) -> dict[date, tuple[OpenSpan, ...]]:
    """Return the opening of each day. Raises `HolidaysUnknownError` when it cannot be known."""
    return {day: _spans(osm, day) for day in days}


def weeks_ahead(osm: str, first: date, days: int) -> list[OpenDay]:
    """Return so many days from `first`, each with its holiday's name."""
    wanted = [first + timedelta(days=number) for number in range(days)]
    return [
        OpenDay(day, spans, calendar.holiday_name(day))
        for day, spans in days_open(osm, wanted).items()
    ]


@lru_cache(maxsize=20_000)
def _spans(osm: str, day: date) -> tuple[OpenSpan, ...]:
    is_public = "PH" in osm and day in calendar.public_holidays(day.year)
    is_school = "SH" in osm and calendar.is_school_holiday(day)
    late = _open(_spill(osm), day, is_public, is_school) if crosses_midnight(osm) else []
    after_midnight = late[0][1].time() if late else time()
    midnight = datetime.combine(day + timedelta(days=1), time())
    found = []
    for opens, closes in _open(_cut(osm), day, is_public, is_school):
        closing = after_midnight if closes == midnight else closes.time()
        found.append(OpenSpan(opens.time(), closing, closes == midnight and bool(late)))
    return tuple(found)


def _open(osm: str, day: date, is_public: bool, is_school: bool) -> list[tuple[datetime, datetime]]:
    hours = variant(osm, is_public, is_school)
    if hours is None:
        return []
    begin = datetime.combine(day, time())
    return [
        (opens, closes)
        for opens, closes, state, _comment in hours.intervals(begin, begin + timedelta(days=1))
        if state == State.OPEN
    ]


@lru_cache(maxsize=4_000)
def variant(osm: str, is_public: bool, is_school: bool) -> OpeningHours | None:
    """Return the rules that hold on one kind of day; None when none does."""
    kept = []
    for rule in osm.split("; "):
        part = _resolved(_resolved(rule, "PH", is_public), "SH", is_school)
        if part:
            kept.append(part)
    if not kept:
        return None
    return OpeningHours("; ".join(kept), auto_timezone=False, auto_country=False)


def _resolved(rule: str, name: str, holds: bool) -> str:
    if not re.search(rf"\b{name}\b", rule):
        return rule
    return re.sub(rf"\b{name}\b ?", "", rule) if holds else ""


def crosses_midnight(osm: str) -> bool:
    """Tell whether any of the hours run past midnight."""
    return any(closes <= opens for opens, closes in _TIMES.findall(osm))


def _cut(osm: str) -> str:
    """Return the hours with every evening ended at midnight."""
    return _TIMES.sub(lambda found: found[1] + "-" + _until(found), osm)


def _until(found: re.Match[str]) -> str:
    return "24:00" if found[2] <= found[1] else found[2]


def _spill(osm: str) -> str:
    """Return, on the day that an evening begins, what of it lies after midnight."""
    return "; ".join(_spill_of(rule) for rule in osm.split("; "))


def _spill_of(rule: str) -> str:
    late = [closes for opens, closes in _TIMES.findall(rule) if closes <= opens]
    times = re.search(r"\d\d:\d\d-\S*", rule)
    if times is None:
        return rule
    return rule[: times.start()] + (f"00:00-{late[0]}" if late else "off")
