"""What somebody looks a date for: read from a sentence, or filled in field by field."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

Part = Literal["", "dagdeel", "ochtend", "middag", "avond", "dag"]
PARTS: Final[dict[Part, str]] = {
    "dagdeel": "een dagdeel",
    "ochtend": "een ochtend",
    "middag": "een middag",
    "avond": "een avond",
    "dag": "een hele dag",
}


@dataclass(frozen=True)
class Span:
    """Days, both included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True)
class Request:
    """What is wanted. Empty means: that was not said.

    `spans` are the days to choose from, `not_in` those that are out; weekdays count from Monday 0.
    `minutes` is how long one time lasts, when that was said; `times` is how often, a week apart.
    """

    kind: str = ""
    audiences: tuple[str, ...] = ()
    part: Part = ""
    minutes: int = 0
    days: int = 1
    times: int = 1
    spans: tuple[Span, ...] = ()
    not_in: tuple[Span, ...] = ()
    weekdays: frozenset[int] = frozenset()
    not_on: frozenset[int] = frozenset()
    rather_on: frozenset[int] = frozenset()
    not_in_school_holidays: bool = False
    not_on_public_holidays: bool = False
    people: int | None = None

    def allows(self, day: date) -> bool:
        """Whether a day may be chosen, as far as was said."""
        if self.weekdays and day.weekday() not in self.weekdays:
            return False
        if day.weekday() in self.not_on or any(day in span for span in self.not_in):
            return False
        return any(day in span for span in self.spans)

    def candidates(self) -> list[date]:
        """Return the days to choose from, in order."""
        if not self.spans:
            return []
        first = min(span.first for span in self.spans)
        last = max(span.last for span in self.spans)
        days = (first + timedelta(number) for number in range((last - first).days + 1))
        return [day for day in days if self.allows(day)]


@dataclass(frozen=True)
class Reading:
    """A request, with what was made of the words: understood, supposed, and not understood."""

    request: Request
    understood: tuple[str, ...] = ()
    supposed: tuple[str, ...] = ()
    """What was not said and is reckoned with nevertheless, each a Dutch sentence."""
    not_understood: tuple[str, ...] = field(default=())
