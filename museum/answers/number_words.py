"""Dutch numbers in words: "tien", "vijfentwintig", "tweehonderdvijftig", "derde". Data and lookup.

The diaeresis may be left out ("tweeentwintig").
"""

import re
from typing import Final

from museum.hours.vocabulary import NUMBERS

_UP_TO_NINETEEN: Final = {
    **{word.replace("é", "e"): number for word, number in NUMBERS.items()},
    "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17,
    "achttien": 18, "negentien": 19,
}  # fmt: skip
_TENS: Final = {
    "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70,
    "tachtig": 80, "negentig": 90,
}  # fmt: skip
UP_TO_99: Final = {
    **_UP_TO_NINETEEN,
    **_TENS,
    **{
        f"{unit}en{ten}": number + tens
        for unit, number in _UP_TO_NINETEEN.items()
        if number < 10
        for ten, tens in _TENS.items()
    },
}
_IRREGULAR_ORDINALS: Final = {1: "eerste", 3: "derde", 8: "achtste"}
ORDINAL_DAYS: Final = {
    _IRREGULAR_ORDINALS.get(number, word + ("de" if number < 20 else "ste")): number
    for word, number in UP_TO_99.items()
    if number <= 31
}
"""ˮeersteˮ to ˮeenendertigsteˮ → 1 to 31."""
_LARGE: Final = re.compile(
    r"(?:(?P<thousands>[a-z]*)duizend(?:en)?)?(?:(?P<hundreds>[a-z]*)honderd(?:en)?)?(?P<rest>[a-z]*)"
)


def plain_word(word: str) -> str:
    """Return a word as these tables write it: lower case, "een" for "één", "twee" for "twëe"."""
    return word.lower().replace("ë", "e").replace("é", "e").replace("è", "e")


def number_of(words: str) -> int | None:
    """Return the number that words say ("honderd vijfentwintig"), or None."""
    word = plain_word(words).replace(" ", "").replace("-", "")
    if word in ("nul", "zero"):
        return 0
    match = _LARGE.fullmatch(word)
    if match is None or not word:
        return None
    thousands = _part(match["thousands"], without=1)
    hundreds = _part(match["hundreds"], without=1)
    rest = match["rest"]
    if rest.startswith("en") and (match["hundreds"] is not None or match["thousands"] is not None):
        rest = rest[2:]  # "honderd en vijf"
    last = UP_TO_99.get(rest, None if rest else 0)
    if thousands is None or hundreds is None or last is None:
        return None
    return thousands * 1000 + hundreds * 100 + last


def _part(word: str | None, without: int) -> int | None:
    """Return how many of it: 0 when it is not said, `without` when only "honderd" is."""
    if word is None:
        return 0
    return _below_thousand(word) if word else without


def _below_thousand(word: str) -> int | None:
    """Return how many thousands or hundreds: "twaalf"honderd, "honderdvijftig"duizend."""
    hundreds, found, rest = word.partition("honderd")
    if not found:
        return UP_TO_99.get(word)
    times, last = UP_TO_99.get(hundreds or "een"), UP_TO_99.get(rest, None if rest else 0)
    return None if times is None or last is None else times * 100 + last
