"""Reckoning with dates: adding, differences, comparing, working days.

A date without a time stays one where only whole days, weeks, months or years are added. All of it
is reckoned in UTC, as Airtable does: no day is shorter or longer than 24 hours.
"""

import calendar
import math
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sandbox.airtable.formula.arrays import as_items, flat
from sandbox.airtable.formula.date_formats import day_of_week
from sandbox.airtable.formula.date_reading import as_moment, as_moment_or_blank
from sandbox.airtable.formula.errors import UnsuitableError
from sandbox.airtable.formula.registry import Family, Scope
from sandbox.airtable.formula.values import Value, as_number, as_text, as_whole, unwrap

FAMILY = Family()

_SECONDS: Final = {
    "millisecond": 0.001,
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
}
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_SHORT_UNITS: Final = {
    **{"ms": "millisecond", "s": "second", "m": "minute", "h": "hour", "d": "day"},
    **{"w": "week", "M": "month", "Q": "quarter", "y": "year"},
}
_DAY_UNITS: Final = {"day", "week", *_MONTHS}
_MOST_WORKDAYS: Final = 100_000


def _unit(value: Value) -> str:
    given = as_text(value).strip()
    name = _SHORT_UNITS.get(given) or given.lower().removesuffix("s")
    if name not in _SECONDS and name not in _MONTHS:
        raise UnsuitableError(f"unknown unit {given}")
    return name


def _utc(value: Value) -> datetime:
    return as_moment(value).astimezone(UTC)


def _as_given(moment: datetime, given: Value) -> Value:
    given = unwrap(given)
    is_day = isinstance(given, date) and not isinstance(given, datetime)
    return moment.date() if is_day else moment


@FAMILY.add("DATEADD", 3, gives="first")
def date_add(_: Scope, value: Value, count: Value, unit: Value) -> Value:
    """The moment so many units later, earlier where the count is below 0; months keep the day."""
    number, name, moment = as_number(count), _unit(unit), _utc(value)
    if not math.isfinite(number):
        raise UnsuitableError("not a number of units")
    if name in _MONTHS:
        return _as_given(_add_months(moment, _nearest(number * _MONTHS[name])), value)
    if name in _DAY_UNITS:
        days = _nearest(number * (7 if name == "week" else 1))
        return _as_given(moment + timedelta(days=days), value)
    return moment + timedelta(seconds=number * _SECONDS[name])


def _nearest(number: float) -> int:
    return int(math.copysign(math.floor(abs(number) + 0.5), number))


def _add_months(moment: datetime, months: int) -> datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise UnsuitableError("outside the calendar")
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


@FAMILY.add("DATETIME_DIFF", 2, 3)
def datetime_difference(_: Scope, later: Value, earlier: Value, unit: Value = "seconds") -> Value:
    """How many whole units from the second to the first, cut off towards zero; of a blank NaN."""
    name = _unit(unit)
    end, start = as_moment_or_blank(later), as_moment_or_blank(earlier)
    if end is None or start is None:
        return math.nan
    if name in _MONTHS:
        return int(_months_between(end.astimezone(UTC), start.astimezone(UTC)) / _MONTHS[name])
    milliseconds = (end - start) // timedelta(milliseconds=1)
    return int(milliseconds / (_SECONDS[name] * 1000))


def _months_between(end: datetime, start: datetime) -> float:
    """Whole months and a fraction, as moment.js has them; both ways alike."""
    if end.day < start.day:
        return -_months_between(start, end)
    whole = (end.year - start.year) * 12 + end.month - start.month
    anchor = _add_months(start, whole)
    other = _add_months(start, whole - 1 if end < anchor else whole + 1)
    return whole + (end - anchor) / abs(other - anchor)


@FAMILY.add("IS_AFTER", 2)
def is_after(_: Scope, first: Value, second: Value) -> Value:
    """Whether the first is later."""
    return as_moment(first) > as_moment(second)


@FAMILY.add("IS_BEFORE", 2)
def is_before(_: Scope, first: Value, second: Value) -> Value:
    """Whether the first is earlier."""
    return as_moment(first) < as_moment(second)


@FAMILY.add("IS_SAME", 2, 3)
def is_same(_: Scope, first: Value, second: Value, unit: Value = "millisecond") -> Value:
    """Whether both fall in one and the same unit; weeks start on Sunday."""
    name = _unit(unit)
    return _start_of(_utc(first), name) == _start_of(_utc(second), name)


def _start_of(moment: datetime, unit: str) -> datetime:
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    match unit:
        case "year":
            return day.replace(month=1, day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "month":
            return day.replace(day=1)
        case "week":
            return day - timedelta(days=day_of_week(day))
        case _:
            step = timedelta(seconds=_SECONDS[unit])
            return day + (moment - day) // step * step


def _holidays(value: Value) -> set[date]:
    items = flat(as_items(value))
    if isinstance(value, str):
        items = [written for written in value.split(",") if written.strip()]
    return {_utc(item).date() for item in items}


def _works(day: date, holidays: set[date]) -> bool:
    return day.isoweekday() < 6 and day not in holidays


@FAMILY.add("WORKDAY", 2, 3, gives="first")
def workday(_: Scope, value: Value, count: Value, holidays: Value = None) -> Value:
    """The working day so many working days later; weekends and the holidays given do not count."""
    moment, left, free = _utc(value), as_whole(count), _holidays(holidays)
    if abs(left) > _MOST_WORKDAYS:
        raise UnsuitableError("too many working days")
    step = timedelta(days=1 if left > 0 else -1)
    while left:
        moment += step
        left -= step.days if _works(moment.date(), free) else 0
    return _as_given(moment, value)


@FAMILY.add("WORKDAY_DIFF", 2, 3)
def workday_difference(_: Scope, start: Value, end: Value, holidays: Value = None) -> Value:
    """How many working days from the first to the second, both counted."""
    first, last, free = _utc(start).date(), _utc(end).date(), _holidays(holidays)
    if abs((last - first).days) > _MOST_WORKDAYS:
        raise UnsuitableError("too many working days")
    sign = 1 if first <= last else -1
    first, last = min(first, last), max(first, last)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sign * sum(_works(day, free) for day in days)
