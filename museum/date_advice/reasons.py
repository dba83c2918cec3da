"""Why a day is good or not, from the rules of the calendar and the hours of staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from museum.answers.date_vocabulary import WEEKDAY_NAMES
from museum.calendar_check import Calendar, CalendarItem, Finding
from museum.calendar_check.items import quarter_of
from museum.calendar_check.meetings import programme_meetings, week_of
from museum.calendar_check.programme_rules import programme_findings
from museum.calendar_check.words import AUDIENCE_WORDS, QUARTERS, STAFF_WORDS, audience_words
from museum.date_advice.candidate import CANDIDATE, Shape
from museum.date_advice.request import Request
from museum.date_advice.settings import AdviceSettings
from museum.date_words import DateStyle
from museum.hours.calendar import is_public_holiday
from museum.records import PartnerDate, ProgrammeItem

_ROOM: Final = 21
_STYLE: Final = DateStyle("nl", "long", 0)


@dataclass(frozen=True)
class Reason:
    """One reason, a Dutch sentence; `points` above 0 speak for the day, below 0 against."""

    rule: str
    text: str
    points: int


def reasons_of(
    calendar: Calendar,
    settings: AdviceSettings,
    request: Request,
    shape: Shape,
    item: CalendarItem,
) -> Iterator[Reason]:
    """Return every reason about one day, those of the rules first."""
    record = item.record
    assert isinstance(record, ProgrammeItem), "a candidate is a programme item"
    clashes = list(_clashes(calendar, settings, item, record))
    yield from clashes
    if not any(one.rule in _CLASH_RULES for one in clashes):
        yield Reason(
            "no_clash",
            f"Die week is er niets anders voor {audience_words(record.audiences)}, en er is geen "
            "feestdag, vakantie of dag van anderen.",
            0,
        )
    day = date.fromordinal(item.begins[0])
    yield from _near(calendar, settings, day)
    yield from _audiences(calendar, settings, record.audiences, day)
    yield from _weekday(settings, request, shape, day)


_CLASH_RULES: Final = frozenset(
    {
        *("same_day", "same_week", "partner_congress", "partner_sector", "partner_other"),
        *("public_holiday", "school_holiday"),
    }
)


def _clashes(
    calendar: Calendar, settings: AdviceSettings, item: CalendarItem, record: ProgrammeItem
) -> Iterator[Reason]:
    found = [*programme_meetings(calendar, item), *programme_findings(calendar, item, record)]
    for one in sorted(found, key=lambda each: each.key):
        yield Reason(one.rule, _said(calendar, one, item), -settings.against[one.severity])


def _said(calendar: Calendar, found: Finding, item: CalendarItem) -> str:
    """Say a finding of the rules about a day, instead of about a row that is not there yet."""
    others = [calendar.items[place.id] for place in found.places if place.id != CANDIDATE]
    name = f"“{others[0].title}”" if others else ""
    first = date.fromordinal(item.begins[0])
    match found.rule:
        case "same_day" | "same_week":
            near = "Op dezelfde dag" if found.rule == "same_day" else "In dezelfde week"
            return f"{near} als {name}, ook voor {_shared(found)}."
        case "public_holiday":
            return f"Het is een feestdag: {found.facts[-1]}."
        case "school_holiday":
            return f"Het is {str(found.facts[-1]).lower()} in Noord."
        case "not_fixed":
            left = (first - calendar.today).days
            days = calendar.settings.fixed_before(str(getattr(item.record, "kind", "")))
            return f"Het is kort dag: over {left} dagen al. Liever {days} dagen van tevoren vast."
        case rule if rule.startswith("partner_"):
            return f"Valt samen met {name}."
    return found.what


def _shared(found: Finding) -> str:
    """Return the audiences that two items share: the last fact of that rule."""
    last = found.facts[-1]
    assert isinstance(last, tuple), "the facts of a clash end with the audiences"
    return audience_words(last)


def _near(calendar: Calendar, settings: AdviceSettings, day: date) -> Iterator[Reason]:
    """Return what is about the days around it: a congress of others, a bridge day, leave."""
    little = -settings.against["hint"]
    number = day.toordinal()
    for person in calendar.settings.work.week_hours:
        if calendar.leave.at((person, number)):
            yield Reason(
                "staff_away", f"{STAFF_WORDS[person].capitalize()} heeft dan verlof.", little
            )
    near = {one for at in week_of(number) if at != number for one in calendar.others.at(at)}
    for other_id in sorted(near - set(calendar.others.at(number))):
        other = calendar.items[other_id]
        if isinstance(other.record, PartnerDate) and other.record.kind == "congress":
            yield Reason("partner_near", f"In dezelfde week als “{other.title}”.", little)
    if _is_bridge(day):
        yield Reason("bridge_day", "Een dag tussen een feestdag en het weekend.", little)


def _is_bridge(day: date) -> bool:
    one, weekday = timedelta(days=1), day.weekday()
    if weekday not in (0, 4):
        return False
    other = day - one if weekday == 4 else day + one
    return is_public_holiday(other) and not is_public_holiday(day)


def _audiences(
    calendar: Calendar, settings: AdviceSettings, audiences: tuple[str, ...], day: date
) -> Iterator[Reason]:
    """Return how it would lie among what there is for each audience."""
    first, after = quarter_of(day)
    quarter = range(first.toordinal(), after.toordinal())
    for audience in audiences:
        begins = sorted(
            begin for one in calendar.members_of(("audience", audience)) for begin in one.begins
        )
        who = AUDIENCE_WORDS[audience]
        named = f"het {QUARTERS[(day.month - 1) // 3]} kwartaal van {day.year}"
        count = sum(begin in quarter for begin in begins)
        if not count:
            text = f"Voor {who} is er nog niets in {named}: dit vult dat gat."
            yield Reason("audience_empty", text, settings.empty_quarter)
        elif count >= _MANY:
            text = f"Voor {who} is er al {count} keer iets in {named}."
            yield Reason("audience_full", text, -settings.against["hint"])
        around = [begin for begin in begins if abs(begin - day.toordinal()) < _ROOM]
        if not around and begins:
            text = f"Drie weken ervoor en erna is er niets voor {who}: mooi verspreid."
            yield Reason("room_around", text, settings.room_around)


_MANY: Final = 4


def _weekday(
    settings: AdviceSettings, request: Request, shape: Shape, day: date
) -> Iterator[Reason]:
    number = day.weekday()
    name = WEEKDAY_NAMES[number]
    if number in request.rather_on:
        yield Reason("wished_day", f"{name.capitalize()} noemde u zelf.", settings.wished_day)
    points = settings.days.get(number, 0)
    if points > 0:
        yield Reason("weekday", f"{name.capitalize()} komt meestal goed uit.", points)
    elif points < 0:
        yield Reason("weekday", f"{name.capitalize()} komt vaak minder goed uit.", points)
    evening = settings.evenings.get(number, 0) if shape.is_evening else 0
    if evening:
        yield Reason("evening", f"Een {name}avond houden veel mensen liever vrij.", evening)
