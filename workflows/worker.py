"""The worker's part: the engine, and what hands it work (the watcher, the look-out). No HTTP.

`museumflow worker` is this alone; `museumflow serve` has it beside the website in one process.
"""

import atexit
import socket
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Final

from backbone.settings import Settings
from museum.errors import FixConfiguration
from workflows.alarms import looking_out
from workflows.causes import CauseWatch
from workflows.context import Context, open_context
from workflows.due import Due, next_work
from workflows.engine import QUEUE, SLOW_QUEUE, Engine, EngineClient, EngineSettings, JobFunction
from workflows.fetch_job import FETCH
from workflows.folder_lock import FolderLock
from workflows.heart import PULSE, Heart, Pulse, taking_over
from workflows.intake_job import INTAKE, intake_due
from workflows.jobs import TIMETABLE_JOBS, jobs, new_run_id
from workflows.programme_edits import PROGRAMME_EDITS, edits_due
from workflows.readers import READERS, readers_due
from workflows.retrying import RetryWatch
from workflows.signups.job import SIGN_UPS, signups_due
from workflows.stopping import until_told_to_stop
from workflows.timetable import Ticker, load_timetable, ticking
from workflows.watcher import Watcher
from workflows.website_job import SEARCH, WEBSITE, Later

LONE_EXECUTOR: Final = "local"
_TRIED_AGAIN: Final = (WEBSITE, INTAKE, SIGN_UPS, PROGRAMME_EDITS, READERS)
"""The name of the one process on a data folder."""


def run_worker(settings: Settings, name: str, say: Callable[[str], None]) -> None:
    """Work until SIGINT or SIGTERM. Raises `FixConfiguration` in one sentence."""
    settings.require_airtable()
    require_server_database(settings, "worker")
    context = open_context(settings)
    executor = executor_name(settings, name)
    with until_told_to_stop(), working(context, executor):
        say(f"museumflow worker {executor} werkt.")
        threading.Event().wait()


@contextmanager
def working(
    context: Context,
    executor: str = LONE_EXECUTOR,
    after_step: Callable[[str], None] = lambda _name: None,
    pulse: Pulse = PULSE,
) -> Iterator[bool]:
    """Be a worker until the block ends: run the jobs, and hand in what is due.

    Yields whether it asked for what happened while nobody worked: the first worker does.
    """
    settings, lines = context.settings, load_timetable(TIMETABLE_JOBS)
    engine = EngineSettings(settings.engine_url, executor)
    with ExitStack() as stack:
        stack.enter_context(_the_only_one(settings))
        client = EngineClient(engine)
        stack.callback(client.close)

        def start(workflow: str, run_id: str) -> None:
            client.submit(workflow, run_id, {}, person_waits=False)

        watches: list[RetryWatch | CauseWatch] = [
            RetryWatch(context.runs, _TRIED_AGAIN, context.now, start),
            CauseWatch(INTAKE, lambda: intake_due(context), start),
            CauseWatch(PROGRAMME_EDITS, lambda: edits_due(context), start),
            CauseWatch(SIGN_UPS, lambda: signups_due(context), start),
            CauseWatch(READERS, lambda: readers_due(context), start),
        ]

        def look() -> None:
            for watch in watches:
                watch.look()

        found = jobs(context, _later(engine), start)
        is_first = stack.enter_context(engine_at_work(context, engine, found, after_step, pulse))
        if is_first:
            _catch_up(client)
        stack.enter_context(_watching(context, client, look))
        stack.enter_context(ticking(Ticker(context, lines, start), lines))
        stack.enter_context(looking_out(context, engine))
        yield is_first


@contextmanager
def engine_at_work(
    context: Context,
    settings: EngineSettings,
    found: Mapping[str, JobFunction],
    after_step: Callable[[str], None] = lambda _name: None,
    pulse: Pulse = PULSE,
) -> Iterator[bool]:
    """Run jobs until the block ends; yields whether no other worker lived at the start."""
    if context.settings.is_on_files:
        with Engine(settings, found, after_step):
            yield True
        return
    heart = Heart(context.database, settings.executor, pulse)
    is_first = heart.start()
    # Only when every thread has ended is the work over: a step that runs is never cut short.
    atexit.register(heart.stop)
    engine = Engine(settings, found, after_step, heart.check)
    with engine, taking_over(context.database, engine, settings.executor, pulse):
        yield is_first


def executor_name(settings: Settings, given: str = "") -> str:
    """Return the name under which a process works: stable, so that it resumes what it left."""
    return LONE_EXECUTOR if settings.is_on_files else given or socket.gethostname()


def _catch_up(client: EngineClient) -> None:
    """Ask once for whatever happened while nobody listened, and start all that reads it."""
    first = uuid.uuid4().hex[:12]
    client.submit(FETCH, f"ophalen-start-{first}", {"first": first}, person_waits=False)
    client.submit(READERS, f"{READERS}-start-{first}", {"start": True}, person_waits=False)


def require_server_database(settings: Settings, command: str) -> None:
    """Raise `FixConfiguration` when a database is a file: those are for one process."""
    if settings.is_on_files:
        raise FixConfiguration(
            what=f"`museumflow {command}` werkt alleen met PostgreSQL: een gegevensmap met SQLite "
            "is voor één proces.",
            remedy="Gebruik `museumflow serve`, of zet DATABASE_URL op een PostgreSQL-database.",
        )


def _later(settings: EngineSettings) -> Later:
    def later(job: str) -> None:
        client = EngineClient(settings)
        try:
            queue = SLOW_QUEUE if job == SEARCH else QUEUE
            client.submit(job, new_run_id(job), {}, queue=queue, person_waits=False)
        finally:
            client.close()

    return later


@contextmanager
def _the_only_one(settings: Settings) -> Iterator[None]:
    if not settings.is_on_files:
        yield
        return
    lock = FolderLock(settings.data)
    if not lock.try_take():
        raise FixConfiguration(
            what=f"Er draait al een museumflow op de map {settings.data}.",
            remedy="Stop die eerst, of kies een andere map met MUSEUMFLOW_DATA.",
        )
    try:
        yield
    finally:
        lock.let_go()


@contextmanager
def _watching(
    context: Context,
    client: EngineClient,
    look: Callable[[], None],
) -> Iterator[None]:
    watcher = Watcher(
        lambda: next_work(context),
        lambda due: submit_fetch(client, due),
        context.now,
        look,
    )
    watcher.start()
    try:
        yield
    finally:
        watcher.stop()


def submit_fetch(client: EngineClient, due: Due) -> None:
    """Hand in a fetch that is due; a second time changes nothing."""
    client.submit(FETCH, due.run_id, {"fetch": due.fetches}, person_waits=False)
