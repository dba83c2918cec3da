"""A room, a speaker or a member of staff in two places; the same event twice."""

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING, Final

from museum.calendar_check.doubles import asks_for, is_same
from museum.calendar_check.findings import Finding
from museum.calendar_check.items import CalendarItem, clash_day, people_of
from museum.calendar_check.words import STAFF_WORDS, day_words, quoted
from museum.records import Activity, ProgrammeItem

if TYPE_CHECKING:
    from museum.calendar_check.calendar import Calendar, DayIndex

_STAFF: Final = "staff:"


def same_rooms_and_people(calendar: "Calendar", item: CalendarItem) -> Iterator[Finding]:
    """Return with what an item takes a room or a person at the same moment."""
    if item.room:
        for other, begins in _sharing(calendar, item, calendar.rooms, item.room):
            yield from _clash(calendar, item, other, begins, "room_twice", item.room)
    for person in people_of(item):
        rule = "staff_twice" if person.startswith(_STAFF) else "speaker_twice"
        for other, begins in _sharing(calendar, item, calendar.people, person):
            yield from _clash(calendar, item, other, begins, rule, person)


def same_events(calendar: "Calendar", item: CalendarItem) -> Iterator[Finding]:
    """Return the items that are probably the same event, from another source or typed twice."""
    near = {one for key in asks_for(item) for one in calendar.tokens.at(key)} - {item.id}
    for other_id in sorted(near):
        if calendar.is_loading and other_id < item.id:
            continue  # it looked at this one
        other = calendar.items[other_id]
        if not is_same(item, other) or _is_over(calendar, item) or _is_over(calendar, other):
            continue
        first, second = sorted((item, other), key=lambda one: (one.record.created, one.id))
        told = (
            f"{quoted(second)} lijkt hetzelfde als {quoted(first)}: titel en dag komen overeen.",
            "Houd één van de twee. Zet de andere op “Afgewezen”, of haal haar uit de tabel.",
        )
        facts = (first.when, second.when, first.title, second.title)
        pair = (second.id, first.id)
        yield from calendar.make("same_event", pair, told, (second, first), facts)


def _is_over(calendar: "Calendar", item: CalendarItem) -> bool:
    return not item.begins or item.begins[-1] + item.span_days < calendar.today.toordinal()


def _sharing(
    calendar: "Calendar", item: CalendarItem, index: "DayIndex", key: Hashable
) -> list[tuple[CalendarItem, list[tuple[int, int]]]]:
    """Return who stands at the same key on the same day, with the days that both begin on."""
    today, found = calendar.today.toordinal(), dict[str, list[tuple[int, int]]]()
    for begin in item.begins:
        for day in range(max(begin, today), begin + item.span_days + 1):
            for other_id, other_begin in index.at((key, day)).items():
                if other_id != item.id:
                    found.setdefault(other_id, []).append((begin, other_begin))
    return [(calendar.items[one], found[one]) for one in sorted(found)]


def _clash(
    calendar: "Calendar",
    item: CalendarItem,
    other: CalendarItem,
    begins: list[tuple[int, int]],
    rule: str,
    key: str,
) -> Iterator[Finding]:
    if rule == "room_twice" and is_same(item, other):
        return  # one event typed twice is not two in one room
    try:
        day = clash_day(item, other, begins)
    except LookupError:
        return
    first, second = sorted((item, other), key=lambda one: (one.record.created, one.id))
    told = (
        f"{_who(rule, key, first)} staat op {day_words(day)} op twee plaatsen tegelijk: "
        f"bij {quoted(first)} en bij {quoted(second)}.",
        "Wijzig bij één van de twee de dag, de tijd of "
        + ("de zaal." if rule == "room_twice" else "wie het doet."),
    )
    facts = (first.when, second.when, key)
    yield from calendar.make(rule, (second.id, first.id, key[:60]), told, (second, first), facts)


def _who(rule: str, key: str, item: CalendarItem) -> str:
    record = item.record
    if rule == "room_twice":
        name = record.room if isinstance(record, ProgrammeItem) else ""
        if isinstance(record, Activity):
            name = record.location_name
        return f"De zaal “{name}”"
    if rule == "staff_twice":
        return STAFF_WORDS.get(key.removeprefix(_STAFF), key).capitalize()
    return f"Een spreker ({key.title()})"
