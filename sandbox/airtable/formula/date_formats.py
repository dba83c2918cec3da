"""DATETIME_FORMAT: a moment as text, by the tokens of moment.js.

Tokens: momentjs.com/docs/#/displaying/format, which Airtable's list of specifiers follows.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from sandbox.airtable.formula.date_words import Words, words_of

TOKEN: Final = re.compile(
    r"\[[^\[\]]*\]|\\.|LTS?|LL?L?L?|l{1,4}|Mo|MM?M?M?|Do|DDDo|DD?D?D?|do|dd?d?d?|w[ow]?|W[oW]?|Qo?"
    r"|YYYYYY|YYYYY|YYYY|YY|Y|gg(?:gg)?|GG(?:GG)?|e|E|a|A|hh?|HH?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?"
    r"|.",
    re.DOTALL,
)


def show(moment: datetime, pattern: str, locale: str) -> str:
    """The moment, on the clock that it is on, in this pattern and language."""
    words = words_of(locale)
    return "".join(_shown(token, moment, words) for token in TOKEN.findall(pattern))


def _shown(token: str, moment: datetime, words: Words) -> str:
    if token.startswith("[") and token.endswith("]") and len(token) > 1:
        return token[1:-1]
    if token.startswith("\\"):
        return token[1:]
    if token.upper() in {"L", "LL", "LLL", "LLLL", "LT", "LTS"} and token != "lt":
        expanded = words.long_format(token)
        return "".join(_shown(inner, moment, words) for inner in TOKEN.findall(expanded))
    if token.startswith("S"):
        return f"{moment.microsecond:06}".ljust(9, "0")[: len(token)]
    show_token = _TOKENS.get(token)
    return show_token(moment, words) if show_token else token


def offset_text(moment: datetime, separator: str) -> str:
    """The distance to Greenwich: +01:00 or +0100."""
    seconds = (moment.utcoffset() or timedelta()).total_seconds()
    minutes = abs(int(seconds)) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}{separator}{minutes % 60:02}"


def day_of_week(day: date) -> int:
    """0 for Sunday to 6 for Saturday."""
    return day.isoweekday() % 7


def week_of_year(day: date, first_day: int) -> tuple[int, int]:
    """Week and its year: week 1 holds 1 January, or is ISO's where weeks start on Monday."""
    if first_day == 1:
        year, week, _ = day.isocalendar()
        return week, year
    sunday = day - timedelta(days=day_of_week(day))
    saturday = sunday + timedelta(days=6)
    return (saturday.timetuple().tm_yday - 1) // 7 + 1, saturday.year


def _day_of_year(moment: datetime) -> int:
    return moment.timetuple().tm_yday


def _week(moment: datetime, words: Words) -> int:
    return week_of_year(moment.date(), words.first_day)[0]


def _week_year(moment: datetime, words: Words) -> int:
    return week_of_year(moment.date(), words.first_day)[1]


def _twelve(moment: datetime) -> int:
    return moment.hour % 12 or 12


def _quarter(moment: datetime) -> int:
    return (moment.month + 2) // 3


def _iso_week(moment: datetime) -> int:
    return moment.isocalendar().week


_Shower = Callable[[datetime, Words], str]

_DATE_TOKENS: Final[dict[str, _Shower]] = {
    "M": lambda m, _: str(m.month),
    "Mo": lambda m, w: w.ordinal(m.month),
    "MM": lambda m, _: f"{m.month:02}",
    "MMM": lambda m, w: w.short_months[m.month - 1],
    "MMMM": lambda m, w: w.months[m.month - 1],
    "D": lambda m, _: str(m.day),
    "Do": lambda m, w: w.ordinal(m.day),
    "DD": lambda m, _: f"{m.day:02}",
    "DDD": lambda m, _: str(_day_of_year(m)),
    "DDDo": lambda m, w: w.ordinal(_day_of_year(m)),
    "DDDD": lambda m, _: f"{_day_of_year(m):03}",
    "d": lambda m, _: str(day_of_week(m)),
    "do": lambda m, w: w.ordinal(day_of_week(m)),
    "dd": lambda m, w: w.least_days[day_of_week(m)],
    "ddd": lambda m, w: w.short_days[day_of_week(m)],
    "dddd": lambda m, w: w.days[day_of_week(m)],
    "e": lambda m, w: str((day_of_week(m) - w.first_day) % 7),
    "E": lambda m, _: str(m.isoweekday()),
    "w": lambda m, w: str(_week(m, w)),
    "wo": lambda m, w: w.ordinal(_week(m, w)),
    "ww": lambda m, w: f"{_week(m, w):02}",
    "W": lambda m, _: str(_iso_week(m)),
    "Wo": lambda m, w: w.ordinal(_iso_week(m)),
    "WW": lambda m, _: f"{_iso_week(m):02}",
    "Q": lambda m, _: str(_quarter(m)),
    "Qo": lambda m, w: w.ordinal(_quarter(m)),
    "Y": lambda m, _: str(m.year),
    "YY": lambda m, _: f"{m.year % 100:02}",
    "YYYY": lambda m, _: f"{m.year:04}",
    "YYYYY": lambda m, _: f"{m.year:05}",
    "YYYYYY": lambda m, _: f"+{m.year:06}",
    "gg": lambda m, w: f"{_week_year(m, w) % 100:02}",
    "gggg": lambda m, w: f"{_week_year(m, w):04}",
    "GG": lambda m, _: f"{m.isocalendar().year % 100:02}",
    "GGGG": lambda m, _: f"{m.isocalendar().year:04}",
}

_TIME_TOKENS: Final[dict[str, _Shower]] = {
    "H": lambda m, _: str(m.hour),
    "HH": lambda m, _: f"{m.hour:02}",
    "h": lambda m, _: str(_twelve(m)),
    "hh": lambda m, _: f"{_twelve(m):02}",
    "k": lambda m, _: str(m.hour or 24),
    "kk": lambda m, _: f"{m.hour or 24:02}",
    "m": lambda m, _: str(m.minute),
    "mm": lambda m, _: f"{m.minute:02}",
    "s": lambda m, _: str(m.second),
    "ss": lambda m, _: f"{m.second:02}",
    "a": lambda m, w: w.half_day(m, capitals=False),
    "A": lambda m, w: w.half_day(m, capitals=True),
    "Z": lambda m, _: offset_text(m, ":"),
    "ZZ": lambda m, _: offset_text(m, ""),
    "z": lambda m, _: m.tzname() or "",
    "zz": lambda m, _: m.tzname() or "",
    "X": lambda m, _: str(int(m.timestamp() // 1)),
    "x": lambda m, _: str(int(m.timestamp() * 1000 // 1)),
}

_TOKENS: Final = {**_DATE_TOKENS, **_TIME_TOKENS}
