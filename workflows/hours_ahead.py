"""The hours of staff over a year, as the tables are now, and as they would be if one item moved."""

from dataclasses import dataclass
from datetime import date

from backbone.calendar_settings import load_check_settings
from museum.calendar_check import Calendar, Finding, Window
from museum.calendar_check.items import item_of
from museum.calendar_check.work_rules import work_of
from museum.identity import RecordId
from museum.records import Leave, ProgrammeItem
from museum.workload import Templates, WeekLoad, Workload, weeks_between
from museum.workload.moving import moved
from workflows.calendar_check import dated_records, event_templates, read_one
from workflows.context import Context
from workflows.date_advice import planning_calendar


@dataclass(frozen=True)
class Year:
    """Some weeks, each with the load of everybody (by person, nobody in particular last)."""

    weeks: tuple[tuple[WeekLoad, ...], ...]
    people: tuple[str, ...]


def year_of(context: Context, first: date, last: date) -> Year:
    """Return the weeks from that of `first` to that of `last`."""
    return _year(_workload(context, Window(first, last)), first, last)


def _workload(context: Context, window: Window) -> Workload:
    rules = load_check_settings().work
    work = Workload(rules)
    if not context.mirror.binding().tables:
        return work
    templates = Templates(event_templates(context))
    for record in dated_records(context, "programme", "leave"):
        if isinstance(record, Leave):
            work.put_leave(record)
            continue
        item = item_of(record, window)
        found = work_of(item, templates, rules) if item else None
        if found is not None:
            work.put(found)
    return work


def _year(work: Workload, first: date, last: date) -> Year:
    people = work.people()
    return Year(
        tuple(
            tuple(work.week(person, monday) for person in people)
            for monday in weeks_between(first, last)
        ),
        people,
    )


@dataclass(frozen=True)
class ChangedWeek:
    """A week of one person that would differ."""

    before: WeekLoad
    after: WeekLoad


@dataclass(frozen=True)
class Move:
    """What would happen if an item moved: weeks that differ, points that come and that go."""

    item: ProgrammeItem
    to: date
    weeks: tuple[ChangedWeek, ...]
    comes: tuple[Finding, ...]
    goes: tuple[Finding, ...]


def try_move(context: Context, record_id: str, to: date, today: date) -> Move | None:
    """Try an item on another day; None for an item that is not there or has no date."""
    item = read_one(context, "programme", RecordId(record_id))
    calendar = planning_calendar(context, today)
    if not isinstance(item, ProgrammeItem) or not calendar.items.get(record_id):
        return None
    if calendar.items[record_id].plan is None:
        return None
    before, found_before = _weeks(calendar), calendar.findings()
    calendar.change(record_id, moved(item, to))
    after, found_after = _weeks(calendar), calendar.findings()
    changed = [
        ChangedWeek(before[slot], after[slot])
        for slot in sorted(before)
        if abs(before[slot].hours - after[slot].hours) > _WORTH_SAYING_H
    ]
    return Move(
        item,
        to,
        tuple(changed),
        tuple(_without(found_after, found_before)),
        tuple(_without(found_before, found_after)),
    )


_WORTH_SAYING_H = 0.05


def _weeks(calendar: Calendar) -> dict[tuple[date, int], WeekLoad]:
    people = calendar.work.people()
    return {
        (monday, number): calendar.work.week(person, monday)
        for monday in weeks_between(calendar.today, calendar.window.last)
        for number, person in enumerate(people)
    }


def _without(findings: list[Finding], others: list[Finding]) -> list[Finding]:
    """Return findings that the others do not hold; a week that stays too full is the same one."""
    keys = {one.key for one in others}
    return [one for one in findings if one.key not in keys]
