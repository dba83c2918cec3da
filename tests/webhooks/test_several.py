"""`museumflow web` twice and `museumflow worker` twice, on one PostgreSQL and one folder."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from backbone.database import open_database
from backbone.runs import Runs
from tests.bases import BASE_ID, base_of
from tests.forking import MUSEUMFLOW, Forked, run
from tests.servers import free_port, start_sandbox
from tests.webhooks.test_live import BASE, Live, answers, wait_until


@contextmanager
def running(
    environment: Mapping[str, str], log: Path, *arguments: str
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as file:
        process = Forked([MUSEUMFLOW, *arguments], env=environment, stdout=file, stderr=file)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


class Several:
    """Two web processes and two workers."""

    def __init__(self, folder: Path, sandbox: str, database: str, stack: ExitStack) -> None:
        self.database = open_database(database)
        self._folder, self._stack = folder, stack
        ports = [free_port(), free_port()]
        self.sites = [f"http://127.0.0.1:{port}" for port in ports]
        self.environment = {
            **os.environ,
            "AIRTABLE_URL": sandbox,
            "AIRTABLE_TOKEN": "token",
            "AIRTABLE_BASE": BASE_ID,
            "AIRTABLE_PLAN": "team",
            "DATABASE_URL": database,
            "MUSEUMFLOW_DATA": str(folder / "data"),
            "MUSEUMFLOW_QUIET_S": "0",
            "MUSEUMFLOW_SECRET": "een lang wachtwoord",
            "MUSEUMFLOW_SITE_URL": "https://musea.example",
            "MUSEUMFLOW_HOOK_URL": self.sites[1],
        }
        self.webs = [self.start(f"web-{port}", "web", "--port", str(port)) for port in ports]
        self.workers = {name: self.start(name, "worker", "--name", name) for name in ("w1", "w2")}
        self.live = [Live(sandbox, folder / "data", site) for site in self.sites]

    def start(self, log: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one more process of museumflow."""
        path = self._folder / f"{log}.log"
        return self._stack.enter_context(running(self.environment, path, *arguments))

    def busy_worker(self) -> str:
        """Return the name of the worker that publishes now, "" when none does."""
        query = sa.text(
            "SELECT executor_id FROM dbos.workflow_status "
            "WHERE status = 'PENDING' AND name = 'website'"
        )
        with self.database.connect() as connection:
            return str(connection.scalar(query) or "")

    def outcomes(self) -> list[str]:
        """Return how the publications ended, oldest first."""
        return [run.outcome for run in reversed(Runs(self.database).recent(99))]


@pytest.fixture
def several(tmp_path: Path, postgres_url: str) -> Iterator[Several]:
    with ExitStack() as stack:
        sandbox = stack.enter_context(start_sandbox(tmp_path / "sandbox", base=base_of(BASE)))
        found = Several(tmp_path, sandbox, postgres_url, stack)
        stack.callback(found.database.dispose)
        yield found


@pytest.mark.slow
def test_side_by_side_no_work_is_done_twice_and_each_may_go(several: Several) -> None:
    one, other = several.live
    for site in several.sites:
        wait_until(partial(answers, f"{site}/health/published"))

    told = run([MUSEUMFLOW, "doctor"], several.environment).stdout
    assert "Workers: Er werkt: w1, w2." in told

    # An edit is on both, and was asked for and published once.
    calls, runs = one.payload_calls(), len(several.outcomes())
    one.edit({"In één zin": "Een zin over turf."})
    wait_until(lambda: one.shows("over turf") and other.shows("over turf"))
    wait_until(lambda: several.outcomes()[runs:] == ["changed"])
    assert one.payload_calls() == calls + 1

    # Who is logged in at one is logged in at the other.
    person = requests.Session()
    person.headers["X-Forwarded-For"] = "192.0.2.1"
    form = person.get(f"{one.site}/beheer/inloggen", timeout=10)
    token = form.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    typed = {"csrf_token": token, "secret": "een lang wachtwoord"}
    person.post(f"{one.site}/beheer/inloggen", data=typed, timeout=10).raise_for_status()
    for cookie in person.cookies:
        cookie.secure = False
    assert person.get(f"{other.site}/beheer/runs", timeout=10, allow_redirects=False).ok

    # A web process is killed; the other goes on. A worker that is stopped hands over at once.
    several.webs[0].kill()
    other.edit({"In één zin": "Een zin over veen."})
    wait_until(several.busy_worker)
    stopped = several.workers[several.busy_worker() or "w1"]
    stopped.send_signal(signal.SIGTERM)
    wait_until(lambda: other.shows("over veen"))
    stopped.wait(timeout=60)
    wait_until(lambda: "running" not in several.outcomes())
    assert set(several.outcomes()) <= {"changed", "unchanged"}
