"""Where a rehearsal plays: a sandbox of its own, and museumflow on a folder of its own."""

import http.server
import json
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import requests

from backbone.settings import Settings
from museum.errors import StopRun
from workflows.context import Context, open_context
from workflows.demo_newsletter import set_up_list
from workflows.rehearsal.clock import RehearsalClock
from workflows.rehearsal.edits import Edit

HOST: Final = "127.0.0.1"
START_PATIENCE_S: Final = 600.0
CALL_TIMEOUT_S: Final = 60.0


@dataclass(frozen=True)
class Stage:
    """The sandbox, our own context on a clock that is moved, and where the website is written."""

    sandbox: "RehearsalSandbox"
    context: Context
    clock: RehearsalClock


@dataclass(frozen=True)
class Choices:
    """What to rehearse with. `base` is a copy of a real base, None for the sample.

    `sandbox_options` are those of `museumflow sandbox`; "" for `plan` is the configured one.
    After so many `real_publications`, the time is counted that those took.
    """

    plan: str = ""
    quiet_s: float | None = None
    base: Mapping[str, Any] | None = None
    sandbox_options: Sequence[str] = ()
    real_publications: int = 100


@dataclass(frozen=True)
class Cell:
    """A cell that someone types in: when, the service's IDs of its table and field, the edit."""

    at: datetime
    table_id: str
    field_id: str
    edit: Edit


class RehearsalSandbox:
    """A sandbox over HTTP: its clock, its plan, and its tables as staff edit them."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.trust_env = False

    def set_clock(self, moment: datetime) -> None:
        """Put the sandbox's clock at a moment."""
        self._send("POST", "/sandbox/clock", {"now": moment.astimezone(UTC).isoformat()})

    def choose_plan(self, plan: str) -> None:
        """Take a plan of Airtable's: free, team or business."""
        self._send("POST", "/sandbox/plan", {"airtable": plan})

    def record_ids(self, table_id: str) -> list[str]:
        """Return the IDs of a table's rows."""
        rows = self._send("GET", f"/v0/{self.base_id()}/{table_id}")["records"]
        return [str(row["id"]) for row in rows]

    def base_id(self) -> str:
        """Return the ID of its base."""
        return str(self._send("GET", "/sandbox/health")["bases"][0])

    def type_cells(self, cells: Sequence[Cell]) -> None:
        """Change cells as a person in the grid does, each at its moment."""
        typed = [
            {
                "at": cell.at.astimezone(UTC).isoformat(),
                "table": cell.table_id,
                "record": cell.edit.record_id,
                "field": cell.field_id,
                "value": cell.edit.value,
            }
            for cell in cells
        ]
        self._send("POST", "/sandbox/typing", typed)

    def mail_server(self) -> str:
        """Return where mail is handed in."""
        return str(self._send("GET", "/sandbox/health")["smtp"])

    def reader_list(self) -> str:
        """Make a list of readers at its Mailchimp and return the ID."""
        return set_up_list(self.url)

    def mails(self) -> int:
        """Return how many mails were delivered."""
        entries = self._send("GET", "/sandbox/ledger?service=smtp")["entries"]
        return sum(1 for entry in entries if "effect" in entry or entry.get("status") == 250)

    def forget_ledger(self) -> None:
        """Empty the list of calls: a month's would fill the memory."""
        self._send("DELETE", "/sandbox/ledger?service=airtable")

    def _send(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"X-Requested-With": "rehearsal", "Authorization": "Bearer proef-us1"}
        reply = self._session.request(
            method, self.url + path, json=body, headers=headers, timeout=CALL_TIMEOUT_S
        )
        if not reply.ok:
            raise StopRun(
                what=f"De proefomgeving weigerde iets: {reply.text[:300]}",
                remedy="Meld dit bij wie museumflow onderhoudt.",
            )
        return reply.json() if reply.content else None


@contextmanager
def stage(choices: Choices, begins: datetime) -> Iterator[Stage]:
    """Set a stage with its clock at `begins`; everything is gone afterwards."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="museumflow-proef-")))
        sandbox = RehearsalSandbox(stack.enter_context(_sandbox(place, choices, begins)))
        clock = RehearsalClock(begins, sandbox.set_clock)
        door = stack.enter_context(_door())
        (place / "data").mkdir()
        # A copy has no contacts: they are people, and stay where they are.
        readers = sandbox.reader_list() if choices.base is None else ""
        settings = Settings(
            data=place / "data",
            airtable_token="proef",
            airtable_base=sandbox.base_id(),
            airtable_url=sandbox.url,
            hook_url=door,
            smtp_url=sandbox.mail_server(),
            mail_from="proef@museumflow.example",
            mailchimp_key="proef-us1",
            mailchimp_list=readers,
            mailchimp_url=sandbox.url,
            is_sample=True,
            airtable_plan=choices.plan,
            quiet_s=choices.quiet_s,
        )
        context = replace(open_context(settings, clock.now), clocks=clock.clocks())
        sandbox.choose_plan(_plan_of(context))
        yield Stage(sandbox, context, clock)
        context.database.dispose()


def _plan_of(context: Context) -> str:
    """Return the sandbox's plan with at least the configured number of calls."""
    calls = context.budget.calls_per_month
    if calls is None:
        return "business"
    return "free" if calls <= 1_000 else "team"


@contextmanager
def _sandbox(place: Path, choices: Choices, begins: datetime) -> Iterator[str]:
    url = f"http://{HOST}:{_free_port()}"
    command = [str(Path(sys.executable).with_name("museumflow")), "sandbox"]
    command += ["--port", url.rpartition(":")[2], "--data", str(place / "sandbox")]
    # Our own limiter goes by the moved clock, which stands still while calls take real time.
    command += ["--requests-per-s", "0"]
    if choices.base is None:
        # Drawn pictures take a minute, and no edit of the month touches them.
        command += [
            "--sample",
            "--no-pictures",
            "--today",
            (begins + timedelta(1)).date().isoformat(),
        ]
        command += choices.sandbox_options
    else:
        file = place / "base.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps(choices.base), "utf-8")
        command += ["--base", str(file)]
    log = place / "sandbox.log"
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        try:
            _wait_for(url, process, log)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline_s = time.monotonic() + START_PATIENCE_S
    while time.monotonic() < deadline_s and process.poll() is None:
        try:
            answer = requests.get(f"{url}/sandbox/health", timeout=5)
            if answer.ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)  # not up yet: the deadline bounds the waiting
    last = log.read_text("utf-8", "replace").strip().splitlines()[-1:]
    raise StopRun(
        what=f"De proefomgeving kwam niet op gang. {' '.join(last)}",
        remedy="Los op wat hierboven staat en begin opnieuw.",
    )


@contextmanager
def _door() -> Iterator[str]:
    """Answer the sandbox's pings. They come in real time, so the play notes its own."""

    class Door(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(204)
            self.end_headers()

        def do_GET(self) -> None:
            """Answer Mailchimp, which looks whether somebody is there."""
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing: a month has thousands."""

    server = http.server.ThreadingHTTPServer((HOST, 0), Door)
    thread = threading.Thread(target=server.serve_forever, name="door", daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
