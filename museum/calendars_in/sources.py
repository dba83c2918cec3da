"""Which agendas of others are read, as `config/agendas.toml` says. Parses a dict; reads no file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args
from urllib.parse import urlsplit

from museum.brake import BrakeLimit

Becomes = Literal["activiteit", "datum"]
"""A candidate for Activiteiten (of a museum), or for Data van anderen."""

_RULES: Final = "regels"
_SETTINGS: Final = frozenset({"title", "url", "museum", "becomes"})
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_SCHEMES: Final = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}


class SourcesError(ValueError):
    """`config/agendas.toml` cannot be used; the message lists every problem, in Dutch."""


@dataclass(frozen=True)
class Source:
    """One agenda. `url` is "" for one that only comes as a file; `museum` is a name, or ""."""

    key: str
    title: str
    url: str
    museum: str
    becomes: Becomes


@dataclass(frozen=True)
class Sources:
    """Every agenda. Beyond `missing`, what is gone from one is no news but a broken agenda."""

    all: tuple[Source, ...]
    missing: BrakeLimit

    def find(self, key: str) -> Source | None:
        """Return the agenda with this key."""
        return next((one for one in self.all if one.key == key), None)


def parse_sources(data: Mapping[str, Any]) -> Sources:
    """Turn the parsed TOML of `config/agendas.toml` into agendas; raises `SourcesError`."""
    problems: list[str] = []
    found = [_source(key, spec, problems) for key, spec in data.items() if key != _RULES]
    try:
        limit = data[_RULES]["missing"]
        missing = BrakeLimit(float(limit["share"]), int(limit["minimum"]))
    except (KeyError, TypeError, ValueError):
        problems.append(f"[{_RULES}]: “missing” ontbreekt of klopt niet.")
        missing = BrakeLimit(0.5, 3)
    if problems:
        raise SourcesError("config/agendas.toml klopt niet:\n- " + "\n- ".join(problems))
    return Sources(tuple(found), missing)


def _source(key: str, spec: Any, problems: list[str]) -> Source:
    given = spec if isinstance(spec, Mapping) else {}
    if not _NAME.fullmatch(key):
        problems.append(f"[{key}]: gebruik kleine letters, cijfers en streepjes.")
    for name in sorted(set(given) - _SETTINGS):
        problems.append(f"[{key}]: “{name}” is geen instelling van een agenda.")
    title = str(given.get("title", "")).strip()
    if not title:
        problems.append(f"[{key}]: “title” ontbreekt.")
    becomes = given.get("becomes", "activiteit")
    if becomes not in get_args(Becomes):
        problems.append(f"[{key}]: “becomes” is activiteit of datum.")
    museum = str(given.get("museum", "")).strip()
    if becomes == "activiteit" and not museum:
        problems.append(f"[{key}]: bij een activiteit hoort “museum”: de naam van het museum.")
    return Source(key, title, _address(key, str(given.get("url", "")), problems), museum, becomes)


def _address(key: str, typed: str, problems: list[str]) -> str:
    """Return an address to fetch from: what agendas call webcal is https."""
    if not typed.strip():
        return ""
    parts = urlsplit(typed.strip())
    if parts.scheme not in _SCHEMES or not parts.hostname:
        problems.append(f"[{key}]: “url” is geen webadres; het begint met https:// of webcal://.")
        return ""
    return parts._replace(scheme=_SCHEMES[parts.scheme]).geturl()
