"""The mirror: a local copy of the tables, keyed by our table key, record ID and field ID.

Workflows read this, never the service. Each change gets the next number of one growing sequence,
so that a reader asks "what changed since"; deletions stay as tombstones.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from threading import RLock
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from backbone.database import lock, metadata, other_version, reading, upsert
from backbone.mirror_rows import (
    Applied,
    RecordGone,
    RecordSeen,
    RowWriter,
    Seen,
    records_table,
)
from museum.binding import Binding, merge
from museum.identity import RecordId, TableKey
from museum.reading import RawRecord
from museum.tables import TableDefinitions

__all__ = ["Applied", "Mirror", "MirrorChange", "RecordGone", "RecordSeen", "Seen"]

_state = sa.Table(
    "mirror_state",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

_BATCH = 500
_STATE_OF = sa.select(_state.c.value).where(_state.c.key == sa.bindparam("key"))
_RECORD = sa.select(records_table).where(
    records_table.c.table_key == sa.bindparam("table"),
    records_table.c.record_id == sa.bindparam("record"),
    records_table.c.is_deleted.is_(False),
)

Made = TypeVar("Made")


@dataclass(frozen=True)
class MirrorChange:
    """The latest state of one record that changed."""

    table: str
    record_id: RecordId
    sequence: int
    deleted: bool


class Mirror:
    """Reads and writes the local copy."""

    def __init__(self, engine: sa.Engine, definitions: TableDefinitions) -> None:
        self._engine = engine
        self._reading = reading(engine)
        self.definitions = definitions
        self._bindings: dict[str, tuple[str, Binding]] = {}
        self._kept: dict[str, tuple[int, object]] = {}
        self._keeping = RLock()

    def sequence(self) -> int:
        """Return the number of the newest change; 0 when nothing was ever pulled."""
        with self._reading.begin() as connection:
            return int(_get(connection, "sequence") or 0)

    def mark(self) -> str:
        """Return what differs after any change of the records or of the base, in one question."""
        keys = ("sequence", "bound_at_sequence")
        query = sa.select(_state.c.key, _state.c.value).where(_state.c.key.in_(keys))
        with self._reading.begin() as connection:
            found = {row.key: row.value for row in connection.execute(query)}
        return ":".join(found.get(key, "0") for key in keys)

    def binding(self) -> Binding:
        """Return the IDs of the base as last seen; empty before the first pull."""
        return self._binding_in("binding") or Binding()

    def known_ids(self) -> Binding:
        """Return every ID that was ever ours: what comes back from the bin is known again."""
        return self._binding_in("known_ids") or self.binding()

    def _binding_in(self, key: str) -> Binding | None:
        """Return what is stored under a key; read anew only when other words stand there."""
        with self._reading.begin() as connection:
            text = _text(connection, key)
        known = self._bindings.get(key)
        if known is None or known[0] != text:
            stored = json.loads(text) if text else None
            if not stored:
                return None
            try:
                known = (str(text), Binding(**stored))
            except TypeError as error:
                raise other_version() from error
            self._bindings[key] = known
        return known[1]

    def kept(self, name: str, tables: Sequence[str], make: Callable[[], Made]) -> Made:
        """Return what `make` makes of these tables; made again only once they changed.

        `name` says what it is: the same for the same thing. For what every visitor asks for.
        """
        with self._keeping:
            sequence = self.sequence()
            known = self._kept.get(name)
            if known is None or self._is_past(known[0], sequence, tables):
                known = (sequence, make())
            # Made after the number was read: it may hold more than that, never less.
            self._kept[name] = (sequence, known[1])
            return cast("Made", known[1])

    def _is_past(self, number: int, sequence: int, tables: Sequence[str]) -> bool:
        """Tell whether these tables, or the IDs of the base, changed since a number."""
        if number == sequence:
            return False
        if number > sequence or self.bound_at_sequence() > number:
            return True
        return next(self.changed_since(number, tables), None) is not None

    def bind(self, binding: Binding) -> None:
        """Keep the IDs of the base; a change of them counts as a change of every record.

        A field that is no longer bound counts as not read: when it comes back, its table is read.
        """
        if binding == self.binding():
            return
        known = merge(self.known_ids(), binding)
        with self._engine.begin() as connection:
            lock(connection, "mirror")
            self._put(connection, "binding", asdict(binding))
            self._put(connection, "known_ids", asdict(known))
            number = int(_get(connection, "sequence") or 0) + 1
            self._put(connection, "sequence", number)
            self._put(connection, "bound_at_sequence", number)
            for table in self.definitions.tables:
                bound = set(binding.fields.get(table.key, {}).values())
                read = set(_get(connection, f"read:{table.key}") or ())
                self._put(connection, f"read:{table.key}", sorted(read & bound))

    def unread(self, tables: Iterable[TableKey]) -> list[TableKey]:
        """Return which of these tables were not read through, with all their fields bound now."""
        fields, known = self.binding().fields, dict(self._states("read:"))
        return [
            table
            for table in tables
            if not set(fields.get(table, {}).values()) <= set(known.get(f"read:{table}") or ())
        ]

    def fresh_at(self) -> datetime | None:
        """Return when the mirror was last told that it is up to date; None before the first."""
        stored = self.state("pulled_at")
        return datetime.fromisoformat(stored) if stored else None

    def bound_at_sequence(self) -> int:
        """Return the sequence at which the binding last changed."""
        return int(self.state("bound_at_sequence") or 0)

    def record(self, table: str, record_id: str) -> RawRecord | None:
        """Return one record, or None when it is not there (any more)."""
        asked = {"table": table, "record": record_id}
        with self._reading.begin() as connection:
            row = connection.execute(_RECORD, asked).one_or_none()
        return _raw(row) if row else None

    def records(self, table: str) -> Iterator[RawRecord]:
        """Stream the records of one table, in the order of their IDs."""
        last = ""
        while True:
            query = (
                sa.select(records_table)
                .where(
                    records_table.c.table_key == table,
                    records_table.c.record_id > last,
                    records_table.c.is_deleted.is_(False),
                )
                .order_by(records_table.c.record_id)
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
        query = sa.select(records_table.c.record_id).where(
            records_table.c.table_key == table, records_table.c.is_deleted.is_(False)
        )
        with self._reading.begin() as connection:
            return {RecordId(value) for value in connection.scalars(query)}

    def count(self, table: str) -> int:
        """Return how many records a table has."""
        query = sa.select(sa.func.count()).where(
            records_table.c.table_key == table, records_table.c.is_deleted.is_(False)
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
                    records_table.c.table_key,
                    records_table.c.record_id,
                    records_table.c.sequence,
                    records_table.c.is_deleted,
                )
                .where(records_table.c.sequence > last)
                .order_by(records_table.c.sequence)
                .limit(_BATCH)
            )
            # Of all tables: asked for some, SQLite would go through these rather than the numbers.
            with self._reading.begin() as connection:
                rows = connection.execute(query).all()
            for row in rows:
                if tables is None or row.table_key in tables:
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
        return self.apply_chosen(lambda _connection: seen, state)

    def apply_chosen(
        self,
        choose: Callable[[sa.Connection], Iterable[Seen]],
        state: Mapping[str, Any] | None = None,
    ) -> Applied:
        """Do as `apply`, with what `choose` yields; it may read and write in that transaction."""
        applied = Applied(0, 0)
        with self._engine.begin() as connection:
            # Numbers are given and seen in one order: a reader never misses a lower one.
            lock(connection, "mirror")
            number = int(_get(connection, "sequence") or 0)
            for chunk in _chunks(choose(connection)):
                writer = RowWriter(self._engine, connection, number)
                applied = applied + writer.write(chunk)
                number = writer.number
            for key, value in {"sequence": number, **(state or {})}.items():
                self._put(connection, key, value)
        return applied

    def state(self, key: str) -> Any:
        """Return a value kept beside the records (a cursor, a moment), or None."""
        with self._reading.begin() as connection:
            return _get(connection, key)

    def _states(self, prefix: str) -> Iterator[tuple[str, Any]]:
        """Yield what is kept under keys that begin so: one question for many tables."""
        query = sa.select(_state).where(_state.c.key.startswith(prefix, autoescape=True))
        with self._reading.begin() as connection:
            rows = connection.execute(query).all()
        yield from ((row.key, json.loads(row.value)) for row in rows)

    def set_state(self, key: str, value: Any) -> None:
        """Keep a JSON value beside the records."""
        with self._engine.begin() as connection:
            self._put(connection, key, value)

    def _put(self, connection: sa.Connection, key: str, value: Any) -> None:
        text = json.dumps(value, ensure_ascii=False)
        statement = upsert(self._engine, _state).values(key=key, value=text)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_={"value": text})
        )


def _get(connection: sa.Connection, key: str) -> Any:
    value = _text(connection, key)
    return None if value is None else json.loads(value)


def _text(connection: sa.Connection, key: str) -> str | None:
    found: str | None = connection.scalar(_STATE_OF, {"key": key})
    return found


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
