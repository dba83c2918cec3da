"""What is good to know while filling in an activity: probable doubles, clashes, holidays. Pure."""

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import Final

from museum.date_plan import DatePlan
from museum.date_words import DateStyle
from museum.hours import HolidaysUnknownError, holiday_name
from museum.occurrences import occurrences

NEAR_KM: Final = 15.0
ALIKE: Final = 0.78
"""From this likeness of titles on (0 to 1), two are probably the same."""
SHOWN: Final = 3
DAYS_LOOKED_AT: Final = 40
_EARTH_KM: Final = 6371.0
_STYLE: Final = DateStyle("nl", "long", 0)


@dataclass(frozen=True)
class Place:
    """Where something is, in degrees; None when that is not known."""

    latitude: float | None
    longitude: float | None
    town: str = ""

    def is_near(self, other: "Place") -> bool:
        """Tell whether two places are within `NEAR_KM`, or in one town when nothing is known."""
        if None in (self.latitude, self.longitude, other.latitude, other.longitude):
            return bool(self.town) and self.town.casefold() == other.town.casefold()
        return _distance_km(self, other) <= NEAR_KM


@dataclass(frozen=True)
class Known:
    """Something that stands in the agenda already."""

    record_id: str
    title: str
    museum_id: str
    museum: str
    place: Place
    plan: DatePlan


@dataclass(frozen=True)
class Hints:
    """Dutch sentences. None of them stops anybody."""

    doubles: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()
    holidays: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.doubles or self.clashes or self.holidays)


def hints_for(
    title: str, museum_id: str, place: Place, plan: DatePlan, known: Iterable[Known]
) -> Hints:
    """Return what is good to know about a new activity."""
    first = plan.first_day
    last = first + timedelta(days=DAYS_LOOKED_AT)
    days = {one.first_day for one in occurrences(plan, first, last)}
    doubles, clashes = [], []
    for other in known:
        if other.museum_id == museum_id and are_alike(title, other.title):
            begins = _STYLE.day(other.plan.first_day)
            doubles.append(f"“{other.title}”, {begins}")
        elif not other.plan.all_day and place.is_near(other.place):
            shared = _shared_days(other.plan, days, first, last)
            if shared:
                when = _STYLE.day(min(shared), year=False)
                clashes.append(f"{when}: “{other.title}” ({other.museum})")
    return Hints(
        tuple(doubles[:SHOWN]), tuple(sorted(clashes)[:SHOWN]), tuple(_holidays(days)[:SHOWN])
    )


def _shared_days(plan: DatePlan, days: set[date], first: date, last: date) -> set[date]:
    return {one.first_day for one in occurrences(plan, first, last)} & days


def _holidays(days: set[date]) -> list[str]:
    found = []
    for day in sorted(days):
        try:
            name = holiday_name(day)
        except HolidaysUnknownError:
            continue  # a hint only: what is not known yet is not said
        if name:
            found.append(f"{_STYLE.day(day, year=False)}: {name}")
    return found


def are_alike(one: str, other: str) -> bool:
    """Tell whether two titles are probably of the same thing."""
    return SequenceMatcher(None, _plain(one), _plain(other)).ratio() >= ALIKE


def _plain(title: str) -> str:
    bare = unicodedata.normalize("NFKD", title.casefold())
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())


def _distance_km(one: Place, other: Place) -> float:
    lat1, lon1, lat2, lon2 = (
        math.radians(value or 0.0)
        for value in (one.latitude, one.longitude, other.latitude, other.longitude)
    )
    part = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(math.sqrt(part))
