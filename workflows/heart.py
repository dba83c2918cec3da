"""Several workers on one database: each shows that it lives; the runs of a dead one go on.

A worker that cannot show that it lives ends itself before the others take over its runs: so no
run is ever done by two. Only on PostgreSQL; a data folder with SQLite has one worker.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError

from backbone.database import lock
from backbone.heartbeats import Seat, living
from museum.errors import FixConfiguration
from workflows.engine import Engine
from workflows.repeating import repeating


@dataclass(frozen=True)
class Pulse:
    """How often signs of life are given, and what follows without them; all in seconds.

    `leave_after_s`: this process ends. `lost_after_s`: the others take over; by then it has ended.
    `patience_s`: how long a name may still be held by a process or a machine that is no more.
    """

    leave_after_s: float = 20.0
    lost_after_s: float = 30.0
    patience_s: float = 25.0

    @property
    def beat_every_s(self) -> float:
        """Five signs of life fit in the time after which this process would end."""
        return self.leave_after_s / 5

    @property
    def lost_after(self) -> timedelta:
        """After how long without a sign of life the others take over."""
        return timedelta(seconds=self.lost_after_s)


PULSE: Final = Pulse()
EX_TEMPFAIL: Final = 75
"""The exit code that says: start me again."""

_log = structlog.get_logger(__name__)


class Heart:
    """One worker's signs of life, from its start until its process ends.

    It goes on when the worker is told to stop: what runs then still runs to the end of its step.
    """

    def __init__(self, engine: sa.Engine, name: str, pulse: Pulse = PULSE) -> None:
        self._pulse = pulse
        self._engine = engine
        self._seat = Seat(engine, name)
        self._name = name
        self._last_beat_s = 0.0
        self._stopped = threading.Event()

    def start(self) -> bool:
        """Take the name and begin; tells whether no other worker lived then.

        Raises `FixConfiguration` when another worker has this name.
        """
        self._take_seat()
        with self._engine.begin() as connection:
            lock(connection, "first worker")  # of two that begin at once, one is the first
            others = living(self._engine, self._pulse.lost_after) - {self._name}
            self._beat()
        for name, work in (("heart", self._go_on), ("guard", self._guard)):
            threading.Thread(target=work, name=name, daemon=True).start()
        return not others

    def _take_seat(self) -> None:
        deadline_s = _now_s() + self._pulse.patience_s
        while not self._seat.try_take():
            if _now_s() > deadline_s:
                raise FixConfiguration(
                    what=f"Er werkt al een worker met de naam “{self._name}”.",
                    remedy=f"Geef deze een andere naam: --name {self._name}-2",
                )
            time.sleep(0.5)

    def stop(self) -> None:
        """Let the others know at once, when all work has ended."""
        self._stopped.set()
        with suppress(SQLAlchemyError):  # then they find out by themselves
            self._seat.leave()

    def check(self) -> None:
        """End this process when the others may hold it for dead, or are about to."""
        if not self._stopped.is_set() and _now_s() - self._last_beat_s > self._pulse.leave_after_s:
            _log.error("worker.left", name=self._name, reason="no sign of life could be given")
            os._exit(EX_TEMPFAIL)

    def _beat(self) -> bool:
        began_s = _now_s()
        if not self._seat.beat():
            return False
        self._last_beat_s = began_s
        return True

    def _go_on(self) -> None:
        while not self._stopped.wait(self._pulse.beat_every_s):
            # First: who was frozen so long that others took over must not pass for alive again.
            self.check()
            try:
                self._beat()
            except SQLAlchemyError as error:
                _log.warning("worker.beat_failed", kind=type(error).__name__)

    def _guard(self) -> None:
        while not self._stopped.wait(1.0):
            self.check()


@contextmanager
def taking_over(
    database: sa.Engine, engine: Engine, own_name: str, pulse: Pulse = PULSE
) -> Iterator[None]:
    """Let the runs of dead workers go on, in a thread of its own, until the block ends."""

    def look() -> None:
        take_over(database, engine.take_over, own_name, pulse)

    with repeating("taking-over", pulse.beat_every_s, look):
        yield


def take_over(
    database: sa.Engine,
    resume_all_but: Callable[[set[str]], list[str]],
    own_name: str,
    pulse: Pulse = PULSE,
) -> None:
    """Look once: resume what dead workers left. One worker at a time looks."""
    with database.begin() as connection:
        lock(connection, "take over")
        for run_id in resume_all_but(living(database, pulse.lost_after) | {own_name}):
            _log.warning("worker.took_over", run_id=run_id, by=own_name)


def _now_s() -> float:
    """Return seconds that also pass while the machine sleeps, and never jump."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
