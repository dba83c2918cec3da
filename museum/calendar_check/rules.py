"""Which rules look at which records."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from museum.calendar_check.activity_rules import activity_findings, museum_findings
from museum.calendar_check.findings import Finding
from museum.calendar_check.items import CalendarItem
from museum.calendar_check.meetings import leave_meetings, partner_meetings, programme_meetings
from museum.calendar_check.programme_rules import programme_findings
from museum.calendar_check.same_time import same_events, same_rooms_and_people
from museum.calendar_check.work_rules import overload_findings
from museum.calendar_check.year_rules import audience_findings, partner_findings, year_findings
from museum.records import Activity, Leave, PartnerDate, ProgrammeItem

if TYPE_CHECKING:
    from museum.calendar_check.calendar import Calendar


def item_findings(calendar: "Calendar", item: CalendarItem) -> Iterator[Finding]:
    """Return all findings that a record is part of, those with another record too."""
    record = item.record
    if isinstance(record, ProgrammeItem):
        yield from programme_findings(calendar, item, record)
        yield from programme_meetings(calendar, item)
    elif isinstance(record, Activity):
        yield from activity_findings(calendar, item, record)
    elif isinstance(record, PartnerDate):
        yield from partner_meetings(calendar, item)
    elif isinstance(record, Leave):
        yield from leave_meetings(calendar, item)
    if isinstance(record, ProgrammeItem | Activity):
        yield from same_rooms_and_people(calendar, item)
        yield from same_events(calendar, item)


def group_findings(calendar: "Calendar", group: tuple[str, str]) -> Iterator[Finding]:
    """Return the findings about what is looked at as a whole."""
    kind, name = group
    if kind == "audience":
        yield from audience_findings(calendar, name)
    elif kind == "museum":
        yield from museum_findings(calendar, name)
    elif kind == "partners":
        yield from partner_findings(calendar)
    elif kind == "work":
        yield from overload_findings(calendar)
    else:
        yield from year_findings(calendar)
