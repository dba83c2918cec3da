"""The job `jaarprogramma`: reads the whole calendar and says what does not fit.

It runs when a table changed that it reads, and every morning, because what is near changes with
the day. A process keeps the calendar that it read: after a change only that is read and rechecked.
"""

from collections.abc import Iterator
from datetime import date
from threading import Lock
from typing import Any, Final

from backbone.calendar_findings import CalendarFindings, KeptFinding
from backbone.calendar_settings import load_check_settings
from backbone.moments import moment_text
from museum.attention import AttentionPoint
from museum.calendar_check import Calendar, CheckSettings, Source
from museum.canary import is_hidden_test
from museum.date_plan import ZONE
from museum.identity import RecordId
from museum.reading import read_record
from museum.records import (
    Activity,
    EventTemplate,
    Leave,
    Museum,
    PartnerDate,
    ProgrammeItem,
    Record,
)
from workflows.context import Context
from workflows.engine import JobFunction, Steps
from workflows.runner import JobOutcome, recorded

CALENDAR_CHECK: Final = "jaarprogramma"
SOURCE: Final = "agenda"
ROWS: Final = "agenda-rijen"
CHECKED: Final = "calendar_checked"
"""Where it is kept when the calendar was last checked."""
_DATED: Final = ("programme", "activities", "partner_dates", "leave")
_OWN_TABLES: Final = ("programme", "partner_dates", "leave", "event_templates", "template_tasks")
"""Nobody else reads these through, so that what is wrong in a row is said here."""
READS: Final = frozenset({*_DATED, *_OWN_TABLES, "museums"})
_TOLD: Final = ("error", "warning")
"""What becomes an attention point, and hints about the programme itself; those about museums' own
activities (an evening outside opening hours) stand on /beheer/jaarprogramma only."""


def calendar_jobs(context: Context) -> dict[str, JobFunction]:
    """Return the job by name, ready for the engine."""
    watch = CalendarWatch(context)

    def work(steps: Steps, _arguments: Any) -> JobOutcome:
        if not context.mirror.binding().tables:
            return JobOutcome("unchanged", "De tabellen zijn nog niet gelezen; dat komt eerst.")
        done: dict[str, int] = steps("nakijken", watch.look)
        if not (done["new"] or done["solved"]):
            return JobOutcome("unchanged", "Aan het jaarprogramma veranderde niets.")
        told = (f"Nieuw: {done['new']}.", f"Opgelost: {done['solved']}.")
        return JobOutcome("changed", "Het jaarprogramma is nagekeken.", told)

    return {
        CALENDAR_CHECK: recorded(
            CALENDAR_CHECK, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
        )
    }


class CalendarWatch:
    """The calendar as this process read it, kept up to date with the mirror."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._settings = load_check_settings()
        self._lock = Lock()
        self._calendar: Calendar | None = None
        self._read_up_to = 0

    def look(self) -> dict[str, int]:
        """Check what changed, and tell; returns how many findings are new and solved."""
        with self._lock:
            calendar = self._up_to_date()
            found = CalendarFindings(self._context.database)
            new, solved = found.replace(calendar.findings(), self._context.now())
        tell(self._context)
        context = self._context
        context.mirror.set_state(CHECKED, moment_text(context.now()))
        context.attention.replace(ROWS, row_problems(context), context.now())
        return {"new": new, "solved": solved}

    def _up_to_date(self) -> Calendar:
        mirror = self._context.mirror
        sequence, today = mirror.sequence(), today_of(self._context)
        calendar = self._calendar
        if (
            calendar is None
            or calendar.today != today
            or mirror.bound_at_sequence() > self._read_up_to
        ):
            calendar = read_calendar(self._context, self._settings, today)
        else:
            self._follow(calendar)
            calendar.change_taken(self._context.signups.taken())
        self._calendar, self._read_up_to = calendar, sequence
        return calendar

    def _follow(self, calendar: Calendar) -> None:
        """Recheck what changed since; what changed while we read is read once more next time."""
        for change in self._context.mirror.changed_since(self._read_up_to, tuple(READS)):
            record = None
            if not change.deleted:
                record = read_one(self._context, change.table, change.record_id)
            if change.table == "event_templates":
                calendar.change_templates(event_templates(self._context))
            elif change.table == "museums":
                museum = record if isinstance(record, Museum) else None
                calendar.change_museum(change.record_id, museum)
            elif change.table in _DATED:
                dated = record if isinstance(record, Source) else None
                calendar.change(change.record_id, dated)


def read_calendar(context: Context, settings: CheckSettings, today: date) -> Calendar:
    """Read the whole calendar from the mirror, and check it."""
    calendar = Calendar(settings, today)
    museums = [one for one in read_all(context, "museums") if isinstance(one, Museum)]
    taken = context.signups.taken()
    calendar.load(dated_records(context), museums, taken, event_templates(context))
    return calendar


def event_templates(context: Context) -> list[EventTemplate]:
    """Return the event templates that can be read."""
    return [one for one in read_all(context, "event_templates") if isinstance(one, EventTemplate)]


def dated_records(
    context: Context, *tables: str
) -> Iterator[ProgrammeItem | Activity | PartnerDate | Leave]:
    """Yield what the calendar reads of these tables; of all without."""
    for table in tables or _DATED:
        for record in read_all(context, table):
            if isinstance(record, Source):
                yield record


def read_all(context: Context, table: str) -> Iterator[Record]:
    """Yield the records of a table that can be read."""
    binding, definition = context.mirror.binding(), context.definitions.table(table)
    for raw in context.mirror.records(table):
        record = read_record(definition, binding, raw).record
        if record is not None and not is_hidden_test(definition, binding, raw):
            yield record


def read_one(context: Context, table: str, record_id: RecordId) -> Record | None:
    """Return one record as it is now; None when it is gone, or cannot be read."""
    raw = context.mirror.record(table, record_id)
    binding, definition = context.mirror.binding(), context.definitions.table(table)
    if raw is None or is_hidden_test(definition, binding, raw):
        return None
    return read_record(definition, binding, raw).record


def row_problems(context: Context) -> list[AttentionPoint]:
    """Return what cannot be read in the rows of the year programme and of what it reckons with."""
    binding, points = context.mirror.binding(), list[AttentionPoint]()
    for name in _OWN_TABLES:
        definition = context.definitions.table(name)
        for raw in context.mirror.records(name):
            points += read_record(definition, binding, raw).problems
    return points


def today_of(context: Context) -> date:
    """Return the day it is in Drenthe."""
    return context.now().astimezone(ZONE).date()


def tell(context: Context) -> None:
    """Make attention points of what does not fit and was not accepted."""
    points = [
        _point(one)
        for one in CalendarFindings(context.database).all()
        if one.accepted is None and (one.severity in _TOLD or not of_museums(one))
    ]
    context.attention.replace(SOURCE, points, context.now())


def of_museums(one: KeptFinding) -> bool:
    """Tell whether a finding is about an activity of a museum, and not about the programme."""
    return bool(one.places) and one.places[0].table == "activities"


def _point(one: KeptFinding) -> AttentionPoint:
    first = one.places[0] if one.places else None
    return AttentionPoint(
        key=one.key,
        what=one.what,
        remedy=one.remedy,
        table=first.table if first else "programme",
        record_id=first.id if first else "",
        subject=first.title if first else "Jaarprogramma",
        severity=one.severity,
    )
