"""Whether the calendar fits: programme, museums' activities, partners' dates, holidays, leave.

`Calendar` reads the records of two years and says what does not fit, each with its severity, its
reason and what would solve it. A change rechecks only what it touches.
"""

from museum.calendar_check.calendar import Calendar
from museum.calendar_check.findings import ORDER, Finding, Place
from museum.calendar_check.items import CalendarItem, Source, Window
from museum.calendar_check.settings import (
    CheckSettings,
    CheckSettingsError,
    Severity,
    parse_check_settings,
)

__all__ = [
    "ORDER",
    "Calendar",
    "CalendarItem",
    "CheckSettings",
    "CheckSettingsError",
    "Finding",
    "Place",
    "Severity",
    "Source",
    "Window",
    "parse_check_settings",
]
