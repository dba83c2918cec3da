"""Half-typed values: changes that wait here until nobody types in their record any more.

Airtable saves while people type. What a payload tells of a record is kept here, in the same
transaction as the cursor, and goes to the mirror once the record was left alone for the quiet
time, or when its oldest change has waited for the longest time. So every workflow sees whole
values only. A record that was destroyed waits as well: who undoes that at once changes nothing.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from backbone.database import metadata, reading, upsert
from backbone.mirror_rows import RecordGone, RecordSeen, Seen
from backbone.moments import moment, moment_text
from museum.identity import RecordId

_waiting = sa.Table(
    "settling",
    metadata,
    sa.Column("table_key", sa.String(64), primary_key=True),
    sa.Column("record_id", sa.String(64), primary_key=True),
    sa.Column("first_change", sa.String(40), nullable=False),
    sa.Column("last_change", sa.String(40), nullable=False),
    sa.Column("change", sa.Text, nullable=False),
)


@dataclass(frozen=True)
class QuietTime:
    """How long a record is left alone before it counts as typed, and the most it may wait."""

    quiet_s: float
    longest_s: float

    def ends(self, first: datetime, last: datetime) -> datetime:
        """Return when changes of which these are the first and the last may go on."""
        return min(
            last + timedelta(seconds=self.quiet_s), first + timedelta(seconds=self.longest_s)
        )


@dataclass(frozen=True)
class DatedChange:
    """What happened to a record, and when."""

    at: datetime
    seen: Seen


class Settling:
    """The changes that wait."""

    def __init__(self, engine: sa.Engine, quiet: QuietTime) -> None:
        self._engine = engine
        self._quiet = quiet

    def keep(self, connection: sa.Connection, changes: Iterable[DatedChange]) -> None:
        """Keep changes, in their order, with what waits of the same records."""
        for change in changes:
            former = self._find(connection, change.seen)
            first = min(moment(former.first_change), change.at) if former else change.at
            last = max(moment(former.last_change), change.at) if former else change.at
            whole = _merged(json.loads(former.change) if former else {}, change.seen)
            row = {
                "first_change": moment_text(first),
                "last_change": moment_text(last),
                "change": json.dumps(whole, ensure_ascii=False),
            }
            statement = upsert(self._engine, _waiting).values(
                table_key=change.seen.table, record_id=change.seen.id, **row
            )
            connection.execute(
                statement.on_conflict_do_update(index_elements=["table_key", "record_id"], set_=row)
            )

    def take(
        self, connection: sa.Connection, now: datetime | None, newest_ping: datetime | None = None
    ) -> Iterator[Seen]:
        """Yield and forget what is ready at `now`; everything when that is None.

        A ping that was not fetched yet may tell of any record: until it is, none is ready
        sooner than the quiet time after it.
        """
        query = sa.select(_waiting).order_by(_waiting.c.table_key, _waiting.c.record_id)
        for row in connection.execute(query).all():
            first, last = moment(row.first_change), moment(row.last_change)
            if newest_ping is not None:
                last = max(last, newest_ping)
            if now is not None and self._quiet.ends(first, last) > now:
                continue
            self._forget(connection, row.table_key, row.record_id)
            yield from _seen(row)

    def forget(self, connection: sa.Connection, seen: Iterable[Seen]) -> None:
        """Drop what waits of records that were read whole since: those are newer."""
        for one in seen:
            self._forget(connection, one.table, one.id)

    def next_moment(self, newest_ping: datetime | None = None) -> datetime | None:
        """Return when the first of these is ready; None when nothing waits."""
        query = sa.select(sa.func.min(_waiting.c.first_change), sa.func.min(_waiting.c.last_change))
        with reading(self._engine).begin() as connection:
            first, last = connection.execute(query).one()
        if first is None:
            return None
        quiet_since = moment(last) if newest_ping is None else max(moment(last), newest_ping)
        return self._quiet.ends(moment(first), quiet_since)

    def quiet_longest(self) -> datetime | None:
        """Return the last change of the record that was left alone longest; None: none waits."""
        query = sa.select(sa.func.min(_waiting.c.last_change))
        with reading(self._engine).begin() as connection:
            last = connection.scalar(query)
        return None if last is None else moment(last)

    def count(self) -> int:
        """Return how many records wait."""
        with reading(self._engine).begin() as connection:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(_waiting)) or 0)

    def _find(self, connection: sa.Connection, seen: Seen) -> Any:
        query = sa.select(_waiting).where(
            _waiting.c.table_key == seen.table, _waiting.c.record_id == seen.id
        )
        return connection.execute(query).one_or_none()

    def _forget(self, connection: sa.Connection, table: str, record_id: str) -> None:
        connection.execute(
            sa.delete(_waiting).where(
                _waiting.c.table_key == table, _waiting.c.record_id == record_id
            )
        )


def _merged(former: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """Add a change to what waits. `is_whole`: these are all cells, whatever the mirror has."""
    if isinstance(seen, RecordGone):
        return {"gone": True, "is_whole": True, "cells": {}, "created": None}
    return {
        "gone": False,
        "is_whole": bool(former.get("is_whole")) or seen.is_whole,
        "cells": {**former.get("cells", {}), **seen.cells},
        "created": seen.created.isoformat() if seen.created else former.get("created"),
    }


def _seen(row: Any) -> Iterator[Seen]:
    change = json.loads(row.change)
    record_id = RecordId(row.record_id)
    if change["gone"]:
        yield RecordGone(row.table_key, record_id)
        return
    created = datetime.fromisoformat(change["created"]) if change["created"] else None
    yield RecordSeen(row.table_key, record_id, change["cells"], created, change["is_whole"])
