"""Builds units and stages the files that differ; alone, or with a worker per processor.

Reads the catalogue; writes files in the staging folder and pictures in `public/media/`.
"""

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

import requests
import sqlalchemy as sa

from channels.pictures.social_words import SocialStyle
from channels.pictures.store import PictureStore
from channels.website.building import Built, build
from channels.website.desk import Desk
from channels.website.media import link_media
from channels.website.outputs import Fragment
from channels.website.prose import render_prose
from channels.website.render import Renderer
from channels.website.settings import WebsiteSettings, Workshop
from channels.website.shelf import Shelf
from channels.website.site import load_site, load_texts
from channels.website.units import Calendar

_FONTS: Final = Path(__file__).parent / "assets" / "fonts"
_FONT_FILES: Final = ("eczar.woff2", "schibsted-grotesk.woff2")


@dataclass(frozen=True)
class Task:
    """A unit to build, with what the website has of it: path → fingerprint."""

    unit: str
    live: Mapping[str, str]


@dataclass(frozen=True)
class Staged:
    """A unit that was built: all its files by fingerprint, and those that were staged."""

    unit: str
    outputs: dict[str, str]
    fresh: tuple[str, ...]
    gone: tuple[str, ...]
    keys: frozenset[str]
    stale_on: date | None
    fragment: Fragment | None
    size_bytes: int


class Builder:
    """Builds units in this process."""

    def __init__(self, workshop: Workshop, connection: sa.Connection, today: date) -> None:
        settings = workshop.settings
        site = load_site(settings)
        self._connection = connection
        self._renderer = _renderer(replace(settings, data=Path(), database_url=""), workshop.look)
        self._staging = settings.staging
        self._public = settings.public
        self._pictures = PictureStore(settings.media, requests.Session())
        self._style = _social_style(site.name)
        self._drawn: dict[str, str] = {}
        self._tagline = site.tagline
        self.shelf = Shelf(connection, workshop.definitions, today)
        self._desk = Desk(
            shelf=self.shelf,
            site=site,
            texts=workshop.texts,
            definitions=workshop.definitions,
            calendar=Calendar(today, workshop.rules.past_agenda_days),
            render_prose=render_prose,
            social=self._social,
            assets=self._renderer.assets,
        )

    def stage(self, task: Task) -> Staged:
        """Build a unit and stage the files that differ from what the website has."""
        built = build(self._desk, self._renderer, task.unit)
        outputs = {path: fingerprint(body) for path, body in built.files.items()}
        fresh = tuple(path for path in outputs if task.live.get(path) != outputs[path])
        for path in fresh:
            staged_file(self._staging, path).write_bytes(built.files[path])
        return Staged(
            unit=task.unit,
            outputs=outputs,
            fresh=fresh,
            gone=tuple(path for path in task.live if path not in outputs),
            keys=built.keys,
            stale_on=built.stale_on,
            fragment=built.fragment,
            size_bytes=_size(built),
        )

    def prefetch(self, units: Iterable[str]) -> None:
        """Fetch at once what the units of many things begin with."""
        wanted: dict[str, list[str]] = {}
        for unit in units:
            kind, _, one = unit.partition(":")
            if kind in ("activity", "museum", "vacancy", "news"):
                wanted.setdefault(kind, []).append(one)
        for kind, ids in wanted.items():
            self.shelf.prefetch(kind, ids)

    def _social(self, title: str) -> str:
        """Return the path of a drawn picture with a title; the site's own without one."""
        if title not in self._drawn:
            subtitle = "" if title else self._tagline
            drawn = self._pictures.og_picture(
                title or self._style.site_name, subtitle, None, self._style
            )
            link_media(self._pictures.renditions_folder, self._public, [drawn.name])
            self._drawn[title] = f"/media/{drawn.name}"
        return self._drawn[title]


def _social_style(site_name: str) -> SocialStyle:
    title, text = (_FONTS / name for name in _FONT_FILES)
    return SocialStyle(
        site_name=site_name,
        title_font=title if title.exists() else None,
        text_font=text if text.exists() else None,
    )


@lru_cache(maxsize=2)
def _renderer(settings: WebsiteSettings, _look: str) -> Renderer:
    """Return the renderer of a look; compiling all templates takes longer than a small change."""
    return Renderer(load_site(settings), load_texts(settings))


def fingerprint(body: bytes) -> str:
    """Return the fingerprint of a file: of SHA-256, for which most processors have a circuit."""
    return hashlib.sha256(body).hexdigest()[:24]


def prepare_staging(staging: Path) -> None:
    """Make an empty staging folder."""
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)


def staged_file(staging: Path, path: str) -> Path:
    """Return where a file of the website waits. Flat: to make and remove folders costs more."""
    return staging / fingerprint(path.encode())


def _size(built: Built) -> int:
    return sum(len(body) for body in built.files.values())
