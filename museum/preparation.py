"""When staff prepare the year programme: blocks of hours in the weeks before each item. No I/O.

Each item gets one block a week, counted back from the week before it begins, at one of the fixed
times of the person; what is taken, leave or a public holiday is passed over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from museum.hours.calendar import is_public_holiday
from museum.records import Leave


@dataclass(frozen=True)
class PreparationRules:
    """`slots` are the fixed times per person: the weekday (0 is Monday) and the clock time."""

    block_hours: float
    weeks_before: int
    slots: Mapping[str, Sequence[tuple[int, time]]]


@dataclass(frozen=True)
class Work:
    """What is to be prepared: `hours` together, by `staff`, for what begins on `first_day`."""

    record_id: str
    title: str
    hours: float
    staff: Sequence[str]
    first_day: date


@dataclass(frozen=True)
class Block:
    """One block of preparation. `number` counts back from the item: 1 is the last before it."""

    record_id: str
    title: str
    person: str
    number: int
    day: date
    begins: time
    hours: float


def preparation_blocks(
    works: Sequence[Work], leave: Sequence[Leave], rules: PreparationRules
) -> list[Block]:
    """Return everyone's blocks; who comes first in time chooses first, so the answer is one."""
    free = _Agenda(leave, rules)
    blocks: list[Block] = []
    for work in sorted(works, key=lambda one: (one.first_day, one.record_id)):
        for person in work.staff:
            blocks.extend(_blocks(work, person, free, rules))
    return blocks


def _blocks(work: Work, person: str, free: "_Agenda", rules: PreparationRules) -> Iterator[Block]:
    left = work.hours / len(work.staff)
    weeks = iter(range(1, rules.weeks_before + 1))
    number = 0
    monday = work.first_day - timedelta(days=work.first_day.weekday())
    for week in weeks:
        if left <= 0:
            return
        slot = free.take(person, monday - timedelta(weeks=week))
        if slot is None:
            continue
        number += 1
        hours = min(left, rules.block_hours)
        left -= hours
        yield Block(work.record_id, work.title, person, number, slot[0], slot[1], hours)


class _Agenda:
    """Which fixed times are still free, per person."""

    def __init__(self, leave: Sequence[Leave], rules: PreparationRules) -> None:
        self._rules = rules
        self._taken: set[tuple[str, date, time]] = set()
        self._away = [
            (one.person, one.first_day, one.last_day or one.first_day)
            for one in leave
            if one.first_day is not None
        ]

    def take(self, person: str, monday: date) -> tuple[date, time] | None:
        """Take the latest free time in a week; None when there is none."""
        for weekday, begins in sorted(self._rules.slots.get(person, ()), reverse=True):
            day = monday + timedelta(days=weekday)
            key = (person, day, begins)
            if key not in self._taken and not self._is_off(person, day):
                self._taken.add(key)
                return day, begins
        return None

    def _is_off(self, person: str, day: date) -> bool:
        if any(who == person and first <= day <= last for who, first, last in self._away):
            return True
        return is_public_holiday(day)  # too far ahead to be known: the block moves once it is
