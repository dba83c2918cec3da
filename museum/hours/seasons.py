"""Stretches of the year as sets of days: to complete them, and to see whether they overlap."""

from calendar import isleap
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from museum.hours.rules import MonthDay, Season, Stretch

_LEAP_YEAR = 2028
_ALL = tuple(
    (day.month, day.day)
    for day in (date(_LEAP_YEAR, 1, 1) + timedelta(days=number) for number in range(366))
)
_INDEX = {day: number for number, day in enumerate(_ALL)}
_LAST = {month: max(day for m, day in _ALL if m == month) for month in range(1, 13)}


def first_day(stretch: Stretch) -> MonthDay:
    """Return the first day; a whole month begins at its first."""
    return (stretch.first[0], stretch.first[1] or 1)


def last_day(stretch: Stretch) -> MonthDay:
    """Return the last day; a whole month ends at its last (29 for February)."""
    return (stretch.last[0], stretch.last[1] or _LAST[stretch.last[0]])


def days_of(stretches: Iterable[Stretch]) -> frozenset[MonthDay]:
    """Return the days of the year in these stretches, years left aside."""
    found: set[MonthDay] = set()
    for stretch in stretches:
        first, last = _INDEX[first_day(stretch)], _INDEX[last_day(stretch)]
        if first <= last:
            found.update(_ALL[first : last + 1])
        else:
            found.update(_ALL[first:])
            found.update(_ALL[: last + 1])
    return frozenset(found)


def complement(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return the rest of the year."""
    return stretches_of(frozenset(_ALL) - days_of(stretches))


def stretches_of(days: frozenset[MonthDay]) -> tuple[Stretch, ...]:
    """Return the fewest stretches that hold exactly these days; one may run over New Year."""
    if not days or len(days) == len(_ALL):
        return ()
    runs: list[list[int]] = []
    for number in sorted(_INDEX[day] for day in days):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    if len(runs) > 1 and runs[0][0] == 0 and runs[-1][1] == len(_ALL) - 1:
        runs = [[runs[-1][0], runs[0][1]], *runs[1:-1]]
    return tuple(_stretch(_ALL[first], _ALL[last]) for first, last in runs)


def overlap(one: Season, other: Season) -> bool:
    """Tell whether two seasons share a day; no season is the whole year."""
    return not one or not other or bool(dates_of(one) & dates_of(other))


def _stretch(first: MonthDay, last: MonthDay) -> Stretch:
    whole = first[1] == 1 and last[1] == _LAST[last[0]]
    return Stretch((first[0], 0), (last[0], 0)) if whole else Stretch(first, last)


_HORIZON: Final = range(date(2024, 1, 1).toordinal(), date(2036, 1, 1).toordinal())


@lru_cache(maxsize=2_000)
def dates_of(season: Season) -> frozenset[int]:
    """Return the days of a season as ordinals over twelve years; no season is all of them."""
    if not season:
        return frozenset(_HORIZON)
    found: set[int] = set()
    for stretch in season:
        if stretch.first_year is not None and stretch.last_year is not None:
            first = _ordinal(stretch.first_year, first_day(stretch))
            last = _ordinal(stretch.last_year, last_day(stretch))
            found.update(range(max(first, _HORIZON[0]), min(last + 1, _HORIZON[-1] + 1)))
            continue
        for year in range(2023, 2036):
            first = _ordinal(year, first_day(stretch))
            last = _ordinal(year, last_day(stretch))
            if last < first:
                last = _ordinal(year + 1, last_day(stretch))
            found.update(range(first, last + 1))
    return frozenset(found) & frozenset(_HORIZON)


def _ordinal(year: int, day: MonthDay) -> int:
    """Return a day's ordinal; 29 February is the 28th in other years."""
    if day == (2, 29) and not isleap(year):
        return date(year, 2, 28).toordinal()
    return date(year, *day).toordinal()


def minus(one: Season, other: Season) -> Season:
    """Return the days of one season that are not in another; both without years."""
    left = (days_of(one) if one else frozenset(_ALL)) - days_of(other)
    return stretches_of(left)


def has_years(season: Season) -> bool:
    """Tell whether a season was typed with years."""
    return any(stretch.first_year is not None for stretch in season)
