"""The words and orders of dates per language, as moment.js has them: Airtable formats with it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final, Literal

from babel import Locale, UnknownLocaleError

from sandbox.airtable.formula.errors import UnsuitableError

_LONG: Final[dict[str, tuple[str, str, str, str]]] = {
    # language: time, short date, long date, what joins weekday and long date
    "en": ("h:mm A", "MM/DD/YYYY", "MMMM D, YYYY", "dddd, "),
    "en-gb": ("HH:mm", "DD/MM/YYYY", "D MMMM YYYY", "dddd, "),
    "nl": ("HH:mm", "DD-MM-YYYY", "D MMMM YYYY", "dddd "),
    "de": ("HH:mm", "DD.MM.YYYY", "D. MMMM YYYY", "dddd, "),
    "fr": ("HH:mm", "DD/MM/YYYY", "D MMMM YYYY", "dddd "),
}
_DUTCH_MONTHS: Final = (
    *("jan.", "feb.", "mrt.", "apr.", "mei", "jun."),
    *("jul.", "aug.", "sep.", "okt.", "nov.", "dec."),
)
_DUTCH_DAYS: Final = ("zo.", "ma.", "di.", "wo.", "do.", "vr.", "za.")


@dataclass(frozen=True)
class Words:
    """One language. Months from January, days from Sunday; the week starts on `first_day`."""

    language: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]
    least_days: tuple[str, ...]
    first_day: int
    """0 for Sunday, 1 for Monday."""

    def long_format(self, token: str) -> str:
        """What L, LL, LT and the like stand for; with a small l: without leading noughts."""
        clock, short, long, join = _LONG.get(self.language, _LONG["en-gb"])
        expanded = {
            "LT": clock,
            "LTS": clock.replace("mm", "mm:ss"),
            "L": short,
            "LL": long,
            "LLL": f"{long} {clock}",
            "LLLL": f"{join}{long} {clock}",
        }[token.upper()]
        if token.isupper():
            return expanded
        for full, brief in (("MMMM", "MMM"), ("dddd", "ddd"), ("MM", "M"), ("DD", "D")):
            if full in expanded and (full != "MM" or "MMM" not in expanded):
                expanded = expanded.replace(full, brief)
        return expanded

    def ordinal(self, number: int) -> str:
        """1st, 2nd; 1ste, 2de; 1., 2."""
        match self.language.partition("-")[0]:
            case "en":
                last = 0 if number % 100 in {11, 12, 13} else number % 10
                return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"
            case "nl":
                return f"{number}{'ste' if number in {1, 8} or number >= 20 else 'de'}"
            case "de":
                return f"{number}."
            case _:
                return str(number)

    def half_day(self, moment: datetime, *, capitals: bool) -> str:
        """AM or PM."""
        half = "am" if moment.hour < 12 else "pm"
        return half.upper() if capitals else half


@cache
def words_of(language: str) -> Words:
    """The words of a language such as `nl` or `en-gb`. Raises `UnsuitableError` if unknown."""
    name = language.lower().replace("_", "-")
    try:
        locale = Locale.parse(name, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise UnsuitableError(f"unknown language {language}") from error
    dutch = locale.language == "nl"
    known = name if name in _LONG else locale.language
    return Words(
        language=known,
        months=_months(locale, "wide"),
        short_months=_DUTCH_MONTHS if dutch else _months(locale, "abbreviated"),
        days=_days(locale, "wide"),
        short_days=_DUTCH_DAYS if dutch else _days(locale, "abbreviated"),
        least_days=_days(locale, "short"),
        first_day=0 if known == "en" else 1,
    )


def _months(locale: Locale, width: Literal["wide", "abbreviated"]) -> tuple[str, ...]:
    return tuple(locale.months["format"][width][month] for month in range(1, 13))


def _days(locale: Locale, width: Literal["wide", "abbreviated", "short"]) -> tuple[str, ...]:
    shown = tuple(locale.days["format"][width][day] for day in (6, 0, 1, 2, 3, 4, 5))
    # moment.js has Su and not CLDR's "Sun" or "Su." where it abbreviates most.
    return tuple(day[:2] for day in shown) if width == "short" else shown
