"""The call budget: never more calls in any span of time than a service allows, each one counted.

Both live in the database, so that all threads and processes share them. The service counts a call
when it arrives, which is somewhere between its turn and its answer. So a call is taken to arrive
all that while: the next ones keep a second away from its answer, not from its turn. That makes
the limit strict whatever the network or a busy machine delays, and costs a quick call nothing.
"""

import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime

import sqlalchemy as sa

from backbone.calls import CallCounts
from backbone.database import lock, metadata, upsert
from backbone.month_gate import MonthGate

CALLS_PER_WINDOW = 5
WINDOW_S = 1.01
"""Airtable allows 5 calls in a second; a hair more, for what clocks differ."""

LOST_S = 5.0
"""A call without an answer for this long has arrived, or its process was killed."""

LONGEST_S = 600.0
"""Nothing rests longer: what says so comes from a clock that was set back."""


@dataclass(frozen=True)
class Pace:
    """How many calls may arrive in any `window_s` seconds."""

    calls: int = CALLS_PER_WINDOW
    window_s: float = WINDOW_S


_windows = sa.Table(
    "call_window",
    metadata,
    sa.Column("service", sa.String(128), primary_key=True),
    sa.Column("window", sa.Text, nullable=False),
)


@dataclass(frozen=True)
class Clocks:
    """Where time comes from. `wall_s` is shared by all processes; `now` names the month.

    Without `wall_s` it is the database's clock, which all machines share (on SQLite: this
    machine's). A `sleep` that does not really sleep must move `wall_s`.
    """

    wall_s: Callable[[], float] | None = None
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now().astimezone()


@dataclass
class _Window:
    """The calls that may still count, in seconds of the wall clock.

    `running` holds when calls without an answer got their turn; `answered` when others got
    their answer.
    """

    running: dict[str, float] = field(default_factory=dict)
    answered: list[float] = field(default_factory=list)
    rests_until: float = 0.0

    def forget_old(self, now_s: float, pace: Pace) -> None:
        self.running = {
            call: began_s
            for call, began_s in self.running.items()
            if began_s <= now_s < began_s + LOST_S + pace.window_s
        }
        self.answered = [at_s for at_s in self.answered if at_s <= now_s < at_s + pace.window_s]
        if self.rests_until > now_s + LONGEST_S:
            self.rests_until = 0.0

    def wait_s(self, now_s: float, pace: Pace) -> float:
        """Return how long until there may be a turn; 0 when there is one now."""
        if self.rests_until > now_s:
            return self.rests_until - now_s
        if len(self.running) + len(self.answered) < pace.calls:
            return 0.0
        # A running call may be answered right now: then it counts for a window from now.
        until_s = [at_s + pace.window_s for at_s in self.answered]
        until_s += [min(now_s, at_s + LOST_S) + pace.window_s for at_s in self.running.values()]
        return max(min(until_s) - now_s, 0.001)


class CallBudget:
    """Lets calls to one service through at its pace (Airtable's: 5 a second), and counts them."""

    def __init__(
        self,
        engine: sa.Engine,
        service: str,
        clocks: Clocks,
        gate: MonthGate | None = None,
        pace: Pace = Pace(),
    ) -> None:
        self._pace = pace
        self._engine = engine
        self._service = service
        self._clocks = clocks
        self._gate = gate or MonthGate(engine, service)
        self._counts = CallCounts(engine)

    @contextmanager
    def call(self, purpose: str) -> Iterator[None]:
        """Wait for a turn and count the call for `purpose`; make the call within.

        Raises `QuotaSpent` or `KeptForPeople` when this month has no call left for it.
        """
        call = uuid.uuid4().hex[:12]
        while wait_s := self._take_turn(call, purpose):
            self._clocks.sleep(wait_s)
        try:
            yield
        finally:
            self._note_answer(call)

    def rest(self, wait_s: float) -> None:
        """Let nobody call for a while: the service refuses everything, and would for longer."""
        with self._engine.begin() as connection:
            window, now_s = self._read(connection)
            window.rests_until = max(window.rests_until, now_s + wait_s)
            self._write(connection, window)

    def close_month(self) -> None:
        """Note that the service said: no more calls this month."""
        self._gate.close(self._clocks.now())

    def calls_in(self, month: str) -> dict[str, int]:
        """Return the calls of a month ("2027-03") by purpose."""
        return self._counts.calls(month).get(self._service, {})

    def _take_turn(self, call: str, purpose: str) -> float:
        """Take a turn if there is one; else return how long to wait before asking again."""
        with self._engine.begin() as connection:
            window, now_s = self._read(connection)
            wait_s = window.wait_s(now_s, self._pace)
            if wait_s == 0.0:
                now = self._clocks.now()
                self._gate.check(connection, now)
                window.running[call] = now_s
                self._write(connection, window)
                self._counts.count_call(self._service, purpose, now, connection)
        return wait_s

    def _note_answer(self, call: str) -> None:
        with self._engine.begin() as connection:
            window, now_s = self._read(connection)
            window.running.pop(call, None)
            window.answered.append(now_s)
            self._write(connection, window)

    def _read(self, connection: sa.Connection) -> tuple[_Window, float]:
        """Return the window and the time it is, once nobody else has it."""
        lock(connection, f"calls:{self._service}")
        query = sa.select(_windows.c.window).where(_windows.c.service == self._service)
        window = _Window(**json.loads(connection.scalar(query) or "{}"))
        now_s = self._clocks.wall_s() if self._clocks.wall_s else _clock_s(connection)
        window.forget_old(now_s, self._pace)
        return window, now_s

    def _write(self, connection: sa.Connection, window: _Window) -> None:
        text = json.dumps(asdict(window))
        statement = upsert(self._engine, _windows).values(service=self._service, window=text)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["service"], set_={"window": text})
        )


def _clock_s(connection: sa.Connection) -> float:
    """Return the time by the database's clock, in seconds since 1970."""
    if connection.dialect.name != "postgresql":
        return time.time()
    clock = sa.func.extract("epoch", sa.func.clock_timestamp())
    return float(connection.scalar(sa.select(sa.cast(clock, sa.Double()))) or 0.0)
