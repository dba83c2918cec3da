"""What a plan comes to: its occurrences, its months, its next and its last day. No I/O.

The public door of the dates: `plan_of` reads an activity's cells, `when_text` words a plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from museum.date_plan import ZONE, DatePlan, Rule, agenda_span_days
from museum.date_reading import PlanReading, plan_of
from museum.recurrence import begin_days
from museum.schedule_text import when_text

__all__ = [
    "ZONE",
    "DatePlan",
    "Occurrence",
    "PlanReading",
    "Rule",
    "last_day",
    "months",
    "next_occurrence",
    "occurrence_on",
    "occurrences",
    "plan_of",
    "when_text",
]


@dataclass(frozen=True)
class Occurrence:
    """One time that it takes place.

    `first_day` and `last_day` are the days it stands on the agenda; `last_day` is None for an open
    period. `starts` and `ends` are aware, in Europe/Amsterdam; both None for whole days, `ends`
    also when no end is known.
    """

    first_day: date
    last_day: date | None
    starts: datetime | None = None
    ends: datetime | None = None

    @property
    def all_day(self) -> bool:
        """Whether it takes whole days."""
        return self.starts is None


def occurrences(plan: DatePlan, first: date, last: date) -> list[Occurrence]:
    """Return, in order, what stands on the agenda from `first` to `last`, both included."""
    if plan.last_day is None:
        return [occurrence_on(plan, day) for day in _days_until(plan, date.min, last)]
    since = _minus_days(first, agenda_span_days(plan))
    return [occurrence_on(plan, day) for day in _days_until(plan, since, last)]


def next_occurrence(plan: DatePlan, today: date) -> Occurrence | None:
    """Return the occurrence that runs today or comes first after it; None when all are past."""
    since = date.min if plan.last_day is None else _minus_days(today, agenda_span_days(plan))
    day = next(begin_days(plan, since), None)
    return None if day is None else occurrence_on(plan, day)


def last_day(plan: DatePlan, horizon: date) -> date:
    """Return the last day it stands on the agenda; `horizon` when it has no end."""
    if plan.last_day is None or (plan.rule is not None and plan.rule.until is None):
        return horizon
    begin = max(begin_days(plan), default=plan.first_day)
    return begin + timedelta(days=agenda_span_days(plan))


def months(plan: DatePlan, horizon_first: date, horizon_last: date) -> set[str]:
    """Return the months ("2027-03") in which it stands on the agenda, within the horizon."""
    found: set[str] = set()
    for begin, end in _agenda_days(plan, horizon_first, horizon_last):
        found.add(begin.isoformat()[:7])
        if (begin.year, begin.month) != (end.year, end.month):
            found.update(_months_between(begin, end))
    return found


def occurrence_on(plan: DatePlan, begin: date) -> Occurrence:
    """Return the occurrence of this plan that begins on that day."""
    end = None if plan.last_day is None else begin + timedelta(days=agenda_span_days(plan))
    if plan.opens is None:
        return Occurrence(begin, end)
    starts = wall_moment(begin, plan.opens)
    if plan.closes is None or plan.last_day is None:
        return Occurrence(begin, end, starts)
    ends = wall_moment(begin + (plan.last_day - plan.first_day), plan.closes)
    if ends.astimezone(UTC) < starts.astimezone(UTC):
        ends = starts
    return Occurrence(begin, end, starts, ends)


def wall_moment(day: date, clock: time) -> datetime:
    """Return the moment at which the clocks in Drenthe show this time (see `museum.date_plan`)."""
    moment = datetime.combine(day, clock, tzinfo=ZONE)
    return moment.astimezone(UTC).astimezone(ZONE)


def _days_until(plan: DatePlan, since: date, last: date) -> Iterator[date]:
    return takewhile(lambda day: day <= last, begin_days(plan, since))


def _agenda_days(plan: DatePlan, first: date, last: date) -> Iterator[tuple[date, date]]:
    span = timedelta(days=agenda_span_days(plan))
    since = date.min if plan.last_day is None else _minus_days(first, span.days)
    for day in _days_until(plan, since, last):
        end = last if plan.last_day is None else min(day + span, last)
        yield max(day, first), end


def _months_between(begin: date, end: date) -> Iterator[str]:
    year, month = begin.year, begin.month
    while (year, month) <= (end.year, end.month):
        yield f"{year:04}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _minus_days(day: date, days: int) -> date:
    return day - timedelta(days=days) if day > date.min + timedelta(days=days) else date.min
