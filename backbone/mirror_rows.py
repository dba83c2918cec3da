"""The rows of the mirror, and how what was seen is written into them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from backbone.database import metadata, upsert
from museum.identity import RecordId

records_table = sa.Table(
    "mirror_records",
    metadata,
    sa.Column("table_key", sa.String(64), primary_key=True),
    sa.Column("record_id", sa.String(64), primary_key=True),
    sa.Column("sequence", sa.BigInteger, nullable=False, index=True),
    sa.Column("is_deleted", sa.Boolean, nullable=False),
    sa.Column("created", sa.String(40), nullable=False),
    sa.Column("cells", sa.Text, nullable=False),
)

_FETCHED_KEYS = ("url", "thumbnails", "width", "height")
"""Parts of an attachment that change without the file changing: its address does, 2-hourly."""


@dataclass(frozen=True)
class RecordSeen:
    """A record as the service gave it. `is_whole` False: only these cells changed; None empties."""

    table: str
    id: RecordId
    cells: Mapping[str, Any]
    created: datetime | None = None
    is_whole: bool = True


@dataclass(frozen=True)
class RecordGone:
    """A record that the service no longer has."""

    table: str
    id: RecordId


Seen = RecordSeen | RecordGone


@dataclass(frozen=True)
class Applied:
    """How many records an `apply` really changed."""

    changed: int
    deleted: int

    def __add__(self, other: "Applied") -> "Applied":
        return Applied(self.changed + other.changed, self.deleted + other.deleted)


class RowWriter:
    """Writes one chunk: a read of all its rows, then one statement for all that changed.

    `number` is the sequence so far; each real change takes the next.
    """

    def __init__(self, engine: sa.Engine, connection: sa.Connection, number: int) -> None:
        self._engine = engine
        self._connection = connection
        self.number = number
        self._rows: dict[tuple[str, str], dict[str, Any]] = {}
        self._dirty: set[tuple[str, str]] = set()

    def write(self, chunk: Sequence[Seen]) -> Applied:
        """Write what was seen, in its order; returns what really changed."""
        self._read(chunk)
        applied = Applied(0, 0)
        for one in chunk:
            applied = applied + (
                self._delete(one) if isinstance(one, RecordGone) else self._see(one)
            )
        if self._dirty:
            self._save()
        return applied

    def _read(self, chunk: Sequence[Seen]) -> None:
        keys = sorted({(one.table, one.id) for one in chunk})
        query = sa.select(records_table).where(
            sa.tuple_(records_table.c.table_key, records_table.c.record_id).in_(keys)
        )
        for row in self._connection.execute(query).mappings():
            self._rows[row["table_key"], row["record_id"]] = dict(row)

    def _see(self, seen: RecordSeen) -> Applied:
        key = (seen.table, str(seen.id))
        row = self._rows.get(key)
        is_new = row is None or row["is_deleted"]
        old: dict[str, Any] = {} if row is None or is_new else json.loads(row["cells"])
        cells = _without_empty(dict(seen.cells) if seen.is_whole else {**old, **seen.cells})
        is_same = not is_new and _comparable(old) == _comparable(cells)
        if not is_same:
            self.number += 1
        fresh = {
            "table_key": seen.table,
            "record_id": seen.id,
            "sequence": row["sequence"] if is_same and row is not None else self.number,
            "is_deleted": False,
            "created": _created(seen, row),
            "cells": json.dumps(cells, ensure_ascii=False, separators=(",", ":")),
        }
        if fresh != row:  # the same file at its newest address is no change, but is kept
            self._rows[key] = fresh
            self._dirty.add(key)
        return Applied(0 if is_same else 1, 0)

    def _delete(self, gone: RecordGone) -> Applied:
        key = (gone.table, str(gone.id))
        row = self._rows.get(key)
        if row is None or row["is_deleted"]:
            return Applied(0, 0)
        self.number += 1
        self._rows[key] = {**row, "is_deleted": True, "cells": "{}", "sequence": self.number}
        self._dirty.add(key)
        return Applied(0, 1)

    def _save(self) -> None:
        statement = upsert(self._engine, records_table)
        names = ("sequence", "is_deleted", "created", "cells")
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["table_key", "record_id"],
                set_={name: statement.excluded[name] for name in names},
            ),
            [self._rows[key] for key in sorted(self._dirty)],
        )


def _created(seen: RecordSeen, row: Mapping[str, Any] | None) -> str:
    if seen.created is not None:
        return seen.created.astimezone(UTC).isoformat()
    return str(row["created"]) if row is not None else datetime(1970, 1, 1, tzinfo=UTC).isoformat()


def _without_empty(cells: dict[str, Any]) -> dict[str, Any]:
    """Leave out what Airtable leaves out: empty, false and []."""
    return {key: value for key, value in cells.items() if value not in (None, "", False, [])}


def _comparable(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _without_address(value) for key, value in cells.items()}


def _without_address(value: Any) -> Any:
    if isinstance(value, list):
        return [
            {name: part for name, part in item.items() if name not in _FETCHED_KEYS}
            if isinstance(item, dict) and "url" in item
            else item
            for item in value
        ]
    return value
