"""What a sign-up is: one reader, one programme item, one or more people who come together."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from museum.date_words import Language

SignUpState = Literal["placed", "waiting", "offered", "cancelled", "lapsed"]
"""`offered`: a place is kept until `offer_until`, for a yes. `lapsed`: the yes did not come."""

COUNTED: Final[tuple[SignUpState, ...]] = ("placed", "offered")
"""The states that take places."""


@dataclass(frozen=True)
class Person:
    """Somebody who comes. `needs`: what to eat or what help, in their own words."""

    name: str
    needs: str = ""


@dataclass(frozen=True)
class Facts:
    """What people plan by, as they are told it. `mark` differs whenever dates, place or status do.

    `first_day` and `last_day` are ISO days, "" without a date.
    """

    title: str
    when: str
    where: str
    first_day: str
    last_day: str
    is_cancelled: bool
    mark: str
    when_de: str = ""
    when_en: str = ""

    def when_in(self, language: Language) -> str:
        """Say when it is in the language of a reader; in Dutch where it is not known in theirs."""
        return {"de": self.when_de, "en": self.when_en}.get(language, "") or self.when


@dataclass(frozen=True)
class Room:
    """A programme item as a sign-up finds it at one moment.

    `capacity`: None for as many as come. `offer_until`: until when a place that is offered now is
    kept; None when it began or is cancelled, so that nobody moves up. `price_cents` per person.
    """

    item_id: str
    capacity: int | None
    offer_until: datetime | None
    facts: Facts
    price_cents: int = 0


@dataclass(frozen=True)
class SignUpRequest:
    """A form as it was sent, with a key of its own: sent twice, it is one.

    `link_id`: the personal link that it came through, "" when the address was confirmed by mail.
    `language`: in which the reader gets our letters.
    """

    key: str
    item_id: str
    reader: str
    people: tuple[Person, ...]
    museum_id: str = ""
    audience: str = ""
    link_id: str = ""
    language: Language = "nl"


@dataclass(frozen=True)
class SignUp:
    """A sign-up as it stands. `size`: how many people; `arrival`: its place in order of arrival.

    `told`: what the reader was last told about the item. `rounds` grows when the reader leaves and
    comes back, so that the number of the calendar file does too.
    """

    key: str
    item_id: str
    reader: str
    link_id: str
    museum_id: str
    audience: str
    size: int
    state: SignUpState
    arrival: int
    offer_until: datetime | None
    rounds: int
    told: Facts
    price_cents: int
    is_evaluated: bool
    version: int
    made: datetime
    changed: datetime
    language: Language = "nl"


@dataclass(frozen=True)
class Counts:
    """How many people are in, have an offer, wait, and how many sign-ups were taken back."""

    placed: int = 0
    offered: int = 0
    waiting: int = 0
    cancelled: int = 0

    def free(self, capacity: int | None) -> int | None:
        """Return how many places are left; None when there is no end to them."""
        return None if capacity is None else max(0, capacity - self.placed - self.offered)
