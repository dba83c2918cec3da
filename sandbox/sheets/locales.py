"""What the languages of a spreadsheet change: commas, the order of dates, words for true."""

from dataclasses import dataclass
from typing import Final

_ENGLISH: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DUTCH: Final = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip
_GERMAN: Final = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip
_FRENCH: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


_SHORT: Final = {"maart": "mrt", "März": "Mrz", "juillet": "juil"}


@dataclass(frozen=True)
class Locale:
    """One of them. `date` is the pattern of a date that was given no other."""

    decimal: str
    group: str
    order: str
    date: str
    time: str
    currency: str
    months: tuple[str, ...]
    days: tuple[str, ...]
    true: str = "TRUE"
    false: str = "FALSE"

    @property
    def short_months(self) -> tuple[str, ...]:
        """Return the months as `mmm` shows them."""
        return tuple(_SHORT.get(one, one[:3]) for one in self.months)

    @property
    def short_days(self) -> tuple[str, ...]:
        """Return the days as `ddd` shows them; Dutch and German ones have two letters."""
        return tuple(one[: 2 if self.true in ("WAAR", "WAHR") else 3] for one in self.days)

    @property
    def argument_separator(self) -> str:
        """Return what stands between the arguments of a formula."""
        return ";" if self.decimal == "," else ","


_US: Final = Locale(
    ".", ",", "mdy", "M/d/yyyy", "h:mm:ss AM/PM", "$", _ENGLISH,
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)  # fmt: skip

LOCALES: Final = {
    "en_US": _US,
    "en_GB": Locale(".", ",", "dmy", "dd/mm/yyyy", "hh:mm:ss", "£", _ENGLISH, _US.days),
    "nl_NL": Locale(
        ",", ".", "dmy", "dd-mm-yyyy", "H:mm:ss", "€", _DUTCH,
        ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
        "WAAR", "ONWAAR",
    ),
    "de_DE": Locale(
        ",", ".", "dmy", "dd.mm.yyyy", "hh:mm:ss", "€", _GERMAN,
        ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        "WAHR", "FALSCH",
    ),
    "fr_FR": Locale(
        ",", "\N{NARROW NO-BREAK SPACE}", "dmy", "dd/mm/yyyy", "hh:mm:ss", "€", _FRENCH,
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        "VRAI", "FAUX",
    ),
}  # fmt: skip


def find_locale(name: str) -> Locale:
    """Return a locale by its name (`nl_NL`, `nl`); what we do not know is taken for `en_US`."""
    if name in LOCALES:
        return LOCALES[name]
    return next((one for key, one in LOCALES.items() if key[:2] == name[:2]), _US)


def is_locale(name: str) -> bool:
    """Whether Google would take it: a language, or a language and a country."""
    language, _, country = name.replace("-", "_").partition("_")
    parts = [language] + ([country] if country else [])
    return 2 <= len(language) <= 3 and all(part.isascii() and part.isalpha() for part in parts)
