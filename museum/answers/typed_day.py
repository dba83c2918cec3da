"""One day as typed, in its parts: weekday, day, month, year; what is not said is None."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from museum.answers.date_vocabulary import MONTHS, WEEKDAYS
from museum.answers.number_words import ORDINAL_DAYS, UP_TO_99, plain_word
from museum.answers.refusal import RefusedError

EXAMPLE: Final = "Schrijf de datum als 3 mei 2027."


@dataclass(frozen=True)
class TypedDay:
    """What was typed of a day. `year` is whole; `is_short_year`: only two figures were typed."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    is_short_year: bool = False


def _any_of(words: dict[str, int]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_DAY_WORDS: Final = {
    **ORDINAL_DAYS,
    **{word: number for word, number in UP_TO_99.items() if number <= 31},
}
_MARK: Final = r"(?: ?[-/.,\\] ?| )"
_DAY: Final = r"(?P<day>[0-9]{1,2})"
_SUFFIX: Final = r"(?: ?(?:e|ste|de|st|nd|rd|th)\b|\.)?"
_MONTH: Final = rf"(?P<name>{_any_of(MONTHS)})(?![a-zà-ÿ])"
_YEAR: Final = r"(?:'? ?(?P<short>[0-9]{2})|(?P<year>[0-9]{4}))"
_IN_WORDS: Final = re.compile(rf"(?P<word>{_any_of(_DAY_WORDS)}) (?:van )?(?={_MONTH})")
WEEKDAY: Final = re.compile(
    rf"(?:(?:a\.? ?s\.?|aanstaande|komende|de|deze|den) )?(?P<weekday>{_any_of(WEEKDAYS)})\b"
    r"(?:\.?,? ?(?:a\.s\.|a\.s|as|aanstaande)(?= |,|$))?[.,:]{0,2} ?(?:(?:de|den|the|der) )?",
)
_WEEKDAY_BEHIND: Final = re.compile(rf"(.*[0-9]),? ?\(?(?P<weekday>{_any_of(WEEKDAYS)})\.?\)?")
_ISO: Final = re.compile(r"(?P<year>[0-9]{4}) ?([-/.]) ?(?P<month>[0-9]{1,2}) ?\2 ?" + _DAY)
_NUMERIC: Final = re.compile(rf"{_DAY}{_MARK}(?P<month>[0-9]{{1,2}}){_MARK}{_YEAR}")
_NUMERIC_NO_YEAR: Final = re.compile(
    rf"{_DAY}(?: ?[-/] ?(?P<month>[0-9]{{1,2}})|\.(?P<m>[0-9]{{1,2}})\.)"
)
_DAY_MONTH: Final = re.compile(
    rf"{_DAY}{_SUFFIX} ?[-/.]? ?(?:van |of |day of )?(?:de maand )?"
    rf"{_MONTH}\.?(?: ?[-/,.]? ?(?:in )?{_YEAR})?"
)
_MONTH_DAY: Final = re.compile(
    rf"{_MONTH}\.? {_DAY}(?P<suffix>st|nd|rd|th|e)?(?:,? ?(?P<year>[0-9]{{4}}))?"
)
_COMPACT: Final = re.compile(r"[0-9]{8}")
_LOOKS_LIKE_A_YEAR: Final = 20


def typed_day(text: str) -> TypedDay | None:
    """Return the parts of the one day in a text of lower case, or None when it holds none.

    Raises `RefusedError` when it cannot be a Dutch date.
    """
    weekday = None
    if (match := WEEKDAY.match(text)) and match.end() < len(text):
        weekday, text = WEEKDAYS[match["weekday"]], text[match.end() :]
    elif match := _WEEKDAY_BEHIND.fullmatch(text):
        weekday, text = WEEKDAYS[match["weekday"]], match[1]
    found = _without_weekday(text)
    return None if found is None else replace(found, weekday=weekday)


def _without_weekday(text: str) -> TypedDay | None:
    if _COMPACT.fullmatch(text):
        return _compact(text)
    if match := _IN_WORDS.match(plain_word(text)):
        text = f"{_DAY_WORDS[match['word']]} {text[match.end() :]}"
    if match := _ISO.fullmatch(text):
        return _checked(match["day"], int(match["month"]), int(match["year"]))
    if match := _NUMERIC.fullmatch(text):
        month = int(match["month"])
        if month > 12 >= int(match["day"]):
            raise RefusedError(f"Maand {month} bestaat niet: eerst de dag, dan de maand. {EXAMPLE}")
        return _with_year(match, month)
    if match := _NUMERIC_NO_YEAR.fullmatch(text):
        return _checked(match["day"], int(match["month"] or match["m"]), None)
    if match := _DAY_MONTH.fullmatch(text):
        return _with_year(match, MONTHS[match["name"]])
    if match := _MONTH_DAY.fullmatch(text):
        could_be_year = not match["year"] and not match["suffix"]
        if could_be_year and int(match["day"]) >= _LOOKS_LIKE_A_YEAR:
            raise RefusedError(f"Is {match['day']} de dag of het jaar? {EXAMPLE}")
        year = int(match["year"]) if match["year"] else None
        return _checked(match["day"], MONTHS[match["name"]], year)
    return None


def _with_year(match: re.Match[str], month: int) -> TypedDay:
    if match["short"]:
        found = _checked(match["day"], month, 2000 + int(match["short"]))
        return replace(found, is_short_year=True)
    return _checked(match["day"], month, int(match["year"]) if match["year"] else None)


def _checked(day: str, month: int, year: int | None) -> TypedDay:
    """Return the parts when such a day exists in some year, or in the year that was said."""
    try:
        date(year or 2000, month, int(day))
    except ValueError as error:
        raise RefusedError(f"Deze datum bestaat niet. {EXAMPLE}") from error
    return TypedDay(int(day), month, year)


def _compact(text: str) -> TypedDay:
    """Read "20270503" and "03052027", when only one of them is a day of these times."""
    found = []
    for year, month, day in (
        (text[:4], text[4:6], text[6:]),
        (text[4:], text[2:4], text[:2]),
    ):
        if 1990 <= int(year) <= 2100:
            try:
                found.append(_checked(day, int(month), int(year)))
            except RefusedError:
                continue
    if len(found) != 1:
        raise RefusedError(f"Deze cijfers zijn niet zeker als datum te lezen. {EXAMPLE}")
    return found[0]
