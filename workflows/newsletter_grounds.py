"""Whether an edition must be composed anew: only when something that letters are made of changed.

What was seen is kept in this process alone: another version of museumflow, or its templates, begin
by composing every near edition once.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from backbone.database import reading
from backbone.mailings import Mailings
from backbone.settings import CONFIG
from channels.newsletter.pictures import FOLDER
from channels.website.catalogue_store import CatalogueStore
from museum.records import Newsletter
from museum.sending import GONE, Mailing
from workflows.context import Context
from workflows.newsletter_composing import KEPT, site_settings

_FILES: Final = ("newsletter", "site", "pages", "texts")


class ComposedBefore:
    """Remembers of what each edition was composed last, and what came of it."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, str]] = {}

    def is_same(self, context: Context, edition: Newsletter, grounds: str) -> bool:
        """Tell whether the same was composed before, and stands there as it was made."""
        return self._seen.get(edition.id) == (grounds, _made(context, edition))

    def keep(self, context: Context, edition: Newsletter, grounds: str) -> None:
        """Remember what was composed just now, and of what: `grounds` as they were before."""
        self._seen[edition.id] = (grounds, _made(context, edition))


def grounds_of(context: Context, edition: Newsletter) -> str:
    """Return a fingerprint of all that an edition's letters are made of."""
    with reading(context.database).begin() as connection:
        catalogue = CatalogueStore(context.database).state(connection, "generation")
    mailings = Mailings(context.database).all(KEPT)
    kept = [one.key for one in mailings if one.key == edition.id]
    sent = [
        (one.key, sorted(one.prints.items()))
        for one in mailings
        if one.state in GONE and one.key != edition.id
    ]
    day = edition.planned_for or context.now().date()
    files = [(CONFIG / f"{name}.toml").read_text("utf-8") for name in _FILES]
    places = sorted(context.signups.taken().items())
    return _fingerprint(
        [context.mirror.sequence(), catalogue, kept, sorted(sent), str(day), files, places,
         _changed(site_settings(context).media / "renditions")]
    )  # fmt: skip


def _made(context: Context, edition: Newsletter) -> str:
    """Return a fingerprint of what composing left: the mailing, and the folder of its pictures."""
    found = Mailings(context.database).find(edition.id)
    return _fingerprint([_told(found), _changed(site_settings(context).public / FOLDER)])


def _told(found: Mailing | None) -> list[str]:
    return [] if found is None else [json.dumps(dict(found.prints), sort_keys=True), found.title,
                                     str(found.planned_for)]  # fmt: skip


def _changed(folder: Path) -> int:
    """Return when files last came or went in a folder; 0 when it is not there."""
    return folder.stat().st_mtime_ns if folder.is_dir() else 0


def _fingerprint(told: Iterable[object]) -> str:
    return hashlib.sha256(json.dumps(list(told)).encode()).hexdigest()
