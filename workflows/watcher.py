"""Notices that there is work: a fetch that is due, what went wrong. Only enqueues.

Each piece of work has an ID made of what caused it, so that any number of watchers and restarts
enqueue it once.
"""

import threading
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from workflows.due import Due

LOOK_EVERY_S = 0.2

_log = structlog.get_logger(__name__)


class Watcher:
    """Looks every fifth of a second for a cause, in a thread of its own.

    `next_work` tells what is to be read and when (None: nothing), `fetch` hands that in, `now` is
    an aware moment, `others` looks for every other cause.
    """

    def __init__(
        self,
        next_work: Callable[[], Due | None],
        fetch: Callable[[Due], None],
        now: Callable[[], datetime],
        others: Callable[[], None] = lambda: None,
    ) -> None:
        self._others = others
        self._next_work = next_work
        self._fetch = fetch
        self._now = now
        self._seen_work = ""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watcher", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking and wait for the last look to end."""
        self._stop.set()
        self._thread.join(timeout=10)

    def look(self) -> None:
        """Look once: enqueue a fetch that is due, and what the others find."""
        work = self._next_work()
        if work is not None and work.at <= self._now() and work.run_id != self._seen_work:
            self._fetch(work)
            self._seen_work = work.run_id
        self._others()

    def _watch(self) -> None:
        while not self._stop.is_set():
            try:
                self.look()
            except SQLAlchemyError as error:
                # A database that is busy for a moment: the next look makes up for this one.
                _log.warning("watcher.database_busy", kind=type(error).__name__)
            self._stop.wait(LOOK_EVERY_S)
