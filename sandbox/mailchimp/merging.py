"""Merge tags and conditions of a letter, filled in for one reader.

Known: merge fields, `EMAIL`, the links, `LIST:…`, `IF`/`IFNOT`/`ELSEIF`/`ELSE`, `INTERESTED`,
`DATE:…`, `CURRENT_YEAR`. A tag that nobody knows stays as it was written, as Mailchimp leaves it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from markupsafe import escape

_PIECE: Final = re.compile(r"\*\|((?:[^|*]|\|(?!\*))+)\|\*")
_COMPARE: Final = re.compile(r"([A-Z0-9_:]+)\s*(?:(!=|>=|<=|=|<|>)\s*(.*))?", re.DOTALL)
_PHP: Final = {
    "d": "%d", "m": "%m", "Y": "%Y", "y": "%y", "H": "%H", "i": "%M", "l": "%A", "F": "%B",
    "j": "%-d", "n": "%-m", "M": "%b", "D": "%a",
}  # fmt: skip


@dataclass(frozen=True)
class Values:
    """What tags stand for. `raw` holds what is HTML or a link by itself; `groups` the reader's."""

    plain: Mapping[str, str]
    raw: Mapping[str, str]
    groups: Mapping[str, frozenset[str]]
    now: datetime


@dataclass
class _Level:
    is_shown: bool
    was_shown: bool
    outer: bool


def merge(template: str, values: Values, *, as_html: bool) -> str:
    """Return the text for one reader."""
    out: list[str] = []
    levels: list[_Level] = []
    end = 0
    for found in _PIECE.finditer(template):
        if _is_shown(levels):
            out.append(template[end : found.start()])
        end = found.end()
        tag = found[1].strip()
        if not _steer(tag, levels, values) and _is_shown(levels):
            out.append(_fill(tag, found[0], values, as_html=as_html))
    if _is_shown(levels):
        out.append(template[end:])
    return "".join(out)


def _is_shown(levels: list[_Level]) -> bool:
    return not levels or (levels[-1].is_shown and levels[-1].outer)


def _steer(tag: str, levels: list[_Level], values: Values) -> bool:
    """Go into, on or out of a condition; False for a tag that is none."""
    word, _, rest = tag.partition(":")
    if word in ("IF", "IFNOT", "INTERESTED"):
        if word == "INTERESTED":
            title, _, name = rest.partition(":")
            holds = bool(values.groups.get(title, frozenset()) & set(name.split(",")))
        else:
            holds = _holds(rest, values) is (word == "IF")
        levels.append(_Level(holds, holds, _is_shown(levels)))
        return True
    if word in ("ELSE", "ELSEIF") and levels:
        level = levels[-1]
        level.is_shown = not level.was_shown and (word == "ELSE" or _holds(rest, values))
        level.was_shown = level.was_shown or level.is_shown
        return True
    if word == "END" and levels:
        levels.pop()
        return True
    return False


def _holds(condition: str, values: Values) -> bool:
    found = _COMPARE.fullmatch(condition.strip())
    if found is None:
        return False
    has, op, wanted = values.plain.get(found[1], ""), found[2], (found[3] or "").strip(" \"'")
    if op is None:
        return bool(has)
    if op in ("=", "!="):
        return (has.lower() == wanted.lower()) is (op == "=")
    try:
        left, right = float(has), float(wanted)
    except ValueError:
        return False
    return {">": left > right, "<": left < right, ">=": left >= right, "<=": left <= right}[op]


def _fill(tag: str, whole: str, values: Values, *, as_html: bool) -> str:
    if tag in values.raw:
        return values.raw[tag]
    if tag.startswith("DATE:"):
        return "".join(values.now.strftime(_PHP[one]) if one in _PHP else one for one in tag[5:])
    if tag in values.plain:
        text = values.plain[tag]
        return str(escape(text)) if as_html else text
    return whole
