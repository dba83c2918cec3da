"""Shows a letter to staff: as one reader gets it, or whole, with at each part for whom it is.

Knows exactly the tags that our letters hold. Sends nothing, and asks Mailchimp nothing.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

_TAG: Final = re.compile(r"\*\|(.*?)\|\*")
_DARK: Final = "@media (prefers-color-scheme: dark)"
_SCHEMES: Final = "light dark"
_TOLD_STYLE: Final = (
    "display:inline-block;margin:14px 0 0;padding:2px 9px;border-radius:4px;"
    "background-color:#f3e3ee;color:#5a2049;font:600 14px/1.5 'Segoe UI',Arial,sans-serif"
)


@dataclass(frozen=True)
class ReaderSeen:
    """A reader to look through: the names of their groups, and their fields in Mailchimp."""

    groups: Collection[str]
    fields: Mapping[str, str]


@dataclass
class _Level:
    is_shown: bool
    was_shown: bool


def as_reader_sees(text: str, reader: ReaderSeen) -> str:
    """Return a letter's HTML or text for this reader."""
    out: list[str] = []
    levels: list[_Level] = []
    end = 0
    for found in _TAG.finditer(text):
        if all(level.is_shown for level in levels):
            out.append(text[end : found.start()])
        end = found.end()
        word, _, rest = found[1].partition(":")
        if not _steer(word, rest, levels, reader) and all(one.is_shown for one in levels):
            out.append(reader.fields.get(found[1], ""))
    return "".join([*out, text[end:]])


def in_colours(page: str, *, is_dark: bool) -> str:
    """Return a letter's HTML as it looks by day or in dark mode, whatever the screen is set to."""
    page = page.replace(_DARK, "@media all" if is_dark else "@media not all")
    return page.replace(_SCHEMES, "dark" if is_dark else "light")


def _steer(word: str, rest: str, levels: list[_Level], reader: ReaderSeen) -> bool:
    """Go into, on or out of a condition; False for a tag that is none."""
    if word in ("IF", "INTERESTED"):
        holds = _holds(word, rest, reader)
        levels.append(_Level(holds, holds))
    elif word in ("ELSEIF", "ELSE") and levels:
        level = levels[-1]
        level.is_shown = not level.was_shown and (word == "ELSE" or _holds("IF", rest, reader))
        level.was_shown |= level.is_shown
    elif word == "END" and levels:
        levels.pop()
    else:
        return False
    return True


def _holds(word: str, rest: str, reader: ReaderSeen) -> bool:
    if word == "INTERESTED":
        return bool(set(rest.partition(":")[2].split(",")) & set(reader.groups))
    name, equals, wanted = rest.partition("=")
    has = reader.fields.get(name, "")
    return has == wanted if equals else bool(has)


@dataclass
class _Telling:
    """What of a letter's conditions was said last, and what is still to say."""

    out: list[str]
    waiting: list[str]
    last: str = ""
    is_after_all: bool = True
    """Something for all readers came since: the same words are needed again."""

    def text(self, text: str, is_conditional: bool) -> None:
        """Take on a part of the letter, with what is to be said before it."""
        if text.strip():
            told = ", ".join(self.waiting)
            if told and (self.is_after_all or told != self.last):
                self.out.append(f'<p style="{_TOLD_STYLE}">{told}</p>')
                self.last = told
            self.is_after_all = not is_conditional
            self.waiting.clear()
        self.out.append(text)


def as_staff_read(page: str, fields: Mapping[str, str]) -> str:
    """Return a letter's HTML with everything that stands in it, and at each part for whom it is.

    For who approves the whole of it. `fields` fill in what is other for each reader.
    """
    telling, levels, end = _Telling([], []), list[_Level](), 0
    for found in _TAG.finditer(page):
        is_shown = all(one.is_shown for one in levels)
        if is_shown:
            telling.text(page[end : found.start()], any(one.was_shown for one in levels))
        end = found.end()
        word, _, rest = found[1].partition(":")
        if not _tell(word, rest, levels, telling.waiting) and is_shown:
            telling.out.append(fields.get(found[1], ""))
    telling.text(page[end:], is_conditional=False)
    return "".join(telling.out)


def _tell(word: str, rest: str, levels: list[_Level], waiting: list[str]) -> bool:
    """Put a condition in words; False for a tag that is none. `was_shown`: it is told of."""
    name, equals, region = rest.partition("=")
    if word == "INTERESTED":
        waiting.append(f"Alleen voor {name.partition(':')[2].replace(',', ', ')}")
        levels.append(_Level(is_shown=True, was_shown=True))
    elif word == "IF" and equals:
        waiting.append(f"alleen in de streek {region}")
        levels.append(_Level(is_shown=True, was_shown=True))
    elif word == "ELSEIF" and levels:
        said = f"{waiting.pop()} of" if waiting else "alleen in de streek"
        waiting.append(f"{said} {region}")
    elif word == "IF":
        levels.append(_Level(is_shown=True, was_shown=False))
    elif word == "ELSE" and levels:
        # A chain that leads to here without a word in between is of those who do not see it.
        if levels[-1].was_shown:
            said = waiting.pop().replace("alleen in", "niet in", 1) if waiting else "in elke andere"
            waiting.append(said)
        else:
            levels[-1].is_shown = False
    elif word == "END" and levels:
        levels.pop()
    else:
        return False
    return True
