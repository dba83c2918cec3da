"""Cuts typed opening hours into tokens, each with what it can mean. Guesses nothing."""

import re
from dataclasses import dataclass, replace
from typing import Final
from unicodedata import normalize

from museum.hours import vocabulary as words
from museum.hours.figures import with_months


@dataclass(frozen=True)
class Token:
    """A piece of the text. `kind` says what it is; the rest is what it stands for."""

    kind: str
    text: str
    number: int = 0
    """A day (0 is Monday), a month, an ordinal, a year or a plain number."""
    numbers: tuple[int, ...] = ()
    """A clock time (hour, minute) or a date (day, month, year)."""
    keys: tuple[str, ...] = ()
    """Named days, a school holiday or a part of the day."""
    spaced: bool = False
    """Whether white space stands before it."""
    dotted: bool = False
    """Whether a dot stood behind it that was taken for an abbreviation's."""


_UNSEEN: Final = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
"""Marks without a width, that come along when text is copied from a web page."""
_PLAIN: Final = str.maketrans(
    {**dict.fromkeys("–—‑−‐‒―﹣－", "-"),
     "’": "'", "‘": "'", "`": "'", "´": "'",
     "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ", "•": ";", "·": ";", "*": ";", "|": ";",
     "[": "(", "]": ")", "=": ":", "…": ".",
     **dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"), **dict.fromkeys(_UNSEEN, "")}
)  # fmt: skip

_LEXEMES: Final = re.compile(
    r"""
    (?P<date>\d{1,2}[-/.]\d{1,2}[-/.]20\d\d(?!\d))
  | (?P<contact>(?:https?://|www\.)\S*[^\s.,;:()]|[\w.+-]+@\w[\w-]*(?:\.[\w-]+)+
      |(?=(?:\D{0,3}\d){10}(?!\d))0\d{1,3}\s?-?\s?\d(?:\s?\d){5,8}(?!\d))
  | (?P<clock>\d{1,2}[.:]\d\d(?![\d.])|\d{1,2}[.:]\d\d(?=\.(?!\d))|\d{1,2}[uh]\d\d(?!\d))
  | (?P<ordinal>\d{1,2}\s?(?:ste|de|e)(?![a-zà-ÿ]))
  | (?P<year>20\d\d(?!\d)|'\d\d(?!\d))
  | (?P<num>\d{1,2}(?!\d))
  | (?P<to>t\s?/\s?m\.?(?![a-zà-ÿ])|t/m(?=(?:ma|di|wo|do|vr|za|zo))|tem(?![a-zà-ÿ])
      |t\.\s?m\.?(?![a-zà-ÿ])|tm\.?(?![a-zà-ÿ])|t-m(?![a-zà-ÿ])|t&m)
  | (?P<except>m\.\s?u\.\s?v\.?(?![a-zà-ÿ]))
  | (?P<from>m\.?\s?i\.?\s?v\.?(?![a-zà-ÿ])|v\.\s?a\.?(?![a-zà-ÿ]))
  | (?P<because>i\.?\s?v\.?\s?m\.?(?![a-zà-ÿ]))
  | (?P<ofmonth>v\s?[./]?\s?d\.?\s?(?:maand|mnd\.?)(?![a-zà-ÿ]))
  | (?P<incl>incl\.|inclusief)
  | (?P<daypart>(?:'?s\s?)?(?:ochtends|morgens|middags|namiddags|avonds)(?![a-zà-ÿ]))
  | (?P<stub>[a-zà-ÿ]+-(?=\s*(?:,|/|\+|&|en\s|of\s)))
  | (?P<word>'[ns](?![a-zà-ÿ])|'s[a-z]+|[a-zà-ÿ]+(?:'[a-zà-ÿ]+)?)
  | (?P<newline>\s*\n\s*(?:-\s)?)
  | (?P<space>\s+)
  | (?P<mark>[;,.:/+&()\-!])
  | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARKS: Final = {
    ";": "sep", "!": "sep", ",": "comma", ":": "colon", "/": "slash", "+": "and", "&": "and",
    "(": "lpar", ")": "rpar", "-": "dash", ".": "dot",
}  # fmt: skip
_GOES_ON: Final = frozenset({"to", "dash", "and", "comma", "slash", "year", "rpar", "colon"})
_WHOLE_MONTHS: Final = frozenset(names[-1] for names in words.MONTH_WORDS)
_WHOLE_DAYS: Final = frozenset(name for names in words.DAY_WORDS for name in names[2:])
_ABBREVIATED: Final = frozenset({*words.DAYS, *words.MONTHS, "u", "uur", "m", "incl", "tel"}) - {
    "mei"
}


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a text. A newline or a full stop becomes a `sep`."""
    found: list[Token] = []
    spaced = False
    if text.isupper():
        text = text.lower()  # a capital begins no sentence then
    plain = normalize("NFC", text).translate(_PLAIN).strip().removeprefix("- ")
    for match in _LEXEMES.finditer(with_months(plain)):
        kind = str(match.lastgroup)
        if kind == "space":
            spaced = True
            continue
        token = replace(_lexeme(kind, match.group()), spaced=spaced)
        found.append(token)
        spaced = kind == "newline"
    return _without_dots(_with_phrases(_with_parts(_with_stubs(found))))


def _lexeme(kind: str, text: str) -> Token:
    lowered = text.lower()
    if kind in ("num", "year"):
        number = int(text.removeprefix("'"))
        return Token(kind, text, number=number + 2000 if text.startswith("'") else number)
    if kind in ("clock", "date"):
        numbers = tuple(int(part) for part in re.split(r"[-/.:uh]", lowered))
        return Token(kind, text, numbers=numbers)
    if kind == "ordinal":
        number = int(re.sub(r"\D", "", text))
        return Token("ord" if 1 <= number <= 5 else "other", text, number=number)
    if kind == "daypart":
        part = lowered.removeprefix("'").removeprefix("s").strip()
        return Token("daypart", text, keys=(words.DAYPARTS[part],))
    if kind == "word":
        return _word(lowered, text)
    if kind == "mark":
        return Token(_MARKS[text], text)
    if kind == "newline":
        return Token("sep", "\n")
    return Token(kind, text)


def _word(lowered: str, text: str) -> Token:
    if lowered in words.DAY_PARTS:
        number, part = words.DAY_PARTS[lowered]
        return Token("day", text, number=number, keys=(part,))
    if lowered in words.DAYS:
        return Token("day", text, number=words.DAYS[lowered])
    if lowered in words.MONTHS:
        return Token("month", text, number=words.MONTHS[lowered])
    if lowered in words.ORDINALS:
        return Token("ord", text, number=words.ORDINALS[lowered])
    if lowered in words.NAMED:
        return Token("named", text, keys=words.NAMED[lowered])
    if lowered in words.ORDINAL_NAMED:
        return Token("named_nth", text, keys=words.ORDINAL_NAMED[lowered])
    if lowered in words.VACATIONS:
        return Token("vacation", text, keys=(words.VACATIONS[lowered],))
    return Token(words.WORD_KINDS.get(lowered, "word"), text)


_LISTED: Final = frozenset({"stub", "comma", "and", "slash", "ord"})


def _with_stubs(tokens: list[Token]) -> list[Token]:
    """Complete what stands before a hyphen: "zon- en feestdagen", "mei- en herfstvakantie"."""
    found = list(tokens)
    for at, token in enumerate(tokens):
        if token.kind == "stub":
            whole = next((one for one in tokens[at:] if one.kind not in _LISTED), token)
            found[at] = replace(_completed(token.text[:-1].lower(), whole), text=token.text)
    return found


def _completed(base: str, whole: Token) -> Token:
    if whole.kind == "vacation" and f"{base}vakantie" in words.VACATIONS:
        return Token("vacation", base, keys=(words.VACATIONS[f"{base}vakantie"],))
    if whole.kind in ("named", "named_nth") and base in words.STUB_NAMED:
        keys = words.ORDINAL_NAMED[words.STUB_NAMED[base]]
        return Token("named" if whole.kind == "named" else "named_stub", base, keys=keys)
    if whole.kind in ("day", "public") and base in words.STUB_DAYS:
        return Token("day", base, number=words.STUB_DAYS[base])
    if whole.kind == "day" and base == "feest":
        return Token("public", base)
    return Token("other", base)


def _with_parts(tokens: list[Token]) -> list[Token]:
    """Join a day and the part of it behind: "wo middag" is "woensdagmiddag"."""
    found: list[Token] = []
    for token in tokens:
        part = words.PARTS.get(token.text.lower())
        if part and token.kind == "word" and found and found[-1].kind == "day":
            text = f"{found[-1].text} {token.text}"
            found[-1] = replace(found[-1], text=text, keys=(part,))
        else:
            found.append(token)
    return found


_PHRASES: Final = {
    tuple(phrase.split()): kind for kind, phrases in words.PHRASES.items() for phrase in phrases
}
_LONGEST: Final = max(len(phrase) for phrase in _PHRASES)
_WHOLE: Final = {"goede_vrijdag": ("goede_vrijdag",), "oudnieuw": ("oudjaar", "nieuwjaar")}


def _with_phrases(tokens: list[Token]) -> list[Token]:
    """Join the tokens of set phrases ("tot en met", "rest van het jaar") into one."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        size = next((size for size in range(_LONGEST, 1, -1) if _phrase(tokens, at, size)), 1)
        part = tokens[at : at + size]
        kind = _phrase(tokens, at, size)
        if kind is None:
            found.append(tokens[at])
        else:
            text = " ".join(one.text for one in part)
            made = Token(kind, text, spaced=part[0].spaced)
            if kind in _WHOLE:
                made = replace(made, kind="named", keys=_WHOLE[kind])
            found.append(made)
        at += size
    return found


def _phrase(tokens: list[Token], at: int, size: int) -> str | None:
    return _PHRASES.get(tuple(one.text.lower() for one in tokens[at : at + size]))


def _without_dots(tokens: list[Token]) -> list[Token]:
    """Drop the dots of abbreviations; any other full stop ends a sentence."""
    found: list[Token] = []
    for number, token in enumerate(tokens):
        if token.kind != "dot":
            found.append(token)
            continue
        before = tokens[number - 1].text.lower() if number else ""
        after = tokens[number + 1] if number + 1 < len(tokens) else None
        if before in _ABBREVIATED and not _ends_sentence(before, tokens[number + 1 :]):
            found[-1] = replace(found[-1], dotted=True)
            continue
        if before.startswith("'") or (after is not None and after.kind == "dot"):
            continue
        found.append(Token("sep", "."))
    return found


def _ends_sentence(before: str, after: list[Token]) -> bool:
    """Tell whether the dot after an abbreviation ends a sentence as well: "17 u. Ma gesloten"."""
    if not after:
        return True
    if before in ("u", "uur"):
        return after[0].spaced and after[0].text.removeprefix("'s").strip()[:1].isupper()
    if before in _WHOLE_MONTHS and after[0].kind not in _GOES_ON:
        return True
    is_name = before in _WHOLE_DAYS or (before in words.MONTHS and after[0].kind != "month")
    if is_name and after[0].spaced and after[0].text[:1].isupper():
        return True
    is_date = [one.kind for one in after[:2]] == ["num", "month"]
    return before in words.MONTHS and after[0].spaced and is_date  # "25 jan. 4 mei 10-19 u"
