"""Clock times: "11-17 u", "10.00-12.30 en 13.30-17.00", "van 2 tot 5 uur 's middags"."""

from dataclasses import dataclass
from itertools import pairwise

from museum.hours.piece_dates import starts as starts_a_date
from museum.hours.problems import unclear
from museum.hours.rules import Span, Spans
from museum.hours.tokens import Token
from museum.hours.vocabulary import NUMBERS

_JOINS = frozenset({"and", "comma", "slash"})
_UNTIL = frozenset({"dash", "to", "until"})
_DAY_MIN = 1440
_NOON_MIN = 720
_MIDDAY_H = 13
_DAWN_MIN = 360
"""Before six in the morning nothing opens: such a number is meant as an hour of the afternoon."""
_EVENING_MIN = 17 * 60
_SURE_MORNING_MIN = 9 * 60
_TO_24_HOURS = "Schrijf de tijden in 24 uur, bijvoorbeeld 13-17 u."
_LATE_MIN = 23 * 60
_QUARTERS = {"over": (0, 15), "voor": (-1, 45)}
_WHO_CLOSES = frozenset({"wij", "we", "het", "museum", "ons", "is", "al"})
_BEFORE_BARE = frozenset({"day", "named", "month", "public", "weekend"})
_HOURS_OF = {"ochtend": range(13), "middag": range(19), "avond": (*range(13), *range(18, 25))}
"""The hours that go with a part of the day; "17 u 's avonds" belongs to something else."""


@dataclass(frozen=True)
class _Clock:
    """A clock time as typed: minutes after midnight, and what made it certain."""

    minutes: int
    part: str = ""
    in_words: bool = False
    is_exact: bool = False
    """Typed with minutes or "uur"."""
    has_minutes: bool = False
    """Typed in figures with minutes: "2.00" is on the 24-hour clock."""
    is_padded: bool = False
    """Typed as in "09.00": surely on the 24-hour clock."""


def match(tokens: list[Token], at: int, part: str = "") -> tuple[Spans, int] | None:
    """Return the spans of time that begin at a token, and where they end.

    `part` is the part of the day said before ("zondagmiddag").
    """
    spans: list[Span] = []
    end = at
    while (found := _span(tokens, end, part)) is not None:
        spans.append(found[0])
        end = found[1]
        follows = end < len(tokens) and tokens[end].kind in _JOINS
        if not follows or starts_a_date(tokens, end + 1) or _span(tokens, end + 1, "") is None:
            break
        end += 1
        part = ""
    if not spans:
        return None
    ordered = tuple(sorted(spans, key=lambda span: span.opens_min))
    for before, after in pairwise(ordered):
        if after.opens_min < before.closes_min:
            raise unclear(text_of(tokens, at, end), "Deze tijden overlappen elkaar.")
    return ordered, end


def match_half(tokens: list[Token], at: int) -> tuple[str, int, int] | None:
    """Return "opens" or "closes", the minutes and the end, for "vanaf 13 u" or "tot 16 u"."""
    closing = _closing(tokens, at)
    if at >= len(tokens) or (closing is None and tokens[at].kind not in ("from", "until")):
        return None
    start = closing or at + 1
    found = clock(tokens, start)
    is_from = closing is None and tokens[at].kind == "from"
    if found is None or not (found[0].is_exact or _is_bare_closing(tokens, at, start, found)):
        return None
    moment, end = found
    if not moment.part and (moment.in_words or moment.minutes < _DAWN_MIN + 180):
        raise unclear(text_of(tokens, at, end), "Schrijf de tijd in 24 uur, bijvoorbeeld 17 u.")
    return "opens" if is_from else "closes", _shifted(moment, moment.part), end


def _closing(tokens: list[Token], at: int) -> int | None:
    """Return where the time stands in "sluit het museum om 15 uur", "gesloten vanaf 17 uur"."""
    if at + 1 >= len(tokens):
        return None
    if tokens[at].kind == "closed" and tokens[at].text.lower() in ("gesloten", "dicht"):
        return at + 2 if tokens[at + 1].kind == "from" else None
    if tokens[at].text.lower() not in ("sluit", "sluiten"):
        return None
    end = at + 1
    while end < len(tokens) and tokens[end].text.lower() in _WHO_CLOSES:
        end += 1
    return end + 1 if end < len(tokens) and tokens[end].text.lower() == "om" else None


def _is_bare_closing(tokens: list[Token], at: int, start: int, found: tuple[_Clock, int]) -> bool:
    """Tell whether "vr tot 16" ends the day at 16 hours, though "uur" is not said."""
    if starts_a_date(tokens, start) or at == 0 or found[0].minutes < _NOON_MIN:
        return False
    is_last = found[1] >= len(tokens) or tokens[found[1]].kind in ("sep", "rpar", "comma")
    return is_last and tokens[at].kind == "until" and tokens[at - 1].kind in _BEFORE_BARE


def _span(tokens: list[Token], at: int, part: str) -> tuple[Span, int] | None:
    if at < len(tokens) and tokens[at].kind == "allday":
        return Span(0, _DAY_MIN), at + 1
    start = at
    while at < len(tokens) and tokens[at].text.lower() in ("van", "vanaf", "tussen", "om"):
        at += 1
    may_be_half = at > start and tokens[at - 1].kind == "from"
    between = at > start and tokens[at - 1].text.lower() == "tussen"
    if at < len(tokens) and tokens[at].kind == "daypart":  # "'s middags 13-17 u"
        part, at = tokens[at].keys[0], at + 1
        while at < len(tokens) and tokens[at].text.lower() == "van":
            at += 1
    opens = None if starts_a_date(tokens, at) else clock(tokens, at)
    if opens is None:
        return None
    at = opens[1]
    kinds = _UNTIL | {"and"} if between else _UNTIL
    closes = clock(tokens, at + 1) if at < len(tokens) and tokens[at].kind in kinds else None
    if closes is None:
        if opens[0].is_exact and not may_be_half:
            raise unclear(text_of(tokens, start, at), "Zet er ook de eindtijd bij: “13-17 u”.")
        return None
    end = closes[1]
    if end < len(tokens) and tokens[end].kind in ("dash", "to") and clock(tokens, end + 1):
        raise unclear(text_of(tokens, start, end + 2), "Schrijf “10-12 en 13-17 u”.")
    text = text_of(tokens, start, end)
    in_words = opens[0].in_words or closes[0].in_words
    if (tokens[at].kind in ("until", "and") or in_words) and not part:
        spoken = _spoken(opens[0], closes[0])
        if spoken is not None:
            return spoken, end
    return _sure(opens[0], closes[0], part, text), end


def clock(tokens: list[Token], at: int) -> tuple[_Clock, int] | None:
    """Return the clock time at a token, and its end."""
    found = _number(tokens, at)
    if found is None:
        return None
    hour, minute, in_words, end = found
    exact = minutes = tokens[at].kind == "clock"
    padded = exact and tokens[at].text.startswith("0")
    if end < len(tokens) and tokens[end].kind == "hour":
        end, exact = end + 1, True
    part = ""
    if end < len(tokens) and tokens[end].kind == "daypart":
        part, end = tokens[end].keys[0], end + 1
    if part and hour not in _HOURS_OF[part]:
        raise unclear(text_of(tokens, at, end), _TO_24_HOURS)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise unclear(text_of(tokens, at, end), "Die tijd bestaat niet.")
    return _Clock(hour * 60 + minute, part, in_words, exact, minutes, padded), end


def _number(tokens: list[Token], at: int) -> tuple[int, int, bool, int] | None:
    """Return hour, minute, whether in words, and the end."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "clock":
        return token.numbers[0], token.numbers[1], False, at + 1
    if token.kind == "num":
        return token.number, 0, False, at + 1
    if token.text.lower() in NUMBERS:
        return NUMBERS[token.text.lower()], 0, True, at + 1
    texts = [one.text.lower() for one in tokens[at : at + 2]]
    if texts[0] == "half":
        number = _hour_named(tokens, at + 1)
        return ((number - 1) % 12, 30, True, at + 2) if number else None
    if texts[0] == "kwart" and texts[-1] in _QUARTERS:
        number = _hour_named(tokens, at + 2)
        earlier, minute = _QUARTERS[texts[-1]]
        return ((number + earlier) % 12, minute, True, at + 3) if number else None
    return None


def _hour_named(tokens: list[Token], at: int) -> int:
    """Return the hour from 1 to 12 in figures or a word, behind "half" and "kwart voor"; else 0."""
    if at >= len(tokens):
        return 0
    number = tokens[at].number if tokens[at].kind == "num" else 0
    number = NUMBERS.get(tokens[at].text.lower(), number)
    return number if 1 <= number <= 12 else 0


def _sure(opens: _Clock, closes: _Clock, part: str, text: str) -> Span:
    """Return the span when there is one way to read it; raises otherwise."""
    if opens.part or closes.part or part:
        return _said(opens, closes, part, text)
    if opens.in_words or closes.in_words:
        raise unclear(text, "Schrijf de tijden in cijfers, bijvoorbeeld 13.30-17 u.")
    first, last = opens.minutes, closes.minutes or _DAY_MIN
    if first == 0 and last == _DAY_MIN:
        return Span(first, last)
    is_past_midnight = first >= _EVENING_MIN and last <= _DAWN_MIN
    if is_past_midnight:
        return Span(first, last + _DAY_MIN)
    if last <= first or first < _DAWN_MIN:
        raise unclear(text, f"Schrijf de tijden in 24 uur, bijvoorbeeld {_example(opens, closes)}.")
    could_be_evening = last < _NOON_MIN and first < _SURE_MORNING_MIN and not opens.is_padded
    if could_be_evening and not opens.minutes % 60:
        raise unclear(text, "Schrijf de tijden in 24 uur, bijvoorbeeld 09.00-11.00 u.")
    return Span(first, last)


def _spoken(opens: _Clock, closes: _Clock) -> Span | None:
    """Read "van half twee tot vijf", "10 tot 4 uur" on the clock of twelve hours, as people say it.

    Only when no times of the 24-hour clock stand there, and one reading by day is left: "acht tot
    tien" may be in the morning and in the evening.
    """
    if opens.part or closes.part or opens.has_minutes or closes.has_minutes:
        return None
    first, last = opens.minutes, closes.minutes
    in_words = opens.in_words or closes.in_words
    is_on_24 = _DAWN_MIN <= first < last and not in_words
    if is_on_24 or first == last or max(first, last) >= _MIDDAY_H * 60:
        return None
    halves = (0, _NOON_MIN)
    readings = [
        Span(first % _NOON_MIN + half, last % _NOON_MIN + other)
        for half in halves
        for other in halves
    ]
    by_day = [
        span for span in readings if _DAWN_MIN <= span.opens_min < span.closes_min <= _LATE_MIN
    ]
    return by_day[0] if len(by_day) == 1 else None


def _example(opens: _Clock, closes: _Clock) -> str:
    """Return how it is probably meant, as an example of how to write it."""
    first, last = opens.minutes, closes.minutes
    first += _NOON_MIN if first < _DAWN_MIN else 0
    last += _NOON_MIN if last <= first else 0
    if not first < last < _DAY_MIN:
        return "13-17 u"
    return f"{_hours(first)}-{_hours(last)} u"


def _hours(minutes: int) -> str:
    return f"{minutes // 60}.{minutes % 60:02}" if minutes % 60 else f"{minutes // 60}"


def _said(opens: _Clock, closes: _Clock, part: str, text: str) -> Span:
    """Return the span when a part of the day was said with one of the times, or before both."""
    is_midnight = part == "avond" and closes.minutes == _NOON_MIN
    last_part = closes.part or (part if closes.minutes < _NOON_MIN or is_midnight else "")
    last = _shifted(closes, last_part)
    first_part = opens.part or part
    first = _shifted(opens, first_part)
    if not first_part and opens.minutes < closes.minutes < _MIDDAY_H * 60:
        first = _shifted(opens, last_part)  # "van 2 tot 5 uur 's middags"
    if not last_part and last <= first < _DAY_MIN and closes.minutes < _NOON_MIN:
        last += _NOON_MIN  # "10 uur 's ochtends tot 5 uur"
    if last <= first or first < _DAWN_MIN:
        raise unclear(text, _TO_24_HOURS)
    return Span(first, last)


def _shifted(clock_time: _Clock, part: str) -> int:
    minutes = clock_time.minutes
    if part == "avond" and minutes == _NOON_MIN:
        return _DAY_MIN
    if part in ("middag", "avond") and minutes < _NOON_MIN:
        return minutes + _NOON_MIN
    return minutes


def text_of(tokens: list[Token], start: int, end: int) -> str:
    """Return the tokens as they were typed."""
    parts = [
        (" " if number and token.spaced else "") + token.text
        for number, token in enumerate(tokens[start:end])
    ]
    return "".join(parts)
