"""The weeks: what is asked of each of the staff, and what there is. A week is its Monday."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from museum.hours.calendar import is_public_holiday
from museum.records import Leave
from museum.workload.rules import UNASSIGNED, WorkRules
from museum.workload.templates import Cost

_WEEK: Final = timedelta(weeks=1)
_WORKING_DAYS: Final = 5
Slot = tuple[str, date]
"""A person and a week."""


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks_between(first: date, last: date) -> Iterator[date]:
    """Yield the Mondays of the weeks from that of `first` to that of `last`."""
    monday = monday_of(first)
    while monday <= last:
        yield monday
        monday += _WEEK


@dataclass(frozen=True)
class Work:
    """One item to be done: `days` are the ordinals on which it begins, in order."""

    item_id: str
    title: str
    cost: Cost
    staff: tuple[str, ...]
    first_day: date
    days: Sequence[int]
    is_endless: bool = False


@dataclass(frozen=True)
class Share:
    """What one item asks of one person in one week."""

    item_id: str
    title: str
    hours: float


@dataclass(frozen=True)
class WeekLoad:
    """One week of one person; `shares` has the largest first."""

    monday: date
    person: str
    available: float
    shares: tuple[Share, ...]

    @property
    def hours(self) -> float:
        """All hours that are asked."""
        return sum(share.hours for share in self.shares)

    def is_over(self, rules: WorkRules) -> bool:
        """Whether more is asked than there is."""
        return self.hours > self.available * rules.overload_from + 1e-9


class Workload:
    """The hours of everybody, by week. What changes is worked out again when it is asked for."""

    def __init__(self, rules: WorkRules) -> None:
        self.rules = rules
        self._works: dict[str, Work] = {}
        self._leave: dict[str, Leave] = {}
        self._available: dict[Slot, float] = {}
        self._parts: dict[str, Mapping[Slot, float]] = {}
        self._weeks: dict[Slot, dict[str, float]] | None = None
        self._totals: dict[date, float] = {}

    def put(self, work: Work) -> None:
        """Take in an item, or its change."""
        self._works[work.item_id] = work
        self._parts.pop(work.item_id, None)
        self._weeks = None

    def drop(self, item_id: str) -> None:
        """Forget an item."""
        self._works.pop(item_id, None)
        self._parts.pop(item_id, None)
        self._weeks = None

    def put_leave(self, leave: Leave) -> None:
        """Take in a leave, or its change: work moves away from those weeks."""
        self._leave[str(leave.id)] = leave
        self._forget()

    def drop_leave(self, leave_id: str) -> None:
        """Forget a leave."""
        if self._leave.pop(leave_id, None) is not None:
            self._forget()

    def available(self, person: str, monday: date) -> float:
        """Return the hours that somebody has in a week; of nobody in particular: all together."""
        if person == UNASSIGNED:
            return sum(self.available(one, monday) for one in self.rules.week_hours)
        key = (person, monday)
        if key not in self._available:
            free = sum(not self._is_off(person, day) for day in _working_days(monday))
            self._available[key] = self.rules.week_hours.get(person, 0.0) * free / _WORKING_DAYS
        return self._available[key]

    def week(self, person: str, monday: date) -> WeekLoad:
        """Return a week of one person."""
        asked = self._asked().get((person, monday), {})
        shares = [Share(one, self._works[one].title, hours) for one, hours in asked.items()]
        shares.sort(key=lambda share: (-share.hours, share.item_id))
        return WeekLoad(monday, person, self.available(person, monday), tuple(shares))

    def people(self) -> tuple[str, ...]:
        """Return whose weeks there are, nobody in particular last."""
        return (*self.rules.week_hours, UNASSIGNED)

    def total(self, monday: date) -> float:
        """Return the hours that are asked of all together in a week."""
        self._asked()
        return self._totals.get(monday, 0.0)

    def asks(self, work: Work) -> Mapping[Slot, float]:
        """Return what an item asks, or would ask, of whom and in which week."""
        return self._worked_out(work)

    def _asked(self) -> Mapping[Slot, Mapping[str, float]]:
        if self._weeks is None:
            found: dict[Slot, dict[str, float]] = {}
            for item_id, work in self._works.items():
                if item_id not in self._parts:
                    self._parts[item_id] = self._worked_out(work)
                for slot, hours in self._parts[item_id].items():
                    found.setdefault(slot, {})[item_id] = hours
            self._totals = {}
            for (_person, monday), asked in found.items():
                self._totals[monday] = self._totals.get(monday, 0.0) + sum(asked.values())
            self._weeks = found
        return self._weeks

    def _worked_out(self, work: Work) -> dict[Slot, float]:
        found: dict[Slot, float] = {}
        staff = work.staff or (UNASSIGNED,)
        begins = [monday_of(date.fromordinal(day)) for day in work.days]
        first = monday_of(work.first_day)
        before = [first - _WEEK * number for number in range(work.cost.weeks_before, 0, -1)]
        last = begins[-1] if begins and not work.is_endless else None
        weeks_after = self.rules.weeks_after if last else 0
        after = [last + _WEEK * number for number in range(1, weeks_after + 1) if last]
        for person in staff:
            self._spread(found, person, work.cost.before / len(staff), before)
            for monday in begins:
                key = (person, monday)
                found[key] = found.get(key, 0.0) + work.cost.on_the_day / len(staff)
            self._spread(found, person, work.cost.after / len(staff), after)
        return {key: hours for key, hours in found.items() if hours}

    def _spread(
        self,
        found: dict[Slot, float],
        person: str,
        hours: float,
        weeks: Sequence[date],
    ) -> None:
        """Spread hours over weeks, as much to each as there is of somebody in that week."""
        if not hours or not weeks:
            return
        free = [self.available(person, monday) for monday in weeks]
        if not any(free):
            free = [1.0] * len(weeks)
        for monday, share in zip(weeks, free, strict=True):
            key = (person, monday)
            found[key] = found.get(key, 0.0) + hours * share / sum(free)

    def _is_off(self, person: str, day: date) -> bool:
        return is_public_holiday(day) or any(
            one.first_day <= day <= (one.last_day or one.first_day)
            for one in self._leave.values()
            if one.first_day is not None and one.person in (person, "")
        )

    def _forget(self) -> None:
        self._available.clear()
        self._parts.clear()
        self._weeks = None


def _working_days(monday: date) -> Iterable[date]:
    return (monday + timedelta(days=number) for number in range(_WORKING_DAYS))
