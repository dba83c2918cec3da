"""The sandbox's server: one port of loopback for every service, page and control."""

import socket
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import Flask
from waitress.channel import ClientDisconnected, HTTPChannel
from waitress.server import create_server
from waitress.task import WSGITask
from werkzeug.exceptions import HTTPException

from sandbox.airtable.errors import ApiError, not_found
from sandbox.airtable.routes_attachments import attachment_routes
from sandbox.airtable.routes_meta import meta_routes
from sandbox.airtable.routes_records import record_routes
from sandbox.airtable.routes_staff import staff_routes
from sandbox.airtable.routes_webhooks import webhook_routes
from sandbox.controls import controls
from sandbox.errors import SandboxError
from sandbox.filling import fill
from sandbox.gate import DROP, GOOGLE, register_gate, service_of
from sandbox.late_rules import LateRule
from sandbox.mail.routes_mail import mail_routes
from sandbox.mailchimp.answers import problem_reply
from sandbox.mailchimp.batches import batch_runner
from sandbox.mailchimp.errors import unknown_here
from sandbox.mailchimp.routes import mailchimp_routes
from sandbox.mailchimp.routes_readers import reader_routes
from sandbox.options import SandboxOptions
from sandbox.pages import blueprints
from sandbox.services import Services, build_services
from sandbox.sheets.routes_drive import drive_routes
from sandbox.sheets.routes_sheets import sheet_routes

THREADS = 12
MAX_BODY_BYTES = 64 * 1024 * 1024
_SOCKET = "sandbox.socket"


def create_app(options: SandboxOptions) -> Flask:
    """Open the data folder (filled from a file or the sample when empty) and build the app.

    Raises `SandboxError` with a sentence when that cannot be done.
    """
    services = build_services(options)
    fill(services)
    return build_app(services)


def build_app(services: Services) -> Flask:
    """Build the app on parts that are there; `app.extensions["sandbox"]` holds them."""
    app = Flask("sandbox", static_folder=None)
    app.url_rule_class = LateRule
    app.json.sort_keys = False  # type: ignore[attr-defined] # the default provider has it
    app.json.compact = True  # type: ignore[attr-defined] # the default provider has it
    app.extensions["sandbox"] = services
    register_gate(app, services)
    app.register_blueprint(controls(services))
    app.register_blueprint(sheet_routes(services))
    app.register_blueprint(drive_routes(services))
    app.register_blueprint(mail_routes(services))
    app.register_blueprint(mailchimp_routes(services.mailchimp, services.options.token))
    app.register_blueprint(reader_routes(services.mailchimp))
    services.mailchimp_worker.use(batch_runner(app, services.mailchimp))
    for routes in (meta_routes, webhook_routes, attachment_routes, record_routes, staff_routes):
        app.register_blueprint(routes(services))
    for pages in blueprints(services):
        app.register_blueprint(pages)
    app.register_error_handler(HTTPException, _answer_unknown)
    app.wsgi_app = _DroppedReplies(app.wsgi_app)  # type: ignore[method-assign] # Flask's own way
    services.start()
    return app


def _answer_unknown(error: HTTPException) -> Any:
    from flask import request

    if request.path.startswith("/3.0/") and error.code in (404, 405):
        return problem_reply(unknown_here(f"{request.method} {request.path}"), "")
    if request.path.startswith(GOOGLE):
        sentence = f"The sandbox does not know {request.method} {request.path}."
        return {"error": {"code": 501, "message": sentence}}, 501
    if request.path.startswith("/sandbox/") and error.code in (404, 405):
        return {"error": f"The sandbox has no control {request.method} {request.path}."}, 501
    if not service_of(request.path):
        return error
    if error.code not in (404, 405):
        kind = "SERVER_ERROR" if error.code == 500 else "INVALID_REQUEST_UNKNOWN"
        return {"error": {"type": kind, "message": error.description}}, error.code
    refusal: ApiError = not_found()
    return refusal.body, refusal.status


class _DroppedReplies:
    """Drops connections for the faults that ask for it: `reset`, `lost-reply`, `truncate`."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        _keep_slashes(environ)
        held: list[Any] = []

        def hold(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
            held.extend((status, headers))
            return lambda _data: None

        reply = self._app(environ, hold)
        fault = environ.get(DROP)
        if fault in ("reset", "lost-reply"):
            _reset(environ.get(_SOCKET))
            raise ClientDisconnected
        start_response(*held)
        return _half(reply) if fault == "truncate" else reply


def _keep_slashes(environ: dict[str, Any]) -> None:
    """Keep an escaped slash within a table's name apart from the slashes of the path."""
    raw = str(environ.get("REQUEST_URI", "")).partition("?")[0]
    if "%2f" in raw.lower():
        from urllib.parse import unquote_to_bytes

        parts = [unquote_to_bytes(part).decode("utf-8", "replace") for part in raw.split("/")]
        path = "/".join(part.replace("/", "\N{DIVISION SLASH}") for part in parts)
        environ["PATH_INFO"] = path.encode().decode("latin-1")


def _reset(connection: socket.socket | None) -> None:
    """Make the coming close of a connection a reset: what was not read is thrown away."""
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _half(reply: Iterable[bytes]) -> Iterator[bytes]:
    whole = b"".join(reply)
    yield whole[: len(whole) // 2]


class _Task(WSGITask):  # type: ignore[misc] # waitress has no types
    """Tells the app which socket a request came by."""

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[_SOCKET] = self.channel.socket
        return environ


class _Channel(HTTPChannel):  # type: ignore[misc] # waitress has no types
    task_class = _Task


@dataclass
class SandboxServer:
    """A server that listens and does not serve yet."""

    services: Services
    listener: Any

    def run(self) -> None:
        """Serve until `stop`, or until interrupted."""
        self.listener.run()

    def stop(self) -> None:
        """Stop serving and close the data folder."""
        # The loop looks at its connections up to a second apart, unless it is woken. A reply that
        # wakes it at the same moment may have it close its own waker before we are done.
        with suppress(OSError):
            self.listener.trigger.pull_trigger(self._close)
        self.listener.task_dispatcher.shutdown()
        self.services.stop()

    def _close(self) -> None:
        for connection in list(self.listener._map.values()):
            connection.close()


def listen(options: SandboxOptions) -> SandboxServer:
    """Open data folder and port; raises `SandboxError` in a sentence when either cannot be had."""
    _check_port(options.port)
    app = create_app(options)
    try:
        listener = create_server(
            app,
            host="127.0.0.1",
            port=options.port,
            threads=THREADS,
            max_request_body_size=MAX_BODY_BYTES,
            ident="museumflow-sandbox",
        )
    except OSError as error:
        raise _port_taken(options.port) from error
    listener.channel_class = _Channel
    return SandboxServer(app.extensions["sandbox"], listener)


def serve(options: SandboxOptions, announce: Callable[[Services], None] | None = None) -> None:
    """Serve until interrupted; ends with one Dutch sentence and code 1 when it cannot start."""
    try:
        server = listen(options)
    except SandboxError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(1) from error
    if announce:
        announce(server.services)
    try:
        server.run()
    except KeyboardInterrupt:
        sys.stderr.write("De sandbox is gestopt.\n")
    finally:
        server.stop()


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise _port_taken(port) from error


def _port_taken(port: int) -> SandboxError:
    return SandboxError(f"Poort {port} is al in gebruik: kies met --port een andere poort.")
