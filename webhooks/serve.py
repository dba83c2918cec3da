"""`museumflow web`: the website, the staff pages and the doors. `museumflow serve`: that and a
worker in one process.
"""

import socket
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Any, Final

from flask import Flask
from waitress.server import create_server

from backbone.readers import ReaderPost
from backbone.settings import Settings
from backbone.webhook import verify_mac
from museum.errors import FixConfiguration
from webhooks.access import StaffAccess
from webhooks.airtable import AirtableDoor
from webhooks.app import AppParts, create_app, session_key
from webhooks.mailchimp import MailchimpDoor
from webhooks.staff import StaffServices
from workflows.alarms import looking_out
from workflows.budget import budget_status
from workflows.context import Context, open_context
from workflows.engine import EngineClient, EngineSettings, prepare_engine
from workflows.fetch import SERVICE, is_failing, is_listening, note_listening
from workflows.fetch_job import FETCH
from workflows.intake_job import INTAKE
from workflows.jobs import new_run_id
from workflows.mail import why_no_alarm_mail
from workflows.reader_desk import hook_secret
from workflows.repeating import repeating
from workflows.retrying import trouble_of
from workflows.stopping import until_told_to_stop
from workflows.website_job import WEBSITE
from workflows.worker import executor_name, require_server_database, working

THREADS: Final = 16
MOST_BODY_BYTES: Final = 64 * 1024 * 1024
"""What is larger is turned away before it fills the disk; what a page takes is far less, and said
in a sentence (`webhooks.app`): a photograph of 30 MB should hear that it is too large."""
NOTE_EVERY_S: Final = 1.0


def run_server(settings: Settings, name: str, say: Callable[[str], None]) -> None:
    """Serve and work in one process, until SIGINT or SIGTERM.

    Raises `FixConfiguration` in one sentence.
    """
    settings.require_airtable()
    _check_port(settings.host, settings.port)
    context = open_context(settings)
    with until_told_to_stop(), working(context, executor_name(settings, name)) as has_caught_up:
        answer(context, say, asks_what_was_missed=not has_caught_up)


def run_web(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve without working, until SIGINT or SIGTERM: a worker elsewhere does that.

    Raises `FixConfiguration` in one sentence.
    """
    settings.require_airtable()
    require_server_database(settings, "web")
    _check_port(settings.host, settings.port)
    context = open_context(settings)
    engine = EngineSettings(settings.engine_url)
    prepare_engine(engine)
    # The look-out too: with no worker left, somebody must say so.
    with until_told_to_stop(), looking_out(context, engine):
        answer(context, say, asks_what_was_missed=True)


def answer(
    context: Context, say: Callable[[str], None], *, asks_what_was_missed: bool = False
) -> None:
    """Answer browsers and pings until the process is told to stop.

    `asks_what_was_missed`: when nobody listened before, what was not heard is asked for once.
    """
    settings = context.settings
    client = EngineClient(EngineSettings(settings.engine_url))

    def publish(workflow: str, run_id: str) -> None:
        client.submit(workflow, run_id, {})

    def publish_now(run_id: str) -> None:
        client.submit(INTAKE, new_run_id(INTAKE), {"person": True})  # what was accepted goes along
        client.submit(WEBSITE, run_id, {"person": True, "always": True})

    app = create_app(app_parts(context, publish, publish_now))
    server = listen(app, settings.host, settings.port)
    with closing(client), repeating("listening", NOTE_EVERY_S, partial(keep_listening, context)):
        if asks_what_was_missed and not is_listening(context):
            client.submit(FETCH, new_run_id(FETCH), {}, person_waits=False)
        say(f"museumflow luistert op http://{settings.host}:{settings.port}/")
        server.run()


def listen(app: Flask, host: str, port: int) -> Any:
    """Open the port; `run()` of what is returned serves.

    The headers that proxies add are kept: /beheer is closed to whatever came through one.
    """
    return create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        clear_untrusted_proxy_headers=False,
        ident="",
        max_request_body_size=MOST_BODY_BYTES,
    )


def keep_listening(context: Context) -> None:
    """Note that pings are heard, once the tables were read for the first time."""
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
    context: Context, publish: Callable[[str, str], None], publish_now: Callable[[str], None]
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
            waiting=lambda: context.submissions.count("waiting"),
        ),
        airtable=AirtableDoor(
            verify=lambda body, mac: verify_mac(context.secrets.read(), body, mac),
            store=lambda _body: context.inbox.store_ping(SERVICE, context.now()),
        ),
        mailchimp=_mailchimp_door(context),
        is_published=lambda: context.runs.has_published(WEBSITE),
        trouble=lambda: _trouble(context),
        context=context,
    )


def _mailchimp_door(context: Context) -> MailchimpDoor:
    settings, post = context.settings, ReaderPost(context.database)
    return MailchimpDoor(
        is_ours=lambda given: context.tokens.is_same(given, hook_secret(context)),
        store=lambda message, identity: post.store(message, identity, context.now()),
        signing_secret=settings.mailchimp_signing_secret.get_secret_value(),
        list_id=settings.mailchimp_list,
    )


def _trouble(context: Context) -> str:
    """Return why nothing new is published, "" when all goes well."""
    fetching = trouble_of(context.runs, FETCH) if is_failing(context) else ""
    return fetching or trouble_of(context.runs, WEBSITE)
