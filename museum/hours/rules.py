"""What opening hours mean, in a form that a machine can check and a person can be told."""

from dataclasses import dataclass, replace
from typing import Final, Literal

Weekdays = frozenset[int]
"""0 is Monday."""
EVERY_DAY: Final[Weekdays] = frozenset(range(7))

MonthDay = tuple[int, int]

LONG_AGO: Final = 2000
"""The first year of a stretch that was typed with only its end: "t/m 3 januari 2027"."""
ENDLESS: Final = 9999
"""The last year of a stretch that was typed with only its beginning."""


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


Season = tuple[Stretch, ...]
"""Stretches of the year; none is the whole year."""


@dataclass(frozen=True)
class Span:
    """From when to when, in minutes after midnight; past 1440 is the next day."""

    opens_min: int
    closes_min: int


Spans = tuple[Span, ...]
ALL_DAY: Final[Spans] = (Span(0, 1440),)


@dataclass(frozen=True)
class Selector:
    """On which days: everything given must hold. Nothing given: every day."""

    season: Season = ()
    days: Weekdays | None = None
    nth: tuple[int, ...] = ()
    """Only the nth of these weekdays in a month; -1 is the last."""
    school: str = ""
    """"all", or a school holiday of the vocabulary's VACATION_WINDOW; "" when not asked."""
    public: bool = False
    named: tuple[str, ...] = ()
    dates: Season = ()

    @property
    def is_weekly(self) -> bool:
        """Whether it speaks only of the week and the season."""
        return not (self.school or self.public or self.named or self.dates)

    @property
    def is_school(self) -> bool:
        """Whether it speaks of school holidays and nothing else."""
        return bool(self.school) and self == Selector(school=self.school)

    @property
    def weekdays(self) -> Weekdays:
        """The days of the week it may fall on."""
        return EVERY_DAY if self.days is None else self.days

    def within(self, season: Season) -> "Selector":
        """Return the same days, within a season."""
        return replace(self, season=season)


State = Literal["open", "closed", "appointment"]


@dataclass(frozen=True)
class Rule:
    """What holds on some days. Without spans an appointment may be at any time."""

    selector: Selector
    state: State
    spans: Spans = ()


@dataclass(frozen=True)
class Hours:
    """Everything a text says: rules from the general to the particular, later ones win."""

    rules: tuple[Rule, ...] = ()
    notes: tuple[str, ...] = ()
    by_appointment: bool = False
    """At other times too, on appointment."""
