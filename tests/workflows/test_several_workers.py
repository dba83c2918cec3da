"""Two workers on PostgreSQL: one is killed in the middle, the other ends what it began."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from backbone.database import open_database
from backbone.runs import Runs
from tests.bases import base_of
from tests.forking import Forked
from tests.postgres import Postgres
from tests.servers import start_sandbox
from tests.workflows.conftest import PLATFORM, Platform
from tests.workflows.test_killed import NOON, publish
from workflows.engine import EngineClient, EngineSettings

PATIENCE_S = 100.0
WORKER = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from backbone.settings import read_settings
from workflows.context import open_context
from workflows.heart import Pulse
from workflows.stopping import until_told_to_stop
from workflows.worker import working
import threading

name, kill_after, now = sys.argv[1:]
context = open_context(read_settings(), lambda: datetime.fromisoformat(now))

def after(step):
    if step == kill_after:
        try:
            (context.settings.data / "killed").touch(exist_ok=False)
        except FileExistsError:
            return  # the other was killed here
        os.kill(os.getpid(), signal.SIGKILL)

# A quarter of the usual pace, so that the test does not wait.
QUICK = Pulse(leave_after_s=5, lost_after_s=7.5, patience_s=6)

with until_told_to_stop(), working(context, name, after, QUICK):
    threading.Event().wait()
"""


def wait_until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "it did not come to pass in time"
        time.sleep(0.05)


@contextmanager
def worker(platform: Platform, name: str, kill_after: str) -> Iterator[subprocess.Popen[bytes]]:
    with (platform.data.parent / f"{name}.log").open("wb") as log:
        process = Forked(
            [sys.executable, "-c", WORKER, name, kill_after, NOON],
            env=platform.environment,
            stdout=log,
            stderr=log,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("undisturbed")
    with start_sandbox(folder / "sandbox", base=base_of(PLATFORM)) as url:
        platform = Platform(url, folder / "data")
        assert publish(platform).stdout == "changed\n"
        yield platform.pages()


@pytest.fixture
def shared(tmp_path: Path, postgres: Postgres) -> Iterator[Platform]:
    """A platform whose database several workers share."""
    with ExitStack() as stack:
        url = stack.enter_context(start_sandbox(tmp_path / "sandbox", base=base_of(PLATFORM)))
        yield Platform(url, tmp_path / "data", stack.enter_context(postgres.database()))


@pytest.mark.slow
def test_what_a_killed_worker_began_ends_elsewhere(
    shared: Platform, undisturbed: dict[str, bytes]
) -> None:
    step = "klaarzetten"  # each of the steps is in test_killed; here it goes on elsewhere
    with worker(shared, "w1", step) as one, worker(shared, "w2", step) as other:
        wait_until(lambda: -signal.SIGKILL in (one.poll(), other.poll()))
        client = EngineClient(EngineSettings(shared.database))
        wait_until(lambda: client.left_runs() == [] and shared.pages() == undisturbed)
        client.close()
        assert [one.poll(), other.poll()].count(None) == 1
    database = open_database(shared.database)
    runs = Runs(database).recent(9)  # also of what follows a fetch by itself
    assert [run.outcome for run in runs if run.workflow == "website"] == ["changed"]
    database.dispose()
    assert len([call for call in shared.calls() if call.endswith("/webhooks")]) == 1
