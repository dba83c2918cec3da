"""Shows a letter as one reader gets it, for staff: its conditions followed, its tags filled in.

Knows exactly the tags that our letters hold. Sends nothing, and asks Mailchimp nothing.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

_TAG: Final = re.compile(r"\*\|(.*?)\|\*")
_DARK: Final = "@media (prefers-color-scheme: dark)"
_SCHEMES: Final = "light dark"


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
