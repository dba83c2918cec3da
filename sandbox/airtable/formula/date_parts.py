"""Dates and text: reading, showing, and the parts of a date.

Parts are those on the clock of the zone asked for (UTC unless the caller says otherwise); a date
without a time is the same everywhere. SET_TIMEZONE and SET_LOCALE only matter to DATETIME_FORMAT.
A part of a blank is NaN; showing a blank is an error, as in Airtable.
"""

import math
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.airtable.formula.date_formats import day_of_week, show
from sandbox.airtable.formula.date_reading import (
    as_moment,
    as_moment_or_blank,
    read_moment,
    read_with_format,
)
from sandbox.airtable.formula.errors import UnsuitableError
from sandbox.airtable.formula.registry import Family, Scope
from sandbox.airtable.formula.values import ShownDateTime, Value, as_text, is_blank, unwrap

FAMILY = Family()
_DEFAULT_FORMAT: Final = "YYYY-MM-DDTHH:mm:ssZ"
_LONGEST_FORMAT: Final = 500


def _clock(scope: Scope, value: Value) -> datetime:
    moment = as_moment(value)
    return moment if _is_day(value) else scope.local(moment)


def _is_day(value: Value) -> bool:
    value = unwrap(value)
    return isinstance(value, date) and not isinstance(value, datetime)


def _part(name: str, read: Callable[[datetime], int]) -> None:
    @FAMILY.add(name, 1)
    def part(scope: Scope, value: Value) -> Value:
        return math.nan if is_blank(unwrap(value)) else read(_clock(scope, value))


_part("YEAR", lambda moment: moment.year)
_part("MONTH", lambda moment: moment.month)
_part("DAY", lambda moment: moment.day)
_part("HOUR", lambda moment: moment.hour)
_part("MINUTE", lambda moment: moment.minute)
_part("SECOND", lambda moment: moment.second)


def _first_day(value: Value) -> int:
    name = as_text(value).lower()
    if name not in {"sunday", "monday"}:
        raise UnsuitableError("weeks start on Sunday or Monday")
    return 1 if name == "monday" else 0


@FAMILY.add("WEEKDAY", 1, 2)
def weekday(scope: Scope, value: Value, start: Value = "Sunday") -> Value:
    """0 for the day on which weeks start, to 6."""
    if is_blank(unwrap(value)):
        return math.nan
    return (day_of_week(_clock(scope, value)) - _first_day(start)) % 7


@FAMILY.add("WEEKNUM", 1, 2)
def week_number(scope: Scope, value: Value, start: Value = "Sunday") -> Value:
    """The week of the year; the one that holds 1 January is the first."""
    if is_blank(unwrap(value)):
        return math.nan
    first_day = _first_day(start)
    day = _clock(scope, value).date()
    last_day = day + timedelta(days=6 - (day_of_week(day) - first_day) % 7)
    return (last_day.timetuple().tm_yday - 1) // 7 + 1


@FAMILY.add("TODAY", 0, gives="date")
def today(scope: Scope) -> Value:
    """The date at Greenwich."""
    return scope.today


@FAMILY.add("NOW", 0, gives="dateTime")
def now(scope: Scope) -> Value:
    """The moment of asking."""
    return scope.now


@FAMILY.add("DATETIME_PARSE", 1, 3, gives="dateTime")
def datetime_parse(
    scope: Scope, value: Value, pattern: Value = None, locale: Value = None
) -> Value:
    """A moment from text, in a format and language if given; a date begins at 00:00 UTC."""
    given = unwrap(value)
    if isinstance(given, date):
        return as_moment(given)
    text, form = as_text(given), as_text(pattern)
    _check_format(form)
    if form:
        moment = read_with_format(text, form, as_text(locale) or scope.locale, scope.today)
    else:
        moment = read_moment(text)
    if moment is None:
        raise UnsuitableError("not a date")
    return moment


@FAMILY.add("DATETIME_FORMAT", 1, 2, gives="text")
def datetime_format(scope: Scope, value: Value, pattern: Value = None) -> Value:
    """The moment as text; without a format as ISO 8601 with an offset."""
    given = unwrap(value)
    shown = isinstance(given, ShownDateTime)
    moment = given if isinstance(given, ShownDateTime) else _clock(scope, given)
    locale = given.locale if isinstance(given, ShownDateTime) else ""
    form = as_text(pattern)
    _check_format(form)
    if not form and not shown and moment.utcoffset() == timedelta():
        return show(moment, "YYYY-MM-DDTHH:mm:ss[Z]", "en")
    return show(moment, form or _DEFAULT_FORMAT, locale or scope.locale)


def _check_format(pattern: str) -> None:
    if len(pattern) > _LONGEST_FORMAT:
        raise UnsuitableError("the format is too long")


@FAMILY.add("SET_TIMEZONE", 2, gives="dateTime")
def set_timezone(_: Scope, value: Value, zone: Value) -> Value:
    """The moment, for DATETIME_FORMAT to show on the clock of a place such as Europe/Amsterdam."""
    try:
        place = ZoneInfo(as_text(zone))
    except (ZoneInfoNotFoundError, OSError) as error:
        raise UnsuitableError("unknown time zone") from error
    return ShownDateTime.of(as_moment(value), zone=place)


@FAMILY.add("SET_LOCALE", 2, gives="dateTime")
def set_locale(scope: Scope, value: Value, locale: Value) -> Value:
    """The moment, for DATETIME_FORMAT to show in a language such as nl."""
    given = unwrap(value)
    moment = given if isinstance(given, ShownDateTime) else _clock(scope, given)
    return ShownDateTime.of(moment, locale=as_text(locale))


@FAMILY.add("DATESTR", 1, gives="text")
def date_text(scope: Scope, value: Value) -> Value:
    """YYYY-MM-DD."""
    return show(_clock(scope, value), "YYYY-MM-DD", "en")


@FAMILY.add("TIMESTR", 1, gives="text")
def time_text(scope: Scope, value: Value) -> Value:
    """HH:mm:ss."""
    return show(_clock(scope, value), "HH:mm:ss", "en")


_HUMAN: Final = (
    # up to so many of a unit, and how moment.js then says it, one or several
    (44, 1, "a few seconds", "a few seconds"),
    (44, 60, "a minute", "{} minutes"),
    (21, 3600, "an hour", "{} hours"),
    (25, 86400, "a day", "{} days"),
    (10, 2629746, "a month", "{} months"),
    (10**9, 31556952, "a year", "{} years"),
)


def _distance(scope: Scope, value: Value) -> Value:
    moment = as_moment_or_blank(value)
    if moment is None:
        raise UnsuitableError("no date")
    seconds = abs((scope.now - moment).total_seconds())
    for most, unit, one, several in _HUMAN:
        count = math.floor(seconds / unit + 0.5)
        if count <= most:
            return one if count <= 1 else several.format(count)
    return None


@FAMILY.add("TONOW", 1, gives="text")
def to_now(scope: Scope, value: Value) -> Value:
    """The distance from now in words: 25 days."""
    return _distance(scope, value)


@FAMILY.add("FROMNOW", 1, gives="text")
def from_now(scope: Scope, value: Value) -> Value:
    """The distance from now in words: 25 days."""
    return _distance(scope, value)
