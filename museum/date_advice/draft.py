"""A request while it is being read, word by word."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from museum.date_advice.request import Part, Request, Span


@dataclass
class Draft:
    """What was read so far. What comes twice and differs is not chosen from: `refused` says it."""

    today: date
    kind: str = ""
    part: Part = ""
    minutes: int = 0
    days: int = 1
    times: int = 1
    people: int | None = None
    year: int | None = None
    begins: date | None = None
    ends: date | None = None
    no_school: bool = False
    no_public: bool = False
    audiences: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    not_in: list[Span] = field(default_factory=list)
    weekdays: set[int] = field(default_factory=set)
    not_on: set[int] = field(default_factory=set)
    rather_on: set[int] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)

    def begin_from(self, day: date) -> None:
        """Not before this day."""
        self.begins = day if self.begins is None else max(self.begins, day)

    def end_by(self, day: date) -> None:
        """Not after this day."""
        self.ends = day if self.ends is None else min(self.ends, day)

    def request(self, default: Callable[[str], Span]) -> Request:
        """Return what was read; `default` gives, by kind, the days when no period was said."""
        return Request(
            kind=self.kind,
            audiences=tuple(dict.fromkeys(self.audiences)),
            part=self.part,
            minutes=self.minutes,
            days=self.days,
            times=self.times,
            spans=tuple(self._spans(default(self.kind))),
            not_in=tuple(self.not_in),
            weekdays=frozenset(self.weekdays),
            not_on=frozenset(self.not_on),
            rather_on=frozenset(self.rather_on),
            not_in_school_holidays=self.no_school,
            not_on_public_holidays=self.no_public,
            people=self.people,
        )

    def _spans(self, default: Span) -> list[Span]:
        """Return the days to choose from: what was said, and of that what is still to come."""
        spans = self.spans
        if not spans and self.year is not None:
            spans = [Span(date(self.year, 1, 1), date(self.year, 12, 31))]
        if not spans:
            first = self.begins or default.first
            spans = [Span(first, self.ends or max(default.last, _a_year_on(first)))]
        first, last = max(self.begins or self.today, self.today), self.ends or date.max
        cut = [Span(max(span.first, first), min(span.last, last)) for span in spans]
        return [span for span in cut if span.first <= span.last]

    @property
    def has_period(self) -> bool:
        """Whether anything was said of when."""
        return bool(self.spans or self.year or self.begins or self.ends)


def _a_year_on(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, 28))
