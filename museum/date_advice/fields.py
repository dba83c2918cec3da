"""The same request as separate fields: those of the form, and the options of the command."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from museum.answers import Refusal
from museum.answers.date_vocabulary import WEEKDAYS
from museum.answers.dates import read_date
from museum.date_advice.draft import Draft
from museum.date_advice.request import PARTS, Part
from museum.date_advice.words_of_what import RULES

_MOST_PEOPLE: Final = 5_000


class FieldsError(ValueError):
    """A field says something that cannot be; `name` is the field, the message is Dutch."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True)
class Fields:
    """What was filled in; empty is left out."""

    kind: str = ""
    audiences: tuple[str, ...] = ()
    part: Part = ""
    minutes: int = 0
    first: date | None = None
    last: date | None = None
    not_on: frozenset[int] = frozenset()
    people: int | None = None

    def fill(self, draft: Draft) -> None:
        """Put the fields in a draft, over what was read."""
        draft.kind = self.kind or draft.kind
        draft.audiences = list(self.audiences) or draft.audiences
        if self.part or self.minutes:
            draft.part, draft.minutes = self.part, self.minutes
        draft.not_on |= self.not_on
        draft.people = draft.people if self.people is None else self.people
        if self.first or self.last:
            draft.spans, draft.year = [], None
            draft.begins, draft.ends = self.first, self.last


NO_FIELDS: Final = Fields()


def read_fields(given: Mapping[str, Iterable[str]], today: date) -> Fields:
    """Read fields as people fill them in; raises `FieldsError`.

    The names are kind, audience, length, from, until, not_on and people; a kind, an audience and a
    length may be words ("vrijwilligers", "een ochtend") or the keys of the tables.
    """
    said = {name: [one.strip() for one in texts if one.strip()] for name, texts in given.items()}
    part, minutes = _length(said.get("length", []))
    fields = Fields(
        kind=_kind(said.get("kind", [])),
        audiences=tuple(key for one in said.get("audience", []) for key in _audiences(one)),
        part=part,
        minutes=minutes,
        first=_day("from", said.get("from", []), today),
        last=_day("until", said.get("until", []), today),
        not_on=frozenset(_weekday(one) for one in _words(said.get("not_on", []))),
        people=_people(said.get("people", [])),
    )
    if fields.first and fields.last and fields.first > fields.last:
        raise FieldsError("until", "Deze dag ligt voor de eerste dag van de periode.")
    return fields


def _read(text: str) -> Draft | None:
    """Read one word or phrase by the rules of the sentence; None when it is not one."""
    draft, plain = Draft(date.min), text.casefold()
    for pattern, reader in RULES:
        match = pattern.fullmatch(plain)
        if match is not None:
            reader(match, draft)
            return draft
    return None


_KEYS: Final = ("course", "training", "workshop", "webinar", "meeting", "congress", "drinks")


def _kind(said: list[str]) -> str:
    if not said:
        return ""
    if said[0] in _KEYS:
        return said[0]
    draft = _read(said[0])
    if draft is None or not draft.kind:
        raise FieldsError("kind", f"“{said[0]}” is geen soort die wij kennen, zoals “workshop”.")
    return draft.kind


def _audiences(word: str) -> list[str]:
    if word in ("board", "professional", "volunteer"):
        return [word]
    draft = _read(word)
    if draft is None or not draft.audiences:
        raise FieldsError(
            "audience",
            f"“{word}” is geen doelgroep die wij kennen: bestuur, vakinhoudelijk of vrijwilligers.",
        )
    return draft.audiences


def _length(said: list[str]) -> tuple[Part, int]:
    if not said:
        return "", 0
    for part in PARTS:
        if part == said[0].casefold():
            return part, 0
    draft = _read(said[0])
    if draft is None or not (draft.part or draft.minutes):
        raise FieldsError("length", f"“{said[0]}” is geen lengte, zoals “dagdeel” of “2 uur”.")
    return draft.part, draft.minutes


def _day(name: str, said: list[str], today: date) -> date | None:
    if not said:
        return None
    found = read_date(said[0], today)
    if isinstance(found, Refusal):
        raise FieldsError(name, found.reason)
    return found


def _words(said: list[str]) -> list[str]:
    return [word for text in said for word in text.casefold().replace(",", " ").split()]


def _weekday(word: str) -> int:
    if word not in WEEKDAYS:
        raise FieldsError("not_on", f"“{word}” is geen dag van de week.")
    return WEEKDAYS[word]


def _people(said: list[str]) -> int | None:
    if not said:
        return None
    if not said[0].isdigit() or not 1 <= int(said[0]) <= _MOST_PEOPLE:
        raise FieldsError("people", "Schrijf een heel getal, zoals 25.")
    return int(said[0])
