"""Durable runs on DBOS: the only module that knows it.

A job is a plain function of its arguments and of `steps`; each step's outcome is kept, so that
a process killed anywhere goes on after the last step that was done. Step outcomes are small,
plain JSON without personal data. State lives in the engine's own database.
"""

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions, WorkflowStatus
from dbos._error import DBOSException
from dbos._serialization import DBOSPortableJSON  # not exported at the top; pinned in pyproject
from sqlalchemy import make_url

from backbone.database import make_file
from museum.alarms import LeftRun, LeftState
from museum.errors import TryLater

Json = Any
"""What JSON can hold; jobs take and give nothing else."""

StepFunction = Callable[[], Json]
Steps = Callable[[str, StepFunction], Json]
"""`steps(name, function)` runs the function once, whatever happens, and gives its outcome."""

JobFunction = Callable[[Steps, str, Mapping[str, Json]], Json]
"""A job: `(steps, run_id, arguments) -> outcome`."""

ENGINE_VERSION: Final = "2"
"""Raise it when a job's steps change in number or order: old runs are then not resumed wrongly.

DBOS leaves runs of another version pending without a word; `museumflow status` names them.
"""

QUEUE: Final = "museumflow"
"""What people wait for: one job at a time."""
SLOW_QUEUE: Final = "museumflow-later"
"""What may follow a little later, beside the other: one job at a time as well."""
FOR_PEOPLE: Final = 1
AUTOMATIC: Final = 10
"""The lower number leaves the queue first."""
POLLING_S: Final = 0.2
EXECUTOR_THREADS: Final = 8
MOST_LEFT: Final = 500
_LEFT: Final[dict[str, LeftState]] = {
    "PENDING": "running",
    "ENQUEUED": "waiting",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "given_up",
}


@dataclass(frozen=True)
class EngineSettings:
    """Where the engine keeps its state and under which name this process works.

    `executor` is stable: after a crash, the process of the same name resumes what it left.
    """

    database_url: str
    executor: str = "local"


class _StoppingError(BaseException):
    """Ends a job whose engine stops, past the runner: it has not failed, it will be resumed."""


class Engine:
    """Runs jobs in this process. Use as a context manager; one at a time per process."""

    def __init__(
        self,
        settings: EngineSettings,
        jobs: Mapping[str, JobFunction],
        after_step: Callable[[str], None] = lambda _name: None,
        before_step: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._jobs = jobs
        self._before_step = before_step
        self._is_stopping = threading.Event()
        self._after_step = after_step

    def __enter__(self) -> "Engine":
        _keep_quiet()
        _prefer_wal(self._settings.database_url)
        DBOS(config=_config(self._settings))
        for name, job in self._jobs.items():
            self._register(name, job)
        DBOS.launch()
        for queue in (QUEUE, SLOW_QUEUE):
            DBOS.register_queue(
                queue,
                global_concurrency=1,
                polling_interval_sec=POLLING_S,
                on_conflict="always_update",
            )
        return self

    def __exit__(self, *_: object) -> None:
        self._is_stopping.set()
        DBOS.destroy(destroy_registry=True)

    def take_over(self, alive: Collection[str]) -> list[str]:
        """Let the runs go on, here or elsewhere, of workers that are not among these names.

        Returns their IDs. Asked twice, or by two at once, it happens once: a run that somebody
        took is no longer the dead worker's.
        """
        left = DBOS.list_workflows(
            status="PENDING", app_version=ENGINE_VERSION, load_input=False, load_output=False
        )
        lost = {one.executor_id or "" for one in left} - set(alive)
        # DBOS's own service for this calls the same function; there is no other way in 3.4.
        resumed = DBOS._recover_pending_workflows(sorted(lost)) if lost else []
        return [handle.workflow_id for handle in resumed]

    def _register(self, name: str, job: JobFunction) -> None:
        def steps(step_name: str, function: StepFunction) -> Json:
            if self._is_stopping.is_set():
                raise _StoppingError
            self._before_step()
            try:
                outcome = DBOS.run_step({"name": step_name}, function)
            except Exception as error:
                if self._is_stopping.is_set():
                    raise _StoppingError from error
                raise
            self._after_step(step_name)
            return outcome

        def run(arguments: dict[str, Json]) -> Json:
            run_id = DBOS.workflow_id
            if run_id is None:
                raise RuntimeError(f"the job {name} was started outside the engine")
            return job(steps, run_id, arguments)

        run.__name__ = run.__qualname__ = f"job_{name}"
        DBOS.workflow(name=name)(run)


class EngineClient:
    """Hands jobs to an engine in this or another process, and waits for their outcome."""

    def __init__(self, settings: EngineSettings) -> None:
        _keep_quiet()
        make_file(settings.database_url)
        self._client = DBOSClient(
            system_database_url=settings.database_url,
            serializer=DBOSPortableJSON,
            application_name="museumflow",
        )

    def submit(
        self,
        job: str,
        run_id: str,
        arguments: Mapping[str, Json],
        *,
        queue: str = QUEUE,
        person_waits: bool = True,
    ) -> str:
        """Enqueue a job. A second call with the same `run_id` changes nothing.

        What a person waits for goes before all that nobody waits for. Raises `TryLater` when the
        engine does not take it.
        """
        options: EnqueueOptions = {
            "workflow_name": job,
            "queue_name": queue,
            "workflow_id": run_id,
            "app_version": ENGINE_VERSION,
            "priority": FOR_PEOPLE if person_waits else AUTOMATIC,
        }
        try:
            self._client.enqueue(options, dict(arguments))
        except DBOSException as error:
            raise TryLater(what=f"De taak “{job}” kon niet in de rij worden gezet.") from error
        return run_id

    def wait(self, run_id: str) -> Json:
        """Wait for a job and return its outcome; raises what the job raised."""
        return self._client.retrieve_workflow(run_id).get_result(polling_interval_sec=POLLING_S)

    def has_ended(self, run_id: str) -> bool:
        """Tell whether a job that was submitted has come to its end, whatever that was."""
        status = self._client.retrieve_workflow(run_id).get_status().status
        return status not in ("ENQUEUED", "PENDING", "DELAYED")

    def left_runs(self) -> list[LeftRun]:
        """Return the runs that have not ended: running, waiting, or given up.

        Those of another version too, which no process of this version will go on with.
        """
        found = self._client.list_workflows(
            status=list(_LEFT), load_input=False, load_output=False, limit=MOST_LEFT
        )
        return [
            LeftRun(
                id=one.workflow_id,
                job=one.name,
                state=_LEFT[one.status],
                since=_since(one),
                is_other_version=one.app_version not in (None, ENGINE_VERSION),
            )
            for one in found
        ]

    def cancel(self, run_id: str) -> None:
        """Let a run go that has not ended; one that has ended stays as it is."""
        self._client.cancel_workflow(run_id)

    def close(self) -> None:
        """Let go of the database."""
        self._client.destroy()


def prepare_engine(settings: EngineSettings) -> None:
    """Make the engine's tables, for a process that hands jobs in before any engine ran."""
    _keep_quiet()
    make_file(settings.database_url)
    DBOS.migrate(settings.database_url)


def _since(found: WorkflowStatus) -> datetime:
    """Return when a run began, when it was given up, or since when it waits."""
    moments_ms = {
        "PENDING": found.dequeued_at,
        "MAX_RECOVERY_ATTEMPTS_EXCEEDED": found.updated_at,
    }
    moment_ms = moments_ms.get(found.status) or found.created_at or 0
    return datetime.fromtimestamp(moment_ms / 1000, UTC)


def _config(settings: EngineSettings) -> DBOSConfig:
    return {
        "name": "museumflow",
        "system_database_url": settings.database_url,
        "application_version": ENGINE_VERSION,
        "executor_id": settings.executor,
        "serializer": DBOSPortableJSON,
        "max_executor_threads": EXECUTOR_THREADS,
        "notification_listener_polling_interval_sec": POLLING_S,
        "log_level": "WARNING",
        "enable_otlp": False,
        "auto_upgrade": False,
    }


def _prefer_wal(database_url: str) -> None:
    """Set SQLite's write-ahead log before DBOS opens the file: readers then never wait."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        make_file(database_url)
        with contextlib.closing(sqlite3.connect(url.database)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")


def _keep_quiet() -> None:
    # DBOS reads these of the environment; none may reach out of this machine.
    for name in ("DBOS__CLOUD", "DBOS_CONDUCTOR_KEY", "DBOS__CONDUCTOR_KEY"):
        os.environ.pop(name, None)
