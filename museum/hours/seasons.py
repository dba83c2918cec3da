"""Stretches of the year as sets of days: to complete them, and to see whether they overlap."""

from collections.abc import Iterable
from datetime import date, timedelta

from museum.hours.rules import MonthDay, Stretch

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


def overlap(one: tuple[Stretch, ...], other: tuple[Stretch, ...]) -> bool:
    """Tell whether two seasons share a day; no season is the whole year."""
    if not one or not other:
        return True
    return bool(days_of(one) & days_of(other))


def _stretch(first: MonthDay, last: MonthDay) -> Stretch:
    whole = first[1] == 1 and last[1] == _LAST[last[0]]
    return Stretch((first[0], 0), (last[0], 0)) if whole else Stretch(first, last)
