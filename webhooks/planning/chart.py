"""The plot of hours: where each bar and line of it stands. Plain numbers for an SVG of our own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from babel.dates import format_date

from museum.calendar_check.words import hours_words
from museum.workload import WeekLoad, WorkRules

WIDTH: Final = 1080
HEIGHT: Final = 210
_LEFT: Final = 44
_TOP: Final = 12
_BOTTOM: Final = 34
_LEAST_TOP_H: Final = 8
_MONTH_NAME: Final = 45


@dataclass(frozen=True)
class Bar:
    """One week. `is_over`: more is asked than there is."""

    x: float
    y: float
    width: float
    height: float
    is_over: bool
    told: str


@dataclass(frozen=True)
class Mark:
    """A line across with its number, or a month with its name."""

    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """One person's year. `there_is` is the path of the hours that there are."""

    bars: tuple[Bar, ...]
    there_is: str
    lines: tuple[Mark, ...]
    months: tuple[Mark, ...]
    base: float


def chart_of(weeks: Sequence[WeekLoad], rules: WorkRules) -> Chart:
    """Return the plot of some weeks of one person."""
    most = max(max(week.hours, week.available) for week in weeks)
    step = 4 if most <= 16 else 8 if most <= 40 else 20
    top = max(_LEAST_TOP_H, -(-most // step) * step)
    base = HEIGHT - _BOTTOM
    scale = (base - _TOP) / top
    slot = (WIDTH - _LEFT) / len(weeks)
    bars = tuple(
        Bar(
            round(_LEFT + number * slot + slot * 0.12, 1),
            round(base - week.hours * scale, 1),
            round(slot * 0.76, 1),
            round(week.hours * scale, 1),
            week.is_over(rules),
            f"Week van {_day(week)}: {hours_words(week.hours)} werk, "
            f"{hours_words(week.available)} tijd",
        )
        for number, week in enumerate(weeks)
    )
    lines = tuple(
        Mark(round(base - hours * scale, 1), str(hours)) for hours in range(0, int(top) + 1, step)
    )
    return Chart(bars, _path(weeks, base, scale, slot), lines, _months(weeks, slot), base)


def _path(weeks: Sequence[WeekLoad], base: float, scale: float, slot: float) -> str:
    """Return the line of the hours that there are: a step for each week."""
    parts: list[str] = []
    for number, week in enumerate(weeks):
        x, y = _LEFT + number * slot, round(base - week.available * scale, 1)
        parts.append(f"{'L' if parts else 'M'}{x:.1f} {y}H{x + slot:.1f}")
    return "".join(parts)


def _months(weeks: Sequence[WeekLoad], slot: float) -> tuple[Mark, ...]:
    found: list[Mark] = []
    seen = ""
    for number, week in enumerate(weeks):
        month = f"{week.monday:%Y-%m}"
        if month != seen and (seen or week.monday.day <= 7 or number == 0):
            name = format_date(week.monday, "LLL", locale="nl_NL").rstrip(".")
            found.append(Mark(round(_LEFT + number * slot, 1), name))
        seen = month
    if len(found) > 1 and found[1].at - found[0].at < _MONTH_NAME:
        found = found[1:]  # the last days of a month: there is no room for its name
    return tuple(found)


def _day(week: WeekLoad) -> str:
    return format_date(week.monday, "d MMMM y", locale="nl_NL")
