"""The holidays that opening hours know: public ones, and the school's in the north.

Source: the package `holidays`. "Feestdagen" are its public and its optional ones: Good Friday and
5 May, every year, are among them (docs/decisions/7). An empty year is an error, never "no
holidays", and so is the rest of a year whose autumn holiday was not fixed yet (2030).
"""

from datetime import date
from functools import lru_cache

import holidays

SCHOOL_REGION = "Noord"
_AUTUMN = "Herfstvakantie"
_AUTUMN_FROM = (9, 1)
"""The summer holiday is over in the north; what follows belongs to the next school year."""
_CATEGORIES = ("public", "optional")
"""Optional holds 5 May: a day off every five years only, and a holiday on every calendar."""
_CAPITALS = {
    "vrijdag": "Vrijdag",
    "paasdag": "Paasdag",
    "pinksterdag": "Pinksterdag",
    "kerstdag": "Kerstdag",
}


class HolidaysUnknownError(ValueError):
    """The holidays of this year are not known (yet)."""


@lru_cache(maxsize=32)
def public_holidays(year: int) -> dict[date, str]:
    """Return the public holidays of a year with their Dutch names ("Tweede Paasdag")."""
    found = holidays.country_holidays("NL", years=year, categories=_CATEGORIES, language="nl")
    if not found:
        raise HolidaysUnknownError(f"De feestdagen van {year} zijn nog niet bekend.")
    return {day: _name(name) for day, name in found.items()}


def is_public_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday; False for a year that is not known (yet).

    For plans, that mend themselves once it is known; who answers a question asks `public_holidays`.
    """
    try:
        return day in public_holidays(day.year)
    except HolidaysUnknownError:
        return False


def _name(name: str) -> str:
    return " ".join(_CAPITALS.get(word, word) for word in name.split(" "))


@lru_cache(maxsize=32)
def school_holidays(year: int) -> dict[date, str]:
    """Return the school holidays of a year in the north, with their names ("Meivakantie")."""
    found = holidays.country_holidays(
        "NL", subdiv=SCHOOL_REGION, years=year, categories=("school",), language="nl"
    )
    if not found:
        raise HolidaysUnknownError(f"De schoolvakanties van {year} zijn nog niet bekend.")
    return dict(found.items())


def is_school_holiday(day: date) -> bool:
    """Tell whether schools in the north are closed; raises `HolidaysUnknownError`."""
    known = school_holidays(day.year)
    if _AUTUMN not in known.values() and (day.month, day.day) >= _AUTUMN_FROM:
        raise HolidaysUnknownError(
            f"De schoolvakanties van het najaar van {day.year} zijn nog niet bekend."
        )
    return day in known


def holiday_name(day: date) -> str:
    """Return what a day is called: a public holiday, else a school holiday, else ""."""
    name = public_holidays(day.year).get(day)
    if name:
        return name
    try:
        return school_holidays(day.year).get(day, "").lower()
    except HolidaysUnknownError:
        return ""  # a label only: the hours themselves never rest on it
