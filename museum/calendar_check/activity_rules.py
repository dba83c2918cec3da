"""The rules about museums' own activities, exhibitions and offers."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from museum.calendar_check.findings import Finding
from museum.calendar_check.items import CalendarItem
from museum.calendar_check.museum_hours import MuseumHours
from museum.calendar_check.words import day_words, days_words, quoted
from museum.records import Activity

if TYPE_CHECKING:
    from museum.calendar_check.calendar import Calendar

_STAYS: Final = timedelta(days=365)
"""So long what is over stands on the website (config/rules.toml); older is nobody's concern."""


def activity_findings(
    calendar: "Calendar", item: CalendarItem, record: Activity
) -> Iterator[Finding]:
    """Return what does not fit in one activity, exhibition or offer."""
    if item.plan is None:
        return
    rule = item.plan.rule
    is_endless = item.plan.last_day is None or (rule is not None and rule.until is None)
    if record.kind == "offer" and is_endless:
        told = (
            f"De kortingsactie {quoted(item)} heeft geen einde.",
            "Vul de laatste dag in (“Laatste dag” of “Herhalen tot en met”).",
        )
        yield from calendar.make("offer_endless", (item.id,), told, (item,), (item.when,))
    at_home = not (record.location_name or record.location_address or record.location_place)
    if record.kind == "activity" and record.museum and at_home and not item.span_days:
        hours = calendar.hours_of(record.museum)
        if hours is not None:
            yield from _hours(calendar, item, hours)


def _hours(calendar: "Calendar", item: CalendarItem, hours: MuseumHours) -> Iterator[Finding]:
    closed, season, outside = _misfits(calendar, item, hours)
    facts = (item.when, hours.osm)
    if season:
        first = day_words(season[0])
        told = (
            f"{quoted(item)} loopt door in een gesloten seizoen van het museum: vanaf {first} "
            f"{len(season)} keer.",
            "Zet “Herhalen tot en met” op de laatste dag van het seizoen, of zet de dagen bij "
            "“Niet op”. Klopt de openingstijd niet, verbeter die dan.",
        )
        yield from calendar.make("closed_season", (item.id,), told, (item,), facts)
    if closed:
        told = (
            f"{quoted(item)} is op {days_words(closed)}; het museum is dan dicht.",
            "Kies een andere dag, of zet bij de openingstijden dat het museum dan open is.",
        )
        # Once, it is mostly open for it on purpose; again and again, the dates or hours are wrong.
        rule = "museum_closed" if item.plan and item.plan.kind == "recurring" else "special_day"
        yield from calendar.make(rule, (item.id,), told, (item,), facts)
    elif outside:
        told = (
            f"{quoted(item)} is op {days_words(outside)} buiten de openingstijd van het museum.",
            "Kijk de tijd na. Is het museum er speciaal voor open, dan is dit zo bedoeld.",
        )
        yield from calendar.make("outside_hours", (item.id,), told, (item,), facts)


def _misfits(
    calendar: "Calendar", item: CalendarItem, hours: MuseumHours
) -> tuple[list[int], list[int], list[int]]:
    """Return the days on which it is closed, closed for a season, or open at another time."""
    closed: list[int] = []
    season: list[int] = []
    outside: list[int] = []
    opens, closes = item.minutes
    today, least = calendar.today.toordinal(), calendar.settings.closed_season_days
    repeats = item.plan is not None and item.plan.kind == "recurring"
    for day in item.begins:
        if day < today or not hours.knows(day):
            continue
        spans = hours.spans[day - hours.first]
        if not spans:
            in_season = repeats and hours.closed_run[day - hours.first] >= least
            (season if in_season else closed).append(day)
        elif item.opens is not None and not any(
            begin <= opens and (item.closes is None or closes <= end) and opens < end
            for begin, end in spans
        ):
            outside.append(day)
    return closed, season, outside


def museum_findings(calendar: "Calendar", museum_id: str) -> Iterator[Finding]:
    """Return the exhibition that is over and has no successor, so that it still stands first."""
    museum = calendar.museums.get(museum_id)
    if museum is None or museum.status == "closed":
        return
    over: list[tuple[date, str, CalendarItem]] = []
    for item in calendar.members_of(("museum", museum_id)):
        if not isinstance(item.record, Activity) or item.record.kind != "exhibition":
            continue
        if item.plan is None:
            continue
        if item.plan.rule or item.plan.last_day is None or item.plan.last_day >= calendar.today:
            return  # there is one now, or to come
        over.append((item.plan.last_day, item.id, item))
    if not over:
        return
    last_day, _item_id, item = max(over)
    if calendar.today - last_day > _STAYS:
        return
    told = (
        f"De tentoonstelling {quoted(item)} was voorbij op {day_words(last_day)}, en "
        f"staat bij {museum.name or 'het museum'} nog vooraan: er is geen nieuwe.",
        "Vraag het museum naar de volgende tentoonstelling, of zet deze op “Afgewezen”.",
    )
    yield from calendar.make("ended_first", (item.id,), told, (item,), (item.when,))
