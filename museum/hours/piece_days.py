"""Days of the week, holidays and school holidays: "di t/m zo", "1e zondag vd maand", "Pasen"."""

from museum.hours.problems import unclear
from museum.hours.rules import EVERY_DAY, Selector
from museum.hours.tokens import Token

_JOINS = frozenset({"and", "comma", "slash"})
_RANGES = frozenset({"to", "dash"})
_EACH = frozenset({"elke", "iedere", "ieder", "elk"})
_SETS = {"daily": EVERY_DAY, "workdays": frozenset(range(5)), "weekend": frozenset({5, 6})}
_REGION_WORDS = frozenset({"van", "de", "het", "in", "voor"})

Match = tuple[Selector, int]


def match(tokens: list[Token], at: int) -> Match | None:
    """Return the days of the week that begin at a token (one item of a list), and their end."""
    token = tokens[at]
    if token.kind == "ord":
        return _nth(tokens, at)
    if token.kind in _SETS:
        return Selector(days=_SETS[token.kind]), at + 1
    if token.kind != "day":
        return None
    following = tokens[at + 1].kind if at + 1 < len(tokens) else ""
    if following in _RANGES | {"until"} and at + 2 < len(tokens) and tokens[at + 2].kind == "day":
        text = f"{token.text} {tokens[at + 1].text} {tokens[at + 2].text}"
        if following == "until":
            raise unclear(text, "Schrijf “t/m”, bijvoorbeeld “di t/m zo”.")
        length = (tokens[at + 2].number - token.number) % 7
        if length == 0:
            raise unclear(text, "Noem twee verschillende dagen.")
        days = frozenset((token.number + step) % 7 for step in range(length + 1))
        return Selector(days=days), at + 3
    return Selector(days=frozenset({token.number})), at + 1


def _nth(tokens: list[Token], at: int) -> Match | None:
    """Match "eerste en derde zondag van de maand"."""
    numbers, end = _ordinals(tokens, at)
    if end >= len(tokens) or tokens[end].kind != "day":
        return None
    day = tokens[end].number
    is_each = at > 0 and tokens[at - 1].text.lower() in _EACH
    end += 1
    if end < len(tokens) and tokens[end].kind == "ofmonth":
        return Selector(days=frozenset({day}), nth=numbers), end + 1
    if _said_later(tokens, end):
        return Selector(days=frozenset({day}), nth=numbers), end
    if not is_each or (len(numbers) == 1 and numbers[0] > 1):  # every other Saturday?
        raise unclear(tokens[at].text, "Schrijf “van de maand” erbij, of noem de datum.")
    return Selector(days=frozenset({day}), nth=numbers), end


def _ordinals(tokens: list[Token], at: int) -> tuple[tuple[int, ...], int]:
    numbers: list[int] = []
    end = at
    while end < len(tokens) and tokens[end].kind == "ord":
        numbers.append(tokens[end].number)
        end += 1
        if end + 1 < len(tokens) and tokens[end].kind in _JOINS and tokens[end + 1].kind == "ord":
            end += 1
    return tuple(numbers), end


def _said_later(tokens: list[Token], at: int) -> bool:
    """Tell whether "van de maand" or "van april" follows a list such as "1e za en 3e zo"."""
    while at + 1 < len(tokens) and tokens[at].kind in {*_JOINS, "ord", "day"}:
        at += 1
    if at >= len(tokens):
        return False
    if tokens[at].kind == "ofmonth":
        return True
    words = ("van", "in")
    return tokens[at].text.lower() in words and tokens[min(at + 1, len(tokens) - 1)].kind == "month"


def match_special(tokens: list[Token], at: int) -> Match | None:
    """Return holidays, named days or a school holiday that begin at a token, and their end."""
    token = tokens[at]
    if token.kind == "public":
        return Selector(public=True), at + 1
    if token.kind == "named":
        return Selector(named=token.keys), at + 1
    if token.kind == "ord":
        return _ordinal_named(tokens, at)
    if token.kind == "named_nth":
        raise unclear(token.text, f"Schrijf “eerste {token.text}” of “tweede {token.text}”.")
    if token.kind == "vacation_word":
        raise unclear(token.text, "Schrijf “schoolvakanties” als u die bedoelt.")
    if token.kind == "vacation":
        return Selector(school=token.keys[0]), _past_region(tokens, at + 1)
    return None


def _past_region(tokens: list[Token], at: int) -> int:
    """Pass over "regio Noord"; another region is refused."""
    end = at
    closing = end < len(tokens) and tokens[end].kind == "lpar"
    end += int(closing)
    while end < len(tokens) and tokens[end].text.lower() in _REGION_WORDS:
        end += 1
    named = end < len(tokens) and tokens[end].text.lower() == "regio"
    end += int(named)
    if end >= len(tokens) or tokens[end].text.lower() not in ("noord", "midden", "zuid"):
        return at
    if tokens[end].text.lower() != "noord":
        raise unclear(f"{tokens[end].text}", "Wij kennen alleen de schoolvakanties van Noord.")
    end += 1
    texts = [token.text.lower() for token in tokens[end : end + 2]]
    end += 2 if texts == ["-", "nederland"] else int(texts[:1] == ["nederland"])
    if closing and (end >= len(tokens) or tokens[end].kind != "rpar"):
        return at
    return end + int(closing)


def _ordinal_named(tokens: list[Token], at: int) -> Match | None:
    """Match "1e en 2e kerstdag", "2e paas- en pinksterdag", "eerste Kerst"."""
    numbers, end = _ordinals(tokens, at)
    if any(number not in (1, 2) for number in numbers):
        return None
    keys: list[str] = []
    while end < len(tokens) and tokens[end].kind in ("named_stub", "named_nth", "named"):
        both = tokens[end].keys
        if len(both) != len(("first", "second")):
            return None
        keys.extend(both[number - 1] for number in numbers)
        end += 1
        if tokens[end - 1].kind != "named_stub":
            return Selector(named=tuple(keys)), end
        while end < len(tokens) and tokens[end].kind in _JOINS:
            end += 1
        if end < len(tokens) and tokens[end].kind == "ord":
            rest = _ordinal_named(tokens, end)
            return (Selector(named=(*keys, *rest[0].named)), rest[1]) if rest else None
    return None
