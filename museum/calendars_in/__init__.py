"""Agendas of others: an iCalendar file as candidates for our own tables. No I/O."""

from museum.calendars_in.dates import Timing
from museum.calendars_in.reading import CalendarRead, UnreadableCalendarError, read_calendar
from museum.calendars_in.sources import Becomes, Source, Sources, SourcesError, parse_sources

__all__ = [
    "Becomes",
    "CalendarRead",
    "Source",
    "Sources",
    "SourcesError",
    "Timing",
    "UnreadableCalendarError",
    "parse_sources",
    "read_calendar",
]
