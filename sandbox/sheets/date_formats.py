"""How a date or a time looks: patterns such as `dd-mm-yyyy`, `d mmmm`, `H:mm:ss`, `[h]:mm`."""

import re
from datetime import datetime
from typing import Final

from sandbox.sheets.locales import Locale
from sandbox.sheets.serials import from_serial

_TOKEN: Final = re.compile(
    r'"[^"]*"|\\.|\[h+\]|\[m+\]|\[s+\]|AM/PM|am/pm|A/P|a/p|y+|Y+|M+|m+|d+|D+|h+|H+|s+|\.0+|.',
    re.DOTALL,
)


def render_date(serial: float, pattern: str, locale: Locale) -> str:
    """Write a serial number by a pattern; one that no calendar has shows as a plain number."""
    moment = from_serial(serial)
    if moment is None:
        return str(serial)
    tokens = _TOKEN.findall(pattern)
    twelve = any(token.upper() in ("AM/PM", "A/P") for token in tokens)
    return "".join(
        _part(token, serial, moment, locale, twelve, _is_minute(tokens, place))
        for place, token in enumerate(tokens)
    )


def _is_minute(tokens: list[str], place: int) -> bool:
    """Whether an `m` stands for minutes: behind hours or before seconds."""
    letters = [(at, one) for at, one in enumerate(tokens) if one[0] in "yYmMdDhHs["]
    here = [at for at, _ in letters]
    if place not in here or tokens[place][0] not in "mM" or len(tokens[place]) > 2:
        return False
    index = here.index(place)
    before = letters[index - 1][1] if index else ""
    after = letters[index + 1][1] if index + 1 < len(letters) else ""
    return before[:1] in ("h", "H", "[") or after[:1] == "s"


def _part(
    token: str, serial: float, moment: datetime, locale: Locale, twelve: bool, minute: bool
) -> str:
    first, width = token[0], len(token)
    if first == "[":
        unit = {"h": 24, "m": 1440, "s": 86_400}[token[1]]
        return str(int(round(serial * 86_400) * unit / 86_400)).rjust(width - 2, "0")
    if first in '"\\':
        return token[1:-1] if first == '"' else token[1:]
    if token.upper() in ("AM/PM", "A/P"):
        word = "AM" if moment.hour < 12 else "PM"
        return word if width > 3 else word[0]
    if first in "yY":
        return f"{moment.year % 100:02d}" if width <= 2 else f"{moment.year:04d}"
    if minute:
        return f"{moment.minute:0{min(width, 2)}d}"
    if first in "mM":
        at = moment.month - 1
        return _named(at + 1, locale.months[at], locale.short_months[at], width)
    if first in "dD":
        at = moment.weekday()
        return _named(moment.day, locale.days[at], locale.short_days[at], width)
    if first in "hH":
        hour = (moment.hour % 12 or 12) if twelve else moment.hour
        return f"{hour:0{min(width, 2)}d}"
    if first == "s":
        return f"{moment.second:0{min(width, 2)}d}"
    if token.startswith(".0"):
        return locale.decimal + f"{moment.microsecond:06d}"[: width - 1]
    return token


def _named(number: int, name: str, short: str, width: int) -> str:
    if width <= 2:
        return f"{number:0{width}d}"
    return short if width == 3 else name[:1] if width == 5 else name
