"""How long changes are collected for one call, and what that costs. Pure.

A pace says how long to wait after the last change (quiet) and after the first one (longest), in
office hours and outside. The ladder goes from the quickest pace to the thriftiest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from museum.budget_rules import HERE, BudgetRules

PAYLOADS_PER_CALL: Final = 50

_STEPS_S: Final = (40, 42, 45, 50, 56, 65, 80, 100, 130, 180, 240, 300, 360, 420, 480, 540)
_BEYOND: Final = (1.02, 1.06, 1.15, 1.3, 1.6, 2, 2.5, 3.2, 4, 6, 9, 14, 24)


@dataclass(frozen=True)
class Wait:
    """Seconds after the last and after the first change that was not fetched yet."""

    quiet_s: float
    longest_s: float


@dataclass(frozen=True)
class Pace:
    """How changes are collected. `is_beyond`: longer than the rules like, for the month's sake."""

    office: Wait
    outside: Wait
    is_beyond: bool = False


def ladder(rules: BudgetRules) -> list[Pace]:
    """Return the paces to choose from, quickest first."""
    most = rules.office_most_s
    between = [step for step in _STEPS_S if rules.collect_s <= step < most and step > rules.quiet_s]
    first = Pace(Wait(rules.quiet_s, rules.collect_s), Wait(rules.quiet_s, rules.collect_s))
    paces = [first, *(_collecting(step, rules) for step in (*between, most))]
    return paces + [_beyond(rules, factor) for factor in _BEYOND]


def _collecting(wait_s: float, rules: BudgetRules) -> Pace:
    """Collect for so long from the first change on: the fewest calls for the longest wait.

    Outside office hours nobody watches: the wait grows faster there.
    """
    most_s = rules.office_most_s
    # From as long as in office hours, at a minute, to the most there may be; slowly at first.
    share = min(1.0, max(0.0, (wait_s - 60) / (most_s - 60))) if most_s > 60 else 1.0
    outside_s = wait_s + share**2 * (rules.outside_most_s - wait_s)
    return Pace(Wait(wait_s, wait_s), Wait(outside_s, outside_s))


def _beyond(rules: BudgetRules, factor: float) -> Pace:
    office = max(rules.office_most_s, 60.0) * factor
    outside = max(rules.outside_most_s, 60.0) * min(factor, 2.0)
    return Pace(Wait(office, office), Wait(outside, outside), is_beyond=True)


def due_at(first: datetime, last: datetime, pace: Pace, rules: BudgetRules) -> datetime:
    """Return when changes are fetched of which these are the first and the last waiting."""
    in_office = rules.office.covers(last)
    wait = pace.office if in_office else pace.outside
    due = min(last + _s(wait.quiet_s), first + _s(_wait_of(first, pace, rules).longest_s))
    if in_office and not rules.office.covers(first):
        # Staff are at work by now: what came before counts from when they began.
        began = rules.office.begin_on(last.astimezone(HERE).date())
        due = min(due, max(first, began) + _s(pace.office.longest_s))
    return due


def only_longest(pace: Pace) -> Pace:
    """Return the pace without its quiet time: only how long a change may wait counts."""
    office, outside = pace.office.longest_s, pace.outside.longest_s
    return Pace(Wait(office, office), Wait(outside, outside), pace.is_beyond)


def _wait_of(moment: datetime, pace: Pace, rules: BudgetRules) -> Wait:
    return pace.office if rules.office.covers(moment) else pace.outside


def _s(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


@dataclass(frozen=True)
class _Day:
    """A day in Drenthe, in seconds since 1970: where it ends and when staff work."""

    date: date
    ends_s: float
    office_begins_s: float
    office_ends_s: float


class Edits:
    """The moments of edits in the order of time, made ready to be replayed often."""

    def __init__(self, moments: Sequence[datetime], rules: BudgetRules) -> None:
        self._rows: list[tuple[float, bool, _Day]] = []
        day = None
        for moment in moments:
            at_s = moment.timestamp()
            if day is None or at_s >= day.ends_s:
                day = _day_of(moment, rules)
            self._rows.append((at_s, day.office_begins_s <= at_s < day.office_ends_s, day))

    def fetches(self, pace: Pace) -> Iterator[tuple[date, int]]:
        """Yield every fetch that this pace would have made: its day and how many edits it got."""
        rows, place = self._rows, 0
        while place < len(rows):
            end = self._end_of_fetch(place, pace)
            yield rows[place][2].date, end - place
            place = end

    def calls_per_day(self, pace: Pace) -> dict[date, int]:
        """Return the calls per day with any edits; more than 50 edits take another call."""
        found: dict[date, int] = {}
        for day, count in self.fetches(pace):
            found[day] = found.get(day, 0) + -(-count // PAYLOADS_PER_CALL)
        return found

    def _end_of_fetch(self, begin: int, pace: Pace) -> int:
        """Return the first edit that a fetch of those from `begin` on is too early for."""
        rows = self._rows
        first_s, began_in_office, _ = rows[begin]
        until_s = first_s + (pace.office if began_in_office else pace.outside).longest_s
        office_quiet_s, outside_quiet_s = pace.office.quiet_s, pace.outside.quiet_s
        place = begin
        while place < len(rows):
            at_s, in_office, day = rows[place]
            if in_office and not began_in_office:
                caught_s = max(first_s, day.office_begins_s) + pace.office.longest_s
                until_s = min(until_s, caught_s)
            due_s = min(at_s + (office_quiet_s if in_office else outside_quiet_s), until_s)
            place += 1
            if place < len(rows) and rows[place][0] > due_s:
                break
        return place


def _day_of(moment: datetime, rules: BudgetRules) -> _Day:
    day = moment.astimezone(HERE).date()
    begins = rules.office.begin_on(day).timestamp()
    length_s = rules.office.seconds() if rules.office.is_workday(day) else 0.0
    ends = datetime.combine(day + timedelta(days=1), time(), HERE).astimezone(UTC)
    return _Day(day, ends.timestamp(), begins, begins + length_s)
