"""What the feeds last said of each item of the year programme, so that its number only grows.

Written by `workflows.programme_calendar`; a row stays when its item is gone, as cancelled.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa

from backbone.database import in_turn, lock, metadata, reading, upsert
from backbone.moments import moment, moment_text

_items = sa.Table(
    "calendar_items",
    metadata,
    sa.Column("record_id", sa.String(64), primary_key=True),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("stamp", sa.String(40), nullable=False),
    # The VEVENT as it goes into the feeds.
    sa.Column("fragment", sa.Text, nullable=False),
    # For whom, with spaces between; staff by an at sign and who they are.
    sa.Column("audiences", sa.Text, nullable=False),
    sa.Column("until", sa.String(10), nullable=False),
    sa.Column("is_gone", sa.Boolean, nullable=False),
    # A fingerprint of what the VEVENT was made from.
    sa.Column("facts", sa.String(64), nullable=False),
)
_state = sa.Table(
    "calendar_state",
    metadata,
    sa.Column("key", sa.String(32), primary_key=True),
    sa.Column("value", sa.String(64), nullable=False),
)
_READ_UP_TO = "programme"
_ALL: Final = sa.select(_items).order_by(_items.c.until, _items.c.record_id)


@dataclass(frozen=True)
class KeptEvent:
    """What the feeds last said of one item. `until` is the last day it takes place.

    `fragment` is the VEVENT, made from what has the fingerprint `facts`; `is_gone`: the item was
    removed or lost its date.
    """

    record_id: str
    sequence: int
    stamp: datetime
    fragment: str
    audiences: tuple[str, ...]
    until: date
    is_gone: bool = False
    facts: str = ""


class CalendarItems:
    """All items that were ever in a feed."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def read_up_to(self) -> str:
        """Return the mark that the last `update` left; "" before the first."""
        with reading(self._engine).begin() as connection:
            return _mark(connection)

    def all(self) -> list[KeptEvent]:
        """Return every item, by its last day."""
        with reading(self._engine).begin() as connection:
            return _rows(connection)

    def find(self, record_id: str) -> KeptEvent | None:
        """Return one item, or None when it never was in a feed."""
        query = sa.select(_items).where(_items.c.record_id == record_id)
        with reading(self._engine).begin() as connection:
            return next(iter(_rows(connection, query)), None)

    def update(
        self, before: str, mark: str, decide: Callable[[Mapping[str, KeptEvent]], list[KeptEvent]]
    ) -> bool:
        """Let `decide` say which rows change, given those there are, and leave the mark.

        One at a time, of all processes: a number is never given twice. False, and nothing done,
        when the mark is no longer `before`: another, who may have read later tables, was first.
        """
        with in_turn(self._engine) as connection:
            lock(connection, "calendar-items")
            if _mark(connection) != before:
                return False
            changed = decide({row.record_id: row for row in _rows(connection)})
            if changed:
                statement = upsert(self._engine, _items)
                names = [column.name for column in _items.columns if not column.primary_key]
                statement = statement.on_conflict_do_update(
                    index_elements=["record_id"],
                    set_={name: statement.excluded[name] for name in names},
                )
                connection.execute(statement, [_values(row) for row in changed])
            kept = upsert(self._engine, _state).values(key=_READ_UP_TO, value=mark)
            connection.execute(
                kept.on_conflict_do_update(index_elements=["key"], set_={"value": mark})
            )
        return True


def _mark(connection: sa.Connection) -> str:
    query = sa.select(_state.c.value).where(_state.c.key == _READ_UP_TO)
    return str(connection.scalar(query) or "")


def _rows(connection: sa.Connection, query: sa.Select[Any] = _ALL) -> list[KeptEvent]:
    return [
        KeptEvent(
            row.record_id,
            row.sequence,
            moment(row.stamp),
            row.fragment,
            tuple(row.audiences.split()),
            date.fromisoformat(row.until),
            bool(row.is_gone),
            row.facts,
        )
        for row in connection.execute(query)
    ]


def _values(row: KeptEvent) -> dict[str, object]:
    return {
        "record_id": row.record_id,
        "sequence": row.sequence,
        "stamp": moment_text(row.stamp),
        "fragment": row.fragment,
        "audiences": " ".join(row.audiences),
        "until": row.until.isoformat(),
        "is_gone": row.is_gone,
        "facts": row.facts,
    }
