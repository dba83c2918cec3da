"""What the website channel works with: folders, rules and words. Read once, handed on.

A `Workshop` can be made in any process from the same `WebsiteSettings`.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from channels.website.words import Texts, check_words
from museum.brake import BrakeLimit
from museum.errors import FixConfiguration
from museum.tables import TableDefinitions, parse_tables

_LOOK: Final = (
    "config/pages.toml",
    "config/rules.toml",
    "config/site.toml",
    "config/tables.toml",
    "config/texts.toml",
    "channels/feeds",
    "channels/pictures",
    "channels/website",
    "museum",
    "templates/website",
)
"""Everything that pages are made with, besides the tables: when any of it differs, all pages do."""


@dataclass(frozen=True)
class WebsiteRules:
    """`config/rules.toml`, as far as the website goes."""

    brake: Mapping[str, BrakeLimit]
    past_activity_days: int = 365
    past_agenda_days: int = 7
    keep_unused_media_days: int = 30


@dataclass(frozen=True)
class WebsiteSettings:
    """Where things are. `root` holds config/ and templates/, `data` public/ and media/."""

    root: Path
    data: Path
    database_url: str
    base_url: str
    is_sample: bool = False

    @property
    def public(self) -> Path:
        """The website."""
        return self.data / "public"

    @property
    def media(self) -> Path:
        """The store of pictures."""
        return self.data / "media"

    @property
    def staging(self) -> Path:
        """Where changed files wait until all of them are there."""
        return self.data / "website" / "staging"


@dataclass(frozen=True)
class Workshop:
    """The parsed configuration."""

    settings: WebsiteSettings
    definitions: TableDefinitions = field(repr=False)
    texts: Texts = field(repr=False)
    rules: WebsiteRules = field(repr=False)
    look: str
    """The fingerprint of all that pages are made with, besides the tables."""


def open_workshop(settings: WebsiteSettings) -> Workshop:
    """Read the configuration; raises `FixConfiguration` that says what to mend."""
    return Workshop(
        settings=settings,
        definitions=parse_tables(read_toml(settings.root / "config" / "tables.toml")),
        texts=check_words(read_toml(settings.root / "config" / "pages.toml")),
        rules=_rules(read_toml(settings.root / "config" / "rules.toml")),
        look=_look(settings),
    )


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; raises `FixConfiguration` with the line to mend."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise FixConfiguration(
            what=f"{path.name} is niet te lezen: {error}.",
            remedy="Verbeter die regel, of zet de vorige versie van het bestand terug.",
        ) from error


def _rules(data: Mapping[str, Any]) -> WebsiteRules:
    try:
        brake = {
            kind: BrakeLimit(float(limit["share"]), int(limit["minimum"]))
            for kind, limit in data["brake"].items()
        }
        return WebsiteRules(brake, **{key: int(value) for key, value in data["website"].items()})
    except (KeyError, TypeError, ValueError) as error:
        raise FixConfiguration(
            what=f"In config/rules.toml ontbreekt iets of staat iets verkeerd: {error}.",
            remedy="Elke regel onder [brake] heeft een share en een minimum; "
            "onder [website] staan hele getallen.",
        ) from error


def _look(settings: WebsiteSettings) -> str:
    digest = hashlib.sha256(f"{settings.base_url}\n{settings.is_sample}".encode())
    for name in _LOOK:
        for path in _files(settings.root / name):
            digest.update(f"\n{path.relative_to(settings.root)}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    kept = (each for each in path.rglob("*") if each.is_file() and "__pycache__" not in each.parts)
    return sorted(kept)
