"""The words of the templates, in three languages, from `config/texts.toml`. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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


def parse_texts(data: Mapping[str, Any]) -> Texts:
    """Check that every text stands in every language; raises `FixConfiguration`."""
    missing = [
        f"{key} ({language})"
        for key, texts in data.items()
        for language in LANGUAGES
        if not str(texts.get(language, "")).strip()
    ]
    if missing:
        raise FixConfiguration(
            what=f"In config/texts.toml ontbreekt: {', '.join(missing)}.",
            remedy="Vul de tekst in voor alle drie de talen.",
        )
    return Texts(data)
