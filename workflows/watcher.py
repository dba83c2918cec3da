"""Notices that there is work: a fetch that is due, a new day, what went wrong. Only enqueues.

Each piece of work has an ID made of what caused it, so that any number of watchers and restarts
enqueue it once.
"""

import threading
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.exc import SQLAlchemyError

from workflows.due import Due

LOOK_EVERY_S = 0.2
HERE = ZoneInfo("Europe/Amsterdam")

_log = structlog.get_logger(__name__)


class Watcher:
    """Looks every fifth of a second for a cause, in a thread of its own.

    `next_work` tells what is to be read and when (None: nothing), `fetch` hands that in, `submit`
    hands in a publication by its ID, `now` is an aware moment, `heartbeat` says that pings are
    listened for, `seen_day` is a day that needs no run of its own any more, `retry` hands in again
    what went wrong and is due.
    """

    def __init__(
        self,
        next_work: Callable[[], Due | None],
        fetch: Callable[[Due], None],
        submit: Callable[[str], None],
        now: Callable[[], datetime],
        heartbeat: Callable[[], None] = lambda: None,
        seen_day: date | None = None,
        retry: Callable[[], None] = lambda: None,
    ) -> None:
        self._retry = retry
        self._heartbeat = heartbeat
        self._next_work = next_work
        self._fetch = fetch
        self._submit = submit
        self._now = now
        self._seen_work = ""
        self._seen_day = seen_day
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
        """Look once: enqueue a run for a new day, and a fetch that is due."""
        self._heartbeat()
        today = self._now().astimezone(HERE).date()
        if today != self._seen_day:
            self._submit(f"website-dag-{today.isoformat()}")
            self._seen_day = today
        work = self._next_work()
        if work is not None and work.at <= self._now() and work.run_id != self._seen_work:
            self._fetch(work)
            self._seen_work = work.run_id
        self._retry()

    def _watch(self) -> None:
        while not self._stop.is_set():
            try:
                self.look()
            except SQLAlchemyError as error:
                # A database that is busy for a moment: the next look makes up for this one.
                _log.warning("watcher.database_busy", kind=type(error).__name__)
            self._stop.wait(LOOK_EVERY_S)
