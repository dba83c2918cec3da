"""Numbers and prices: "1.234,56", "€ 7,50", "7,-", "1.234" (Dutch: 1234), "vijfentwintig", "½".

A point before exactly three digits groups thousands, as the Dutch write. A comma before exactly
three is decimals to them and thousands to others: refused, unless the rest makes it clear.
"""

import re
from decimal import Decimal
from typing import Final

from museum.answers.number_words import number_of
from museum.answers.plain import Answer, is_number, typed_text, without_edges
from museum.answers.refusal import Refusal, RefusedError

EXAMPLE: Final = "Schrijf alleen het getal, bijvoorbeeld 1250 of 7,50."
_MOST_DIGITS: Final = 15
_HALVES: Final = {"½": "0.5", "¼": "0.25", "¾": "0.75"}
_UNITS: Final = (
    r"personen|persoon|pers|man|mensen|stoelen|zitplekken|deelnemers?|bezoekers?|plaatsen|"
    r"plekken|stuks?|st|kinderen|"
    r"volwassenen|leden|vrijwilligers?|gasten|zitplaatsen|leerlingen|exemplaren|keer|maal"
)
_COUNTED: Final = re.compile(rf"(.+?) ?(?:{_UNITS})", re.IGNORECASE)
_EURO_BEFORE: Final = re.compile(r"(?:€|eur|euro's|euro)\.? ?([-+]?[0-9½¼¾.,].*)", re.IGNORECASE)
_EURO_AFTER: Final = re.compile(r"([-+]?[0-9½¼¾a-zé][^€]*?) ?(?:€|eur|euro's|euro)", re.IGNORECASE)
_EURO_BETWEEN: Final = re.compile(r"([0-9]{1,6}) ?(?:€|euro) ?([0-9]{2})", re.IGNORECASE)
_EURO_IN_WORDS: Final = re.compile(r"([0-9]{1,6}|[a-zé]+) euro ([a-zë]+)", re.IGNORECASE)
_NO_CENTS: Final = re.compile(r"(.*[0-9])[.,] ?(?:-{1,3}|=)")
_ABOUT: Final = re.compile(
    r"\b(?:ongeveer|circa|ca|plm|rond|zo'n|bijna|ruim|max|maximaal|maximum|min|minimaal|minimum|"
    r"minstens|hooguit|hoogstens|vanaf|tot|meer dan|minder dan|afhankelijk|of|à|a|tussen)\b|"
    r"[±~<>≈≥≤]|\+/-|[0-9] ?\+$|[0-9] ?- ?[0-9]",
    re.IGNORECASE,
)
_PER_PERSON: Final = re.compile(
    r"(.*?),? ?(?:per persoon|p\.? ?p\.?|p/p|per stuk|p\.? ?st\.?|per kaartje)", re.IGNORECASE
)
_FREE: Final = frozenset(
    {"gratis", "vrij", "kosteloos", "geen kosten", "vrije toegang", "toegang gratis", "free",
     "gratis toegang", "gratis entree", "entree gratis", "vrij entree", "vrije entree", "nihil",
     "vrij toegankelijk", "kostenloos", "voor niets", "toegang vrij", "entree vrij"}
)  # fmt: skip


def read_number(answer: Answer) -> Decimal | Refusal:
    """Return a number. Words for people and things counted, and the euro sign, are left out."""
    try:
        return _number_or_money(answer)
    except RefusedError as refused:
        return Refusal(str(refused))


def read_price(answer: Answer) -> Decimal | Refusal:
    """Return an amount in euros; free is 0. "Per persoon" is left out, as prices are per person."""
    try:
        if not is_number(answer):
            text = without_edges(typed_text(answer)).lower()
            if text in _FREE:
                return Decimal(0)
            if match := _PER_PERSON.fullmatch(text):
                answer = match[1]
            if match := re.fullmatch(r"([0-9]{1,2}) ?(?:cent|ct|eurocent)", text):
                return Decimal(match[1]) / 100
        price = _number_or_money(answer)
    except RefusedError as refused:
        return Refusal(str(refused))
    if price < 0:
        return Refusal("Een prijs is niet minder dan 0. Schrijf hem als 7,50, of schrijf gratis.")
    if price != round(price, 2):
        return Refusal(
            "Een prijs heeft hooguit twee cijfers achter de komma. Schrijf hem als 7,50."
        )
    return price


def _number_or_money(answer: Answer) -> Decimal:
    if isinstance(answer, bool) or answer is None:
        raise RefusedError(f"Er staat geen getal. {EXAMPLE}")
    if is_number(answer):
        number = Decimal(repr(answer))
        if not number.is_finite() or abs(number) >= 10**_MOST_DIGITS:
            raise RefusedError(f"Dit getal kan niet kloppen. {EXAMPLE}")
        return number
    text = typed_text(answer).strip(" \"'*")
    if not text:
        raise RefusedError(f"Er staat niets. {EXAMPLE}")
    return _typed(text)


def _typed(text: str) -> Decimal:
    if match := _EURO_BETWEEN.fullmatch(text):
        return Decimal(f"{match[1]}.{match[2]}")
    if (match := _EURO_IN_WORDS.fullmatch(text)) and (cents := _cents(match[2])) is not None:
        whole = number_of(match[1]) if not match[1].isdigit() else int(match[1])
        if whole is not None:
            return (Decimal(whole) + cents).quantize(Decimal("0.01"))
    bare = text.removesuffix("!")
    for frame in (_EURO_BEFORE, _EURO_AFTER, _COUNTED):
        if match := frame.fullmatch(bare.rstrip(" .")):
            bare = match[1].strip()
            break
    if match := _NO_CENTS.fullmatch(bare):
        bare = match[1]
        if re.search(r"[.,][0-9]{1,2}$", bare):
            raise RefusedError(f"Hier staan twee keer centen. {EXAMPLE}")
    bare = bare.rstrip(" ").removesuffix(".").removesuffix(";").strip()
    number = _figures(bare)
    if number is None:
        number = _in_words(bare)
    if number is None:
        raise RefusedError(_why_not(text))
    return number


def _cents(words: str) -> Decimal | None:
    """Return the cents in "zeven euro vijftig"; fewer than ten could be tenths, so none."""
    cents = number_of(words)
    return Decimal(cents) / 100 if cents is not None and 10 <= cents < 100 else None


_TOO_ROUND: Final = re.compile(r"[0-9]{1,3}[.,]0{4,}")
"""A zero too many behind a mark for thousands, or decimals that nobody writes."""
_GROUPED: Final = {
    ".": re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+"),
    ",": re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+"),
}
_PLAIN: Final = re.compile(r"[0-9]*(?:[.,][0-9]+)?")
_SPACED: Final = re.compile(r"[0-9]{1,3}(?:[ '][0-9]{3})+(?:[.,][0-9]{1,2})?")


def _figures(text: str) -> Decimal | None:
    """Return the number in figures, None when it is none; raises when it can be read two ways."""
    if re.match(r"[-+][.,]", text):
        raise RefusedError(f"Is dit minder dan nul? {EXAMPLE}")  # "€ -,50" is fifty cents
    sign = text[:1] if text[:1] in ("-", "+") else ""
    digits = text.removeprefix(sign) if sign else text
    if digits[-1:] in _HALVES:
        whole = digits[:-1].strip() or "0"
        found = Decimal(whole) + Decimal(_HALVES[digits[-1]]) if _is_whole(whole) else None
    else:
        plain = _with_point(digits)
        found = None if plain is None else Decimal(plain)
    if found is None:
        return None
    return -found if sign == "-" else found


def _is_whole(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,15}", text) is not None


def _with_point(digits: str) -> str | None:
    """Return the digits with a decimal point and no grouping."""
    if sum(sign.isdigit() for sign in digits) not in range(1, _MOST_DIGITS + 1):
        return None
    if re.fullmatch(r"0[0-9]{2,}.*", digits):
        raise RefusedError(f"Een getal begint niet met een 0. {EXAMPLE}")
    if _TOO_ROUND.fullmatch(digits):
        raise RefusedError(f"Staat hier een nul te veel? {EXAMPLE}")
    if _SPACED.fullmatch(digits):
        return re.sub(r"[ ']", "", digits).replace(",", ".")
    if "." in digits and "," in digits:
        last = "," if digits.rindex(",") > digits.rindex(".") else "."
        return _decimals_behind(digits, last, "." if last == "," else ",")
    if _GROUPED["."].fullmatch(digits) and not digits.startswith("0"):
        return digits.replace(".", "")
    if _GROUPED[","].fullmatch(digits) and not digits.startswith("0"):
        if digits.count(",") > 1:
            return digits.replace(",", "")
        raise RefusedError(
            "Is dit duizend of een komma? Schrijf duizendtallen zonder teken, zoals 1250."
        )
    return digits.replace(",", ".") if _PLAIN.fullmatch(digits) else None


def _decimals_behind(digits: str, mark: str, grouping: str) -> str | None:
    """Return "1.234,56" and "1,234.56" with a point, when the thousands are grouped well."""
    whole, _, decimals = digits.partition(mark)
    is_sound = _GROUPED[grouping].fullmatch(whole) and decimals.isdigit()
    return f"{whole.replace(grouping, '')}.{decimals}" if is_sound else None


def _in_words(text: str) -> Decimal | None:
    lowered = text.lower()
    if lowered in ("anderhalf", "anderhalve"):
        return Decimal("1.5")
    if lowered in ("half", "een half", "een halve"):
        return Decimal("0.5")
    if lowered.endswith(" en een half"):
        whole = number_of(lowered.removesuffix(" en een half"))
        return None if whole is None else whole + Decimal("0.5")
    whole = number_of(lowered)
    return None if whole is None else Decimal(whole)


def _why_not(text: str) -> str:
    if "%" in text:
        return f"Een percentage is hier niet te lezen. {EXAMPLE}"
    if _ABOUT.search(text):
        return f"Dit is niet één getal. {EXAMPLE}"
    if re.search(r"[$£]", text):
        return "Dit bedrag is niet in euro's. Schrijf het in euro's, bijvoorbeeld 7,50."
    if not any(sign.isdigit() for sign in text):
        return f"Er staat geen getal. {EXAMPLE}"
    return f"Dit is niet als getal te lezen. {EXAMPLE}"
