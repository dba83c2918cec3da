"""Carries out a plan: stage aside, swap in place, settle what was confirmed.

Each step may be killed anywhere and done again: staging starts afresh, swapping skips what was
swapped, settling says the same once more. What was not settled is still marked, so that even a
publication that is never resumed is made up for by the next one.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from backbone.database import reading
from backbone.ledger import Ledger
from backbone.moments import moment_text
from channels.pictures.store import PictureStore
from channels.website import catalogue_tables as t
from channels.website.builder import (
    Staged,
    Task,
    prepare_staging,
    staged_file,
)
from channels.website.catalogue_store import CatalogueStore, chunks
from channels.website.feed_chunks import fill_chunks, mark_every_chunk
from channels.website.media import link_media, prune_media, shown_media
from channels.website.planning import is_standing, needs_everything
from channels.website.search_index import BEHIND_SINCE
from channels.website.settings import Workshop
from channels.website.stage_log import StageLog
from channels.website.staging import stage_units
from channels.website.units import Calendar, all_units, is_after_things

Checkpoint = Callable[[str], None]
"""Called after each thing that cannot be taken back, with its name; tests end the process there."""

SEARCH: Final = "search"
_BATCH: Final = 400
_FEW: Final = 300
_MANY: Final = 2000
_FLUSHERS: Final = 8
"""A disk that is asked for several files at once writes them together."""


@dataclass(frozen=True)
class Counts:
    """What a publication did: units built, files written, files removed."""

    units: int = 0
    written: int = 0
    removed: int = 0
    size_bytes: int = 0


class Publication:
    """Puts the website in the state that the catalogue asks for."""

    def __init__(
        self,
        store: CatalogueStore,
        ledger: Ledger,
        workshop: Workshop,
        pictures: PictureStore,
        today: date,
        now: datetime,
        checkpoint: Checkpoint = lambda _name: None,
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._workshop = workshop
        self._settings = workshop.settings
        self._pictures = pictures
        self._today = today
        self._now = now
        self._checkpoint = checkpoint
        self._log = StageLog(store)

    def stage(self, only: Sequence[str] = ()) -> Counts:
        """Build every unit that is marked, or these only, and put what differs aside."""
        self._log.own_up(self._ledger)
        prepare_staging(self._settings.staging)
        with self._store.engine.begin() as connection:
            is_full = not only and needs_everything(self._store, connection, self._workshop)
            if is_full:
                self._mark_everything(connection)
            query = sa.select(t.dirty.c.unit).order_by(t.dirty.c.unit)
            units = list(only) or list(connection.scalars(query))
            if any(unit != SEARCH for unit in units):
                self._search_falls_behind(connection)
                units = sorted({*units, SEARCH})
            generation = self._store.state(connection, "generation") or 0
            look = None if only else self._workshop.look
            values: dict[str, Any] = {"staged_generation": generation, "staged_look": look}
            self._store.set_state(connection, values)
        self._link_pictures(is_full)
        tasks = self._tasks(units, is_full)
        counts = self._build([task for task in tasks if not is_after_things(task.unit)], Counts())
        if not only:
            self._fill_feed_chunks(is_full)
            tasks = self._tasks(self._marked_feeds(), False)
            counts = self._build(tasks, counts)
        self._flush(counts.written)
        self._checkpoint("staged")
        return counts

    def _fill_feed_chunks(self, is_full: bool) -> None:
        with self._store.engine.begin() as connection:
            if is_full:
                mark_every_chunk(self._store.engine, connection)
            fill_chunks(connection, self._today)

    def _marked_feeds(self) -> list[str]:
        """Return the feeds to put together: marked before, or by an activity built just now."""
        query = sa.select(t.dirty.c.unit).where(t.dirty.c.unit.startswith("feed:"))
        with reading(self._store.engine).begin() as connection:
            return sorted(connection.scalars(query))

    def _build(self, tasks: Sequence[Task], counts: Counts) -> Counts:
        found = stage_units(self._workshop, self._store.engine, tasks, self._today)
        while batch := list(islice(found, _BATCH)):
            self._log.note(batch)
            counts = _add(counts, batch)
            self._checkpoint("staged a batch")
        return counts

    def swap(self) -> None:
        """Put what was staged in its place, new files first; then remove what is gone."""
        for path in self._log.fresh(self._settings.public):
            source = staged_file(self._settings.staging, path)
            target = self._settings.public / path
            if source.exists():
                _replace(source, target)
                self._checkpoint("swapped a file")
        self._checkpoint("swapped")
        for path in self._log.gone():
            self._remove(path)
            self._checkpoint("removed a file")
        self._checkpoint("removed")

    def settle(self) -> None:
        """Write down what the website has now."""
        for batch in chunks(self._log.entries()):
            self._ledger.confirm(entry for entry in batch if entry.note)
            self._ledger.forget(entry.key for entry in batch if not entry.note)
            self._checkpoint("confirmed a batch")
            self._log.unmark([entry.key for entry in batch])
            self._checkpoint("settled a batch")
        self._settle_things()
        self._prune_pictures()
        shutil.rmtree(self._settings.staging, ignore_errors=True)
        self._checkpoint("settled")

    def _mark_everything(self, connection: sa.Connection) -> None:
        calendar = Calendar(self._today, self._workshop.rules.past_agenda_days)
        generation = int(self._store.state(connection, "generation") or 0)
        self._store.mark(connection, all_units(connection, calendar), generation)

    def _search_falls_behind(self, connection: sa.Connection) -> None:
        self._store.set_state(connection, {BEHIND_SINCE: moment_text(self._now)})

    def _tasks(self, units: Sequence[str], is_full: bool) -> list[Task]:
        # a website that is not there has nothing, whatever the ledger says
        if not is_standing(self._workshop):
            return [Task(unit, {}) for unit in units]
        if len(units) <= _FEW:
            found = {unit: self._ledger.entry(unit) for unit in units}
            return [Task(unit, entry.note if entry else {}) for unit, entry in found.items()]
        entries = self._ledger.entries()
        every = sorted({*units, *entries}) if is_full else units
        return [Task(unit, entries[unit].note if unit in entries else {}) for unit in every]

    def _link_pictures(self, is_full: bool) -> None:
        with reading(self._store.engine).begin() as connection:
            names = shown_media(connection, pending_only=not is_full)
        link_media(self._pictures.renditions_folder, self._settings.public, sorted(names))

    def _prune_pictures(self) -> None:
        """Once a day, take away the pictures that nothing has shown for long."""
        with self._store.engine.begin() as connection:
            if self._store.state(connection, "pruned_on") == self._today.isoformat():
                return
            unused = prune_media(
                self._settings.public,
                shown_media(connection),
                self._store.state(connection, "unused_media") or {},
                self._today,
                self._workshop.rules.keep_unused_media_days,
            )
            values = {"unused_media": unused, "pruned_on": self._today.isoformat()}
            self._store.set_state(connection, values)

    def _flush(self, written: int) -> None:
        """Let the disk have the staged files before the first is swapped."""
        if written > _MANY:
            os.sync()
            return
        files = [
            staged_file(self._settings.staging, path)
            for path in self._log.fresh(self._settings.public)
        ]
        with ThreadPoolExecutor(_FLUSHERS) as pool:
            list(pool.map(_flush_file, files))

    def _remove(self, path: str) -> None:
        """Remove a file and the folders that are empty without it."""
        target = self._settings.public / path
        target.unlink(missing_ok=True)
        for folder in target.parents:
            if folder == self._settings.public:
                return
            try:
                folder.rmdir()
            except OSError:
                return

    def _settle_things(self) -> None:
        things = t.things
        with self._store.engine.begin() as connection:
            look = self._store.state(connection, "staged_look")
            if look is None:
                return
            connection.execute(
                sa.update(things)
                .where(things.c.is_pending)
                .values(
                    live_digest=things.c.digest, live_values=things.c["values"], is_pending=False
                )
            )
            self._store.set_state(connection, {"look": look})


def _flush_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _replace(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)


def _add(counts: Counts, batch: Iterable[Staged]) -> Counts:
    units, written, removed, size = counts.units, counts.written, counts.removed, counts.size_bytes
    for each in batch:
        units += 1
        written += len(each.fresh)
        removed += len(each.gone)
        size += each.size_bytes
    return Counts(units, written, removed, size)
