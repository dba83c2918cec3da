"""Starts a job when something waits for it."""

from collections.abc import Callable


class CauseWatch:
    """Starts a job once for each cause. `due` gives the ID of the run to be; "" when none is."""

    def __init__(self, job: str, due: Callable[[], str], start: Callable[[str, str], None]) -> None:
        self._job = job
        self._due = due
        self._start = start
        self._seen = ""

    def look(self) -> None:
        """Look once; cheap enough to do five times a second."""
        run_id = self._due()
        if run_id and run_id != self._seen:
            self._start(self._job, run_id)
            self._seen = run_id
