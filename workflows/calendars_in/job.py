"""The job `agendas`: reads the agendas of others (`config/agendas.toml`) and files handed in.

An agenda that breaks, goes empty or loses most of its events is not believed: nothing changes,
and staff are told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from backbone.calendars_in import CalendarsIn, HandedIn, KnownEvent, SourceState
from backbone.config_files import load_calendar_sources
from backbone.foreign_calendars import Fetched, Marks, fetch_calendar
from museum.attention import AttentionPoint
from museum.brake import BrakeLimit, Removal, judge
from museum.calendars_in import (
    CalendarRead,
    Source,
    Sources,
    UnreadableCalendarError,
    read_calendar,
)
from museum.date_plan import ZONE
from museum.errors import FixConfiguration, MuseumflowError, SkipRecord
from museum.records import Activity
from workflows.calendars_in.taking import EventIntake, missing
from workflows.context import Context
from workflows.engine import JobFunction, Steps
from workflows.mirrored import record_of
from workflows.runner import JobOutcome, recorded
from workflows.sheet_rows_read import museum_names, plain_name

CALENDARS_IN: Final = "agendas"
Fetch = Callable[[str, Marks], Fetched]
_TOLD_TITLES: Final = 5


def calendars_in_jobs(
    context: Context,
    read_sources: Callable[[], Sources] = load_calendar_sources,
    get: Fetch = fetch_calendar,
) -> dict[str, JobFunction]:
    """Return the job by name, ready for the engine. `get` fetches an address."""

    def work(steps: Steps, _arguments: Any) -> JobOutcome:
        sources = read_sources()
        files = CalendarsIn(context.database).files()
        if not sources.all and not files:
            return JobOutcome("unchanged", "Er zijn geen agenda's om te lezen.")
        if not context.mirror.binding().tables:
            return JobOutcome("unchanged", "De tabellen zijn nog niet gelezen; dat komt eerst.")
        told: list[str] = []
        for source in sources.all:
            if source.url:
                reader = partial(_read_source, context, source, get, sources.missing)
                told += steps(f"agenda {source.key}", reader)
        for number, file in enumerate(files):
            told += steps(f"bestand {number}", partial(_read_file, context, file))
        steps("aandachtspunten", lambda: _tell(context, sources.all))
        if not told:
            return JobOutcome("unchanged", "In de agenda's van anderen veranderde niets.")
        return JobOutcome("changed", "De agenda's van anderen zijn gelezen.", tuple(told))

    return {
        CALENDARS_IN: recorded(
            CALENDARS_IN, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
        )
    }


def _read_source(context: Context, source: Source, get: Fetch, limit: BrakeLimit) -> list[str]:
    """Fetch and take in one agenda; its trouble is remembered, so that the others are read."""
    memory, now = CalendarsIn(context.database), context.now()
    state = memory.states().get(source.key, SourceState())
    try:
        fetched = get(source.url, state.marks if not state.trouble else Marks())
        if fetched.content is None:
            memory.remember(source.key, replace(state, read_at=now, tried_at=now), ())
            return []
        return _taken_in(context, source, fetched.content, limit, fetched.marks)
    except MuseumflowError as error:
        trouble = replace(state, tried_at=now, trouble=error.what, remedy=error.remedy)
        memory.remember(source.key, trouble, ())
        return []


def _taken_in(
    context: Context, source: Source, content: bytes, limit: BrakeLimit, marks: Marks
) -> list[str]:
    memory, now = CalendarsIn(context.database), context.now()
    museum_id = _museum_of(context, source)
    read, today = _understood(content, now), now.astimezone(ZONE).date()
    known = memory.known(source.key)
    gone, coming = missing(known, read.candidates, today)
    _believe(read, len(gone), coming, limit)
    intake = EventIntake(context, source, museum_id, known)
    for one in read.candidates:
        intake.take(one)
    for known_event in gone:
        intake.miss(known_event)
    # What was put off must be fetched again, changed or not.
    kept = Marks() if intake.counts.put_off else marks
    state = SourceState(kept, now, now, len(read.candidates))
    memory.remember(source.key, state, intake.counts.seen)
    return _lines(source.title, intake)


def _read_file(context: Context, file: HandedIn) -> list[str]:
    """Take in a file that staff handed in; what it does not hold is not gone."""
    memory, now = CalendarsIn(context.database), context.now()
    source = Source(file.source, file.title, "", "", "activiteit")
    try:
        read = _understood(file.content, now)
        intake = EventIntake(context, source, file.museum_id, memory.known(source.key))
        for one in read.candidates:
            intake.take(one)
        state = SourceState(Marks(), now, now, len(read.candidates))
        memory.remember(source.key, state, intake.counts.seen)
        told = _lines(source.title, intake)
    except MuseumflowError as error:
        memory.remember(
            source.key, SourceState(tried_at=now, trouble=error.what, remedy=error.remedy), ()
        )
        told = [f"{source.title}: {error.what}"]
    memory.drop_file(file)
    return told


def _understood(content: bytes, now: datetime) -> CalendarRead:
    try:
        return read_calendar(content, now.astimezone(ZONE).date())
    except UnreadableCalendarError as error:
        raise SkipRecord(
            what=str(error), remedy="Vraag om een goed bestand; wat er al was, blijft staan."
        ) from error


def _museum_of(context: Context, source: Source) -> str:
    if not source.museum:
        return ""
    found = museum_names(context).get(plain_name(source.museum), "")
    if not found:
        raise FixConfiguration(
            what=f"Er is geen museum dat “{source.museum}” heet.",
            remedy="Schrijf bij museum in config/agendas.toml de naam zoals in de tabel Musea.",
        )
    return found


def _believe(read: CalendarRead, gone: int, coming: int, limit: BrakeLimit) -> None:
    """Raise `SkipRecord` for an agenda that is empty, or lost most of what it had."""
    if coming and not read.events:
        raise SkipRecord(
            what="De agenda is ineens leeg.",
            remedy="Vraag of dat klopt. Wat er al was, blijft staan.",
        )
    removal = Removal("agenda", "afspraken in de agenda", gone, coming)
    reasons = judge([removal], {"agenda": limit}).reasons
    if reasons:
        raise SkipRecord(
            what=" ".join(reasons), remedy="Vraag of dat klopt. Wat er al was, blijft staan."
        )


def _lines(title: str, intake: EventIntake) -> list[str]:
    counts = intake.counts
    told = [(counts.new, "nieuw"), (counts.changed, "gewijzigd"), (counts.gone, "weg")]
    parts = ", ".join(f"{number} {word}" for number, word in told if number)
    return [f"{title}: {parts}."] if parts else []


def _tell(context: Context, sources: Sequence[Source]) -> None:
    """Keep the attention points: each closes itself once the agenda is right again."""
    memory, now = CalendarsIn(context.database), context.now()
    states, today = memory.states(), now.astimezone(ZONE).date()
    titles = {one.key: one.title for one in sources}
    points = []
    for key, state in sorted(states.items()):
        title = titles.get(key, "")
        if not title:
            continue  # an agenda that staff took out of the configuration, or a file
        if state.trouble:
            points.append(_point(key, title, f"Agenda “{title}”: {state.trouble}", state.remedy))
        known = memory.known(key)
        points += _unread(key, title, known)
        points += _gone(context, title, known, today)
    context.attention.replace(CALENDARS_IN, points, now)


def _unread(key: str, title: str, known: Mapping[str, KnownEvent]) -> list[AttentionPoint]:
    troubled = [one for one in known.values() if one.trouble and not one.is_gone]
    if not troubled:
        return []
    named = "; ".join(f"“{one.title}”: {one.trouble}" for one in troubled[:_TOLD_TITLES])
    what = f"Agenda “{title}”: museumflow kon {len(troubled)} afspraken niet overnemen. {named}"
    if len(troubled) == 1:
        what = f"Agenda “{title}”: museumflow kon één afspraak niet overnemen. {named}"
    return [_point(f"{key}:unread", title, what, "Zet dit zelf in de tabel als het erbij hoort.")]


def _gone(
    context: Context, title: str, known: Mapping[str, KnownEvent], today: date
) -> list[AttentionPoint]:
    """Name what was placed and is in its agenda no more: a person asks whether it goes on."""
    points = []
    for one in known.values():
        submission = context.submissions.find(one.submission) if one.submission else None
        record_id = one.record_id or (submission.record_id if submission else "")
        is_coming = one.last_day is None or one.last_day >= today
        record = record_of(context, "activities", record_id) if record_id else None
        if not (one.is_gone and is_coming and isinstance(record, Activity)):
            continue
        if record.event_status != "cancelled" and record.workflow_status == "approved":
            what = f"“{one.title}” staat niet meer in de agenda “{title}”."
            remedy = "Vraag of het doorgaat. Zo niet, kies “Afgelast” of haal het weg."
            points.append(
                replace(
                    _point(f"gone:{one.key}", one.title, what, remedy),
                    table="activities",
                    record_id=record_id,
                )
            )
    return points


def _point(key: str, subject: str, what: str, remedy: str) -> AttentionPoint:
    return AttentionPoint(f"{CALENDARS_IN}:{key}", what, remedy, subject=subject)
