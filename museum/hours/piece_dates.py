"""Stretches of the year and single dates: "apr t/m okt", "1 jan, 25 + 31 dec", "2 april 2027"."""

from dataclasses import dataclass, replace
from datetime import date

from museum.hours.problems import unclear
from museum.hours.rules import ENDLESS, LONG_AGO, Stretch
from museum.hours.tokens import Token

_JOINS = frozenset({"and", "comma", "slash"})
_RANGES = frozenset({"to", "dash"})
_WEEK = frozenset({"day", "daily", "weekend", "workdays"})
_LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class _End:
    """One end as typed; what is missing comes from the other end or a later item."""

    day: int | None
    month: int | None
    year: int | None = None


@dataclass(frozen=True)
class Dated:
    """A stretch and how it hangs together with the one before: "", "and", "comma" or "slash"."""

    join: str
    stretch: Stretch


def match(tokens: list[Token], at: int) -> tuple[list[Dated], int] | None:
    """Return the stretches that begin at a token, and where they end; None when none do."""
    begun = at
    if tokens[at].kind in ("from", "to"):
        at += 1
        if not starts(tokens, at):
            return None
        return _half_open(tokens, begun, at)
    if not starts(tokens, at):
        return None
    items: list[tuple[str, _End, _End]] = []
    join = ""
    while True:
        first, last, at = _item(tokens, at)
        items.append((join, first, last))
        if at >= len(tokens) or tokens[at].kind not in _JOINS:
            break
        following = _past_words(tokens, at + 1)
        if not starts(tokens, following) or _parts_rules(tokens, at):
            break
        if following > at + 1 and tokens[at].kind == "comma" and _is_period(tokens, following):
            break  # "juli t/m september, in december ..."
        join, at = tokens[at].kind, following
    return _completed(items), at


def _half_open(tokens: list[Token], begun: int, at: int) -> tuple[list[Dated], int]:
    """Read "vanaf 2 april 2027" and "t/m 3 januari 2027": with a year only."""
    first, last, end = _item(tokens, at)
    text = " ".join(token.text for token in tokens[begun:end])
    if tokens[begun].kind == "from" and first != last:
        return _completed([("", first, last)]), end  # "vanaf 1 april t/m 31 oktober"
    if first != last or first.month is None or first.year is None:
        raise unclear(text, "Noem ook het begin en het einde: “1 april t/m 31 oktober”.")
    if tokens[begun].kind == "from":
        last = _End(31, 12, ENDLESS)
    else:
        first = _End(1, 1, LONG_AGO)
    return [Dated("", _stretch(first, last))], end


def _is_period(tokens: list[Token], at: int) -> bool:
    first, last, _end_at = _item(tokens, at)
    return first != last or first.day is None


def _parts_rules(tokens: list[Token], at: int) -> bool:
    """Tell whether a slash with spaces around it parts rules; "juli / augustus" is a list."""
    if tokens[at].kind != "slash" or not tokens[at].spaced:
        return False
    return not (tokens[at - 1].kind == "month" and tokens[at + 1].kind == "month")


def _past_words(tokens: list[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].text.lower() in ("op", "in", "van"):
        at += 1
    return at


def starts(tokens: list[Token], at: int) -> bool:
    """Tell whether a date begins here: a month, a whole date, or numbers that lead to a month."""
    if _are_hours(tokens, at):
        return False
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


def _are_hours(tokens: list[Token], at: int) -> bool:
    """Tell "zo 12-17, 1 jan gesloten": behind a day of the week a range is of hours."""
    kinds = [one.kind for one in tokens[at : at + 4]]
    if len(kinds) < 4 or kinds[0] != "num" or kinds[1] not in _RANGES or kinds[2] != "num":
        return False
    before = at - 1
    while before >= 0 and (tokens[before].kind in ("colon", "open") or _is_van(tokens[before])):
        before -= 1
    return before >= 0 and tokens[before].kind in _WEEK and kinds[3] in _JOINS


def _is_van(token: Token) -> bool:
    return token.text.lower() == "van"


def _item(tokens: list[Token], at: int) -> tuple[_End, _End, int]:
    first, at = _end(tokens, at)
    if at < len(tokens) and tokens[at].kind in _RANGES and _is_end(tokens, at + 1):
        last, at = _end(tokens, at + 1)
        return first, last, at
    if at < len(tokens) and tokens[at].kind == "until" and starts(tokens, at + 1):
        raise unclear("tot", "Hoort de laatste dag erbij? Schrijf dan “t/m”.")
    return first, first, at


def _is_end(tokens: list[Token], at: int) -> bool:
    """Tell whether this is the end of a stretch, and not the begin of a time ("mei 10-17 u")."""
    if at >= len(tokens) or tokens[at].kind not in ("num", "month", "date"):
        return False
    return tokens[at].kind != "num" or starts(tokens, at)


def _end(tokens: list[Token], at: int) -> tuple[_End, int]:
    token = tokens[at]
    if token.kind == "date":
        return _End(*token.numbers), at + 1
    day: int | None = None
    if token.kind == "num":
        day, at = token.number, at + 1
    month: int | None = None
    if at < len(tokens) and tokens[at].kind == "month":
        month, at = tokens[at].number, at + 1
    year: int | None = None
    if month is not None and at < len(tokens) and tokens[at].kind == "year":
        year, at = tokens[at].number, at + 1
    return _End(day, month, year), at


def _completed(items: list[tuple[str, _End, _End]]) -> list[Dated]:
    """Fill in months from right to left ("25 + 31 dec"), then check each."""
    singles = [last for _join, first, last in items if first == last and last.month]
    if len({one.year is None for one in singles}) > 1:
        raise unclear("deze datums", "Zet bij elke datum het jaar.")
    found: list[Dated] = []
    month: int | None = None
    year: int | None = None
    for join, begun, ended in reversed(items):
        last = ended if ended.month else replace(ended, month=month, year=ended.year or year)
        first = begun
        if first.month is None:
            first = replace(first, month=last.month, year=first.year or last.year)
        month, year = first.month, first.year
        found.append(Dated(join, _stretch(first, last)))
    return found[::-1]


def _stretch(first: _End, last: _End) -> Stretch:
    for end in (first, last):
        if end.month is None or not 1 <= end.month <= len(_LAST_DAYS):
            raise unclear(f"{end.day}", "Die maand bestaat niet.")
        if end.day is not None and not 1 <= end.day <= _LAST_DAYS[end.month - 1]:
            raise unclear(f"{end.day}", "Die dag bestaat niet in die maand.")
    wraps = (first.month or 1, first.day or 1) > (last.month or 12, last.day or 31)
    if last.year is not None and first.year is None:
        first = replace(first, year=last.year - 1 if wraps else last.year)
    if first.year is not None and last.year is None:
        last = replace(last, year=first.year + 1 if wraps else first.year)
    made = Stretch(
        (first.month or 1, first.day or 0), (last.month or 12, last.day or 0), first.year, last.year
    )
    _check(made)
    return made


def _check(stretch: Stretch) -> None:
    if (stretch.first[1] == 0) != (stretch.last[1] == 0) and stretch.first[0] == stretch.last[0]:
        raise unclear("t/m", "Noem van deze periode de eerste en de laatste dag.")
    if stretch.first_year is None or stretch.last_year is None:
        return
    try:
        first = date(stretch.first_year, stretch.first[0], stretch.first[1] or 1)
        last = date(stretch.last_year, stretch.last[0], stretch.last[1] or 28)
    except ValueError as error:
        raise unclear(f"{stretch.first[1]}", "Die dag bestaat niet in dat jaar.") from error
    if last < first:
        raise unclear("t/m", "De laatste dag ligt vóór de eerste.")
