"""Which slot of the timetable each line had last, and which one was missed."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from backbone.database import metadata, reading, upsert
from backbone.moments import moment, moment_text

_slots = sa.Table(
    "timetable_slots",
    metadata,
    sa.Column("line", sa.String(64), primary_key=True),
    sa.Column("done", sa.String(40), nullable=False),
    sa.Column("missed", sa.String(40), nullable=False),
)


@dataclass(frozen=True)
class LastSlot:
    """The newest slot that was dealt with; `missed` is one that came too late, None when none."""

    done: datetime
    missed: datetime | None


class SlotLog:
    """Remembers slots, for all processes together."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def last(self, line: str) -> LastSlot | None:
        """Return what is known of a line; None for one that never was in the timetable."""
        query = sa.select(_slots).where(_slots.c.line == line)
        with reading(self._engine).begin() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return LastSlot(moment(row.done), moment(row.missed) if row.missed else None)

    def note(self, line: str, done: datetime, missed: datetime | None) -> None:
        """Write down the newest slot of a line."""
        values = {
            "done": moment_text(done),
            "missed": moment_text(missed) if missed else "",
        }
        statement = upsert(self._engine, _slots).values(line=line, **values)
        with self._engine.begin() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=["line"], set_=values)
            )

    def missed(self) -> dict[str, datetime]:
        """Return the slots that were missed, by line."""
        query = sa.select(_slots.c.line, _slots.c.missed).where(_slots.c.missed != "")
        with reading(self._engine).begin() as connection:
            return {row.line: moment(row.missed) for row in connection.execute(query)}
