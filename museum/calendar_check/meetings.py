"""Programme items that meet something on their day: each other, partners' dates, holidays, leave.

A pair is found from either side, and is the same finding from both.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from museum.calendar_check.findings import Finding
from museum.calendar_check.items import CalendarItem
from museum.calendar_check.words import (
    STAFF_WORDS,
    audience_words,
    day_words,
    days_words,
    quoted,
)
from museum.hours import HolidaysUnknownError
from museum.hours.calendar import public_holidays, school_holidays
from museum.records import Leave, PartnerDate, ProgrammeItem

if TYPE_CHECKING:
    from museum.calendar_check.calendar import Calendar

_WEEK = 7
_MOVE = "Kies voor één van de twee een andere dag (zie Datumadvies)."


def programme_meetings(calendar: "Calendar", item: CalendarItem) -> Iterator[Finding]:
    """Return what a programme item meets."""
    days = coming_days(calendar, item)
    near = {one for day in days for at in week_of(day) for one in calendar.programme.at(at)}
    for other_id in sorted(near - {item.id}):
        yield from _both_ask(calendar, *_paired(item, calendar.items[other_id]))
    others = {one for day in days for one in calendar.others.at(day)}
    for other_id in sorted(others):
        yield from _with_partner(calendar, item, calendar.items[other_id])
    yield from _on_holidays(calendar, item, days)
    for person in staff_of(item):
        for leave_id in sorted({one for day in days for one in calendar.leave.at((person, day))}):
            yield from _on_leave(calendar, item, calendar.items[leave_id])


def partner_meetings(calendar: "Calendar", partner: CalendarItem) -> Iterator[Finding]:
    """Return the programme items that a partner's date meets."""
    days = coming_days(calendar, partner)
    for item_id in sorted({one for day in days for one in calendar.programme.at(day)}):
        yield from _with_partner(calendar, calendar.items[item_id], partner)


def leave_meetings(calendar: "Calendar", leave: CalendarItem) -> Iterator[Finding]:
    """Return the programme items of somebody who is away then."""
    days = coming_days(calendar, leave)
    for item_id in sorted({one for day in days for one in calendar.programme.at(day)}):
        item = calendar.items[item_id]
        if isinstance(leave.record, Leave) and leave.record.person in staff_of(item):
            yield from _on_leave(calendar, item, leave)


def coming_days(calendar: "Calendar", item: CalendarItem) -> list[int]:
    """Return the days from today that an item takes."""
    today = calendar.today.toordinal()
    return [day for day in item.days if day >= today]


def week_of(day: int) -> range:
    """Return the seven days, from Monday, of the week that a day (an ordinal) is in."""
    monday = day - (day - 1) % _WEEK
    return range(monday, monday + _WEEK)


def staff_of(item: CalendarItem) -> tuple[str, ...]:
    """Return who of the staff does it."""
    return item.record.staff if isinstance(item.record, ProgrammeItem) else ()


def _paired(one: CalendarItem, other: CalendarItem) -> tuple[CalendarItem, CalendarItem]:
    """Put a pair in one order, whichever was looked at: the later one is the one to move."""
    earlier, later = sorted((one, other), key=lambda item: (_first_day(item), item.id))
    return later, earlier


def _first_day(item: CalendarItem) -> date:
    return item.plan.first_day if item.plan else date.max


def _both_ask(calendar: "Calendar", item: CalendarItem, other: CalendarItem) -> Iterator[Finding]:
    shared = _audiences(item) & _audiences(other)
    if not shared:
        return
    days = coming_days(calendar, item)
    same = sorted(set(days) & set(coming_days(calendar, other)))
    who, facts = audience_words(shared), (item.when, other.when, tuple(sorted(shared)))
    pair = (item.id, other.id)
    if same:
        what = f"{quoted(item)} en {quoted(other)} zijn op dezelfde dag ({days_words(same)}), "
        told = what + f"allebei voor {who}.", _MOVE
        yield from calendar.make("same_day", pair, told, (item, other), facts)
        return
    mondays = {week_of(day)[0] for day in coming_days(calendar, other)}
    weeks = sorted({week_of(day)[0] for day in days} & mondays)
    if weeks:
        what = f"{quoted(item)} en {quoted(other)} zijn in één week (die van "
        told = (
            what + f"{days_words(weeks)}), allebei voor {who}.",
            "Kan er één een week eerder of later? Datumadvies laat zien welke dagen vrij zijn.",
        )
        yield from calendar.make("same_week", pair, told, (item, other), facts)


def _audiences(item: CalendarItem) -> set[str]:
    return set(item.record.audiences) if isinstance(item.record, ProgrammeItem) else set()


def _with_partner(
    calendar: "Calendar", item: CalendarItem, partner: CalendarItem
) -> Iterator[Finding]:
    if not isinstance(partner.record, PartnerDate):
        return
    days = sorted(set(coming_days(calendar, item)) & set(coming_days(calendar, partner)))
    kind = partner.record.kind or "other"
    told = (
        f"{quoted(item)} valt samen met {quoted(partner)}: {days_words(days)}.",
        "Kies een andere dag, of spreek met de ander af wie opschuift.",
    )
    facts = (item.when, partner.when, kind)
    pair = (item.id, partner.id)
    yield from calendar.make(f"partner_{kind}", pair, told, (item, partner), facts)


def _on_holidays(calendar: "Calendar", item: CalendarItem, days: list[int]) -> Iterator[Finding]:
    for rule, names in (("public_holiday", public_holidays), ("school_holiday", school_holidays)):
        found: dict[str, list[int]] = {}
        for number in days:
            day = date.fromordinal(number)
            try:
                name = names(day.year).get(day)
            except HolidaysUnknownError:
                continue  # the rule `holidays_unknown` says so, once
            if name:
                found.setdefault(name, []).append(number)
        for name, on in found.items():
            told = (
                f"{quoted(item)} is op {days_words(on)}: {_named(rule, name)}.",
                "Kies een andere dag, of keur het goed als dit zo bedoeld is.",
            )
            yield from calendar.make(rule, (item.id, name), told, (item,), (item.when, name))


def _named(rule: str, name: str) -> str:
    return name if rule == "public_holiday" else f"{name.lower()} in Noord"


def _on_leave(calendar: "Calendar", item: CalendarItem, leave: CalendarItem) -> Iterator[Finding]:
    if not isinstance(leave.record, Leave):
        return
    days = sorted(set(coming_days(calendar, item)) & set(coming_days(calendar, leave)))
    person = STAFF_WORDS.get(leave.record.person, "iemand")
    told = (
        f"Bij {quoted(item)} op {day_words(days[0])} staat {person}, maar die heeft dan verlof "
        f"({quoted(leave)}).",
        "Laat iemand anders het doen (“Wie doet het?”), of kies een andere dag.",
    )
    facts = (item.when, leave.when, leave.record.person)
    yield from calendar.make("staff_on_leave", (item.id, leave.id), told, (item, leave), facts)
