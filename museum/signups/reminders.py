"""When those who come are reminded: so many days before each date of a programme item. No I/O."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, takewhile

from museum.date_plan import DatePlan
from museum.recurrence import begin_days


def reminders_due(
    plan: DatePlan, today: date, remind_days: Sequence[int]
) -> Iterator[tuple[int, date]]:
    """Yield (days before, date) for each reminder whose time it is; `remind_days` most first.

    At its day, or made up for before the next one's. Who comes within those days anyhow, for the
    date before, needs no reminder of this one: of a weekly course only the day before is told.
    """
    if not remind_days:
        return
    most = max(remind_days)
    since, last = today - timedelta(days=most), today + timedelta(days=most)
    days = takewhile(lambda day: day <= last, begin_days(plan, since))
    for before, day in pairwise((date.min, *days)):
        left = (day - today).days
        for ahead, next_ahead in zip(remind_days, (*remind_days[1:], 0), strict=True):
            if next_ahead < left <= ahead and (day - before).days > ahead:
                yield ahead, day


def plan_of_date(plan: DatePlan, day: date) -> DatePlan | None:
    """Return one date of a plan as a plan of its own; None when it does not begin on that day."""
    if next(begin_days(plan, day), None) != day:
        return None
    last = None if plan.last_day is None else day + (plan.last_day - plan.first_day)
    return replace(plan, first_day=day, last_day=last, rule=None, exceptions=(), extras=())
