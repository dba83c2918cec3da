"""Where each fact in a row comes from, who said so and when it was last confirmed.

A fact is one field of one row. Its mark (a hash of the value) tells whether the table still holds
what was said: after an edit by staff the fact is theirs, and nobody's confirmation.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from backbone.database import in_turn, metadata, reading, upsert
from backbone.moments import moment, moment_text

_facts = sa.Table(
    "fact_sources",
    metadata,
    sa.Column("table_key", sa.String(64), primary_key=True),
    sa.Column("record_id", sa.String(32), primary_key=True),
    sa.Column("field", sa.String(64), primary_key=True),
    sa.Column("mark", sa.String(64), nullable=False),
    # The door it came through (backbone.submissions.Door); "" when only its confirmation is known.
    sa.Column("door", sa.String(16), nullable=False),
    sa.Column("confirmed_by", sa.Text, nullable=False),
    sa.Column("said_at", sa.String(40), nullable=False),
    sa.Column("confirmed_at", sa.String(40), nullable=False),
)


@dataclass(frozen=True)
class FactSource:
    """What is known of one fact. `said_at` is None when it stood in the table before anyone."""

    mark: str
    door: str
    confirmed_by: str
    said_at: datetime | None
    confirmed_at: datetime

    def is_about(self, value: Any) -> bool:
        """Tell whether this is still the value that was confirmed."""
        return self.mark == mark_of(value)


def mark_of(value: Any) -> str:
    """Return the mark of a value as JSON has it; every kind of nothing is the same."""
    plain = None if value in (None, "", [], (), False) else value
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


class FactSources:
    """The sources of all facts."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def note(
        self,
        place: tuple[str, str],
        said: Mapping[str, Any],
        confirmed: Mapping[str, Any],
        by: tuple[str, str],
        at: datetime,
    ) -> None:
        """Note what somebody said of a row (`place`: table and record) and what they confirmed.

        `by` is the door and the person. Noted twice, it stands as it stood.
        """
        with in_turn(self._engine) as connection:
            for field, value in {**confirmed, **said}.items():
                values = {
                    "table_key": place[0],
                    "record_id": place[1],
                    "field": field,
                    "mark": mark_of(value),
                    "door": by[0] if field in said else "",
                    "confirmed_by": by[1],
                    "said_at": moment_text(at) if field in said else "",
                    "confirmed_at": moment_text(at),
                }
                self._put(connection, values, is_said=field in said)

    def _put(self, connection: sa.Connection, values: dict[str, Any], is_said: bool) -> None:
        """Write one fact; a confirmation leaves where the same value came from."""
        statement = upsert(self._engine, _facts).values(**values)
        new = statement.excluded
        kept = _facts.c.mark == new.mark
        changed: dict[str, Any] = {"mark": new.mark, "confirmed_by": new.confirmed_by,
                   "confirmed_at": new.confirmed_at}  # fmt: skip
        for name in ("door", "said_at"):
            changed[name] = (
                new[name] if is_said else sa.case((kept, _facts.c[name]), else_=new[name])
            )
        keys = ["table_key", "record_id", "field"]
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))

    def of(self, table: str, record_id: str) -> dict[str, FactSource]:
        """Return what is known of a row's facts, by field."""
        query = sa.select(_facts).where(
            _facts.c.table_key == table, _facts.c.record_id == record_id
        )
        with reading(self._engine).begin() as connection:
            return {row.field: _fact(row) for row in connection.execute(query)}


def _fact(row: Any) -> FactSource:
    said = moment(row.said_at) if row.said_at else None
    return FactSource(row.mark, row.door, row.confirmed_by, said, moment(row.confirmed_at))
