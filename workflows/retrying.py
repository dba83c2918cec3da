"""Tries a publication again that stopped or failed: after a minute, two, four, up to an hour.

Without it, a service that was out of reach for a moment would leave the website as it was until
the next change or the next day.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

from backbone.runs import RunRecord, Runs

FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)
LOOK_EVERY: Final = timedelta(seconds=5)
_LOOKED_AT: Final = 20
_WENT_WRONG: Final = ("stopped", "failed")


def retry_due(runs: Runs, workflow: str, now: datetime) -> str | None:
    """Return the ID of the run that is to be tried now, or None.

    The ID follows from the run that went wrong, so that each is tried again once, however many
    watchers look.
    """
    recent = runs.recent(_LOOKED_AT, workflow)
    if not recent or recent[0].outcome not in _WENT_WRONG or recent[0].ended is None:
        return None
    if now - recent[0].ended < wait_after(recent):
        return None
    return f"{workflow}-opnieuw-{recent[0].started:%Y%m%dT%H%M%S%f}"


def wait_after(recent: Sequence[RunRecord]) -> timedelta:
    """Return how long to wait after the newest of these runs (newest first)."""
    failures = sum(1 for _ in takewhile(lambda run: run.outcome in _WENT_WRONG, recent))
    doublings = max(failures - 1, 0)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def trouble_of(runs: Runs, workflow: str) -> str:
    """Return why the newest run that ended went wrong, in Dutch; "" when it did not."""
    newest = next((run for run in runs.recent(_LOOKED_AT, workflow) if run.ended), None)
    if newest is None or newest.outcome not in _WENT_WRONG:
        return ""
    return f"{newest.error} {newest.remedy}".strip()


class RetryWatch:
    """Starts again, once, what went wrong and is due; asks the database every few seconds."""

    def __init__(
        self,
        runs: Runs,
        workflows: Sequence[str],
        now: Callable[[], datetime],
        start: Callable[[str, str], None],
    ) -> None:
        self._runs = runs
        self._workflows = workflows
        self._now = now
        self._start = start
        self._looked: datetime | None = None

    def look(self) -> None:
        """Look once; between two looks that ask, it costs nothing."""
        now = self._now()
        # A clock that was set back must not keep it from looking.
        if self._looked is not None and self._looked <= now < self._looked + LOOK_EVERY:
            return
        self._looked = now
        for workflow in self._workflows:
            run_id = retry_due(self._runs, workflow, now)
            if run_id is not None:
                self._start(workflow, run_id)
