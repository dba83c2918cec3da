"""The door for Airtable's pings: 16 clients at once, while a publication runs.

Beside it, in the same run, a Flask view that only checks the MAC and answers
(`python -m bench.door PORT SECRET` serves that one).
"""

import base64
import hashlib
import hmac
import http.client
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from flask import Flask, Response, abort, request
from waitress import serve

from backbone.webhook import HOOK_PATH, SecretFile, verify_mac
from bench.serving import Serving, serving, wait_until
from tests.servers import free_port

CLIENTS = 16
FOR_S = 15.0
LARGE = ("--sample", "--museums", "300", "--activities", "8000")
"""Large enough that its first publication outlasts the pings."""

MEBIBYTE = 1024 * 1024
FEW_PINGS, MANY_PINGS = 1_000, 10_000


@dataclass(frozen=True)
class DoorFigures:
    """What was measured at one door. Times in milliseconds."""

    per_s: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    errors: int
    during_publication: bool


@dataclass(frozen=True)
class MemoryFigures:
    """Resident memory of `serve` after so many pings, in MiB."""

    after_few: float
    after_many: float


def measure_door(database_url: str = "", engine_url: str = "") -> tuple[DoorFigures, DoorFigures]:
    """Measure our door, then the plain view, during one and the same publication."""
    settings = {"DATABASE_URL": database_url, "ENGINE_DATABASE_URL": engine_url}
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), LARGE, **settings) as here:
        secrets = SecretFile(here.data)
        wait_until(lambda: bool(secrets.read()))
        wait_until(lambda: _is_building(here))
        ours = _knock(here.site_url, secrets.read(), lambda: not here.is_published())
        with _plain_view(secrets.read()) as url:
            plain = _knock(url, secrets.read(), lambda: not here.is_published())
    return ours, plain


def measure_memory() -> MemoryFigures:
    """Send pings to a `serve` at rest and read its memory on the way."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as here:
        wait_until(here.is_published)
        secret = SecretFile(here.data).read()
        _send(here.site_url, secret, FEW_PINGS)
        few = _resident(here)
        _send(here.site_url, secret, MANY_PINGS - FEW_PINGS)
        return MemoryFigures(few, _resident(here))


def _is_building(here: Serving) -> bool:
    """Tell whether the pull is over and pages are being made: helpers then work beside serve."""
    return len(psutil.Process(here.process.pid).children(recursive=True)) > 1


def _resident(here: Serving) -> float:
    return float(psutil.Process(here.process.pid).memory_info().rss) / MEBIBYTE


def _knock(url: str, secret: str, is_publishing: Callable[[], bool]) -> DoorFigures:
    """Let all clients send pings for a while."""
    until_s = time.perf_counter() + FOR_S
    took_ms, errors = _all_clients(url, secret, lambda _sent: time.perf_counter() < until_s)
    took_ms.sort()
    return DoorFigures(
        per_s=len(took_ms) / FOR_S,
        p50_ms=took_ms[len(took_ms) // 2],
        p95_ms=took_ms[int(len(took_ms) * 0.95)],
        p99_ms=took_ms[int(len(took_ms) * 0.99)],
        errors=errors,
        during_publication=is_publishing(),
    )


def _send(url: str, secret: str, pings: int) -> None:
    _took_ms, errors = _all_clients(url, secret, lambda sent: sent < pings // CLIENTS)
    if errors:
        raise RuntimeError(f"{errors} pings were not taken")


def _all_clients(url: str, secret: str, goes_on: Callable[[int], bool]) -> tuple[list[float], int]:
    took_ms: list[float] = []
    statuses: list[int] = []

    def one_client() -> None:
        sent = 0
        while goes_on(sent):
            started = time.perf_counter()
            statuses.append(_ping(url, secret))
            took_ms.append((time.perf_counter() - started) * 1000)
            sent += 1

    clients = [threading.Thread(target=one_client) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return took_ms, sum(status != 204 for status in statuses)


def _ping(url: str, secret: str) -> int:
    """Send one signed ping on a connection of its own, as Airtable does; 0 when it was cut."""
    body = json.dumps({"base": {"id": "app"}, "webhook": {"id": "ach"}}).encode()
    mac = hmac.new(base64.b64decode(secret), body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Airtable-Content-MAC": f"hmac-sha256={mac}",
    }
    address = urlsplit(url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)
    try:
        connection.request("POST", HOOK_PATH, body, headers)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


@contextmanager
def _plain_view(secret: str) -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.door", str(port), secret])
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: _ping(url, secret) == 204)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def _serve_plain(port: int, secret: str) -> None:
    app = Flask("plain")

    @app.post(HOOK_PATH)
    def ping() -> Response:
        if not verify_mac(secret, request.get_data(), request.headers["X-Airtable-Content-MAC"]):
            abort(403)
        return Response(status=204)

    serve(app, host="127.0.0.1", port=port, threads=8)


if __name__ == "__main__":
    _serve_plain(int(sys.argv[1]), sys.argv[2])
