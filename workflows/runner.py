"""Runs a job and keeps a record of it in plain Dutch: nothing happens, or fails, in silence.

The one place that catches every exception: a job's end is always written down.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from backbone.runs import Outcome, RunRecord, Runs
from museum.errors import MuseumflowError, TryLater
from workflows.engine import JobFunction, Json, Steps

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class JobOutcome:
    """How a job ended, in words for staff."""

    outcome: Outcome
    summary: str
    lines: tuple[str, ...] = ()
    plan_id: str = ""


Work = Callable[[Steps, Mapping[str, Json]], JobOutcome]


def recorded(
    workflow: str,
    work: Work,
    runs: Runs,
    now: Callable[[], datetime],
    leaves_record: Callable[[RunRecord], bool] = lambda _record: True,
) -> JobFunction:
    """Return a job for the engine that does `work` and records how it went.

    A job that only prepares others may leave no record when all went well (`leaves_record`).

    The outcome it returns is `{"outcome", "summary", "lines", "plan_id", "error", "remedy"}`.
    """

    def job(steps: Steps, run_id: str, arguments: Mapping[str, Json]) -> dict[str, Any]:
        runs.start(run_id, workflow, now())
        begun = runs.find(run_id)
        started = begun.started if begun else now()
        try:
            done = work(steps, arguments)
            record = RunRecord(
                run_id,
                workflow,
                started,
                outcome=done.outcome,
                summary=done.summary,
                lines=done.lines,
                plan_id=done.plan_id,
            )
        except MuseumflowError as error:
            record = _stopped(RunRecord(run_id, workflow, started), error)
        except Exception as error:  # the runner: whatever went wrong is recorded, not hidden
            _log.exception("run.failed", run_id=run_id, kind=type(error).__name__)
            record = replace(
                RunRecord(run_id, workflow, started),
                outcome="failed",
                summary="De run is mislukt.",
                error=f"Er ging iets mis dat museumflow niet kent ({type(error).__name__}).",
                remedy="Wat er stond, blijft staan. Geef dit door aan wie het systeem beheert; "
                "het logboek zegt meer.",
            )
        record = replace(record, ended=now())
        if leaves_record(record):
            runs.finish(record)
        else:
            runs.forget(run_id)
        return _as_json(record)

    return job


def _stopped(record: RunRecord, error: MuseumflowError) -> RunRecord:
    summary = "Later opnieuw proberen." if isinstance(error, TryLater) else "De run is gestopt."
    return replace(
        record, outcome="stopped", summary=summary, error=error.what, remedy=error.remedy
    )


def _as_json(record: RunRecord) -> dict[str, Any]:
    return {
        "run": record.id,
        "outcome": record.outcome,
        "summary": record.summary,
        "lines": list(record.lines),
        "plan": record.plan_id,
        "error": record.error,
        "remedy": record.remedy,
    }
