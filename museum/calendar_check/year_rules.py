"""The rules about the calendar as a whole: audiences, partners' dates, holidays."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from museum.calendar_check.doubles import ALIKE
from museum.calendar_check.findings import Finding
from museum.calendar_check.items import CalendarItem, quarter_of
from museum.calendar_check.words import AUDIENCE_WORDS, QUARTERS, quoted
from museum.hours import HolidaysUnknownError
from museum.hours.calendar import is_school_holiday, public_holidays
from museum.records import PartnerDate

if TYPE_CHECKING:
    from museum.calendar_check.calendar import Calendar

_PLANNED_AHEAD: Final = timedelta(days=274)
"""Nine months ahead the year that then runs must have its dates of others."""
_ALMOST_OVER: Final = timedelta(days=31)


def audience_findings(calendar: "Calendar", audience: str) -> Iterator[Finding]:
    """Return the quarters, from this one, in which an audience has nothing."""
    items = calendar.members_of(("audience", audience))
    begin, after = quarter_of(calendar.today)
    for _ in range(calendar.settings.quarters_ahead):
        days = range(begin.toordinal(), after.toordinal())
        if not any(begins in days for item in items for begins in item.begins):
            name = f"het {QUARTERS[(begin.month - 1) // 3]} kwartaal van {begin.year}"
            told = (
                f"Voor {AUDIENCE_WORDS.get(audience, audience)} is er niets in {name}.",
                "Plan iets voor deze doelgroep, of geef een onderdeel dat er al is deze doelgroep.",
            )
            about = (audience, begin.isoformat())
            yield from calendar.make("audience_empty", about, told, (), about)
        begin, after = after, quarter_of(after)[1]


def year_findings(calendar: "Calendar") -> Iterator[Finding]:
    """Return the years whose holidays are not known: that is never taken for a year without."""
    for year in range(calendar.today.year, calendar.window.last.year + 1):
        try:
            public_holidays(year)
            is_school_holiday(min(calendar.window.last, date(year, 12, 31)))
        except HolidaysUnknownError as error:
            told = (
                f"{error} Daar kan dus niet op gelet worden.",
                "Vraag wie het systeem beheert om het pakket “holidays” bij te werken.",
            )
            yield from calendar.make("holidays_unknown", (str(year),), told, (), (str(error),))


def partner_findings(calendar: "Calendar") -> Iterator[Finding]:
    """Return what is missing in the dates of others: a year, next year's, a source."""
    items = calendar.members_of(("partners", ""))
    today = calendar.today
    years = {item.plan.first_day.year for item in items if item.plan}
    for year in sorted({(today + _ALMOST_OVER).year, (today + _PLANNED_AHEAD).year} - years):
        told = (
            f"Bij “Data van anderen” staat nog niets voor {year}.",
            "Vraag Groningen en Friesland naar hun data, zoek de landelijke dagen op, en zet ze "
            "in de tabel. Bij “Bron” staat waar ze vorig jaar vandaan kwamen.",
        )
        yield from calendar.make("partner_year_empty", (str(year),), told, (), (year,))
    for item in items:
        yield from _not_yet(calendar, item, items)
        yield from _source(calendar, item)


def _not_yet(
    calendar: "Calendar", item: CalendarItem, items: list[CalendarItem]
) -> Iterator[Finding]:
    """Say that something of every year is not there yet, once its last time is past."""
    if item.plan is None or item.plan.first_day >= calendar.today:
        return
    again = item.plan.first_day.year + 1
    if any(
        other.plan and other.plan.first_day.year >= again and _is_alike(item, other)
        for other in items
    ):
        return
    told = (
        f"{quoted(item)} was in {again - 1}; voor {again} staat het er nog niet.",
        "Zoek de nieuwe datum op en voeg een rij toe. Komt het niet terug, haal deze rij dan weg.",
    )
    yield from calendar.make("partner_not_yet", (item.id,), told, (item,), (item.when,))


def _is_alike(one: CalendarItem, other: CalendarItem) -> bool:
    shared = len(one.words & other.words)
    return bool(shared) and shared >= ALIKE * len(one.words | other.words)


def _source(calendar: "Calendar", item: CalendarItem) -> Iterator[Finding]:
    record = item.record
    if not isinstance(record, PartnerDate) or item.plan is None:
        return
    if (item.plan.last_day or item.plan.first_day) < calendar.today:
        return
    valid = timedelta(days=calendar.settings.source_valid_days)
    if not record.source:
        what = f"Bij {quoted(item)} staat niet waar de datum vandaan komt."
    elif record.checked_on is None or calendar.today - record.checked_on > valid:
        what = f"Bij {quoted(item)} is de bron ({record.source}) al een jaar niet nagekeken."
    else:
        return
    told = what, "Kijk de datum na bij de bron, en vul “Bron” en “Bron nagekeken op” in."
    facts = (record.source, record.checked_on)
    yield from calendar.make("partner_source", (item.id,), told, (item,), facts)
