"""Carries out a plan: stage aside, swap in place, settle what was confirmed.

Each step may be killed anywhere and done again: staging starts afresh, swapping skips what was
swapped, settling says the same once more. What was not settled is still marked, so that even a
publication that is never resumed is made up for by the next one.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from backbone.database import reading
from backbone.ledger import Entry, Ledger
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
from channels.website.feed_chunks import fill_chunks, mark_chunks, mark_every_chunk, place_of
from channels.website.media import link_media, prune_media, shown_media
from channels.website.planning import is_standing, needs_everything
from channels.website.search_index import BEHIND_SINCE
from channels.website.settings import Workshop
from channels.website.staging import stage_units
from channels.website.things import digest_of, dump
from channels.website.units import Calendar, all_units, feeds_of, is_after_things, rank_of

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

    def stage(self, only: Sequence[str] = ()) -> Counts:
        """Build every unit that is marked, or these only, and put what differs aside."""
        self._own_up()
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
            self._note(batch)
            counts = _add(counts, batch)
            self._checkpoint("staged a batch")
        return counts

    def swap(self) -> None:
        """Put what was staged in its place, new files first; then remove what is gone."""
        for path in self._fresh():
            source = staged_file(self._settings.staging, path)
            target = self._settings.public / path
            if source.exists():
                _replace(source, target)
                self._checkpoint("swapped a file")
        self._checkpoint("swapped")
        for path in self._gone():
            self._remove(path)
            self._checkpoint("removed a file")
        self._checkpoint("removed")

    def settle(self) -> None:
        """Write down what the website has now."""
        with reading(self._store.engine).begin() as connection:
            rows = list(connection.execute(sa.select(t.staged.c.unit, t.staged.c.outputs)))
        for batch in chunks(rows):
            kept = [row for row in batch if row.outputs != "{}"]
            self._ledger.confirm(
                Entry(row.unit, digest_of(row.outputs), json.loads(row.outputs)) for row in kept
            )
            self._ledger.forget(row.unit for row in batch if row.outputs == "{}")
            self._checkpoint("confirmed a batch")
            self._unmark([row.unit for row in batch])
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

    def _own_up(self) -> None:
        """Tell the ledger what a publication that was cut short may have put there or removed.

        Of those files we no longer know what they hold: "?" is no fingerprint of any.
        """
        with reading(self._store.engine).begin() as connection:
            rows = list(connection.execute(sa.select(t.staged)))
        entries = self._ledger.entries() if rows else {}
        doubtful = []
        for row in rows:
            paths = [*json.loads(row.fresh), *json.loads(row.gone)]
            note = dict(entries[row.unit].note) if row.unit in entries else {}
            if paths:
                doubtful.append(Entry(row.unit, "?", {**note, **dict.fromkeys(paths, "?")}))
        self._ledger.confirm(doubtful)
        with self._store.engine.begin() as connection:
            connection.execute(sa.delete(t.staged))

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

    def _note(self, batch: Sequence[Staged]) -> None:
        """Write down what was staged, what it read, and what it left for the feeds."""
        rows = [
            {
                "unit": each.unit,
                "rank": rank_of(each.unit),
                "outputs": dump(each.outputs),
                "fresh": dump(each.fresh),
                "gone": dump(each.gone),
            }
            for each in batch
        ]
        with self._store.engine.begin() as connection:
            connection.execute(sa.insert(t.staged), rows)
            self._note_readings(connection, batch)
            self._note_fragments(connection, batch)

    def _note_readings(self, connection: sa.Connection, batch: Sequence[Staged]) -> None:
        units = [each.unit for each in batch]
        connection.execute(sa.delete(t.reads).where(t.reads.c.unit.in_(units)))
        connection.execute(sa.delete(t.units).where(t.units.c.unit.in_(units)))
        reads = [{"key": key, "unit": each.unit} for each in batch for key in sorted(each.keys)]
        if reads:
            connection.execute(sa.insert(t.reads), reads)
        stale = [
            {"unit": each.unit, "stale_on": each.stale_on.isoformat() if each.stale_on else ""}
            for each in batch
        ]
        connection.execute(sa.insert(t.units), stale)

    def _note_fragments(self, connection: sa.Connection, batch: Sequence[Staged]) -> None:
        """Write down what activities left for the feeds, and mark the feeds that it changes."""
        ids = [each.unit[9:] for each in batch if each.unit.startswith("activity:")]
        query = sa.select(t.fragments).where(t.fragments.c.id.in_(ids))
        known = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
        left = {row["id"]: row for row in map(_fragment_row, batch) if row is not None}
        changed = [one for one in ids if known.get(one) != left.get(one)]
        feeds: set[str] = set()
        for one in changed:
            for row in (known.get(one), left.get(one)):
                feeds |= feeds_of(row["kind"], row["museum_id"]) if row else set()
        places = [
            place_of(row) for one in changed for row in (known.get(one), left.get(one)) if row
        ]
        mark_chunks(self._store.engine, connection, places)
        if changed:
            connection.execute(sa.delete(t.fragments).where(t.fragments.c.id.in_(changed)))
        rows = [left[one] for one in changed if one in left]
        if rows:
            connection.execute(sa.insert(t.fragments), rows)
        generation = int(self._store.state(connection, "staged_generation") or 0)
        self._store.mark(connection, feeds, generation)

    def _flush(self, written: int) -> None:
        """Let the disk have the staged files before the first is swapped."""
        if written > _MANY:
            os.sync()
            return
        files = [staged_file(self._settings.staging, path) for path in self._fresh()]
        with ThreadPoolExecutor(_FLUSHERS) as pool:
            list(pool.map(_flush_file, files))

    def _fresh(self) -> Iterator[str]:
        """Yield the staged paths: those that are new first, each by the rank of its unit."""
        query = sa.select(t.staged.c.fresh).where(t.staged.c.fresh != "[]")
        with reading(self._store.engine).begin() as connection:
            found = connection.scalars(query.order_by(t.staged.c.rank, t.staged.c.unit))
            paths = [path for fresh in found for path in json.loads(fresh)]
        replaced = [path for path in paths if (self._settings.public / path).exists()]
        known = set(replaced)
        yield from (path for path in paths if path not in known)
        yield from replaced

    def _gone(self) -> Iterator[str]:
        """Yield the paths that no unit has any more."""
        query = sa.select(t.staged.c.outputs, t.staged.c.gone)
        with reading(self._store.engine).begin() as connection:
            rows = list(connection.execute(query))
        gone = {path for row in rows if row.gone != "[]" for path in json.loads(row.gone)}
        if gone:
            for row in rows:
                gone.difference_update(json.loads(row.outputs))
        return iter(sorted(gone))

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

    def _unmark(self, units: list[str]) -> None:
        """Take the marks off, but those that were set after staging began."""
        with self._store.engine.begin() as connection:
            generation = int(self._store.state(connection, "staged_generation") or 0)
            connection.execute(
                sa.delete(t.dirty).where(
                    t.dirty.c.unit.in_(units), t.dirty.c.generation <= generation
                )
            )
            connection.execute(sa.delete(t.staged).where(t.staged.c.unit.in_(units)))

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


def _fragment_row(staged: Staged) -> dict[str, str] | None:
    if staged.fragment is None:
        return None
    row = dict(vars(staged.fragment))
    row["id"] = row.pop("record_id")
    return row


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
