"""Google's quotas: 60 reads and 60 writes a minute per user, 300 and 300 per project."""

import threading
from collections import deque
from typing import Final

from sandbox.clock import SandboxClock
from sandbox.sheets.errors import quota_exceeded

PER_USER: Final = 60
PER_PROJECT: Final = 300
_WINDOW_S: Final = 60.0


class SheetQuotas:
    """Counts the calls of the last minute."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._recent: dict[str, deque[float]] = {}

    def count(self, kind: str, user: str) -> None:
        """Count a Read or a Write; raises Google's 429 when it is one too many."""
        now_s = self._clock.elapsed_s()
        with self._lock:
            limits = ((f"{kind} {user}", PER_USER, " per user"), (kind, PER_PROJECT, ""))
            for key, most, whose in limits:
                recent = self._recent.setdefault(key, deque())
                while recent and recent[0] <= now_s - _WINDOW_S:
                    recent.popleft()
                if len(recent) >= most:
                    raise quota_exceeded(kind, f"per minute{whose}", most)
            for key, _, _ in limits:
                self._recent[key].append(now_s)
