"""A clock that is moved by hand, for us and for the sandbox together."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from backbone.limiter import Clocks


class RehearsalClock:
    """Stands still until it is moved. `follow` is told each new moment (the sandbox's clock)."""

    def __init__(self, begins: datetime, follow: Callable[[datetime], None]) -> None:
        self._now = begins.astimezone(UTC)
        self._follow = follow
        follow(self._now)

    def now(self) -> datetime:
        """Return the moment it is, in UTC."""
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Let time pass; a moment that has passed already changes nothing."""
        if moment > self._now:
            self._now = moment.astimezone(UTC)
            self._follow(self._now)

    def pass_s(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self.move_to(self._now + timedelta(seconds=seconds))

    def clocks(self) -> Clocks:
        """Return what the call budget goes by: a pause moves the clock."""
        return Clocks(wall_s=self._wall_s, sleep=self.pass_s, now=self.now)

    def _wall_s(self) -> float:
        return self._now.timestamp()
