"""Days and times in Dutch, German and English, as printed matter writes them. No I/O.

Babel (CLDR) gives the names; for Dutch "sep" is written "sept". English is British.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Final, Literal

from babel import Locale
from babel.dates import format_date

Language = Literal["nl", "de", "en"]
Width = Literal["short", "long"]

_LOCALES: Final[Mapping[str, Locale]] = {
    "nl": Locale("nl"),
    "de": Locale("de"),
    "en": Locale("en", "GB"),
}
_DUTCH_SEPTEMBER: Final = re.compile(r"\bsep\b")
_POINT: Final = {"nl": "", "de": ".", "en": ""}


@dataclass(frozen=True)
class DateStyle:
    """How days are written in one text; `this_year` is left out of short dates."""

    language: Language
    width: Width
    this_year: int

    def day(self, day: date, *, weekday: bool = True, year: bool = True) -> str:
        """Return "za 3 apr 2027", "zaterdag 3 april 2027", or parts of it."""
        shown = year and self.shows_year(day)
        return _day(day, self.language, self.width, weekday, shown)

    def shows_year(self, day: date) -> bool:
        """Whether the year must be said."""
        return self.width == "long" or day.year != self.this_year

    def span(self, first: date, last: date) -> str:
        """Return "3 t/m 5 apr 2027", "20 dec 2026 t/m 5 jan 2027": what is equal is said once."""
        same_year = first.year == last.year
        shows_year = self.shows_year(first) or self.shows_year(last)
        same_month = same_year and first.month == last.month
        end = _day(last, self.language, self.width, False, shows_year)
        if same_month:
            begin = f"{first.day}{_POINT[self.language]}"
        else:
            begin = _day(first, self.language, self.width, False, shows_year and not same_year)
        if self.language == "nl":
            return f"{begin} t/m {end}"
        return f"{begin}–{end}" if same_month else f"{begin} – {end}"

    def weekday(self, day: date) -> str:
        """Return the whole name of its weekday."""
        return _pattern(day, "EEEE", self.language)


def clock(value: time, language: Language) -> str:
    """Return "14.00" in Dutch, "14:00" in German and English."""
    return f"{value:%H.%M}" if language == "nl" else f"{value:%H:%M}"


def closing_clock(value: time, language: Language) -> str:
    """Return a closing time: as `clock`, but midnight is the day's end, "24.00"."""
    written = clock(value, language)
    return written if value != time() else written.replace("00", "24", 1)


def with_hour_word(clocks: str, language: Language) -> str:
    """Return the times with the word that follows them: "14.00 uur", "14:00 Uhr", "14:00"."""
    return clocks + {"nl": " uur", "de": " Uhr", "en": ""}[language]


def joined(parts: list[str], language: Language) -> str:
    """Return "a, b en c"."""
    if len(parts) == 1:
        return parts[0]
    word = {"nl": "en", "de": "und", "en": "and"}[language]
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


@lru_cache(maxsize=20_000)
def _day(day: date, language: Language, width: Width, weekday: bool, year: bool) -> str:
    month = "MMM" if width == "short" else "MMMM"
    pattern = f"d. {month}" if language == "de" else f"d {month}"
    if weekday:
        lead = "EEE" if width == "short" else "EEEE"
        pattern = f"{lead}, {pattern}" if language == "de" else f"{lead} {pattern}"
    return _pattern(day, pattern + (" yyyy" if year else ""), language)


def _pattern(day: date, pattern: str, language: Language) -> str:
    text = format_date(day, pattern, locale=_LOCALES[language])
    return _DUTCH_SEPTEMBER.sub("sept", text) if language == "nl" else text
