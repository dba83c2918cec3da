"""Several workers on one database: each shows that it lives; the runs of a dead one go on.

A worker that cannot show that it lives ends itself before the others take over its runs: so no
run is ever done by two. Only on PostgreSQL; a data folder with SQLite has one worker.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError

from backbone.database import lock
from backbone.heartbeats import Seat, living
from museum.errors import FixConfiguration
from workflows.engine import Engine

BEAT_EVERY_S: Final = 4.0
LEAVE_AFTER_S: Final = 20.0
"""Without a sign of life for so long, this process ends."""
LOST_AFTER: Final = timedelta(seconds=30)
"""Without a sign of life for so long, the others take over: by then it has ended."""
PATIENCE_S: Final = 25.0
"""How long a name may still be held by a process or a machine that is no more."""
EX_TEMPFAIL: Final = 75
"""The exit code that says: start me again."""

_log = structlog.get_logger(__name__)


class Heart:
    """One worker's signs of life, from its start until its process ends.

    It goes on when the worker is told to stop: what runs then still runs to the end of its step.
    """

    def __init__(self, engine: sa.Engine, name: str, leave_after_s: float = LEAVE_AFTER_S) -> None:
        self._leave_after_s = leave_after_s
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
            others = living(self._engine, LOST_AFTER) - {self._name}
            self._beat()
        for name, work in (("heart", self._go_on), ("guard", self._guard)):
            threading.Thread(target=work, name=name, daemon=True).start()
        return not others

    def _take_seat(self) -> None:
        deadline_s = _now_s() + PATIENCE_S
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
        if not self._stopped.is_set() and _now_s() - self._last_beat_s > self._leave_after_s:
            _log.error("worker.left", name=self._name, reason="no sign of life could be given")
            os._exit(EX_TEMPFAIL)

    def _beat(self) -> bool:
        began_s = _now_s()
        if not self._seat.beat():
            return False
        self._last_beat_s = began_s
        return True

    def _go_on(self) -> None:
        while not self._stopped.wait(self._leave_after_s / 5):
            try:
                self._beat()
            except SQLAlchemyError as error:
                _log.warning("worker.beat_failed", kind=type(error).__name__)

    def _guard(self) -> None:
        while not self._stopped.wait(1.0):
            self.check()


@contextmanager
def taking_over(database: sa.Engine, engine: Engine, own_name: str) -> Iterator[None]:
    """Let the runs of dead workers go on, in a thread of its own, until the block ends."""
    stopped = threading.Event()

    def look() -> None:
        while not stopped.wait(BEAT_EVERY_S):
            try:
                take_over(database, engine.take_over, own_name)
            except SQLAlchemyError as error:
                _log.warning("worker.take_over_failed", kind=type(error).__name__)

    thread = threading.Thread(target=look, name="taking over", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(timeout=10)


def take_over(
    database: sa.Engine, resume_all_but: Callable[[set[str]], list[str]], own_name: str
) -> None:
    """Look once: resume what dead workers left. One worker at a time looks."""
    with database.begin() as connection:
        lock(connection, "take over")
        for run_id in resume_all_but(living(database, LOST_AFTER) | {own_name}):
            _log.warning("worker.took_over", run_id=run_id, by=own_name)


def _now_s() -> float:
    """Return seconds that also pass while the machine sleeps, and never jump."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
