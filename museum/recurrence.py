"""The days on which a plan begins. Days only, so no clock can disturb them. No I/O.

Months and years are dateutil's (RFC 5545: the 31st skips months that have none, 29 February skips
common years). Days and weeks are counted here, some twenty times quicker: a build asks for tens of
thousands of them.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import takewhile
from typing import Final

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, YEARLY, rrule, weekday

from museum.date_plan import DatePlan, Rule

_STEP_DAYS: Final = {"daily": 1, "weekly": 7, "fortnightly": 14}
_WEEKDAYS: Final = (MO, TU, WE, TH, FR, SA, SU)
LAST: Final = -1


def week_of_month(day: date) -> int:
    """Return 1 to 4 for the first to fourth of its weekday in the month, `LAST` for a fifth.

    A fifth Saturday is read as "the last Saturday": that is what an organiser means by it.
    """
    number = (day.day - 1) // 7 + 1
    return number if number <= 4 else LAST


def begin_days(plan: DatePlan, since: date = date.min) -> Iterator[date]:
    """Yield, in order, the days from `since` on which an occurrence begins.

    Endless when the rule has no `until`: the caller stops.
    """
    exceptions = frozenset(plan.exceptions)
    regular = _rule_days(plan.first_day, plan.rule, since) if plan.rule else iter((plan.first_day,))
    previous: date | None = None
    for day in merge(regular, sorted(plan.extras)) if plan.extras else regular:
        if day >= since and day not in exceptions and day != previous:
            yield day
        previous = day


def _rule_days(first: date, rule: Rule, since: date) -> Iterator[date]:
    step_days = _STEP_DAYS.get(rule.repeats)
    days = _month_days(first, rule) if step_days is None else _step_days(first, step_days, since)
    until = rule.until
    return days if until is None else takewhile(lambda day: day <= until, days)


def _step_days(first: date, step_days: int, since: date) -> Iterator[date]:
    skipped = max(0, (since - first).days // step_days)
    step = timedelta(days=step_days)
    day = first + skipped * step
    while day <= date.max - step:
        yield day
        day += step


def _month_days(first: date, rule: Rule) -> Iterator[date]:
    begin = datetime.combine(first, time())
    until = None if rule.until is None else datetime.combine(rule.until, time())
    if rule.repeats == "yearly":
        moments = rrule(YEARLY, dtstart=begin, until=until)
    elif rule.repeats == "monthly_date":
        moments = rrule(MONTHLY, dtstart=begin, until=until)
    else:
        moments = rrule(MONTHLY, dtstart=begin, until=until, byweekday=_same_weekday(first))
    return (moment.date() for moment in moments)


def _same_weekday(first: date) -> weekday:
    return _WEEKDAYS[first.weekday()](week_of_month(first))
