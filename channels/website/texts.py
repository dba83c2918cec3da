"""The words of the templates, in three languages, from `config/texts.toml`. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from channels.website.view import LANGUAGES, Language
from museum.errors import FixConfiguration


@dataclass(frozen=True)
class Texts:
    """Finds a text by its key and language."""

    words: Mapping[str, Mapping[str, str]]

    def __call__(self, key: str, language: Language, **values: object) -> str:
        """Return a text with its values filled in; raises `KeyError` for an unknown key."""
        text = self.words[key][language]
        return text.format(**values) if values else text


MAY_BE_EMPTY: Final = ("answer_within",)
"""A promise: until somebody makes it, the page leaves it out."""


def parse_texts(data: Mapping[str, Any]) -> Texts:
    """Check that every text stands in every language; raises `FixConfiguration`."""
    missing = [
        f"{key} ({language})"
        for key, texts in data.items()
        for language in LANGUAGES
        if not _is_said(key, texts.get(language))
    ]
    if missing:
        raise FixConfiguration(
            what=f"In config/texts.toml ontbreekt: {', '.join(missing)}.",
            remedy="Vul de tekst in voor alle drie de talen.",
        )
    return Texts(data)


def _is_said(key: str, text: object) -> bool:
    return isinstance(text, str) and (key in MAY_BE_EMPTY or bool(text.strip()))
