"""Clock times: "11-17 u", "10.00-12.30 en 13.30-17.00", "van 2 tot 5 uur 's middags"."""

from dataclasses import dataclass
from itertools import pairwise

from museum.hours.problems import unclear
from museum.hours.rules import Span
from museum.hours.tokens import Token
from museum.hours.vocabulary import NUMBERS

_JOINS = frozenset({"and", "comma", "slash"})
_UNTIL = frozenset({"dash", "to", "tot"})
_DAY_MIN = 1440
_NOON_H = 12
_DAWN_H = 6


@dataclass(frozen=True)
class _Clock:
    """A clock time as typed: minutes after midnight, and what made it certain."""

    minutes: int
    part: int | None = None
    """0 in the morning, 12 after noon; None when not said."""
    in_words: bool = False
    is_exact: bool = False
    """Typed with minutes or "uur"."""


def match(tokens: list[Token], at: int) -> tuple[tuple[Span, ...], int] | None:
    """Return the spans of time that begin at a token, and where they end."""
    spans: list[Span] = []
    end = at
    while (found := _span(tokens, end)) is not None:
        spans.append(found[0])
        end = found[1]
        if end < len(tokens) and tokens[end].kind in _JOINS and _span(tokens, end + 1) is not None:
            end += 1
            continue
        break
    if not spans:
        return None
    ordered = sorted(spans, key=lambda span: span.opens_min)
    for before, after in pairwise(ordered):
        if after.opens_min < before.closes_min:
            raise unclear(_text(tokens, at, end), "Deze tijden overlappen elkaar.")
    return tuple(ordered), end


def _span(tokens: list[Token], at: int) -> tuple[Span, int] | None:
    start = at
    while at < len(tokens) and tokens[at].text in ("van", "tussen", "om"):
        at += 1
    between = at > start and tokens[at - 1].text == "tussen"
    opens = _clock(tokens, at)
    if opens is None:
        return None
    at = opens[1]
    is_until = at < len(tokens) and (
        tokens[at].kind in _UNTIL or (between and tokens[at].kind == "and")
    )
    closes = _clock(tokens, at + 1) if is_until else None
    if closes is None:
        if opens[0].is_exact:
            raise unclear(_text(tokens, start, at), "Zet er ook de eindtijd bij: “13-17 u”.")
        return None
    return _sure(opens[0], closes[0], _text(tokens, start, closes[1])), closes[1]


def _clock(tokens: list[Token], at: int) -> tuple[_Clock, int] | None:
    if at >= len(tokens):
        return None
    token = tokens[at]
    in_words, exact = False, False
    if token.kind == "time":
        hour, minute = token.value
        exact = True
    elif token.kind == "num":
        hour, minute = token.value, 0
    elif token.text in NUMBERS:
        hour, minute, in_words = NUMBERS[token.text], 0, True
    elif token.text == "half" and at + 1 < len(tokens):
        following = tokens[at + 1]
        number = following.value if following.kind == "num" else NUMBERS.get(following.text)
        if number is None:
            return None
        hour, minute, in_words, at = (number - 1) % 12, 30, True, at + 1
    else:
        return None
    at += 1
    if at < len(tokens) and tokens[at].kind == "hour":
        at, exact = at + 1, True
    part = None
    if at < len(tokens) and tokens[at].kind == "daypart":
        part, at = tokens[at].value, at + 1
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise unclear(token.text, "Die tijd bestaat niet.")
    return _Clock(hour * 60 + minute, part, in_words, exact), at


def _sure(opens: _Clock, closes: _Clock, text: str) -> Span:
    """Return the span when there is one way to read it; raises otherwise."""
    first, last = _shifted(opens), _shifted(closes)
    said = opens.part is not None or closes.part is not None
    if said and opens.part is None and first < _DAWN_H * 60:
        first += _NOON_H * 60
    if (opens.in_words or closes.in_words) and not said:
        raise unclear(text, "Schrijf de tijden in cijfers, bijvoorbeeld 13.30-17 u.")
    if last <= first:
        crosses_surely = last + _NOON_H * 60 <= first and last <= _DAWN_H * 60
        if not crosses_surely:
            raise unclear(text, "Schrijf de tijden in 24 uur, bijvoorbeeld 10-17 u.")
        last += _DAY_MIN
    if first < _DAWN_H * 60 and not (first == 0 and last == _DAY_MIN):
        raise unclear(text, "Schrijf de tijden in 24 uur, bijvoorbeeld 13-17 u.")
    return Span(first, last)


def _shifted(clock: _Clock) -> int:
    if clock.part == _NOON_H and clock.minutes < _NOON_H * 60:
        return clock.minutes + _NOON_H * 60
    return clock.minutes


def _text(tokens: list[Token], start: int, end: int) -> str:
    return " ".join(token.text for token in tokens[start:end])
