"""Reads days as Dutch people type them: "27-04-2027, za 1 mei 2027; 24-12-2027 t/m 3-1-2028".

A year is always asked for: nothing is guessed. No I/O.
"""

import re
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan januari",
            "feb febr februari",
            "mrt maart",
            "apr april",
            "mei",
            "jun juni",
            "jul juli",
            "aug augustus",
            "sep sept september",
            "okt oktober",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS: Final = ("ma", "di", "wo", "do", "vr", "za", "zo")
_WEEKDAY: Final = r"(?:(?P<weekday>ma|di|wo|do|vr|za|zo)[a-z]*\.?\s+)?"
_NUMERIC: Final = re.compile(
    _WEEKDAY + r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4}|\d\d)"
)
_WORDED: Final = re.compile(_WEEKDAY + r"(?P<day>\d{1,2})\s*(?P<name>[a-z]+)\.?\s+(?P<year>\d{4})")
_ISO: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")
_BETWEEN: Final = re.compile(r"[,;\n]+|\s+(?:en|\+|&)\s+")
_THROUGH: Final = re.compile(r"\s*(?:t/m|tot en met|t\.e\.m\.|–)\s*")
_LONGEST_RANGE_DAYS: Final = 366


class TypedDateError(ValueError):
    """A day cannot be read; the message is a Dutch sentence that quotes it."""


def read_days(text: str) -> tuple[date, ...]:
    """Return the days in a text, in order and once each.

    Raises `TypedDateError` at the first that cannot be read.
    """
    days: set[date] = set()
    for part in _BETWEEN.split(text.strip().lower()):
        if part.strip():
            days.update(_read_part(part.strip()))
    return tuple(sorted(days))


def _read_part(part: str) -> list[date]:
    ends = _THROUGH.split(part)
    if len(ends) == 1:
        return [_read_day(part)]
    if len(ends) != 2:
        raise TypedDateError(f"“{part}” is niet als datum te lezen.")
    first, last = _read_day(ends[0]), _read_day(ends[1])
    if not first <= last <= first + timedelta(days=_LONGEST_RANGE_DAYS):
        raise TypedDateError(f"“{part}” begint na het einde, of duurt langer dan een jaar.")
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _read_day(text: str) -> date:
    match = _ISO.fullmatch(text) or _NUMERIC.fullmatch(text) or _WORDED.fullmatch(text)
    if match is None:
        raise TypedDateError(f"“{text}” is niet als datum met een jaar te lezen.")
    found = match.groupdict()
    month = int(found["month"]) if found.get("month") else _MONTHS.get(found.get("name") or "", 0)
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    try:
        day = date(year, month, int(found["day"]))
    except ValueError as error:
        raise TypedDateError(f"De dag “{text}” bestaat niet.") from error
    weekday = found.get("weekday")
    if weekday and weekday != _WEEKDAYS[day.weekday()]:
        raise TypedDateError(f"“{text}” klopt niet: die dag valt op een andere weekdag.")
    return day
