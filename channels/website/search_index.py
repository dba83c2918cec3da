"""The search index, made by pagefind from the pages themselves: a later step of its own.

Reads `public/`; writes `public/pagefind/`. Until it is done the search page says since when the
index is behind.
"""

import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Final

import pagefind_bin  # type: ignore[import-untyped]  # it has no types

from backbone.database import reading
from backbone.moments import moment, moment_text
from channels.website.catalogue_store import CatalogueStore
from channels.website.settings import Workshop
from museum.errors import TryLater

BEHIND_SINCE: Final = "search_index_behind_since"
BUILT: Final = "search_index_built"
COVERS: Final = "search_index_covers_sequence"
_FOLDER: Final = "pagefind"
_PATIENCE_S: Final = 900
_ENTRIES: Final = ("pagefind-entry.json", "pagefind.js")
"""These name the others, whose names are of their content: they go last."""


class SearchIndex:
    """Makes the index anew and puts it in place."""

    def __init__(self, store: CatalogueStore, workshop: Workshop, now: datetime) -> None:
        self._store = store
        self._now = now
        self._settings = workshop.settings
        self._aside = workshop.settings.data / "website" / "search"

    def behind_since(self) -> datetime | None:
        """Return when pages last changed that the index does not know; None: it is up to date."""
        with reading(self._store.engine).begin() as connection:
            found = self._store.state(connection, BEHIND_SINCE)
        return moment(found) if found else None

    def build(self) -> None:
        """Make the index of all pages and put it in place. Raises `TryLater` when it fails."""
        since = self.behind_since()
        with reading(self._store.engine).begin() as connection:
            sequence = self._store.state(connection, "sequence")
        shutil.rmtree(self._aside, ignore_errors=True)
        self._run_pagefind()
        _put_in_place(self._aside, self._settings.public / _FOLDER)
        shutil.rmtree(self._aside, ignore_errors=True)
        with self._store.engine.begin() as connection:
            values = {COVERS: sequence, BUILT: moment_text(self._now)}
            changed = self._store.state(connection, BEHIND_SINCE)
            # pages that changed meanwhile carry a later moment: the index stays behind for them
            if since is None or changed == moment_text(since):
                values[BEHIND_SINCE] = None
            self._store.set_state(connection, values)

    def _run_pagefind(self) -> None:
        command = [
            str(pagefind_bin.get_executable()),
            *("--site", str(self._settings.public)),
            *("--output-path", str(self._aside)),
            "--quiet",
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE_S)
        except (OSError, subprocess.SubprocessError) as error:
            raise TryLater(
                what="De zoekindex kon niet worden gemaakt; zoeken werkt met de vorige.",
                remedy="Bij de volgende publicatie wordt het opnieuw geprobeerd.",
            ) from error


def _put_in_place(made: Path, folder: Path) -> None:
    """Add the new files, then what names them, then take away the old ones."""
    names = [path.relative_to(made) for path in sorted(made.rglob("*")) if path.is_file()]
    names.sort(key=lambda name: name.name in _ENTRIES)
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (made / name).replace(target)
    wanted = set(names)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder) not in wanted:
            path.unlink()
