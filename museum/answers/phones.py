"""Phone numbers, to E.164 ("+31612345678"). Which numbers exist: libphonenumber (`phonenumbers`).

A number without a country is Dutch. One that a sheet made a number of has lost its first zero and
gets it back. An extension or a second number is refused: E.164 holds one number.
"""

import re
from typing import Final

import phonenumbers

from museum.answers.plain import Answer, evened, is_number, typed_text
from museum.answers.refusal import Refusal, RefusedError

EXAMPLE: Final = "Schrijf het nummer als 0592 12 34 56, of met + en het land ervoor."
_LABEL: Final = re.compile(
    r"(?:[☎📞] ?|(?:tel(?:efoon)?\.?(?:nummer|nr)?|mob(?:iel)?|mobile|gsm|phone|t|m|nr|vast)"
    r"(?:\. ?:?|:| ) ?)(?=[+(0-9])",
    re.IGNORECASE,
)
_SIGNS: Final = re.compile(r"[+(]?[0-9][0-9 ().\-/]*[0-9]")
_BETWEEN: Final = re.compile(r"\s*[;\n|]\s*|\s+(?:of|en|or|&)\s+|\s*,\s*|\s+/\s+|/(?=\s*[+0(])")
_LOST_ZERO: Final = re.compile(r"[1-9][0-9]{8}")
_LOST_PLUS: Final = re.compile(r"31[1-9][0-9]{8}")
_MANY: Final = "Er staan meer nummers. Schrijf hier één nummer."


def read_phone(answer: Answer) -> str | Refusal:
    """Return the one number in an answer, in E.164."""
    found = read_phones(answer)
    if isinstance(found, Refusal):
        return found
    return found[0] if len(found) == 1 else Refusal(_MANY)


def read_phones(answer: Answer) -> tuple[str, ...] | Refusal:
    """Return every number in an answer, in order and once each; one bad one refuses all."""
    if isinstance(answer, bool):
        return Refusal(f"Er staat geen nummer. {EXAMPLE}")
    try:
        if is_number(answer):
            if answer != int(answer or 0):
                raise RefusedError(f"Dit is geen telefoonnummer. {EXAMPLE}")
            return (_one(str(int(answer or 0))),)
        text = typed_text(answer)
        if not text:
            raise RefusedError(f"Er staat niets. {EXAMPLE}")
        return _all(text, evened(str(answer)))
    except (RefusedError, OverflowError, ValueError) as refused:
        is_ours = isinstance(refused, RefusedError)
        return Refusal(str(refused) if is_ours else f"Dit is geen telefoonnummer. {EXAMPLE}")


def _all(text: str, with_lines: str) -> tuple[str, ...]:
    try:
        return (_one(text),)
    except RefusedError:
        parts = [part for part in _BETWEEN.split(with_lines.strip()) if part.strip()]
        if len(parts) < 2:
            raise
        return tuple(dict.fromkeys(_one(part.strip()) for part in parts))


def _one(text: str) -> str:
    bare = _LABEL.sub("", text.strip(" \"'.,;"), count=1).strip()
    bare = re.sub(r"^\+ +", "+", bare)
    if not _SIGNS.fullmatch(bare):
        raise RefusedError(f"Hier staat meer of iets anders dan een telefoonnummer. {EXAMPLE}")
    if bare.count("(") != bare.count(")"):
        raise RefusedError(f"Er ontbreekt een haakje. {EXAMPLE}")
    bare = re.sub(r"^(\+[0-9 ]{1,5}|00[0-9 ]{1,5})\(0\)", r"\1", bare)
    digits = re.sub(r"[^0-9]", "", bare)
    if _LOST_ZERO.fullmatch(digits) and not bare.startswith("+"):
        bare = "0" + digits
    elif _LOST_PLUS.fullmatch(digits) and not bare.startswith("+"):
        bare = "+" + digits
    return _existing(bare)


def _existing(text: str) -> str:
    if not text.startswith(("+", "0", "(0")):
        raise RefusedError(f"Het netnummer of het land ontbreekt. {EXAMPLE}")
    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException as error:
        raise RefusedError(f"Dit is geen telefoonnummer. {EXAMPLE}") from error
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason == phonenumbers.ValidationResult.TOO_SHORT:
        raise RefusedError(f"Dit nummer is te kort. {EXAMPLE}")
    if reason == phonenumbers.ValidationResult.TOO_LONG:
        raise RefusedError(f"Dit nummer is te lang. {EXAMPLE}")
    if not phonenumbers.is_valid_number(number):
        raise RefusedError(f"Dit nummer bestaat niet. {EXAMPLE}")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
