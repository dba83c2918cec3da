"""The call budget's two halves: a strict limit per second, and a count per month and purpose.

Both live in the database, so that all processes share them and a crash forgets nothing.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from backbone.database import metadata, reading, upsert

CALLS_PER_WINDOW = 5
WINDOW_S = 1.05
"""Airtable allows 5 calls in a second. The hair of margin is for what the network adds or takes;
it stays within 1.1 times the limit's own time."""

_STALE_S = 60.0
"""Slots further ahead than this come from a clock that was set back: they are dropped."""

_slots = sa.Table(
    "call_slots",
    metadata,
    sa.Column("service", sa.String(128), primary_key=True),
    sa.Column("slots", sa.Text, nullable=False),
)

_calls = sa.Table(
    "call_counts",
    metadata,
    sa.Column("service", sa.String(128), primary_key=True),
    sa.Column("month", sa.String(7), primary_key=True),
    sa.Column("purpose", sa.String(64), primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)


@dataclass(frozen=True)
class Clocks:
    """Where time comes from. `wall_s` is shared by all processes; `now` names the month."""

    wall_s: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now().astimezone()


class CallBudget:
    """Lets calls to one service through, never more than 5 in any second, and counts them."""

    def __init__(self, engine: sa.Engine, service: str, clocks: Clocks) -> None:
        self._engine = engine
        self._service = service
        self._clocks = clocks

    def wait_for_turn(self, purpose: str) -> None:
        """Take the next free slot, count the call for `purpose`, and sleep until the slot."""
        with self._engine.begin() as connection:
            slot = self._take_slot(connection)
            self._count(connection, purpose)
        wait_s = slot - self._clocks.wall_s()
        if wait_s > 0:
            self._clocks.sleep(wait_s)

    def calls_in(self, month: str) -> dict[str, int]:
        """Return the calls of a month ("2027-03") by purpose."""
        query = sa.select(_calls.c.purpose, _calls.c.count.label("calls")).where(
            _calls.c.service == self._service, _calls.c.month == month
        )
        with reading(self._engine).begin() as connection:
            return {row.purpose: row.calls for row in connection.execute(query)}

    def _take_slot(self, connection: sa.Connection) -> float:
        # PostgreSQL: the row's lock makes the others wait; SQLite took its lock at BEGIN.
        query = sa.select(_slots.c.slots).where(_slots.c.service == self._service)
        stored = connection.scalar(query.with_for_update())
        now_s = self._clocks.wall_s()
        taken = [slot for slot in json.loads(stored or "[]") if slot < now_s + _STALE_S]
        slot = now_s
        if len(taken) >= CALLS_PER_WINDOW:
            slot = max(now_s, taken[-CALLS_PER_WINDOW] + WINDOW_S)
        kept = json.dumps([*taken, slot][-CALLS_PER_WINDOW:])
        statement = upsert(self._engine, _slots).values(service=self._service, slots=kept)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["service"], set_={"slots": kept})
        )
        return slot

    def _count(self, connection: sa.Connection, purpose: str) -> None:
        month = self._clocks.now().strftime("%Y-%m")
        statement = upsert(self._engine, _calls).values(
            service=self._service, month=month, purpose=purpose, count=1
        )
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["service", "month", "purpose"], set_={"count": _calls.c.count + 1}
            )
        )
