"""Dutch postcodes. Source: PostNL's form 1234 AB; no leading zero, and never SA, SD or SS."""

import re
from typing import Final

from museum.answers.plain import Answer, typed_text, without_edges
from museum.answers.refusal import Refusal, RefusedError

EXAMPLE: Final = "Schrijf de postcode als 9401 AB."
_CODE: Final = re.compile(
    r"(?:(?:postcode|pc):? )?(?:nl(?: ?- ?| ))?([0-9]{4})[ .-]{0,3}([a-z])[ .]?([a-z])"
    r"(?P<town>,? \(?[a-zà-ÿ'][a-zà-ÿ' .()-]{1,40})?",
    re.IGNORECASE,
)
"""A town behind it is left out; a street or a number before it is refused."""
_NO_TOWN: Final = re.compile(
    r"\b(?:niet|geen|misschien|was|of|en|fout|onjuist|klopt|onbekend|vervallen|"
    r"ongeveer|denk|dacht|weet|volgens|tot|t/m|vanaf|voorheen|tijdelijk)\b"
    r"|\b(?:oud|oude|nieuw|nieuwe)\)?$",
    re.IGNORECASE,
)
"""Words that no town has, and that make a postcode doubtful."""
_NEVER: Final = frozenset({"SA", "SD", "SS"})


def read_postcode(answer: Answer) -> str | Refusal:
    """Return a postcode as "9401 AB". A place name behind it ("9401 AB Assen") is left out."""
    try:
        return _postcode(_without_brackets(without_edges(typed_text(answer))))
    except RefusedError as refused:
        return Refusal(str(refused))


def _without_brackets(text: str) -> str:
    return text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text


def _postcode(text: str) -> str:
    if not text:
        raise RefusedError(f"Er staat niets. {EXAMPLE}")
    match = _CODE.fullmatch(text)
    if match is None:
        if re.fullmatch(r"[0-9]{4}", text):
            raise RefusedError(f"De twee letters ontbreken. {EXAMPLE}")
        if re.fullmatch(r"(?:d ?- ?)?[0-9]{5}", text, re.IGNORECASE):
            raise RefusedError(f"Dit is geen Nederlandse postcode. {EXAMPLE}")
        raise RefusedError(f"Dit is niet als postcode te lezen. {EXAMPLE}")
    if match["town"] and _NO_TOWN.search(match["town"]):
        raise RefusedError(f"Hier staat meer dan een postcode. {EXAMPLE}")
    digits, letters = match[1], (match[2] + match[3]).upper()
    if digits.startswith("0"):
        raise RefusedError(f"Een postcode begint niet met een 0. {EXAMPLE}")
    if letters in _NEVER:
        raise RefusedError(f"De letters {letters} komen in geen postcode voor. {EXAMPLE}")
    return f"{digits} {letters}"
