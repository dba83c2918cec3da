"""The large feeds in chunks, so that one changed activity does not read thousands again.

A chunk holds what the activities of one kind left for the feeds, of those whose IDs end in the
same character. It is marked with the change of any of them, and made again before a feed is.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

import sqlalchemy as sa

from backbone.database import upsert
from channels.website import catalogue_tables as t

FEED_DAYS_BACK: Final = 31
"""So many days after its last day, an activity is still in the feeds."""

Place = tuple[str, str]
"""A chunk: the kind, and the last character of the IDs."""


def feed_since(day: date) -> str:
    """Return the day from which activities are still in the feeds, as ISO text."""
    return (day - timedelta(FEED_DAYS_BACK)).isoformat()


def shard_of(one: str) -> str:
    """Return the shard of an ID."""
    return one[-1]


def place_of(fragment: Any) -> Place:
    """Return the chunk that a row of the fragments belongs to."""
    return fragment["kind"], fragment["shard"]


def mark_chunks(engine: sa.Engine, connection: sa.Connection, places: Iterable[Place]) -> None:
    """Mark the chunks in which something changed, with the change itself."""
    rows = [
        {"kind": kind, "shard": shard, "until": "", "calendar": b"", "open_data": b""}
        for kind, shard in sorted(set(places))
    ]
    if rows:
        statement = upsert(engine, t.feed_chunks)
        statement = statement.on_conflict_do_update(
            index_elements=["kind", "shard"], set_={"until": ""}
        )
        connection.execute(statement, rows)


def mark_every_chunk(engine: sa.Engine, connection: sa.Connection) -> None:
    """Mark all chunks there are to be, whatever stands there now."""
    connection.execute(sa.delete(t.feed_chunks))
    found = connection.execute(sa.select(t.fragments.c.kind, t.fragments.c.shard).distinct())
    mark_chunks(engine, connection, [(kind, shard) for kind, shard in found])


def fill_chunks(connection: sa.Connection, day: date) -> None:
    """Make the chunks that are marked, or that hold what is too long past by now."""
    chunks = t.feed_chunks.c
    # A mark is no day, and so before any.
    query = sa.select(chunks.kind, chunks.shard).where(chunks.until < feed_since(day))
    places = connection.execute(query.order_by(chunks.kind, chunks.shard)).all()
    for kind, members in groupby(places, key=lambda place: place.kind):
        _fill_kind(connection, kind, {place.shard for place in members}, feed_since(day))


def _fill_kind(connection: sa.Connection, kind: str, shards: Collection[str], since: str) -> None:
    fragments = t.fragments.c
    query = sa.select(
        fragments.shard, fragments.id, fragments.until, fragments.calendar, fragments.open_data
    ).where(fragments.kind == kind, fragments.shard.in_(shards), fragments.until >= since)
    rows = sorted(tuple(row) for row in connection.execute(query))
    connection.execute(
        sa.delete(t.feed_chunks).where(
            t.feed_chunks.c.kind == kind, t.feed_chunks.c.shard.in_(shards)
        )
    )
    made = [
        _chunk(kind, shard, list(members)) for shard, members in groupby(rows, lambda row: row[0])
    ]
    if made:
        connection.execute(sa.insert(t.feed_chunks), made)


def _chunk(kind: str, shard: str, rows: list[tuple[str, ...]]) -> dict[str, Any]:
    return {
        "kind": kind,
        "shard": shard,
        "until": min(until for _, _, until, _, _ in rows),
        "calendar": "".join(calendar for *_, calendar, _ in rows).encode(),
        "open_data": ",\n".join(text for *_, text in rows if text).encode(),
    }
