"""Killed after every step of a publication, then started again: the same website."""

import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.bases import base_of
from tests.forking import run_python
from tests.servers import start_sandbox
from tests.workflows.conftest import PLATFORM, Platform

NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0).isoformat()
"""Both websites are made at the same moment: feeds tell when something changed."""

STEPS = [
    "ophalen",
    "doorgeven",
    "plannen",
    "klaarzetten",
    "neerzetten",
    "vastleggen",
    "plannen afsluiten",
    "zoeken bijwerken",
    "zoekpagina",
]

RUN = """
import os, signal, sys
from datetime import datetime
from backbone.settings import read_settings
from workflows.context import open_context
from workflows.engine import Engine, EngineClient, EngineSettings
from workflows.jobs import jobs
from workflows.website_job import WEBSITE

def after(step):
    if step == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)

context = open_context(read_settings(), lambda: datetime.fromisoformat(sys.argv[2]))
settings = EngineSettings(context.settings.engine_url)
with Engine(settings, jobs(context), after):
    client = EngineClient(settings)
    client.submit(WEBSITE, "website-1", {"person": True})
    print(client.wait("website-1")["outcome"])
    client.close()
"""


FETCH = (
    RUN.partition("settings =")[0]
    + """
from workflows.fetch_job import FETCH

settings = EngineSettings(context.settings.engine_url)
client = EngineClient(settings)

def start(workflow, run_id):
    client.submit(workflow, run_id, {})

with Engine(settings, jobs(context, None, start), after):
    client.submit(FETCH, "ophalen-1", {"first": "begin"})
    client.wait("ophalen-1")
    print(client.wait(f"website-na-{context.mirror.sequence()}-begin")["outcome"])
    client.close()
"""
)


def publish(
    platform: Platform, kill_after: str = "", script: str = RUN
) -> subprocess.CompletedProcess[str]:
    return run_python(script, kill_after, NOON, env=platform.environment)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("undisturbed")
    with start_sandbox(folder / "sandbox", base=base_of(PLATFORM)) as url:
        platform = Platform(url, folder / "data")
        assert publish(platform).stdout == "changed\n"
        yield platform.pages()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_publication_killed_after_each_of_its_steps_ends_the_same(
    platform: Platform, undisturbed: dict[str, bytes], kind: str, request: pytest.FixtureRequest
) -> None:
    """The process that goes on is killed after the next step, and so on to the last."""
    if kind == "postgresql":
        platform = replace(platform, database=request.getfixturevalue("postgres_url"))
    for step in STEPS:
        assert publish(platform, kill_after=step).returncode == -signal.SIGKILL, step
    resumed = publish(platform)
    assert resumed.stdout == "changed\n", resumed.stderr
    assert platform.pages() == undisturbed
    assert_read_once(platform)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_fetch_killed_after_each_of_its_steps_still_becomes_a_website(
    platform: Platform, undisturbed: dict[str, bytes], kind: str, request: pytest.FixtureRequest
) -> None:
    if kind == "postgresql":
        platform = replace(platform, database=request.getfixturevalue("postgres_url"))
    for step in ("ophalen", "doorgeven", "plannen"):
        assert publish(platform, step, FETCH).returncode == -signal.SIGKILL, step
    resumed = publish(platform, "", FETCH)
    assert resumed.stdout == "changed\n", resumed.stderr
    assert platform.pages() == undisturbed
    assert_read_once(platform)


def assert_read_once(platform: Platform) -> None:
    """What was read before a kill is not read again."""
    calls = platform.calls()
    assert len([call for call in calls if call.startswith("POST") and "webhooks" in call]) <= 1
    tables = [call for call in calls if call.startswith("GET") and "/meta/" not in call]
    assert len(tables) == len(set(tables)), calls
