"""Reads a sentence: "een workshop van een dagdeel voor vrijwilligers, in maart of april, …".

Word by word: what is known is noted, small words are passed over, and all else is said back as
not understood. Nothing is guessed.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from museum.date_advice.draft import Draft
from museum.date_advice.fields import NO_FIELDS, Fields
from museum.date_advice.request import Reading, Span
from museum.date_advice.saying import said_back
from museum.date_advice.words_of_days import RULES as DAY_RULES
from museum.date_advice.words_of_what import RULES as WHAT_RULES
from museum.date_advice.words_of_what import Rule
from museum.date_advice.words_of_when import RULES as WHEN_RULES

_RULES: Final[tuple[Rule, ...]] = (*WHEN_RULES, *DAY_RULES, *WHAT_RULES)
_BETWEEN: Final = re.compile(r"[\s,;:.!?()“”\"]+")
_WORD: Final = re.compile(r"[^\s,;:!?()“”\"]+")
_SMALL: Final = frozenset(
    (
        *("een", "de", "het", "en", "of", "voor", "van", "in", "op", "met"),
        *("bij", "om", "aan", "te", "er", "is", "zijn", "we", "wij", "ik"),
        *("willen", "wil", "zoek", "zoeken", "graag", "wanneer", "welke", "datum", "dag", "kan"),
        *("kunnen", "organiseren", "houden", "plannen", "dan", "die", "dat", "maar", "ook", "ons"),
        *("onze", "moet", "mag", "worden", "komt", "nieuwe", "nog", "ergens", "ongeveer"),
    )
)
_LONGEST: Final = 400


def read_request(
    text: str, today: date, default: Callable[[str], Span], fields: Fields = NO_FIELDS
) -> Reading:
    """Return what a sentence and the fields ask for; where they differ, the field wins.

    `default` gives, by kind, the days to look at when no period is named.
    """
    draft = Draft(today)
    unknown = _read(_plain(text), draft)
    fields.fill(draft)
    request = draft.request(default)
    understood, supposed = said_back(request, draft.has_period)
    return Reading(request, understood, supposed, (*unknown, *draft.refused))


def _plain(text: str) -> str:
    return " ".join(text[:_LONGEST].casefold().replace("’", "'").replace("‘", "'").split())


def _read(text: str, draft: Draft) -> list[str]:
    """Read through a text; returns the words that were not understood, those in a row together."""
    unknown: list[str] = []
    place, stopped_at = 0, -1
    while place < len(text):
        between = _BETWEEN.match(text, place)
        if between is not None:
            place = between.end()
            continue
        after = _known(text, place, draft)
        if after is not None:
            place = after
            continue
        word = _WORD.match(text, place)
        end = word.end() if word else place + 1
        if text[place:end].strip(".") not in _SMALL:
            joined = stopped_at >= 0 and text[stopped_at:place].strip(" ") == ""
            if joined and unknown:
                unknown[-1] += text[stopped_at:end]
            else:
                unknown.append(text[place:end].strip("."))
            stopped_at = end
        place = end
    return unknown


def _known(text: str, place: int, draft: Draft) -> int | None:
    """Let the first rule that fits here read; returns where it ends."""
    for pattern, reader in _RULES:
        match = pattern.match(text, place)
        if match is not None and match.end() > place:
            reader(match, draft)
            return match.end()
    return None
