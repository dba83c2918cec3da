"""The mirror: a local copy of the tables, keyed by our table key, record ID and field ID.

Workflows read this, never the service. Each change gets the next number of one growing sequence,
so that a reader asks "what changed since"; deletions stay as tombstones.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from backbone.database import metadata, reading, upsert
from museum.binding import Binding
from museum.identity import RecordId
from museum.reading import RawRecord
from museum.tables import TableDefinitions

_records = sa.Table(
    "mirror_records",
    metadata,
    sa.Column("table_key", sa.String(64), primary_key=True),
    sa.Column("record_id", sa.String(64), primary_key=True),
    sa.Column("sequence", sa.BigInteger, nullable=False, index=True),
    sa.Column("is_deleted", sa.Boolean, nullable=False),
    sa.Column("created", sa.String(40), nullable=False),
    sa.Column("cells", sa.Text, nullable=False),
)

_state = sa.Table(
    "mirror_state",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

_BATCH = 500
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
class MirrorChange:
    """The latest state of one record that changed."""

    table: str
    record_id: RecordId
    sequence: int
    deleted: bool


@dataclass(frozen=True)
class Applied:
    """How many records an `apply` really changed."""

    changed: int
    deleted: int

    def __add__(self, other: "Applied") -> "Applied":
        return Applied(self.changed + other.changed, self.deleted + other.deleted)


class _Pass:
    """Writes one chunk: a read of all its rows, then one statement for all that changed."""

    def __init__(self, engine: sa.Engine, connection: sa.Connection, number: int) -> None:
        self._engine = engine
        self._connection = connection
        self.number = number
        self._rows: dict[tuple[str, str], dict[str, Any]] = {}
        self._dirty: set[tuple[str, str]] = set()

    def write(self, chunk: Sequence[Seen]) -> Applied:
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
        query = sa.select(_records).where(
            sa.tuple_(_records.c.table_key, _records.c.record_id).in_(keys)
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
        self._rows[key] = {
            "table_key": seen.table,
            "record_id": seen.id,
            "sequence": row["sequence"] if is_same and row is not None else self.number,
            "is_deleted": False,
            "created": _created(seen, row),
            "cells": json.dumps(cells, ensure_ascii=False, separators=(",", ":")),
        }
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
        statement = upsert(self._engine, _records)
        names = ("sequence", "is_deleted", "created", "cells")
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["table_key", "record_id"],
                set_={name: statement.excluded[name] for name in names},
            ),
            [self._rows[key] for key in sorted(self._dirty)],
        )


class Mirror:
    """Reads and writes the local copy."""

    def __init__(self, engine: sa.Engine, definitions: TableDefinitions) -> None:
        self._engine = engine
        self._reading = reading(engine)
        self.definitions = definitions

    def sequence(self) -> int:
        """Return the number of the newest change; 0 when nothing was ever pulled."""
        with self._reading.begin() as connection:
            return int(_get(connection, "sequence") or 0)

    def binding(self) -> Binding:
        """Return the IDs of the base as last seen; empty before the first pull."""
        stored = self.state("binding")
        return Binding(**stored) if stored else Binding()

    def bind(self, binding: Binding) -> None:
        """Keep the IDs of the base; a change of them counts as a change of every record."""
        if binding != self.binding():
            self.set_state("binding", asdict(binding))
            with self._engine.begin() as connection:
                _put(connection, self._engine, "bound_at_sequence", self._next(connection))

    def bound_at_sequence(self) -> int:
        """Return the sequence at which the binding last changed."""
        return int(self.state("bound_at_sequence") or 0)

    def record(self, table: str, record_id: str) -> RawRecord | None:
        """Return one record, or None when it is not there (any more)."""
        query = sa.select(_records).where(
            _records.c.table_key == table,
            _records.c.record_id == record_id,
            _records.c.is_deleted.is_(False),
        )
        with self._reading.begin() as connection:
            row = connection.execute(query).one_or_none()
        return _raw(row) if row else None

    def records(self, table: str) -> Iterator[RawRecord]:
        """Stream the records of one table, in the order of their IDs."""
        last = ""
        while True:
            query = (
                sa.select(_records)
                .where(
                    _records.c.table_key == table,
                    _records.c.record_id > last,
                    _records.c.is_deleted.is_(False),
                )
                .order_by(_records.c.record_id)
                .limit(_BATCH)
            )
            with self._reading.begin() as connection:
                rows = connection.execute(query).all()
            yield from (_raw(row) for row in rows)
            if len(rows) < _BATCH:
                return
            last = rows[-1].record_id

    def record_ids(self, table: str) -> set[RecordId]:
        """Return the IDs of all records of a table."""
        query = sa.select(_records.c.record_id).where(
            _records.c.table_key == table, _records.c.is_deleted.is_(False)
        )
        with self._reading.begin() as connection:
            return {RecordId(value) for value in connection.scalars(query)}

    def count(self, table: str) -> int:
        """Return how many records a table has."""
        query = sa.select(sa.func.count()).where(
            _records.c.table_key == table, _records.c.is_deleted.is_(False)
        )
        with self._reading.begin() as connection:
            return int(connection.scalar(query) or 0)

    def changed_since(
        self, sequence: int, tables: Sequence[str] | None = None
    ) -> Iterator[MirrorChange]:
        """Stream every record that changed after `sequence`, oldest change first."""
        last = sequence
        while True:
            query = (
                sa.select(
                    _records.c.table_key,
                    _records.c.record_id,
                    _records.c.sequence,
                    _records.c.is_deleted,
                )
                .where(_records.c.sequence > last)
                .order_by(_records.c.sequence)
                .limit(_BATCH)
            )
            if tables is not None:
                query = query.where(_records.c.table_key.in_(tables))
            with self._reading.begin() as connection:
                rows = connection.execute(query).all()
            for row in rows:
                yield MirrorChange(
                    row.table_key, RecordId(row.record_id), row.sequence, row.is_deleted
                )
            if len(rows) < _BATCH:
                return
            last = rows[-1].sequence

    def apply(self, seen: Iterable[Seen], state: Mapping[str, Any] | None = None) -> Applied:
        """Write what was seen, and `state` with it, in one transaction.

        A record whose cells are the same does not change: a second apply changes nothing.
        """
        applied = Applied(0, 0)
        with self._engine.begin() as connection:
            number = int(_get(connection, "sequence") or 0)
            for chunk in _chunks(seen):
                pass_ = _Pass(self._engine, connection, number)
                applied = applied + pass_.write(chunk)
                number = pass_.number
            _put(connection, self._engine, "sequence", number)
            for key, value in (state or {}).items():
                _put(connection, self._engine, key, value)
        return applied

    def state(self, key: str) -> Any:
        """Return a value kept beside the records (a cursor, a moment), or None."""
        with self._reading.begin() as connection:
            return _get(connection, key)

    def set_state(self, key: str, value: Any) -> None:
        """Keep a JSON value beside the records."""
        with self._engine.begin() as connection:
            _put(connection, self._engine, key, value)

    def _next(self, connection: sa.Connection) -> int:
        number = int(_get(connection, "sequence") or 0) + 1
        _put(connection, self._engine, "sequence", number)
        return number


def _get(connection: sa.Connection, key: str) -> Any:
    value = connection.scalar(sa.select(_state.c.value).where(_state.c.key == key))
    return None if value is None else json.loads(value)


def _put(connection: sa.Connection, engine: sa.Engine, key: str, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False)
    statement = upsert(engine, _state).values(key=key, value=text)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": text})
    )


def _raw(row: Any) -> RawRecord:
    return RawRecord(
        table=row.table_key,
        id=RecordId(row.record_id),
        created=datetime.fromisoformat(row.created),
        cells=json.loads(row.cells),
    )


def _chunks(seen: Iterable[Seen]) -> Iterator[list[Seen]]:
    rest = iter(seen)
    while chunk := list(islice(rest, _BATCH)):
        yield chunk


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
