"""Writes rules as OpenStreetMap's `opening_hours`, the canonical form."""

from museum.hours import seasons
from museum.hours.rules import EVERY_DAY, Hours, MonthDay, Rule, Season, Selector, Span, Stretch
from museum.hours.vocabulary import NAMED_OSM, VACATION_WINDOW

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_MIN = 1440
APPOINTMENT = 'unknown "op afspraak"'
"""Not open as such, and not closed either."""


def to_osm(hours: Hours) -> str:
    """Return the `opening_hours` value of rules that stand in order, later ones winning."""
    # As the most general rule, not as OSM's fallback ("||"): the library reads that otherwise.
    written = [f"Mo-Su {APPOINTMENT}"] if hours.by_appointment else []
    for rule in hours.rules:
        written.extend(f"{days} {_state(rule)}".strip() for days in _selector(rule.selector))
    return "; ".join(dict.fromkeys(written))


def _state(rule: Rule) -> str:
    times = ",".join(_span(span) for span in rule.spans)
    if rule.state == "closed":
        return "off"
    if rule.state == "appointment":
        return f"{times} {APPOINTMENT}".strip()
    return times


def _span(span: Span) -> str:
    return f"{_clock(span.opens_min)}-{_clock(span.closes_min)}"


def _clock(minutes: int) -> str:
    if minutes > _DAY_MIN:
        minutes -= _DAY_MIN
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _selector(chosen: Selector) -> list[str]:
    if chosen.named:
        return [text for name in chosen.named for text in NAMED_OSM[name]]
    if chosen.dates:
        return [",".join(_stretch(one) for one in chosen.dates)]
    found = []
    for season in _seasons(chosen):
        parts = [",".join(_stretch(one) for one in season)] if season else []
        if chosen.public:
            parts.append("PH")
        if chosen.school:
            parts.append("SH")
        days = _weekdays(chosen)
        if days and not (days == "Mo-Su" and parts):
            parts.append(days)
        found.append(" ".join(parts))
    return found


def _seasons(chosen: Selector) -> list[Season]:
    """Return the season, narrowed to where the school holiday of this name falls."""
    if chosen.school not in VACATION_WINDOW:
        return [chosen.season]
    window = (Stretch(*VACATION_WINDOW[chosen.school]),)
    if not chosen.season:
        return [window]
    common = seasons.stretches_of(seasons.days_of(chosen.season) & seasons.days_of(window))
    return [common] if common else []


def _stretch(one: Stretch) -> str:
    first, last = _day(seasons.first_day(one)), _day(seasons.last_day(one))
    if one.first_year is not None:
        if one.is_one_day:
            return f"{one.first_year} {first}"
        return f"{one.first_year} {first}-{one.last_year} {last}"
    if one.is_one_day:
        return first
    if one.first[1] == 0 and one.last[1] == 0:
        first, last = _MONTHS[one.first[0] - 1], _MONTHS[one.last[0] - 1]
        return first if first == last else f"{first}-{last}"
    return f"{first}-{last}"


def _day(day: MonthDay) -> str:
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
        if len(run) > len(("first", "last")):
            found.append(f"{_DAYS[run[0]]}-{_DAYS[run[-1]]}")
        else:
            found.extend(_DAYS[day] for day in run)
    return found
