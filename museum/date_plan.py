"""When something takes place, in one canonical form. No I/O.

A plan speaks the time on the wall in Drenthe (Europe/Amsterdam), so that a weekly 14.00 stays
14.00 on both sides of a clock change.

The two odd hours of a year:
- a time that does not exist (the spring night, 02.00 to 03.00) is read with the offset before the
  change, so 02.30 becomes 03.30 summer time, as RFC 5545 (3.3.5) says;
- a time that exists twice (the autumn night) is its first one, again as RFC 5545 says. Only a plan
  with one occurrence keeps the second (`time.fold` is 1), because its cell holds an exact moment.
An end is a time on the wall too: "tot 04.00 uur" is 04.00 in any night. Should a clock change put
it before its start, the end is the start.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Final, Literal
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Amsterdam")

Repeats = Literal["daily", "weekly", "fortnightly", "monthly_weekday", "monthly_date", "yearly"]
Kind = Literal["single", "period", "recurring"]


@dataclass(frozen=True)
class Rule:
    """How a plan repeats, counted from its first day. `until` is the last day it may begin on."""

    repeats: Repeats
    until: date | None = None


@dataclass(frozen=True)
class DatePlan:
    """The dates of one activity.

    `first_day` and `last_day` are the first and last day of the first occurrence; `last_day` is
    None when the end is not known (an open period). `opens` is None when it takes whole days;
    `closes` is None when no end time is known. `exceptions` and `extras` are days on which an
    occurrence begins.
    """

    first_day: date
    last_day: date | None
    opens: time | None = None
    closes: time | None = None
    rule: Rule | None = None
    exceptions: tuple[date, ...] = ()
    extras: tuple[date, ...] = ()

    @property
    def all_day(self) -> bool:
        """Whether it takes whole days, so that no time belongs to it."""
        return self.opens is None

    @property
    def kind(self) -> Kind:
        """`recurring`: more than one occurrence; `period`: one of several days; else `single`."""
        if self.rule is not None or self.extras:
            return "recurring"
        if self.last_day is None or agenda_span_days(self) > 0:
            return "period"
        return "single"


SMALL_HOURS_END: Final = time(6, 0)
"""Who leaves before this time was still out on the evening before."""


def agenda_span_days(plan: DatePlan) -> int:
    """Return how many days after its first day one occurrence still stands on the agenda.

    An evening that runs past midnight belongs to the day it begins on.
    """
    if plan.last_day is None:
        return 0
    span = (plan.last_day - plan.first_day).days
    if plan.closes is not None and span > 0 and plan.closes <= SMALL_HOURS_END:
        span -= 1
    return span
