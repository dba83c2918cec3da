"""The words of the letters about sign-ups, in each language. Parses a dict; reads no file."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, Final, get_args

from museum.date_words import Language

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
SHARED: Final = "shared"
NAMES: Final = frozenset(
    {"title", "when", "where", "names", "count", "price", "offer_until", "ahead", "days"}
)
"""What may stand between braces; filled in where a letter has it, empty elsewhere."""


class LetterWordsError(ValueError):
    """`config/registration_letters.toml` cannot be used; says what is wrong, in Dutch."""


@dataclass(frozen=True)
class LetterWords:
    """`texts`: by letter ("placed"), by text ("subject"), by language."""

    texts: Mapping[str, Mapping[str, Mapping[str, str]]]

    def say(self, letter: str, language: Language, values: Mapping[str, Any]) -> dict[str, str]:
        """Return every text of a letter, and those that all share, with `values` filled in."""
        told = {name: values.get(name, "") for name in NAMES}
        texts = {**self.texts[SHARED], **self.texts[letter]}
        return {key: given[language].format(**told) for key, given in texts.items()}


def known_language(text: str) -> Language:
    """Return a language that letters are written in; Dutch for any other."""
    return next((one for one in LANGUAGES if one == text), "nl")


def parse_letter_words(data: Mapping[str, Any]) -> LetterWords:
    """Check that each text stands in every language; raises `LetterWordsError`."""
    for letter, texts in data.items():
        for key, given in texts.items():
            for language in LANGUAGES:
                _check(f"[{letter}] {key} ({language})", given.get(language))
    return LetterWords(data)


def _check(where: str, text: object) -> None:
    if not isinstance(text, str) or not text.strip():
        raise LetterWordsError(f"{where} is leeg")
    try:
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise LetterWordsError(f"{where}: er staat een accolade te veel of te weinig") from error
    if names - NAMES:
        raise LetterWordsError(f"{where}: {{{min(names - NAMES)}}} kent museumflow niet")
