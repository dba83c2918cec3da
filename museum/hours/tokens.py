"""Cuts typed opening hours into tokens, each with what it can mean. Guesses nothing."""

import re
from dataclasses import dataclass
from typing import Any, Final

from museum.hours import vocabulary as words


@dataclass(frozen=True)
class Token:
    """A piece of the text. `kind` says what it is, `value` what it stands for."""

    kind: str
    text: str
    value: Any = None


_DASHES: Final = str.maketrans(
    {
        **dict.fromkeys("–—‑−", "-"),
        **dict.fromkeys("’‘`", "'"),
        **dict.fromkeys("\u00a0\u2009\t", " "),
    }
)

_PIECES: Final = re.compile(
    r"""
    (?P<date>\d{1,2}[-/]\d{1,2}[-/]\d{4})
  | (?P<to>t\s?/\s?m\.?(?![a-z])|t\.m\.|tot\s+en\s+met|tot\s*&\s*met|tm(?![a-z])|t-m(?![a-z]))
  | (?P<except>m\.?\s?u\.?\s?v\.?(?![a-z])|met\s+uitzondering\s+van|uitgezonderd|behalve)
  | (?P<vdmaand>v\.?\s?d\.?\s?maand|van\s+(?:de|elke|iedere)\s+maand|per\s+maand)
  | (?P<alldays>(?:alle|elke|iedere)\s+dag(?:en)?(?![a-z])
      |(?:7|zeven)\s+dagen(?:\s+(?:per|in\s+de)\s+week)?)
  | (?P<rest>(?:de\s+)?rest\s+van\s+het\s+jaar|(?:de\s+)?(?:overige|andere)\s+maanden
      |buiten\s+(?:het|dit|dat)\s+seizoen)
  | (?P<otherdays>(?:de\s+)?(?:overige|andere)\s+dagen)
  | (?P<outside>daarbuiten)
  | (?P<allyear>(?:het\s+)?(?:hele|gehele)\s+jaar(?:\s+door)?|het\s+jaar\s+rond|jaarrond)
  | (?P<time>\d{1,2}[.:]\d{2}(?!\d)|\d{1,2}u\d{2}(?!\d))
  | (?P<ordinal>\d(?:e|ste|de)(?![a-z]))
  | (?P<year>20\d\d(?!\d))
  | (?P<num>\d{1,2}(?!\d))
  | (?P<daypart>'s\s?(?:ochtends|morgens|middags|avonds)|s(?:ochtends|morgens|middags|avonds))
  | (?P<goede>goede\s+vrijdag)
  | (?P<word>'?[a-zà-ÿ][a-zà-ÿ']*)
  | (?P<sep>[;\n]|\.(?=\s|$))
  | (?P<and>[+&])
  | (?P<comma>,)
  | (?P<slash>/)
  | (?P<colon>:)
  | (?P<dash>-)
  | (?P<open>\()
  | (?P<close>\))
  | (?P<space>[ \r.]+)
  | (?P<other>.)
    """,
    re.VERBOSE,
)

_AS_THEY_ARE: Final = frozenset(
    {
        "to",
        "except",
        "vdmaand",
        "alldays",
        "otherdays",
        "outside",
        "rest",
        "allyear",
        "comma",
        "slash",
        "dash",
        "and",
    }
)
_DAYPARTS: Final = {"ochtends": 0, "morgens": 0, "middags": 12, "avonds": 12}


_ABBREVIATED: Final = sorted(
    {word for word in {*words.DAYS, *words.MONTHS} if len(word) <= 4} | {"u", "incl"},
    key=len,
    reverse=True,
)
_DOT: Final = re.compile(rf"\b({'|'.join(_ABBREVIATED)})\.(?=\s*([^\s]?))", re.IGNORECASE)


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a text, without spaces. A newline or a full stop ends a sentence."""
    plain = _DOT.sub(_without_dot, text.strip().translate(_DASHES))
    found = [_token(match) for match in _PIECES.finditer(plain.lower())]
    return [token for token in found if token.kind != "space"]


def _without_dot(match: re.Match[str]) -> str:
    """Drop the dot of "za." within a sentence; before a capital it ends the sentence."""
    following = match.group(2)
    return match.group() if following.isupper() or not following else f"{match.group(1)} "


def _token(match: re.Match[str]) -> Token:
    kind, text = str(match.lastgroup), match.group()
    if kind == "word":
        return _word(text)
    if kind == "num":
        return Token("num", text, int(text))
    if kind == "year":
        return Token("year", text, int(text))
    if kind == "ordinal":
        return (
            Token("ord", text, words.ORDINALS[text])
            if text in words.ORDINALS
            else Token("unknown", text)
        )
    if kind == "time":
        hour, minute = re.split(r"[.:u]", text)
        return Token("time", text, (int(hour), int(minute)))
    if kind == "date":
        day, month, year = (int(part) for part in re.split(r"[-/]", text))
        return Token("date", text, (day, month, year))
    if kind == "daypart":
        return Token(
            "daypart", text, _DAYPARTS[text.removeprefix("'").strip().removeprefix("s").strip()]
        )
    if kind == "goede":
        return Token("named", text, words.NAMED["goede vrijdag"])
    if kind in ("sep", "colon", "open", "close"):
        return Token({"open": "lpar", "close": "rpar"}.get(kind, kind), text)
    if kind in _AS_THEY_ARE or kind == "space":
        return Token(kind, text)
    return Token("unknown", text)


_SETS: Final = (
    ("open", words.OPEN),
    ("closed", words.CLOSED),
    ("also", words.ALSO),
    ("hour", words.HOUR),
    ("alldays", words.ALL_DAYS),
    ("workdays", words.WORKDAYS),
    ("weekend", words.WEEKENDS),
    ("holidays", words.HOLIDAYS),
    ("summer", words.SUMMER),
    ("winter", words.WINTER),
)
_MAPS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("day", dict(words.DAYS)),
    ("month", dict(words.MONTHS)),
    ("ord", dict(words.ORDINALS)),
    ("named", dict(words.NAMED)),
    ("named_ord", dict(words.ORDINAL_NAMED)),
    ("vacation", dict(words.VACATIONS)),
)


def _word(text: str) -> Token:
    if text == "en":
        return Token("and", text)
    if text == "tot":
        return Token("tot", text)
    for kind, known in _SETS:
        if text in known:
            return Token(kind, text)
    for kind, meanings in _MAPS:
        if text in meanings:
            return Token(kind, text, meanings[text])
    if text in words.FILLERS:
        return Token("filler", text)
    return Token("word", text)
