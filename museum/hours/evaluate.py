"""On which times a museum is open on a day: OSM's `opening_hours`, worked out by opening-hours-py.

The library has no Dutch school holidays, and would join "SH Mo" as "or". So a day is worked out
with the rules that hold on that kind of day: on a school holiday "SH" is always true, on others a
rule with "SH" falls out; likewise "PH" with the public holidays of `calendar`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, State

from museum.hours import calendar


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
    is_school = "SH" in osm and day in calendar.school_holidays(day.year)
    hours = _variant(osm, is_public, is_school)
    if hours is None:
        return ()
    begin = datetime.combine(day, time())
    found = []
    # From the day before, so that an evening that runs past midnight is seen as that evening's.
    around = hours.intervals(begin - timedelta(days=1), begin + timedelta(days=2))
    for opens, closes, state, _comments in around:
        if state != State.OPEN or opens.date() != day:
            continue
        next_day = closes.date() > day and closes.time() != time()
        found.append(OpenSpan(opens.time(), closes.time(), next_day))
    return tuple(found)


@lru_cache(maxsize=4_000)
def _variant(osm: str, is_public: bool, is_school: bool) -> OpeningHours | None:
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
