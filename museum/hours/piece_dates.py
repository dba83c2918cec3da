"""Stretches of the year and single dates: "apr t/m okt", "1 jan, 25 + 31 dec", "2 april 2027"."""

from dataclasses import dataclass, replace
from datetime import date

from museum.hours.problems import unclear
from museum.hours.rules import Stretch
from museum.hours.tokens import Token

_JOINS = frozenset({"and", "comma", "slash"})
_RANGES = frozenset({"to", "dash"})
_LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class _End:
    """One end as typed; what is missing comes from the other end or a later item."""

    day: int | None
    month: int | None
    year: int | None = None


def match(tokens: list[Token], at: int) -> tuple[list[Stretch], int] | None:
    """Return the stretches that begin at a token, and where they end; None when none do."""
    start = at
    while at < len(tokens) and tokens[at].text in ("van", "tussen") and at == start:
        at += 1
    if not _starts(tokens, at):
        return None
    items: list[tuple[_End, _End]] = []
    while True:
        item, at = _item(tokens, at)
        items.append(item)
        if at < len(tokens) and tokens[at].kind in _JOINS and _starts(tokens, _past_op(tokens, at)):
            at = _past_op(tokens, at)
            continue
        break
    return _stretches(items), at


def _past_op(tokens: list[Token], at: int) -> int:
    at += 1
    while at < len(tokens) and tokens[at].text in ("op", "in"):
        at += 1
    return at


def _starts(tokens: list[Token], at: int) -> bool:
    """Tell whether a date begins here: a month, a whole date, or numbers that lead to a month."""
    while at < len(tokens):
        kind = tokens[at].kind
        if kind in ("month", "date"):
            return True
        if kind != "num" or at + 1 >= len(tokens):
            return False
        following = tokens[at + 1].kind
        if following == "month":
            return True
        if following not in _JOINS | _RANGES or at + 2 >= len(tokens):
            return False
        if tokens[at + 2].kind != "num":
            return False
        at += 2
    return False


def _item(tokens: list[Token], at: int) -> tuple[tuple[_End, _End], int]:
    first, at = _end(tokens, at)
    if at < len(tokens) and tokens[at].kind in _RANGES and _is_end(tokens, at + 1):
        last, at = _end(tokens, at + 1)
        return (first, last), at
    if at < len(tokens) and tokens[at].kind == "tot" and _is_end(tokens, at + 1):
        raise unclear("tot", "Hoort de laatste dag erbij? Schrijf dan “t/m”.")
    return (first, first), at


def _is_end(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind in ("num", "month", "date")


def _end(tokens: list[Token], at: int) -> tuple[_End, int]:
    token = tokens[at]
    if token.kind == "date":
        day, month, year = token.value
        return _End(day, month, year), at + 1
    day = None
    if token.kind == "num":
        day, at = token.value, at + 1
    month = None
    if at < len(tokens) and tokens[at].kind == "month":
        month, at = tokens[at].value, at + 1
    year = None
    if month is not None and at < len(tokens) and tokens[at].kind == "year":
        year, at = tokens[at].value, at + 1
    return _End(day, month, year), at


def _stretches(items: list[tuple[_End, _End]]) -> list[Stretch]:
    """Fill in months from right to left ("25 + 31 dec"), then check each."""
    found: list[Stretch] = []
    month: int | None = None
    year: int | None = None
    for typed_first, typed_last in reversed(items):
        first, last = typed_first, typed_last
        if last.month is None:
            last = replace(last, month=month, year=last.year or year)
        if first.month is None:
            first = replace(first, month=last.month, year=first.year or last.year)
        month, year = first.month, first.year
        found.append(_stretch(first, last))
    return found[::-1]


def _stretch(first: _End, last: _End) -> Stretch:
    if first.month is None or last.month is None:
        raise unclear("t/m", "Zet de maand erbij.")
    for end in (first, last):
        if end.day is not None and not 1 <= end.day <= _LAST_DAYS[(end.month or 1) - 1]:
            raise unclear(f"{end.day}", "Die dag bestaat niet in die maand.")
    if last.year is not None and first.year is None:
        wraps = (first.month, first.day or 1) > (last.month, last.day or 31)
        first = replace(first, year=last.year - 1 if wraps else last.year)
    if first.year is not None and last.year is None:
        wraps = (first.month, first.day or 1) > (last.month, last.day or 31)
        last = replace(last, year=first.year + 1 if wraps else first.year)
    made = Stretch(
        (first.month or 1, first.day or 0), (last.month or 1, last.day or 0), first.year, last.year
    )
    _check_years(made)
    return made


def _check_years(stretch: Stretch) -> None:
    if stretch.first_year is None or stretch.last_year is None:
        return
    try:
        first = date(stretch.first_year, stretch.first[0], stretch.first[1] or 1)
        last = date(stretch.last_year, stretch.last[0], stretch.last[1] or 28)
    except ValueError as error:
        raise unclear(f"{stretch.first[1]}", "Die dag bestaat niet in dat jaar.") from error
    if last < first:
        raise unclear("t/m", "De laatste dag ligt vóór de eerste.")
