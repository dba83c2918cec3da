"""A clock that is moved by hand, for us and for the sandbox together."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from backbone.limiter import Clocks


class RehearsalClock:
    """Stands still until it is moved. `follow` is told the moment (the sandbox's clock).

    It is told when somebody is about to ask there: most moves of a month concern us alone.
    """

    def __init__(self, begins: datetime, follow: Callable[[datetime], None]) -> None:
        self._now = begins.astimezone(UTC)
        self._follow = follow
        self._told: datetime | None = None
        self.tell()

    def now(self) -> datetime:
        """Return the moment it is, in UTC."""
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Let time pass; a moment that has passed already changes nothing."""
        self._now = max(self._now, moment.astimezone(UTC))

    def tell(self) -> None:
        """Let the sandbox's clock follow."""
        if self._told != self._now:
            self._follow(self._now)
            self._told = self._now

    def follows_to(self, moment: datetime) -> None:
        """Move to a moment at which the sandbox's clock stands already."""
        self.move_to(moment)
        self._told = moment.astimezone(UTC)

    def pass_s(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self.move_to(self._now + timedelta(seconds=seconds))

    def pause(self, seconds: float) -> None:
        """Let so many seconds pass in the middle of a job."""
        self.pass_s(seconds)
        self.tell()

    def clocks(self) -> Clocks:
        """Return what the call budget goes by: a pause moves the clock."""
        return Clocks(wall_s=self._wall_s, sleep=self.pause, now=self.now)

    def _wall_s(self) -> float:
        return self._now.timestamp()
