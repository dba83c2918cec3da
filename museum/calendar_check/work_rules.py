"""The rule about hours: a week in which the programme asks more of somebody than there is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from museum.calendar_check.findings import Finding
from museum.calendar_check.items import CalendarItem
from museum.calendar_check.words import STAFF_WORDS, day_words, hours_words, listed
from museum.records import ProgrammeItem
from museum.workload import Templates, WeekLoad, WorkRules, weeks_between
from museum.workload.weeks import Work

if TYPE_CHECKING:
    from museum.calendar_check.calendar import Calendar

_NAMED: Final = 3
_WORTH_NAMING_H: Final = 0.05


def work_of(item: CalendarItem, templates: Templates, rules: WorkRules) -> Work | None:
    """Return what a programme item asks; None for what asks nothing, or has no date."""
    record = item.record
    if not isinstance(record, ProgrammeItem) or item.plan is None:
        return None
    cost = templates.cost(record, rules.weeks_before)
    if cost.is_nothing:
        return None
    rule = item.plan.rule
    is_endless = rule is not None and rule.until is None
    return Work(
        item.id, item.title, cost, record.staff, item.plan.first_day, item.begins, is_endless
    )


def overload_findings(calendar: "Calendar") -> Iterator[Finding]:
    """Return the coming weeks that are too full, for each of the staff."""
    rules = calendar.settings.work
    last = calendar.today + timedelta(weeks=rules.warn_weeks_ahead)
    for monday in weeks_between(calendar.today, last):
        for person in rules.week_hours:
            week = calendar.work.week(person, monday)
            if week.is_over(rules):
                yield from _overload(calendar, week)


def _overload(calendar: "Calendar", week: WeekLoad) -> Iterator[Finding]:
    largest = [share for share in week.shares if share.hours > _WORTH_NAMING_H][:_NAMED]
    most = listed([f"“{share.title}” ({hours_words(share.hours)})" for share in largest])
    told = (
        f"In de week van {day_words(week.monday)} vraagt het jaarprogramma "
        f"{hours_words(week.hours)} van {STAFF_WORDS.get(week.person, week.person)}, en er is "
        f"{hours_words(week.available)}. Het meeste kost {most}.",
        "Verschuif iets (de pagina Uren toont vooraf wat dat doet), of geef werk aan een ander.",
    )
    facts = tuple((share.item_id, round(share.hours, 1)) for share in week.shares)
    about = (week.person, week.monday.isoformat())
    items = [calendar.items[share.item_id] for share in largest]
    yield from calendar.make(
        "overload", about, told, items, (week.person, round(week.available, 1), facts)
    )
