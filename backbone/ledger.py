"""The ledger: what a channel last confirmed, per key. Plans compare what is wanted with this."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import sqlalchemy as sa

from backbone.database import metadata, reading, upsert

_entries = sa.Table(
    "ledger",
    metadata,
    sa.Column("channel", sa.String(64), primary_key=True),
    sa.Column("key", sa.String(512), primary_key=True),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)

_BATCH = 500


@dataclass(frozen=True)
class Entry:
    """One thing as the channel has it now. `note` is small plain JSON."""

    key: str
    fingerprint: str
    note: Mapping[str, Any] = field(default_factory=dict)


class Ledger:
    """The ledger of one channel."""

    def __init__(self, engine: sa.Engine, channel: str) -> None:
        self._engine = engine
        self._channel = channel

    def entries(self) -> dict[str, Entry]:
        """Return everything the channel has."""
        query = sa.select(_entries).where(_entries.c.channel == self._channel)
        with reading(self._engine).begin() as connection:
            return {row.key: _entry(row) for row in connection.execute(query)}

    def entry(self, key: str) -> Entry | None:
        """Return one entry, or None."""
        query = sa.select(_entries).where(
            _entries.c.channel == self._channel, _entries.c.key == key
        )
        with reading(self._engine).begin() as connection:
            row = connection.execute(query).one_or_none()
        return _entry(row) if row else None

    def confirm(self, entries: Iterable[Entry]) -> None:
        """Write down what the channel confirmed, all or nothing."""
        rest = iter(entries)
        statement = upsert(self._engine, _entries)
        statement = statement.on_conflict_do_update(
            index_elements=["channel", "key"],
            set_={name: statement.excluded[name] for name in ("fingerprint", "note")},
        )
        with self._engine.begin() as connection:
            while batch := list(islice(rest, _BATCH)):
                connection.execute(statement, [self._row(entry) for entry in batch])

    def forget(self, keys: Iterable[str]) -> None:
        """Take out what the channel no longer has, all or nothing."""
        rest = iter(keys)
        with self._engine.begin() as connection:
            while batch := list(islice(rest, _BATCH)):
                connection.execute(
                    sa.delete(_entries).where(
                        _entries.c.channel == self._channel, _entries.c.key.in_(batch)
                    )
                )

    def _row(self, entry: Entry) -> dict[str, str]:
        return {
            "channel": self._channel,
            "key": entry.key,
            "fingerprint": entry.fingerprint,
            "note": json.dumps(dict(entry.note), ensure_ascii=False),
        }


def _entry(row: Any) -> Entry:
    return Entry(row.key, row.fingerprint, json.loads(row.note))
