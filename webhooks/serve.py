"""`museumflow serve`: one process with the website, the staff pages, the engine and the watcher."""

import signal
import socket
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any

from flask import Flask
from waitress.server import create_server

from backbone.settings import Settings
from backbone.webhook import verify_mac
from museum.errors import FixConfiguration
from webhooks.access import StaffAccess
from webhooks.airtable import AirtableDoor
from webhooks.app import AppParts, create_app, session_key
from webhooks.staff import StaffServices
from workflows.alarms import looking_out
from workflows.budget import budget_status
from workflows.context import Context, open_context
from workflows.due import Due, next_work
from workflows.engine import QUEUE, SLOW_QUEUE, Engine, EngineClient, EngineSettings
from workflows.fetch import SERVICE, is_failing
from workflows.fetch_job import FETCH
from workflows.folder_lock import FolderLock
from workflows.jobs import SEARCH, TIMETABLE_JOBS, WEBSITE, Later, jobs, new_run_id
from workflows.mail import why_no_alarm_mail
from workflows.retrying import retry_due, trouble_of
from workflows.timetable import Ticker, load_timetable, ticking
from workflows.watcher import Watcher

THREADS = 8


def run_server(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM. Raises `FixConfiguration` in one sentence."""
    settings.require_airtable()
    _check_port(settings.host, settings.port)
    lines = load_timetable(TIMETABLE_JOBS)
    context = open_context(settings)
    engine_settings = EngineSettings(settings.engine_url)
    with ExitStack() as stack:
        stack.enter_context(_the_only_one(settings))
        client = EngineClient(engine_settings)
        stack.callback(client.close)

        def start(workflow: str, run_id: str) -> None:
            client.submit(workflow, run_id, {}, person_waits=False)

        later = _later(engine_settings)
        stack.enter_context(Engine(engine_settings, jobs(context, later, start)))

        def publish(run_id: str) -> None:
            client.submit(WEBSITE, run_id, {})

        # Whatever happened while nobody listened is asked for once, at the start.
        first = uuid.uuid4().hex[:12]
        client.submit(FETCH, f"ophalen-start-{first}", {"first": first}, person_waits=False)

        def retry() -> None:
            run_id = retry_due(context.runs, WEBSITE, context.now())
            if run_id is not None:
                submit_website(client, run_id)

        stack.enter_context(_watching(context, client, retry))

        def publish_now(run_id: str) -> None:
            client.submit(WEBSITE, run_id, {"person": True, "always": True})

        stack.enter_context(ticking(Ticker(context, lines, start), lines))
        stack.enter_context(looking_out(context, engine_settings))
        app = create_app(app_parts(context, publish, publish_now))
        server = listen(app, settings.host, settings.port)
        say(f"museumflow luistert op http://{settings.host}:{settings.port}/")
        with _until_told_to_stop():
            server.run()


def listen(app: Flask, host: str, port: int) -> Any:
    """Open the port; `run()` of what is returned serves.

    The headers that proxies add are kept: /beheer is closed to whatever came through one.
    """
    return create_server(
        app, host=host, port=port, threads=THREADS, clear_untrusted_proxy_headers=False, ident=""
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


class _StopAskedError(Exception):
    """Raised by the signal handler, to leave the server's loop."""


@contextmanager
def _until_told_to_stop() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _StopAskedError

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        yield
    except _StopAskedError:
        return


@contextmanager
def _the_only_one(settings: Settings) -> Iterator[None]:
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
def _watching(context: Context, client: EngineClient, retry: Callable[[], None]) -> Iterator[None]:
    watcher = Watcher(
        lambda: next_work(context),
        lambda due: submit_fetch(client, due),
        context.now,
        lambda: keep_listening(context),
        retry=retry,
    )
    watcher.start()
    try:
        yield
    finally:
        watcher.stop()


def submit_fetch(client: EngineClient, due: Due) -> None:
    """Hand in a fetch that is due; a second time changes nothing."""
    client.submit(FETCH, due.run_id, {"fetch": due.fetches}, person_waits=False)


def submit_website(client: EngineClient, run_id: str) -> None:
    """Hand in a publication of what the mirror has, for which nobody waits."""
    client.submit(WEBSITE, run_id, {}, person_waits=False)


def keep_listening(context: Context) -> None:
    """Note that pings are heard, once the catching up at the start has been done."""
    from workflows.fetch import note_listening

    if context.mirror.state("pulled_at") is not None:
        note_listening(context)


def _check_port(host: str, port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise FixConfiguration(
                what=f"Poort {port} op {host} is al bezet of niet toegestaan.",
                remedy="Kies een andere poort: museumflow serve --port 9001",
            ) from error


def app_parts(
    context: Context, publish: Callable[[str], None], publish_now: Callable[[str], None]
) -> AppParts:
    """Return what the application is made of."""
    settings = context.settings
    return AppParts(
        public=settings.public.resolve(),
        session_key=session_key(settings.data, settings.secret.get_secret_value()),
        staff=StaffServices(
            runs=context.runs,
            attention=context.attention,
            definitions=context.definitions,
            access=StaffAccess(settings.secret.get_secret_value()),
            publish=publish,
            publish_now=publish_now,
            month=lambda: budget_status(
                context.governor().month(), is_polling=not settings.hook_url
            ),
            now=context.now,
            alarms=context.alarms,
            no_alarm_mail=why_no_alarm_mail(context),
            is_sample=settings.is_sample,
        ),
        airtable=AirtableDoor(
            verify=lambda body, mac: verify_mac(context.secrets.read(), body, mac),
            store=lambda _body: context.inbox.store_ping(SERVICE, context.now()),
        ),
        is_published=lambda: context.runs.has_published(WEBSITE),
        trouble=lambda: _trouble(context),
    )


def _trouble(context: Context) -> str:
    """Return why nothing new is published, "" when all goes well."""
    fetching = trouble_of(context.runs, FETCH) if is_failing(context) else ""
    return fetching or trouble_of(context.runs, WEBSITE)
