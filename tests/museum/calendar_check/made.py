"""Made records for the tests of the calendar; today is Monday 1 March 2027."""

from datetime import UTC, date, datetime
from typing import Any

from backbone.calendar_settings import load_check_settings
from museum.calendar_check import Calendar, CheckSettings, Finding, Source
from museum.date_plan import ZONE
from museum.identity import RecordId
from museum.records import Activity, Leave, Museum, PartnerDate, ProgrammeItem

TODAY = date(2027, 3, 1)
MADE = datetime(2027, 2, 20, 9, tzinfo=UTC)
SETTINGS = load_check_settings()


def at(text: str) -> datetime:
    """Read "2027-04-06 13:00", on the clock in Drenthe."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def item(record_id: str, starts: str = "", ends: str = "", **cells: Any) -> ProgrammeItem:
    """Return a programme item for volunteers, with a date that is fixed."""
    values: dict[str, Any] = {
        "title": f"Onderdeel {record_id}",
        "kind": "workshop",
        "audiences": ("volunteer",),
        "date_status": "fixed" if starts else "unknown",
        "starts": at(starts) if starts else None,
        "ends": at(ends) if ends else None,
        "created": MADE,
        **cells,
    }
    return ProgrammeItem(id=RecordId(record_id), **values)


def activity(record_id: str, starts: str = "", ends: str = "", **cells: Any) -> Activity:
    """Return an approved activity of museum M."""
    values: dict[str, Any] = {
        "title": f"Activiteit {record_id}",
        "kind": "activity",
        "workflow_status": "approved",
        "museum": RecordId("M"),
        "starts": at(starts) if starts else None,
        "ends": at(ends) if ends else None,
        **cells,
    }
    return Activity(id=RecordId(record_id), created=MADE, **values)


def partner(record_id: str, first: str, kind: str = "sector", **cells: Any) -> PartnerDate:
    """Return a date of others, with its source just looked up."""
    values: dict[str, Any] = {
        "title": f"Dag {record_id}",
        "kind": kind,
        "first_day": date.fromisoformat(first),
        "source": "Museumvereniging",
        "checked_on": TODAY,
        **cells,
    }
    return PartnerDate(id=RecordId(record_id), created=MADE, **values)


def leave(record_id: str, first: str, last: str, person: str = "coordinator") -> Leave:
    """Return leave of the coordinator."""
    days = date.fromisoformat(first), date.fromisoformat(last)
    return Leave(RecordId(record_id), MADE, "Vrij", person, *days)


def museum(hours: str = "di t/m zo 11-17 u") -> Museum:
    """Return museum M, with its opening hours."""
    return Museum(RecordId("M"), MADE, name="Museum M", hours_text=hours)


def calendar(
    *records: Source,
    hours: str = "di t/m zo 11-17 u",
    taken: dict[str, int] | None = None,
    today: date = TODAY,
    settings: CheckSettings = SETTINGS,
) -> Calendar:
    """Return the calendar of these records."""
    made = Calendar(settings, today)
    made.load(records, [museum(hours)], taken or {})
    return made


def found(rule: str, made: Calendar) -> list[Finding]:
    """Return what one rule finds."""
    return [one for one in made.findings() if one.rule == rule]
