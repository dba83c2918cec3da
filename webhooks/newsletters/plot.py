"""Where the bars of a year stand: what the page draws as SVG. No drawing, no I/O.

Two panels over one row of editions: opened and clicked in percents of the readers, and the
numbers of those who left and whose mail came back. Measures are units of the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from babel.dates import format_date

from museum.after_sending import Bar
from museum.date_plan import ZONE

WIDTH: Final = 360
LEFT: Final = 36
TOP: Final = 12
SHARES_HEIGHT: Final = 110
GAP: Final = 22
COUNTS_HEIGHT: Final = 50
HEIGHT: Final = TOP + SHARES_HEIGHT + GAP + COUNTS_HEIGHT + 16
MOST_BAR: Final = 22.0
MOST_LABELS: Final = 12


@dataclass(frozen=True)
class Column:
    """One bar: its corner, its size, and the class that gives it its look."""

    x: float
    y: float
    width: float
    height: float
    look: str


@dataclass(frozen=True)
class Tick:
    """A line across a panel, or a word below one."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Plot:
    """Everything the picture holds."""

    width: int
    height: int
    left: int
    columns: tuple[Column, ...]
    lines: tuple[Tick, ...]
    labels: tuple[Tick, ...]


def plot_of(bars: Sequence[Bar]) -> Plot:
    """Return the picture of a year; `bars` in the order of time."""
    room = (WIDTH - LEFT) / max(1, len(bars))
    width = min(MOST_BAR, room * 0.36)
    most = max([1, *(max(one.unsubscribed, one.bounced) for one in bars)])
    shares_foot, counts_foot = TOP + SHARES_HEIGHT, HEIGHT - 16
    columns: list[Column] = []
    labels: list[Tick] = []
    every = -(-len(bars) // MOST_LABELS) or 1
    for place, one in enumerate(bars):
        middle = LEFT + room * (place + 0.5)
        for share, x, look in (
            (one.opened_percent, middle - width, "opened"),
            (one.clicked_percent, middle, "clicked"),
        ):
            columns.append(_column(x, shares_foot, width, share / 100 * SHARES_HEIGHT, look))
        for count, x, look in (
            (one.unsubscribed, middle - width, "left"),
            (one.bounced, middle, "bounced"),
        ):
            columns.append(_column(x, counts_foot, width, count / most * COUNTS_HEIGHT, look))
        if place % every == 0:
            month = format_date(one.sent_at.astimezone(ZONE), "MMM", locale="nl_NL").rstrip(".")
            labels.append(Tick(round(middle, 1), HEIGHT - 4, str(month)))
    lines = [
        Tick(LEFT, round(shares_foot - share / 100 * SHARES_HEIGHT, 1), f"{share}%")
        for share in (0, 50, 100)
    ]
    lines += [Tick(LEFT, counts_foot, "0"), Tick(LEFT, counts_foot - COUNTS_HEIGHT, str(most))]
    return Plot(WIDTH, HEIGHT, LEFT, tuple(columns), tuple(lines), tuple(labels))


def _column(x: float, foot: float, width: float, height: float, look: str) -> Column:
    return Column(round(x, 1), round(foot - height, 1), round(width, 1), round(height, 1), look)
