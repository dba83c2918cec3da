"""Makes typed text even before it is read: one kind of space, quote and dash, plain digits.

Signs that Unicode would turn into other digits ("7⁵⁰" into "750") are left as they are, so that
no reader knows them and the answer is refused.
"""

import re
import unicodedata
from typing import Final

from museum.answers.refusal import RefusedError

Answer = str | int | float | bool | None
"""A cell of a sheet read unformatted, or the text of a form field."""

LONGEST_CHARS: Final = 200
"""Longer than any date, time, number, phone number or yes; reading stays quick."""

_EVEN: Final = str.maketrans(
    {**dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"), **dict.fromkeys("‘’‚‛`´′＇", "'"),
     **dict.fromkeys("“”„‟″＂«»", '"'), **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad")}
)  # fmt: skip
_WHITE: Final = re.compile(r"\s+")


def typed_text(answer: Answer) -> str:
    """Return an answer's text, evened out, on one line; raises `RefusedError` when too long."""
    text = "" if answer is None else str(answer)
    if len(text) > LONGEST_CHARS:
        raise RefusedError("Dit is te lang. Schrijf alleen het antwoord.")
    return _WHITE.sub(" ", evened(text)).strip()


def evened(text: str) -> str:
    """Return text with one kind of quotes, dashes and letters; line ends stay."""
    composed = unicodedata.normalize("NFC", text.translate(_EVEN))
    return composed if composed.isascii() else "".join(map(_compatible, composed))


def _compatible(sign: str) -> str:
    """Return the plain form of a sign (NFKC), unless that would change what it says."""
    if sign.isascii():
        return sign
    plain = unicodedata.normalize("NFKC", sign)
    makes_digits = any(one.isdigit() for one in plain)
    return sign if makes_digits and unicodedata.category(sign) != "Nd" else plain


def without_edges(text: str) -> str:
    """Drop quotes around an answer, and the stop that ends it as a sentence."""
    return text.strip(" \"'*").rstrip(".;,! ").strip(" \"'*")


def is_number(answer: Answer) -> bool:
    """Tell whether a sheet gave a number; true and false are none."""
    return isinstance(answer, int | float) and not isinstance(answer, bool)
