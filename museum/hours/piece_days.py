"""Days of the week, holidays and school holidays: "di t/m zo", "1e zondag vd maand", "Pasen"."""

from museum.hours.problems import unclear
from museum.hours.rules import EVERY_DAY, Selector
from museum.hours.tokens import Token

_JOINS = frozenset({"and", "comma", "slash"})
_RANGES = frozenset({"to", "dash"})
_EACH = frozenset({"elke", "iedere", "ieder", "elk"})
_SETS = {"alldays": EVERY_DAY, "workdays": frozenset(range(5)), "weekend": frozenset({5, 6})}

Match = tuple[Selector, int]


def match(tokens: list[Token], at: int) -> Match | None:
    """Return the days of the week that begin at a token, and where they end."""
    nth = _nth(tokens, at)
    if nth is not None:
        return nth
    found: set[int] = set()
    end = at
    while (item := _item(tokens, end)) is not None:
        found |= item[0]
        end = item[1]
        following = end if _item(tokens, end) is not None else _past_join(tokens, end)
        if following is None or _item(tokens, following) is None:
            break
        end = following
    return (Selector(days=frozenset(found)), end) if end > at else None


def _item(tokens: list[Token], at: int) -> tuple[frozenset[int], int] | None:
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind in _SETS:
        return _SETS[token.kind], at + 1
    if token.kind != "day":
        return None
    following = tokens[at + 1].kind if at + 1 < len(tokens) else ""
    if following in {*_RANGES, "tot"} and at + 2 < len(tokens) and tokens[at + 2].kind == "day":
        if following == "tot":
            raise unclear(f"{token.text} tot", "Schrijf “t/m”, bijvoorbeeld “di t/m zo”.")
        first, last = token.value, tokens[at + 2].value
        length = (last - first) % 7
        if length == 0:
            raise unclear(f"{token.text} t/m {tokens[at + 2].text}", "Noem twee dagen.")
        return frozenset((first + step) % 7 for step in range(length + 1)), at + 3
    if following == "dash" and at + 2 < len(tokens) and tokens[at + 2].kind in _JOINS:
        return frozenset({token.value}), at + 2  # "zon- en feestdagen"
    return frozenset({token.value}), at + 1


def _past_join(tokens: list[Token], at: int) -> int | None:
    """Return where the next item of a list begins: past "," or "en", and past "op" and "de"."""
    begun = at
    while at < len(tokens) and tokens[at].kind in _JOINS:
        at += 1
    if at == begun:
        return None
    while at < len(tokens) and tokens[at].text in ("op", "in", "het"):
        at += 1
    return at


def _nth(tokens: list[Token], at: int) -> Match | None:
    """Match "eerste en derde zondag van de maand"."""
    is_each = at > 0 and tokens[at - 1].text in _EACH
    numbers: list[int] = []
    end = at
    while end < len(tokens) and tokens[end].kind == "ord":
        numbers.append(tokens[end].value)
        end += 1
        if end + 1 < len(tokens) and tokens[end].kind in _JOINS and tokens[end + 1].kind == "ord":
            end += 1
    if not numbers or end >= len(tokens) or tokens[end].kind != "day":
        return None
    day = tokens[end].value
    end += 1
    if end < len(tokens) and tokens[end].kind == "vdmaand":
        end += 1
    elif not is_each and not _of_a_month(tokens, end):
        raise unclear(tokens[at].text, "Schrijf “van de maand” erbij, of noem de datum.")
    return Selector(days=frozenset({day}), nth=tuple(numbers)), end


def _of_a_month(tokens: list[Token], at: int) -> bool:
    return (
        at + 1 < len(tokens) and tokens[at].text in ("van", "in") and tokens[at + 1].kind == "month"
    )


def match_special(tokens: list[Token], at: int) -> Match | None:
    """Return holidays, named days or school holidays that begin at a token."""
    token = tokens[at]
    if token.kind == "dash" and at + 1 < len(tokens) and tokens[at + 1].kind in _JOINS:
        return None
    if token.kind == "holidays" or _is_recognised(tokens, at):
        end = at
        while tokens[end].kind != "holidays":
            end += 1
        return Selector(holidays=True), end + 1
    if token.kind == "named":
        return Selector(named=token.value), at + 1
    if token.kind == "ord":
        return _ordinal_named(tokens, at)
    if token.kind == "vacation":
        return Selector(school=token.text), _past_region(tokens, at + 1)
    if token.text == "buiten":
        end = at + 1
        while end < len(tokens) and tokens[end].kind == "filler":
            end += 1
        if end < len(tokens) and tokens[end].text in ("schoolvakantie", "schoolvakanties"):
            return Selector(not_school=True), _past_region(tokens, end + 1)
    return None


def _is_recognised(tokens: list[Token], at: int) -> bool:
    """Match "officiële feestdagen", "nationale feestdagen", "algemeen erkende feestdagen"."""
    known = {"nationale", "officiële", "officiele", "erkende", "algemeen", "nederlandse"}
    end = at
    while end < len(tokens) and tokens[end].text in known:
        end += 1
    return end > at and end < len(tokens) and tokens[end].kind == "holidays"


def _past_region(tokens: list[Token], at: int) -> int:
    texts = [token.text for token in tokens[at : at + 4]]
    if texts[:2] == ["regio", "noord"]:
        return at + 2
    if texts == ["(", "regio", "noord", ")"]:
        return at + 4
    return at


def _ordinal_named(tokens: list[Token], at: int) -> Match | None:
    numbers: list[int] = []
    end = at
    while end < len(tokens) and tokens[end].kind == "ord":
        numbers.append(tokens[end].value)
        end += 1
        if end + 1 < len(tokens) and tokens[end].kind in _JOINS and tokens[end + 1].kind == "ord":
            end += 1
    if end >= len(tokens) or tokens[end].kind != "named_ord":
        return None
    if any(number not in (1, 2) for number in numbers):
        raise unclear(tokens[at].text, "Er zijn er maar twee: de eerste en de tweede.")
    return Selector(named=tuple(tokens[end].value[number - 1] for number in numbers)), end + 1
