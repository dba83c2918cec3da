"""Tries a publication again that stopped or failed: after a minute, two, four, up to an hour.

Without it, a service that was out of reach for a moment would leave the website as it was until
the next change or the next day.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

from backbone.runs import RunRecord, Runs

FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)
_LOOKED_AT: Final = 20
_WENT_WRONG: Final = ("stopped", "failed")


def retry_due(runs: Runs, workflow: str, now: datetime) -> str | None:
    """Return the ID of the run that is to be tried now, or None.

    The ID follows from the run that went wrong, so that each is tried again once, however many
    watchers look.
    """
    recent = [run for run in runs.recent(_LOOKED_AT) if run.workflow == workflow]
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
    ended = (run for run in runs.recent(_LOOKED_AT) if run.workflow == workflow and run.ended)
    newest = next(ended, None)
    if newest is None or newest.outcome not in _WENT_WRONG:
        return ""
    return f"{newest.error} {newest.remedy}".strip()
