"""Writes rules as OpenStreetMap's `opening_hours`, the canonical form."""

from dataclasses import replace

from museum.hours import seasons
from museum.hours.rules import EVERY_DAY, Hours, Rule, Selector, Span, Stretch
from museum.hours.vocabulary import NAMED_OSM, VACATIONS

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
APPOINTMENT = 'unknown "op afspraak"'
"""Not open as such, and not closed either."""


def to_osm(hours: Hours) -> str:
    """Return the `opening_hours` value. Rules go from the general to the particular."""
    # As the most general rule, not as OSM's fallback ("||"): the library reads that otherwise.
    written = [f"Mo-Su {APPOINTMENT}"] if hours.by_appointment else []
    for rule in in_order(hours.rules):
        written.extend(_rule(rule))
    return "; ".join(dict.fromkeys(written))


def in_order(rules: tuple[Rule, ...]) -> list[Rule]:
    """Return the rules so that a later one rightly wins over an earlier one.

    A general rule gives way to one of a season, that to the school holidays, to the public
    holidays, and those to what is said of one day; of the same kind, closed wins over open.
    """
    return sorted(_split(rules), key=_rank)


def _split(rules: tuple[Rule, ...]) -> list[Rule]:
    found: list[Rule] = []
    for rule in rules:
        if rule.selector.not_school:
            found.append(replace(rule, selector=replace(rule.selector, not_school=False)))
            school = replace(rule.selector, not_school=False, school="schoolvakanties")
            found.append(Rule(school, "closed"))
        else:
            found.append(rule)
    return found


def _rank(rule: Rule) -> tuple[int, int]:
    chosen = rule.selector
    is_closed = rule.state == "closed"
    if chosen.named or chosen.dates:
        return 6, int(is_closed)
    if chosen.holidays:
        return 4, int(is_closed)
    if chosen.school:
        # "Buiten de schoolvakanties" closes first; what is open in them is said on top.
        return 3, 0 if is_closed else 1
    if is_closed and chosen.season and chosen.days is None:
        return 5, 0
    if is_closed:
        return 2, 0
    if chosen.nth:
        return 1, 2
    return (1, 1) if chosen.season else (0, 0)


def _rule(rule: Rule) -> list[str]:
    state = _state(rule)
    return [f"{days} {state}".strip() for days in _selector(rule.selector)]


def _state(rule: Rule) -> str:
    if rule.state == "closed":
        return "off"
    if rule.state == "appointment":
        return APPOINTMENT
    return ",".join(_span(span) for span in rule.spans)


def _span(span: Span) -> str:
    return f"{_clock(span.opens_min)}-{_clock(span.closes_min)}"


def _clock(minutes: int) -> str:
    if minutes > 1440:
        minutes -= 1440
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _selector(chosen: Selector) -> list[str]:
    if chosen.named:
        return [text for name in chosen.named for text in NAMED_OSM[name]]
    if chosen.dates:
        return [",".join(_stretch(one) for one in chosen.dates)]
    season = chosen.season
    window = VACATIONS.get(chosen.school) if chosen.school else None
    if window is not None:
        season = _within(season, Stretch(*window))
    parts = []
    if season:
        parts.append(",".join(_stretch(one) for one in season))
    if chosen.holidays:
        parts.append("PH")
    if chosen.school:
        parts.append("SH")
    days = _weekdays(chosen)
    if days and not (days == "Mo-Su" and parts):
        parts.append(days)
    return [" ".join(parts)]


def _within(season: tuple[Stretch, ...], window: Stretch) -> tuple[Stretch, ...]:
    if not season:
        return (window,)
    return seasons.stretches_of(seasons.days_of(season) & seasons.days_of((window,)))


def _stretch(one: Stretch) -> str:
    if one.first_year is not None:
        first = f"{one.first_year} {_day(seasons.first_day(one))}"
        if one.is_one_day:
            return first
        return f"{first}-{one.last_year} {_day(seasons.last_day(one))}"
    if one.is_one_day:
        return _day(one.first)
    if one.first[1] == 0 and one.last[1] == 0:
        first, last = _MONTHS[one.first[0] - 1], _MONTHS[one.last[0] - 1]
        return first if first == last else f"{first}-{last}"
    return f"{_day(seasons.first_day(one))}-{_day(seasons.last_day(one))}"


def _day(day: tuple[int, int]) -> str:
    return f"{_MONTHS[day[0] - 1]} {day[1]:02}"


def _weekdays(chosen: Selector) -> str:
    if chosen.days is None:
        return ""
    if chosen.nth:
        return ",".join(
            f"{_DAYS[day]}[{number}]" for day in sorted(chosen.days) for number in chosen.nth
        )
    if chosen.days == EVERY_DAY:
        return "Mo-Su"
    return ",".join(_runs(sorted(chosen.days)))


def _runs(days: list[int]) -> list[str]:
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    found = []
    for run in runs:
        if len(run) > 2:
            found.append(f"{_DAYS[run[0]]}-{_DAYS[run[-1]]}")
        else:
            found.extend(_DAYS[day] for day in run)
    return found
