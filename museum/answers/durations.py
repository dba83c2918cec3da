"""How long something lasts, in minutes: "90", "90 minuten", "anderhalf uur", "1 uur en 30 min"."""

import re
from decimal import Decimal
from typing import Final

from museum.answers.numbers import read_number
from museum.answers.plain import Answer, typed_text, without_edges
from museum.answers.refusal import Refusal, RefusedError

EXAMPLE: Final = "Schrijf het aantal minuten, bijvoorbeeld 90."
_MINUTES: Final = re.compile(r"(.+?) ?(?:minuten|minuut|min)\.?")
_HOURS: Final = re.compile(
    r"(?P<hours>.+?) ?(?:uur|uren|u)\.?(?:,? (?:en )?(?P<minutes>[a-z0-9]+)(?: ?(?:minuten|min))?)?"
)
_NAMED: Final = {
    "kwartier": 15, "een kwartier": 15, "half uur": 30, "een half uur": 30, "halfuur": 30,
    "een halfuur": 30, "drie kwartier": 45, "uur": 60, "een uurtje": 60, "uurtje": 60,
}  # fmt: skip


def read_minutes(answer: Answer) -> Decimal | Refusal:
    """Return a number of minutes; hours are counted as such, and a bare number is minutes."""
    try:
        text = without_edges(typed_text(answer)).lower() if isinstance(answer, str) else ""
    except RefusedError as refused:
        return Refusal(str(refused))
    if text in _NAMED:
        return Decimal(_NAMED[text])
    if match := _MINUTES.fullmatch(text):
        if hours := _HOURS.fullmatch(text):
            return _together(hours)
        return read_number(match[1])
    if match := _HOURS.fullmatch(text):
        return _together(match)
    return read_number(answer)


def _together(match: re.Match[str]) -> Decimal | Refusal:
    hours, minutes = read_number(match["hours"]), read_number(match["minutes"] or "0")
    if isinstance(hours, Refusal) or isinstance(minutes, Refusal):
        return Refusal(f"Dit is niet als tijdsduur te lezen. {EXAMPLE}")
    return hours * 60 + minutes
