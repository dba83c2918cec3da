"""Dates in figures, "1/4 t/m 31/10" and "gesloten op 1/1, 27/4 en 25/12", made words."""

import re
from typing import Final

from museum.hours.vocabulary import MONTH_WORDS

_MOST_HOURS: Final = 24
_MONTHS: Final = 12
_DAYS: Final = 31
_BEGIN: Final = r"(?<![\d/.:-])(\d{1,2})SIGN(\d{1,2})"
_END: Final = r"(\d{1,2})SIGN(\d{1,2})(?![\d/]|[.:-]\d)"
_ONE: Final = re.compile((_BEGIN + r"(?![\d/]|[.:-]\d)").replace("SIGN", "/"))
_RANGES: Final = tuple(
    re.compile((_BEGIN + joined + _END).replace("SIGN", sign), re.IGNORECASE)
    for sign, joined in (
        ("/", r"(\s*(?:-|t\s?/\s?m|tot en met|tm)\s*)"),
        ("-", r"(\s*(?:t\s?/\s?m|tot en met|tm)\s*)"),
    )
)


def with_months(text: str) -> str:
    """Write the months out where figures can only be dates; else leave the text as it is.

    Sure are a stretch from one date to another, and a list in which a number is too large for an
    hour: "13/17" may be the hours of an afternoon, "27/4" not.
    """
    for pattern in _RANGES:
        text = pattern.sub(_stretch, text)
    pairs = [(int(day), int(month)) for day, month in _ONE.findall(text)]
    are_dates = all(_is_date(*pair) for pair in pairs)
    if are_dates and any(day > _MOST_HOURS for day, _ in pairs):
        return _ONE.sub(lambda found: _written(found[1], found[2]), text)
    return text


def _stretch(found: re.Match[str]) -> str:
    first, last = (found[1], found[2]), (found[4], found[5])
    if not all(_is_date(int(day), int(month)) for day, month in (first, last)):
        return found[0]
    return f"{_written(*first)}{found[3]}{_written(*last)}"


def _is_date(day: int, month: int) -> bool:
    return 1 <= day <= _DAYS and 1 <= month <= _MONTHS


def _written(day: str, month: str) -> str:
    return f"{int(day)} {MONTH_WORDS[int(month) - 1][-1]}"
