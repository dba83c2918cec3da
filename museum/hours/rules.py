"""What opening hours mean, in a form that a machine can check and a person can be told."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

Weekdays = frozenset[int]
"""0 is Monday."""
EVERY_DAY: Final[Weekdays] = frozenset(range(7))

MonthDay = tuple[int, int]


@dataclass(frozen=True)
class Stretch:
    """A stretch of the year, first and last day included; with years when those were typed.

    A day of 0 means the whole month: the first or last day of it.
    """

    first: MonthDay
    last: MonthDay
    first_year: int | None = None
    last_year: int | None = None

    @property
    def is_one_day(self) -> bool:
        """Whether it is a single day."""
        return self.first == self.last and self.first[1] != 0 and self.first_year == self.last_year


@dataclass(frozen=True)
class Span:
    """From when to when, in minutes after midnight; past 1440 is the next day."""

    opens_min: int
    closes_min: int


@dataclass(frozen=True)
class Selector:
    """On which days: everything given must hold. Nothing given: every day."""

    season: tuple[Stretch, ...] = ()
    days: Weekdays | None = None
    nth: tuple[int, ...] = ()
    """Only the nth of these weekdays in a month; -1 is the last."""
    school: str = ""
    """A word of the vocabulary's VACATIONS; "" when not asked."""
    not_school: bool = False
    holidays: bool = False
    named: tuple[str, ...] = ()
    dates: tuple[Stretch, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return self == Selector()

    def within(self, season: tuple[Stretch, ...]) -> "Selector":
        """Return the same days, within a season."""
        return replace(self, season=season)


State = Literal["open", "closed", "appointment"]


@dataclass(frozen=True)
class Rule:
    """What holds on some days. `spans` only when open."""

    selector: Selector
    state: State
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Hours:
    """Everything a text says: rules from the general to the particular, later ones win."""

    rules: tuple[Rule, ...] = ()
    notes: tuple[str, ...] = ()
    by_appointment: bool = False
    """At other times too, on appointment."""


@dataclass(frozen=True)
class Day:
    """One day's opening."""

    day: date
    spans: tuple[Span, ...] = ()
    holiday: str = field(default="")
