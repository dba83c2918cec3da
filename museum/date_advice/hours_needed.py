"""Whether staff have the hours for it: in its own week, and in the weeks before and after."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from museum.calendar_check import Calendar, CalendarItem
from museum.calendar_check.words import day_words, hours_words
from museum.calendar_check.work_rules import work_of
from museum.date_advice.reasons import Reason
from museum.date_advice.settings import AdviceSettings

_BUSY: Final = 0.85


def hours_reasons(
    calendar: Calendar, settings: AdviceSettings, item: CalendarItem
) -> Iterator[Reason]:
    """Return what the hours say of a day; nothing when it is not known what it costs."""
    rules = calendar.settings.work
    work = work_of(item, calendar.templates, rules)
    if work is None:
        yield Reason(
            "hours_unknown",
            "Hoeveel uren het kost, is niet bekend: er is geen draaiboek voor deze soort.",
            0,
        )
        return
    weeks: dict[date, float] = {}
    for (_person, monday), hours in calendar.work.asks(work).items():
        weeks[monday] = weeks.get(monday, 0.0) + hours
    shares = {
        monday: (calendar.work.total(monday) + hours, calendar.work.available("", monday))
        for monday, hours in weeks.items()
    }
    over = [
        monday
        for monday, (asked, available) in sorted(shares.items())
        if asked > available * rules.overload_from
    ]
    if over:
        yield from _over(calendar, settings, over, shares)
        return
    fullest = max(asked / available for asked, available in shares.values() if available)
    told = f"de drukste week is dan voor {round(100 * fullest)}% gevuld"
    if fullest > _BUSY:
        yield Reason("busy", f"Het past net: {told}.", -settings.against["hint"])
    else:
        yield Reason("hours", f"Er zijn genoeg uren: {told}.", settings.enough_hours)


def _over(
    calendar: Calendar,
    settings: AdviceSettings,
    over: list[date],
    shares: dict[date, tuple[float, float]],
) -> Iterator[Reason]:
    severity = calendar.settings.severities.get("overload")
    if severity is None:
        return
    worst = max(over, key=lambda monday: (shares[monday][0] - shares[monday][1], monday))
    asked, available = shares[worst]
    more = f" Zo zijn er {len(over)} weken." if len(over) > 1 else ""
    yield Reason(
        "overload",
        f"Te weinig uren: de week van {day_words(worst)} vraagt dan {hours_words(asked)}, en er is "
        f"{hours_words(available)}.{more}",
        -settings.against[severity],
    )
