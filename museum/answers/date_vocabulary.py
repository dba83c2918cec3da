"""The words of dates: months and weekdays in Dutch, German and English, and named days.

Dutch names and named days are those of opening hours (`museum.hours.vocabulary`).
"""

import re
from datetime import date, timedelta
from typing import Final

from dateutil.easter import easter

from museum.hours import vocabulary as words

_OTHER_MONTHS: Final = (
    ("january", "januar", "jänner", "jannuari", "januarie"),
    ("february", "februar", "febuari", "febrari", "februarie", "feberuari"),
    ("march", "mar", "märz", "maerz", "mär", "mrz", "mart"),
    ("avr", "aprl"),
    ("may", "mai"),
    ("june",),
    ("july",),
    ("august", "augustes", "agustus"),
    ("septemer", "sebtember"),
    ("october", "oct", "oktobr"),
    ("novemer",),
    ("dezember", "dez", "desember"),
)
MONTHS: Final = {
    **words.MONTHS,
    **{word: number for number, names in enumerate(_OTHER_MONTHS, 1) for word in names},
}
_OTHER_DAYS: Final = (
    ("mo", "montag", "mon", "monday", "mnd"),
    ("dienstag", "tue", "tues", "tuesday", "dins", "dindag"),
    ("mi", "mittwoch", "wed", "wednesday", "woens"),
    ("donnerstag", "thu", "thur", "thurs", "thursday", "dond"),
    ("fr", "freitag", "fri", "friday", "vrijd"),
    ("sa", "samstag", "sat", "saturday", "zatrdag"),
    ("so", "sonntag", "sun", "sunday", "zond"),
)
WEEKDAYS: Final = {
    **{word: number for word, number in words.DAYS.items() if not word.endswith(("gs", "gen"))},
    **{word: number for number, names in enumerate(_OTHER_DAYS) for word in names},
}
WEEKDAY_NAMES: Final = tuple(names[2] for names in words.DAY_WORDS)
MONTH_NAMES: Final = tuple(names[-1] for names in words.MONTH_WORDS)

_OTHER_NAMED_OSM: Final = {
    "driekoningen": ("Jan 06",),
    "allerheiligen": ("Nov 01",),
    "allerzielen": ("Nov 02",),
    "valentijnsdag": ("Feb 14",),
    "palmzondag": ("easter -7 days",),
    "witte donderdag": ("easter -3 days",),
    "stille zaterdag": ("easter -1 days",),
    "paaszaterdag": ("easter -1 days",),
    "carnavalsmaandag": ("easter -48 days",),
    "dag van de arbeid": ("May 01",),
    "prinsjesdag": ("Sep Tu[3]",),
    "werelddierendag": ("Oct 04",),
    "dierendag": ("Oct 04",),
    "halloween": ("Oct 31",),
    "sint maarten": ("Nov 11",),
    "sint-maarten": ("Nov 11",),
}
_ORDINAL: Final = {"eerste": 0, "1e": 0, "1ste": 0, "tweede": 1, "2e": 1, "2de": 1}


def named_days() -> dict[str, tuple[str, ...]]:
    """Return every name of a day or days, with how OSM writes each day."""
    found = {
        name: tuple(rule for key in keys for rule in _one_rule(key))
        for name, keys in words.NAMED.items()
    }
    for name, keys in words.ORDINAL_NAMED.items():
        for ordinal, at in _ORDINAL.items():
            found[f"{ordinal} {name}"] = _one_rule(keys[at])
    return {**found, **_OTHER_NAMED_OSM}


def _one_rule(key: str) -> tuple[str, ...]:
    """Return a named day as one rule: Koningsdag's two are of one day ("|")."""
    return ("|".join(words.NAMED_OSM[key]),)


_MONTHS_OSM: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                      "Dec")  # fmt: skip
_DAYS_OSM: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def day_in_year(rule: str, year: int) -> date:
    """Return the day that an OSM rule of ours means in a year ("easter +39 days", "May Su[2]")."""
    for part in rule.split("|"):
        if match := re.fullmatch(r"easter(?: ([+-]\d+) days?)?", part):
            return easter(year) + timedelta(days=int(match[1] or 0))
        if match := re.fullmatch(r"(\w+) (\w\w)\[(\d)\]", part):
            month = _MONTHS_OSM.index(match[1]) + 1
            return nth_weekday(year, month, _DAYS_OSM.index(match[2]), int(match[3]))
        month_name, number, *only = part.split(" ")
        day = date(year, _MONTHS_OSM.index(month_name) + 1, int(number))
        if not only or _is_on(day, only[0]):
            return day
    raise ValueError(rule)


def _is_on(day: date, only: str) -> bool:
    first, _, last = only.partition("-")
    begin = _DAYS_OSM.index(first)
    return begin <= day.weekday() <= (_DAYS_OSM.index(last) if last else begin)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the nth such weekday of a month (-1 is the last); ValueError when there is none."""
    if nth < 0:
        first_after = date(year + month // 12, month % 12 + 1, 1)
        return first_after - timedelta(days=(first_after.weekday() - weekday - 1) % 7 + 1)
    first = date(year, month, 1)
    return first.replace(day=1 + (weekday - first.weekday()) % 7 + 7 * (nth - 1))
