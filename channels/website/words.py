"""The words of `config/pages.toml`, in one language. What is missing there is a mistake we name."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from channels.website.view import LANGUAGES, Language
from museum.date_words import DateStyle
from museum.errors import FixConfiguration

Texts = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Section, key, language."""


def check_words(data: Mapping[str, Any]) -> Texts:
    """Return the parsed TOML as texts; raises `FixConfiguration` that names every gap."""
    gaps = [
        f"[{section}] {key}: {language}"
        for section, keys in data.items()
        for key, words in keys.items()
        for language in LANGUAGES
        if not isinstance(words.get(language), str)
    ]
    if gaps:
        raise FixConfiguration(
            what=f"In config/pages.toml ontbreken woorden: {', '.join(gaps)}.",
            remedy="Vul bij elke regel nl, de en en in.",
        )
    return data


class Words:
    """Says things in one language."""

    def __init__(self, texts: Texts, language: Language) -> None:
        self._texts = texts
        self.language = language

    def heading(self, key: str, value: str = "") -> str:
        """Return the heading of a page."""
        return self._texts["headings"][key][self.language].replace("{value}", value)

    def intro(self, key: str) -> str:
        """Return the line below a heading; "" when there is none."""
        return self._texts["intros"].get(key, {}).get(self.language, "")

    def description(self, key: str, value: str = "") -> str:
        """Return the line that search engines show below a title."""
        return self._texts["descriptions"][key][self.language].replace("{value}", value)

    def label(self, key: str, value: object = "") -> str:
        """Return a label."""
        return self._texts["labels"][key][self.language].replace("{value}", str(value))

    def choice(self, section: str, key: str, otherwise: str = "") -> str:
        """Return a choice in words; `otherwise`, or the key itself, when it has none."""
        words = self._texts[section].get(key)
        return words[self.language] if words else otherwise or key

    def keys(self, section: str) -> list[str]:
        """Return the choices of a section, in the order of the file."""
        return list(self._texts[section])

    def day(self, day: date, *, year: bool = True, weekday: bool = True) -> str:
        """Return a day in full: "zaterdag 3 april 2027"."""
        return day_text(self.language, day, year, weekday)

    def short_day(self, day: date) -> str:
        """Return a day briefly: "3 apr 2027"."""
        return _style(self.language, "short").day(day, weekday=False)

    def month(self, month: str) -> str:
        """Return a month ("2027-04") in words: "april 2027"."""
        text = day_text(self.language, date.fromisoformat(f"{month}-01"), True, False)
        return text.split(" ", 1)[1]


@lru_cache(maxsize=8192)
def day_text(language: Language, day: date, year: bool, weekday: bool) -> str:
    """Return a day in full words."""
    return _style(language, "long").day(day, weekday=weekday, year=year)


@lru_cache(maxsize=8)
def _style(language: Language, width: Any) -> DateStyle:
    return DateStyle(language, width, 0)
