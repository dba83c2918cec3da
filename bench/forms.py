"""The forms: 16 people who send at once; and how many calls it takes to write what was accepted.

All that is sent is filled in beforehand; then each person's posts go over one open connection, so
that little but the server is timed. Beside it, in the same run, a Flask view that only stores one
row (`python -m bench.forms PORT FILE` serves that one): what this machine takes by itself.
"""

import http.client
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import psutil
import requests
from flask import Flask, redirect, request
from waitress import serve
from werkzeug.wrappers import Response

from backbone.settings import Settings
from backbone.submissions import Submission
from bench.serving import Serving, serving, wait_until
from tests.bases import BASE_ID, base_of
from tests.servers import free_port, start_sandbox
from webhooks.serve import THREADS
from workflows.context import open_context
from workflows.fetch import fetch
from workflows.intake_job import write_batch

CLIENTS: Final = 16
FORMS_EACH: Final = 24
SUBMISSIONS: Final = 1_000
NO_MACHINE_S: Final = 3.5
"""Longer than `fill_in_s` of config/forms.toml: who is quicker is asked to look again."""
_FORM: Final = "/formulieren/activiteit/"
_QUIET_PERCENT: Final = 15.0

_HIDDEN: Final = re.compile(r'name="(csrf_token|opened)" value="([^"]+)"')
_MUSEUM: Final = re.compile(r'<option value="(rec\w+)">')


@dataclass(frozen=True)
class FormFigures:
    """How long posts took, stored and answered; milliseconds."""

    p50_ms: float
    p95_ms: float
    errors: int


@dataclass(frozen=True)
class Figures:
    """What was measured: filling in (a draft is kept), sending, and the view that does little."""

    filling: FormFigures
    sending: FormFigures
    plain: FormFigures


@dataclass(frozen=True)
class Post:
    """One post as it goes over the line; answered well, it leads to what ends like this."""

    path: str
    typed: dict[str, str]
    leads_to: str


@dataclass
class Visitor:
    """Somebody in a network of his own: what a browser knows of him, and his posts."""

    url: str
    number: int
    session: requests.Session = field(default_factory=requests.Session)
    posts: list[Post] = field(default_factory=list)

    def open_forms(self) -> None:
        """Open the forms, and think of what to fill in."""
        self.session.headers["X-Forwarded-For"] = f"198.18.{self.number}.7"
        for number in range(FORMS_EACH):
            page = self.session.get(self.url + _FORM, timeout=60).text
            typed = {
                **dict(_HIDDEN.findall(page)),
                "museum_id": _MUSEUM.findall(page)[0],
                "title": f"Turf steken {self.number} {number}",
                "starts": "1 mei 2027",
                "starts_time": "half drie",
                "sender_name": "Jo",
                "sender_email": f"jo{self.number}.{number}@elders.example",
            }
            self.posts.append(Post(_FORM, typed, "/voorbeeld"))

    def look_at(self, addresses: Sequence[str]) -> None:
        """Look at the pages to be: each has a button that sends."""
        self.posts = []
        for address in addresses:
            page = self.session.get(self.url + address, timeout=60)
            self.posts.append(Post(address, dict(_HIDDEN.findall(page.text)), "/dank"))


@dataclass
class Posting:
    """What one person's posts gave."""

    took_ms: list[float] = field(default_factory=list)
    led_to: list[str] = field(default_factory=list)
    errors: int = 0


def measure_forms() -> Figures:
    """Let 16 people fill in and send two dozen forms each, all at once."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as here:
        wait_until(here.is_published)
        visitors = [Visitor(here.site_url, number) for number in range(CLIENTS)]
        for visitor in visitors:
            visitor.open_forms()
        time.sleep(NO_MACHINE_S)
        wait_until(lambda: _is_quiet(here))
        filling = _all_at_once(visitors)
        for visitor, found in zip(visitors, filling, strict=True):
            visitor.look_at(found.led_to)
        wait_until(lambda: _is_quiet(here))
        sending = _all_at_once(visitors)
        with _plain_view(Path(folder)) as url:
            for visitor in visitors:
                visitor.url = url
                visitor.posts = [Post("/", post.typed, "/dank") for post in visitor.posts]
            plain = _all_at_once(visitors)
    return Figures(_figures(filling), _figures(sending), _figures(plain))


def _is_quiet(here: Serving) -> bool:
    """Tell whether no job is at work: what a post waits for is then its own."""
    process = psutil.Process(here.process.pid)
    busy_percent: float = process.cpu_percent(interval=1.0)
    return not process.children() and busy_percent < _QUIET_PERCENT


def _all_at_once(visitors: Sequence[Visitor]) -> list[Posting]:
    found = [Posting() for _ in visitors]
    gate = threading.Barrier(len(visitors))
    threads = [
        threading.Thread(target=_post_all, args=(*one, gate))
        for one in zip(visitors, found, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _post_all(visitor: Visitor, found: Posting, gate: threading.Barrier) -> None:
    """Send one person's posts, one after the other; only the sending is timed."""
    address = urlsplit(visitor.url)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{key}={value}" for key, value in visitor.session.cookies.items()),
        "X-Forwarded-For": f"198.18.{visitor.number}.7",
    }
    bodies = [(post, urlencode(post.typed)) for post in visitor.posts]
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)
    connection.connect()
    gate.wait()
    for post, body in bodies:
        begun_s = time.perf_counter()
        connection.request("POST", post.path, body, headers)
        answer = connection.getresponse()
        answer.read()
        found.took_ms.append((time.perf_counter() - begun_s) * 1000)
        found.led_to.append(answer.headers.get("Location", ""))
        found.errors += not found.led_to[-1].endswith(post.leads_to)
    connection.close()


def _figures(found: Sequence[Posting]) -> FormFigures:
    took_ms = sorted(ms for one in found for ms in one.took_ms)
    errors = sum(one.errors for one in found)
    return FormFigures(took_ms[len(took_ms) // 2], took_ms[int(len(took_ms) * 0.95)], errors)


@contextmanager
def _plain_view(folder: Path) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "bench.forms", str(port), str(folder / "plain.sqlite")]
    process = subprocess.Popen(command)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: _answers(url))
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(url: str) -> bool:
    try:
        found: int = requests.get(url, timeout=10).status_code
    except requests.ConnectionError:
        return False
    return found == HTTPStatus.METHOD_NOT_ALLOWED


def _serve_plain(port: int, file: Path) -> None:
    app = Flask("plain")
    turn = threading.Lock()
    database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE sent (number INTEGER PRIMARY KEY, typed TEXT)")

    @app.post("/")
    def store() -> Response:
        with turn:
            database.execute("INSERT INTO sent (typed) VALUES (?)", [urlencode(request.form)])
        return redirect("/dank")

    serve(app, host="127.0.0.1", port=port, threads=THREADS)


def count_upserts() -> int:
    """Return how many calls it takes to write a thousand submissions that were accepted."""
    base: dict[str, Any] = {"museums": [{"id": "museum-1", "name": "Nabershof"}]}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "data").mkdir()
        with start_sandbox(folder / "sandbox", base=base_of(base), plan="team") as url:
            settings = Settings(
                data=folder / "data",
                airtable_url=url,
                airtable_token="bench",
                airtable_base=BASE_ID,
                airtable_plan="business",
            )
            context = open_context(settings)
            fetch(context, always=True)
            for number in range(SUBMISSIONS):
                context.submissions.store(_accepted(number), "bench")
            requests.delete(f"{url}/sandbox/ledger", timeout=60).raise_for_status()
            while write_batch(context)["handled"]:
                pass
            rows = requests.get(f"{url}/sandbox/ledger?service=airtable", timeout=60).json()
            context.database.dispose()
    return sum(row["method"] == "PATCH" for row in rows["entries"])


def _accepted(number: int) -> Submission:
    now = datetime.now(UTC)
    wanted = {"title": f"Lezing {number}"}
    return Submission(
        key=f"bench-{number:04}", kind="activiteit", door="form", museum_id="", record_id="",
        wanted=wanted, before={}, typed={}, sender_name="Jo", sender_email="jo@elders.example",
        link_id="", state="accepted", received=now, changed=now,
    )  # fmt: skip


if __name__ == "__main__":
    _serve_plain(int(sys.argv[1]), Path(sys.argv[2]))
