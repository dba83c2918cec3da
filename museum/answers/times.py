"""Clock times: "14.30 uur", "14u30", "half drie", "kwart voor 3 's middags", a sheet's fraction.

The rules, where people say less than a clock does:
- spoken ("half drie", "kwart voor 3", "zes uur" in words) without a part of the day: from one
  until a quarter to seven is afternoon, from nine is morning; between those it is refused;
- in figures below nine o'clock, without minutes ("2 uur") or below six ("2.30 uur"), it could be
  either half of the day: refused, unless a zero stands before it ("02.00");
- midnight, also "24.00", is 00:00.
"""

import re
from datetime import time
from decimal import Decimal
from functools import lru_cache
from typing import Final

from museum.answers.number_words import UP_TO_99, plain_word
from museum.answers.plain import Answer, is_number, typed_text, without_edges
from museum.answers.refusal import Refusal, RefusedError
from museum.hours.piece_times import match as match_spans
from museum.hours.problems import NotUnderstoodError
from museum.hours.rules import Span
from museum.hours.tokens import tokenize
from museum.hours.vocabulary import DAYPARTS

EXAMPLE: Final = "Schrijf de tijd als 14.30 uur."
_DAY_MIN: Final = 1440
_NOON_MIN: Final = 720
_PARTS: Final = {**DAYPARTS, "nachts": "nacht", "voormiddags": "ochtend"}
_PART: Final = "|".join(word[:-1] for word in _PARTS)
_PART_SAID: Final = re.compile(
    rf"(?:in de |'?s ?'? ?|des |de )?(?P<part>{_PART})s?|(?P<half>[ap])\.? ?m\.?", re.IGNORECASE
)
_LEAD: Final = re.compile(r"(?:(?:om|aanvang|start|begin|tijd|tijdstip|at|um)[: ] ?)+")
_HOUR_WORD: Final = r"(?:uur|uren|uhr|hrs?|ure|u|h)\b\.?"
_WITH_MINUTES: Final = re.compile(
    rf"(?P<hour>[0-9]{{1,2}})(?: ?[:.,] ?|[uh]| ?{_HOUR_WORD} ?)(?P<minute>[0-9]{{2}})"
    rf"(?:[:.](?P<second>[0-9]{{2}})(?:[.,]0+)?)?(?: ?{_HOUR_WORD})?"
)
_COMPACT: Final = re.compile(
    rf"(?P<hour>[0-9]{{2}})(?P<minute>[0-9]{{2}})(?P<word> ?{_HOUR_WORD})?"
)
_WHOLE_HOUR: Final = re.compile(rf"(?P<hour>[0-9]{{1,2}})(?: ?{_HOUR_WORD})?")
_SERIAL: Final = re.compile(r"(?P<days>0|[2-7][0-9]{4})?[.,](?P<part>[0-9]+)")
_SPOKEN: Final = re.compile(
    r"(?:(?P<minutes>[0-9]{1,2}|[a-z]+)(?: minuten| min| minuut)? (?P<side>voor|over) )?"
    r"(?P<half>half ?)?(?P<hour>[0-9]{1,2}|[a-z]+)(?: (?:uur|u))?(?: (?P<after>[a-z]+))?"
)
_EITHER: Final = (_DAY_MIN // 4 + 45, 9 * 60)
"""Spoken minutes that could as well be in the morning as in the evening: 6.46 to 8.59."""


@lru_cache(maxsize=4096, typed=True)  # as for days
def read_time(answer: Answer) -> time | Refusal:
    """Return a clock time to the minute. A sheet's number is a fraction of a day."""
    try:
        if isinstance(answer, bool):
            raise RefusedError(f"Er staat geen tijd. {EXAMPLE}")
        if is_number(answer):
            return _clock(_of_number(Decimal(repr(answer))))
        return _clock(_minutes(without_edges(typed_text(answer)).lower()))
    except (RefusedError, ArithmeticError) as refused:
        is_ours = isinstance(refused, RefusedError)
        return Refusal(str(refused) if is_ours else f"Dit getal is geen tijd. {EXAMPLE}")


def read_time_span(answer: Answer) -> Span | Refusal:
    """Return from when until when ("van 14.00 tot 16.30 uur"), as opening hours read it.

    An end past midnight lies beyond 1440 minutes.
    """
    try:
        tokens = tokenize(without_edges(typed_text(answer)))
        found = match_spans(tokens, 0)
    except (RefusedError, NotUnderstoodError) as refused:
        return Refusal(str(refused))
    if found is None or found[1] != len(tokens) or len(found[0]) != 1:
        return Refusal("Schrijf het begin en het einde als 14.00-16.30 uur.")
    return found[0][0]


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _minutes(text: str) -> int:
    """Return minutes after midnight; raises `RefusedError`."""
    text = _LEAD.sub("", text, count=1) if _LEAD.match(text) else text
    if not text:
        raise RefusedError(f"Er staat niets. {EXAMPLE}")
    if text in ("middernacht", "12 uur middernacht", "twaalf uur middernacht"):
        return 0
    bare, part = _part_of_day(text)
    if not part and (serial := _SERIAL.fullmatch(bare)) and _is_serial(serial):
        return _of_number(Decimal(bare.replace(",", ".")))
    if (found := _figures(bare, part)) is None and (found := _spoken(bare, part)) is None:
        raise RefusedError(_why_not(text))
    return found


def _part_of_day(text: str) -> tuple[str, str]:
    """Return the text without its part of the day, and that part ("middag", "am", "")."""
    for match in _PART_SAID.finditer(text):
        is_am = match["half"] is not None
        before, behind = text[: match.start()].strip(), text[match.end() :].strip()
        if behind and (before or is_am):
            continue
        if is_am and not (before and before[-1].isdigit()):
            continue
        said = f"{match['half']}m" if is_am else _PARTS[f"{match['part']}s"]
        return re.sub(r"^(?:om|,) ?|,$", "", before or behind).strip(), said
    return text, ""


def _is_serial(serial: re.Match[str]) -> bool:
    """Tell a sheet's fraction from a time with a point: "0.604166", "0,5", "46145.604"."""
    part = serial["part"]
    return bool(serial["days"]) and (len(part) != 2 or int(part) > 59 or serial["days"] != "0")


def _of_number(number: Decimal) -> int:
    """Return the time of a sheet's number: a fraction of a day, or 1430 as typed."""
    if number == number.to_integral_value():
        whole = int(number) if abs(number) < 10_000 else -1
        if whole < 0:
            raise RefusedError(f"Dit getal is geen tijd. {EXAMPLE}")
        return _minutes(f"{whole:04}" if whole > 99 else f"{whole}")
    if not 0 <= number < 80_000 or 1 < number < 20_000:
        raise RefusedError(f"Dit getal is geen tijd. {EXAMPLE}")
    minutes = number % 1 * _DAY_MIN
    rounded = round(minutes)
    if abs(minutes - rounded) > Decimal("0.02"):
        raise RefusedError(f"Deze tijd heeft seconden. {EXAMPLE}")
    return rounded % _DAY_MIN


def _figures(text: str, part: str) -> int | None:
    """Return the minutes of a time in figures, None when it is none."""
    if match := _WITH_MINUTES.fullmatch(text):
        if int(match["second"] or 0):
            raise RefusedError(f"Schrijf de tijd zonder seconden. {EXAMPLE}")
        return _sure(match["hour"], match["minute"], part, above_h=6)
    if match := _COMPACT.fullmatch(text):
        looks_like_year = match["hour"] in ("19", "20") and int(match["minute"]) % 15
        if looks_like_year and not match["word"]:
            raise RefusedError(f"Is dit een jaar of een tijd? {EXAMPLE}")
        return _sure(match["hour"], match["minute"], part, above_h=6)
    if match := _WHOLE_HOUR.fullmatch(text):
        return _sure(match["hour"], "00", part, above_h=9)
    return None


def _sure(hour: str, minute: str, part: str, above_h: int) -> int:
    """Return the one reading of a time in figures."""
    minutes = int(hour) * 60 + int(minute)
    if int(minute) > 59 or minutes > _DAY_MIN:
        raise RefusedError(f"Die tijd bestaat niet. {EXAMPLE}")
    if part:
        return _in_part(minutes, part)
    if not hour.startswith("0") and int(hour) < above_h:
        early, late = f"{int(hour):02}.{minute}", f"{int(hour) + 12}.{minute}"
        raise RefusedError(f"Is dit {early} of {late} uur? Schrijf de tijd in 24 uur.")
    return minutes


_SPANS: Final = {
    "ochtend": (3 * 60, _NOON_MIN - 1),
    "middag": (_NOON_MIN, 19 * 60 - 1),
    "avond": (17 * 60, _DAY_MIN + 59),
    "nacht": (22 * 60, _DAY_MIN + 6 * 60 - 1),
    "am": (0, _NOON_MIN - 1),
    "pm": (_NOON_MIN, _DAY_MIN - 1),
}
"""From when to when a part of the day lasts, in minutes; past midnight goes on beyond 1440."""


def _in_part(minutes: int, part: str) -> int:
    """Return the reading that lies in a part of the day; raises when there is none."""
    first, last = _SPANS[part]
    readings = {minutes}
    if minutes <= 13 * 60 - 1:
        readings |= {minutes % _NOON_MIN, minutes % _NOON_MIN + _NOON_MIN}
    readings |= {one + _DAY_MIN for one in readings if one < _NOON_MIN}
    found = {one % _DAY_MIN for one in readings if first <= one <= last}
    if len(found) != 1:
        raise RefusedError(f"Deze tijd past niet bij dat deel van de dag. {EXAMPLE}")
    return found.pop()


def _number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return 0 if word == "nul" else UP_TO_99.get(word)


def _spoken(text: str, part: str) -> int | None:
    """Return the minutes of a spoken time, None when it is none."""
    match = _SPOKEN.fullmatch(plain_word(text).replace("vóór", "voor"))
    if match is None:
        return None
    hour = _number(match["hour"])
    shift = _shift_min(match)
    if hour is None or shift is None:
        return None
    twelve_only = bool(match["half"] or match["side"])
    if not (1 if twelve_only else 0) <= hour <= (12 if twelve_only else 24):
        return None
    if (hour > 12 or hour == 0) and not part:
        return (hour * 60 + shift) % _DAY_MIN
    minutes = (hour * 60 + shift) % _NOON_MIN + (_NOON_MIN if hour > 12 else 0)
    return _in_part(minutes, part) if part else _by_day(minutes)


def _shift_min(match: re.Match[str]) -> int | None:
    """Return how far the spoken hour is moved: "kwart voor" is -15, "half" is -30."""
    shift = -30 if match["half"] else 0
    if match["side"]:
        word = match["minutes"]
        beside = 15 if word in ("kwart", "kwartier") else _number(word)
        if beside is None or not 1 <= beside < (15 if match["half"] else 30):
            return None
        shift += beside if match["side"] == "over" else -beside
    if match["after"]:
        after = _number(match["after"])
        if after is None or match["side"] or match["half"] or not 0 < after < 60:
            return None
        shift += after
    return shift


def _by_day(minutes: int) -> int:
    """Return a time of the clock of twelve hours as it is meant by day; raises when it is open."""
    if minutes < 60:
        return minutes + _NOON_MIN
    if minutes <= _EITHER[0]:
        return minutes + _NOON_MIN
    if minutes < _EITHER[1]:
        raise RefusedError("Is dit in de ochtend of in de avond? Schrijf de tijd als 19.30 uur.")
    return minutes


def _why_not(text: str) -> str:
    if re.search(r"[0-9] ?-|\b(?:tot|t/m|van)\b", text):
        return f"Er staan een begin en een einde. Schrijf hier één tijd. {EXAMPLE}"
    if re.search(r"\b(?:ongeveer|circa|ca|rond|omstreeks|of|en)\b|[±~]", text):
        return f"Dit is niet één tijd. {EXAMPLE}"
    return f"Dit is niet als tijd te lezen. {EXAMPLE}"
