"""Opening hours as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from channels.website.view.parts import Prose


@dataclass(frozen=True)
class HoursSpan:
    """One opening on a day; wall times in Drenthe.

    `closes_next_day`: past midnight, on the day after. Midnight itself still is this day's end.
    """

    opens: time
    closes: time
    closes_next_day: bool = False


@dataclass(frozen=True)
class HoursDay:
    """One day of the coming weeks. No spans: closed. `holiday` names a public or school holiday."""

    day: date
    spans: Sequence[HoursSpan]
    holiday: str = ""
    is_today: bool = False


@dataclass(frozen=True)
class HoursView:
    """Opening hours as the page shows them. Not understood: only `typed`, and no days."""

    typed: Prose | None
    understood: bool
    words: str
    days: Sequence[HoursDay] = ()
    """Four weeks from today, only when understood."""
    by_appointment: bool = False


@dataclass(frozen=True)
class OpenDays:
    """On which of the coming days a museum is open, brief enough for a card that scripts read."""

    first: date
    spans: Sequence[str]
    """The different openings in words: "11.00–17.00"."""
    days: str
    """A letter a day, from `first` on: "-" for closed, else which of `spans`: "a" is the first."""
