"""A candidate: one record that may come into a newsletter, with what conditions ask of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from museum.newsletter.rules import Source
from museum.records import Activity, Grant, NewsItem, ProgrammeItem, Vacancy

NEVER: Final = 9999
"""In days: for what has no such day, so that a condition may always compare."""


@dataclass(frozen=True)
class Candidate:
    """One record on the day of an edition; days are counted from that day, negative before it.

    `audiences` are those the record itself names, all when empty. `region` is where it is, empty
    for everywhere. `has_places`: not full, as far as we know.
    """

    id: str
    source: Source
    record: Activity | ProgrammeItem | Vacancy | NewsItem | Grant
    audiences: tuple[str, ...] = ()
    kind: str = ""
    museum: str = ""
    region: str = ""
    starts_in: int = NEVER
    """To the next day it takes place on; 0 when it runs."""
    opened_in: int = NEVER
    """To its very first day."""
    ends_in: int = NEVER
    closes_in: int = NEVER
    """To the last day to apply, sign up or ask."""
    age: int = NEVER
    """Since it was published."""
    has_places: bool = True
    was_sent: bool = False
    """It stood in an earlier newsletter for one of the same audiences."""

    @property
    def title(self) -> str:
        """What staff call it."""
        return self.record.title

    def facts(self) -> Mapping[str, Any]:
        """Return what a condition may name."""
        return {
            "item": self.record,
            "starts_in": self.starts_in,
            "opened_in": self.opened_in,
            "ends_in": self.ends_in,
            "closes_in": self.closes_in,
            "age": self.age,
            "has_places": self.has_places,
            "was_sent": self.was_sent,
        }
