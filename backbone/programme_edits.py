"""What staff decided on our pages about the year programme, until it stands in the tables.

Stored before it is answered, like what comes in: a new row that keeps a date free, and a task that
was ticked off. `workflows.programme_edits` writes them; the pages show them meanwhile.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from backbone.database import metadata, reading, upsert
from backbone.moments import moment, moment_text

_rows: Final = sa.Table(
    "programme_new_rows",
    metadata,
    # Also the row's “ID van de bron”: written twice, it is still one row.
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("values", sa.Text, nullable=False),
    sa.Column("asked", sa.String(40), nullable=False),
    # Where it stands in the tables; "" until then.
    sa.Column("record_id", sa.String(64), nullable=False),
    sa.Column("trouble", sa.Text, nullable=False),
)
_ticks: Final = sa.Table(
    "programme_ticks",
    metadata,
    sa.Column("item_id", sa.String(64), primary_key=True),
    sa.Column("task_id", sa.String(64), primary_key=True),
    sa.Column("is_done", sa.Boolean, nullable=False),
    sa.Column("asked", sa.String(40), nullable=False),
    sa.Column("is_written", sa.Boolean, nullable=False),
)
_KEPT: Final = timedelta(days=30)


@dataclass(frozen=True)
class NewRow:
    """A row to be: `values` by our field keys. `trouble` is why it could not be written."""

    key: str
    values: Mapping[str, Any]
    asked: datetime
    record_id: str
    trouble: str


@dataclass(frozen=True)
class Tick:
    """A task of an item that was ticked off, or on again."""

    item_id: str
    task_id: str
    is_done: bool
    asked: str
    is_written: bool


class ProgrammeEdits:
    """All of them."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def keep_row(self, values: Mapping[str, Any], now: datetime) -> str:
        """Store a row to be and return its key; the same values again are the same row."""
        text = json.dumps(values, ensure_ascii=False, sort_keys=True)
        key = "museumflow:" + hashlib.sha256(text.encode()).hexdigest()[:24]
        row = {"values": text, "asked": moment_text(now), "record_id": "", "trouble": ""}
        with self._engine.begin() as connection:
            statement = upsert(self._engine, _rows).values(key=key, **row)
            connection.execute(statement.on_conflict_do_nothing(index_elements=["key"]))
            old = moment_text(now - _KEPT)
            connection.execute(sa.delete(_rows).where(_rows.c.record_id != "", _rows.c.asked < old))
        return key

    def row(self, key: str) -> NewRow | None:
        """Return a row to be."""
        with reading(self._engine).begin() as connection:
            found = connection.execute(sa.select(_rows).where(_rows.c.key == key)).one_or_none()
        return _new_row(found) if found else None

    def rows_waiting(self) -> list[NewRow]:
        """Return the rows that are not in the tables yet, the oldest first."""
        query = sa.select(_rows).where(_rows.c.record_id == "", _rows.c.trouble == "")
        with reading(self._engine).begin() as connection:
            return [_new_row(row) for row in connection.execute(query.order_by(_rows.c.asked))]

    def settle_row(self, key: str, record_id: str = "", trouble: str = "") -> None:
        """Note where a row stands now, or why it does not."""
        change = sa.update(_rows).where(_rows.c.key == key)
        with self._engine.begin() as connection:
            connection.execute(change.values(record_id=record_id, trouble=trouble))

    def tick(self, item_id: str, task_id: str, is_done: bool, now: datetime) -> None:
        """Store that a task is done, or is not; the last word counts."""
        values = {"is_done": is_done, "asked": moment_text(now), "is_written": False}
        statement = upsert(self._engine, _ticks).values(item_id=item_id, task_id=task_id, **values)
        with self._engine.begin() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=["item_id", "task_id"], set_=values)
            )

    def ticks(self) -> list[Tick]:
        """Return the ticks that the copy of the tables may not show yet, the oldest first."""
        query = sa.select(_ticks).order_by(_ticks.c.asked, _ticks.c.item_id, _ticks.c.task_id)
        with reading(self._engine).begin() as connection:
            return [
                Tick(row.item_id, row.task_id, bool(row.is_done), row.asked, bool(row.is_written))
                for row in connection.execute(query)
            ]

    def note_written(self, ticks: Sequence[Tick]) -> None:
        """Note ticks as written, but for those that changed meanwhile."""
        with self._engine.begin() as connection:
            for one in ticks:
                connection.execute(sa.update(_ticks).where(*_is(one)).values(is_written=True))

    def forget(self, ticks: Sequence[Tick]) -> None:
        """Drop ticks that the tables show by now, but for those that changed meanwhile."""
        with self._engine.begin() as connection:
            for one in ticks:
                connection.execute(sa.delete(_ticks).where(*_is(one)))

    def newest(self) -> str:
        """Return a mark of the newest wish that waits; "" when none does."""
        rows = sa.select(sa.func.max(_rows.c.asked)).where(
            _rows.c.record_id == "", _rows.c.trouble == ""
        )
        ticks = sa.select(sa.func.max(_ticks.c.asked)).where(_ticks.c.is_written.is_(False))
        with reading(self._engine).begin() as connection:
            found = [connection.scalar(rows) or "", connection.scalar(ticks) or ""]
        return max(found)


def _is(one: Tick) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        _ticks.c.item_id == one.item_id,
        _ticks.c.task_id == one.task_id,
        _ticks.c.asked == one.asked,
    )


def _new_row(row: Any) -> NewRow:
    return NewRow(row.key, json.loads(row.values), moment(row.asked), row.record_id, row.trouble)
