"""The rules about one programme item by itself: its dates, its deadline, its places."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from museum.calendar_check.findings import Finding
from museum.calendar_check.items import CalendarItem
from museum.calendar_check.words import day_words, quoted
from museum.date_plan import ZONE
from museum.records import ProgrammeItem

if TYPE_CHECKING:
    from museum.calendar_check.calendar import Calendar

_ADVICE = "Kies een dag (Datumadvies helpt) en zet “Datum staat vast?” op “Vast”."


def programme_findings(
    calendar: "Calendar", item: CalendarItem, record: ProgrammeItem
) -> Iterator[Finding]:
    """Return what does not fit in one programme item."""
    if item.plan is None:
        yield from _without_date(calendar, item, record)
    else:
        yield from _dates(calendar, item, record)
        yield from _deadline(calendar, item, record)
    taken = calendar.taken.get(item.id, 0)
    if record.capacity is not None and taken > record.capacity and not _is_over(calendar, item):
        told = (
            f"{quoted(item)} heeft {taken} inschrijvingen voor {record.capacity} plaatsen.",
            "Zoek een grotere zaal en pas “Aantal plaatsen” aan, of zet mensen op de wachtlijst.",
        )
        facts = (taken, record.capacity)
        yield from calendar.make("over_capacity", (item.id,), told, (item,), facts)


def _without_date(
    calendar: "Calendar", item: CalendarItem, record: ProgrammeItem
) -> Iterator[Finding]:
    if record.date_status != "unknown" and item.problems:
        problem = item.problems[0]
        told = f"{quoted(item)}: {_small(problem.what)}", problem.remedy
        facts = (problem.field, record.starts, record.ends, record.date_status)
        yield from calendar.make("date_unclear", (item.id,), told, (item,), facts)
        return
    age_days = (calendar.today - record.created.astimezone(ZONE).date()).days
    if age_days >= calendar.settings.undated_after_days:
        told = f"{quoted(item)} heeft nog geen datum.", _ADVICE
        yield from calendar.make("no_date", (item.id,), told, (item,), (record.date_status,))


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _dates(calendar: "Calendar", item: CalendarItem, record: ProgrammeItem) -> Iterator[Finding]:
    today = calendar.today.toordinal()
    coming = next((day for day in item.begins if day >= today), None)
    if coming is None or record.date_status == "fixed":
        return
    if coming - today <= calendar.settings.fixed_before(record.kind):
        told = (
            f"De datum van {quoted(item)} staat nog niet vast; het is al op {day_words(coming)}.",
            "Zet “Datum staat vast?” op “Vast”, of kies een andere dag (Datumadvies helpt).",
        )
        facts = (item.when, record.date_status)
        yield from calendar.make("not_fixed", (item.id,), told, (item,), facts)


def _deadline(calendar: "Calendar", item: CalendarItem, record: ProgrammeItem) -> Iterator[Finding]:
    if record.register_before is None or item.plan is None or _is_over(calendar, item):
        return
    until, starts = day_words(record.register_before), item.plan.first_day
    facts = (item.when, record.register_before)
    if record.register_before > starts:
        told = (
            f"Aanmelden voor {quoted(item)} kan tot en met {until}, maar het begint al op "
            f"{day_words(starts)}.",
            "Zet “Aanmelden tot en met” op een dag voor het begin.",
        )
        yield from calendar.make("deadline_after_start", (item.id,), told, (item,), facts)
    elif record.register_before < calendar.today <= starts:
        told = (
            f"Aanmelden voor {quoted(item)} kon tot en met {until}; het is op {day_words(starts)}.",
            "Zijn er nog plaatsen, kies dan een latere dag bij “Aanmelden tot en met”.",
        )
        yield from calendar.make("deadline_passed", (item.id,), told, (item,), facts)


def _is_over(calendar: "Calendar", item: CalendarItem) -> bool:
    """Tell whether its last day is past; what has no day is not over."""
    if item.plan is None:
        return False
    return not item.begins or item.begins[-1] + item.span_days < calendar.today.toordinal()
