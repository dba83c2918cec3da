"""Killed after every step of a publication, then started again: the same website."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workflows.conftest import Platform

STEPS = [
    "ophalen",
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
from backbone.settings import read_settings
from workflows.context import open_context
from workflows.engine import Engine, EngineClient, EngineSettings
from workflows.jobs import WEBSITE, jobs

def after(step):
    if step == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)

context = open_context(read_settings())
settings = EngineSettings(context.settings.engine_url)
with Engine(settings, jobs(context), after):
    client = EngineClient(settings)
    client.submit(WEBSITE, "website-1", {})
    print(client.wait("website-1")["outcome"])
    client.close()
"""


def publish(platform: Platform, kill_after: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, kill_after],
        env=platform.environment,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_publication_killed_after_a_step_ends_the_same(
    platform: Platform, tmp_path: Path, step: str
) -> None:
    undisturbed = Platform(platform.url, tmp_path / "undisturbed")
    assert publish(undisturbed).stdout == "changed\n"
    assert publish(platform, kill_after=step).returncode == -signal.SIGKILL
    resumed = publish(platform)
    assert resumed.stdout == "changed\n", resumed.stderr
    assert platform.pages() == undisturbed.pages()
    assert platform.json("run", "website")["outcome"] == "unchanged"
