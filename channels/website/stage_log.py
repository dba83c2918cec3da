"""What a publication put aside, written down as it goes: for the swap, and for the next one.

Whoever starts after a publication that was cut short finds here which files it may have put in
place or removed.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa

from backbone.database import reading
from backbone.ledger import Entry, Ledger
from channels.website import catalogue_tables as t
from channels.website.builder import Staged
from channels.website.catalogue_store import CatalogueStore
from channels.website.feed_chunks import mark_chunks, place_of, shard_of
from channels.website.things import digest_of, dump
from channels.website.units import feeds_of, rank_of


class StageLog:
    """The staged units of one publication."""

    def __init__(self, store: CatalogueStore) -> None:
        self._store = store

    def own_up(self, ledger: Ledger) -> None:
        """Tell the ledger what a publication that was cut short may have put there or removed.

        Of those files we no longer know what they hold: "?" is no fingerprint of any.
        """
        with reading(self._store.engine).begin() as connection:
            rows = list(connection.execute(sa.select(t.staged)))
        entries = ledger.entries() if rows else {}
        doubtful = []
        for row in rows:
            paths = [*json.loads(row.fresh), *json.loads(row.gone)]
            note = dict(entries[row.unit].note) if row.unit in entries else {}
            if paths:
                doubtful.append(Entry(row.unit, "?", {**note, **dict.fromkeys(paths, "?")}))
        ledger.confirm(doubtful)
        with self._store.engine.begin() as connection:
            connection.execute(sa.delete(t.staged))

    def note(self, batch: Sequence[Staged]) -> None:
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
            _note_readings(connection, batch)
            self._note_fragments(connection, batch)

    def entries(self) -> list[Entry]:
        """Return what each staged unit consists of now; no note: it has no files any more."""
        with reading(self._store.engine).begin() as connection:
            rows = list(connection.execute(sa.select(t.staged.c.unit, t.staged.c.outputs)))
        return [Entry(row.unit, digest_of(row.outputs), json.loads(row.outputs)) for row in rows]

    def fresh(self, public: Path) -> Iterator[str]:
        """Yield the staged paths: those that are new first, each by the rank of its unit."""
        query = sa.select(t.staged.c.fresh).where(t.staged.c.fresh != "[]")
        with reading(self._store.engine).begin() as connection:
            found = connection.scalars(query.order_by(t.staged.c.rank, t.staged.c.unit))
            paths = [path for fresh in found for path in json.loads(fresh)]
        replaced = [path for path in paths if (public / path).exists()]
        known = set(replaced)
        yield from (path for path in paths if path not in known)
        yield from replaced

    def gone(self) -> list[str]:
        """Return the paths that no unit has any more."""
        query = sa.select(t.staged.c.outputs, t.staged.c.gone)
        with reading(self._store.engine).begin() as connection:
            rows = list(connection.execute(query))
        gone = {path for row in rows if row.gone != "[]" for path in json.loads(row.gone)}
        if gone:
            for row in rows:
                gone.difference_update(json.loads(row.outputs))
        return sorted(gone)

    def unmark(self, units: list[str]) -> None:
        """Take the marks off, but those that were set after staging began."""
        with self._store.engine.begin() as connection:
            generation = int(self._store.state(connection, "staged_generation") or 0)
            connection.execute(
                sa.delete(t.dirty).where(
                    t.dirty.c.unit.in_(units), t.dirty.c.generation <= generation
                )
            )
            connection.execute(sa.delete(t.staged).where(t.staged.c.unit.in_(units)))

    def _note_fragments(self, connection: sa.Connection, batch: Sequence[Staged]) -> None:
        """Write down what activities left for the feeds, and mark the feeds that it changes."""
        ids = [each.unit[9:] for each in batch if each.unit.startswith("activity:")]
        query = sa.select(t.fragments).where(t.fragments.c.id.in_(ids))
        known = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
        left = {row["id"]: row for row in map(_fragment_row, batch) if row is not None}
        changed = [one for one in ids if known.get(one) != left.get(one)]
        before_and_after = [
            row for one in changed for row in (known.get(one), left.get(one)) if row
        ]
        mark_chunks(self._store.engine, connection, map(place_of, before_and_after))
        if changed:
            connection.execute(sa.delete(t.fragments).where(t.fragments.c.id.in_(changed)))
        rows = [left[one] for one in changed if one in left]
        if rows:
            connection.execute(sa.insert(t.fragments), rows)
        feeds = {
            feed for row in before_and_after for feed in feeds_of(row["kind"], row["museum_id"])
        }
        generation = int(self._store.state(connection, "staged_generation") or 0)
        self._store.mark(connection, feeds, generation)


def _note_readings(connection: sa.Connection, batch: Sequence[Staged]) -> None:
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


def _fragment_row(staged: Staged) -> dict[str, str] | None:
    if staged.fragment is None:
        return None
    row = dict(vars(staged.fragment))
    row["id"] = row.pop("record_id")
    row["shard"] = shard_of(row["id"])
    return row
