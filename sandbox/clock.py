"""The sandbox's clock: real time plus what the controls added, kept across restarts."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sandbox.store import Store


def iso(moment: datetime) -> str:
    """Write a moment as Airtable does: `2027-03-02T10:00:00.000Z`."""
    return (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
    )


class SandboxClock:
    """Runs at the pace of real time; months pass when a control says so."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._offset_s = float(store.read_setting("clock_offset_s", 0.0))
        self._advanced_s = 0.0

    def now(self) -> datetime:
        """Return the sandbox's moment, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self._offset_s)

    def elapsed_s(self) -> float:
        """Seconds that never go back: monotonic time plus every advance of this run."""
        return time.monotonic() + self._advanced_s

    def advance(self, seconds: float) -> None:
        """Let time pass at once; whoever waits for a moment is woken."""
        with self._lock:
            self._offset_s += seconds
            self._advanced_s += max(0.0, seconds)
            self._store.write_setting("clock_offset_s", self._offset_s)
        for listener in self._listeners:
            listener()

    def set_now(self, moment: datetime) -> None:
        """Put the clock at a moment, from where it runs on."""
        self.advance((moment - self.now()).total_seconds())

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call the listener after each advance."""
        self._listeners.append(listener)
