"""The hours of staff: what the year programme asks of a week, beside what there is. No I/O.

An item's hours before go over the weeks before it, as far as somebody is there; its hours on the
day stand in its own week, those after in the weeks that follow.
"""

from museum.workload.rules import PEOPLE, UNASSIGNED, WorkRules
from museum.workload.templates import Templates
from museum.workload.weeks import Share, WeekLoad, Workload, monday_of, weeks_between

__all__ = [
    "PEOPLE",
    "UNASSIGNED",
    "Share",
    "Templates",
    "WeekLoad",
    "WorkRules",
    "Workload",
    "monday_of",
    "weeks_between",
]
