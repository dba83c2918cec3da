"""The engine keeps each step's outcome: killed anywhere, a job goes on after the last step."""

import contextlib
import json
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ENGINE = """
import os, signal, sys
from pathlib import Path
from workflows.engine import Engine, EngineClient, EngineSettings

folder, kill_after = Path(sys.argv[1]), sys.argv[2]

def note(name):
    with (folder / "effects").open("a") as effects:
        effects.write(name + "\\n")
    return name

def job(steps, run_id, arguments):
    return [steps(name, lambda name=name: note(name)) for name in arguments["steps"]]

def after(name):
    if name == kill_after:
        os.kill(os.getpid(), signal.SIGKILL)

settings = EngineSettings(f"sqlite:///{folder}/engine.sqlite")
with Engine(settings, {"job": job}, after):
    client = EngineClient(settings)
    client.submit("job", "run-1", {"steps": ["one", "two", "three"]})
    print(client.wait("run-1"))
    client.close()
"""


def run_engine(folder: Path, kill_after: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ENGINE, str(folder), kill_after],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("step", ["one", "two", "three"])
def test_a_killed_job_resumes_after_the_last_step(tmp_path: Path, step: str) -> None:
    killed = run_engine(tmp_path, kill_after=step)
    assert killed.returncode == -signal.SIGKILL
    resumed = run_engine(tmp_path)
    assert resumed.stdout == "['one', 'two', 'three']\n", resumed.stderr
    assert (tmp_path / "effects").read_text().split() == ["one", "two", "three"]


def test_the_same_run_twice_is_one_run(tmp_path: Path) -> None:
    run_engine(tmp_path)
    again = run_engine(tmp_path)
    assert again.stdout == "['one', 'two', 'three']\n"
    assert (tmp_path / "effects").read_text().split() == ["one", "two", "three"]


def test_outcomes_are_kept_as_json_not_pickle(tmp_path: Path) -> None:
    run_engine(tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "engine.sqlite")) as database:
        rows = database.execute("SELECT output, serialization FROM operation_outputs").fetchall()
    assert [(json.loads(output), kind) for output, kind in rows] == [
        ("one", "portable_json"),
        ("two", "portable_json"),
        ("three", "portable_json"),
    ]


IN_ORDER = """
import sys, threading
from workflows.engine import Engine, EngineClient, EngineSettings

begun, go_on, order = threading.Event(), threading.Event(), []

def job(steps, run_id, arguments):
    if run_id == "first":
        begun.set()
        go_on.wait(30)
    order.append(run_id)

settings = EngineSettings(f"sqlite:///{sys.argv[1]}/engine.sqlite")
with Engine(settings, {"job": job}):
    client = EngineClient(settings)
    client.submit("job", "first", {}, person_waits=False)
    begun.wait(30)
    client.submit("job", "by itself", {}, person_waits=False)
    client.submit("job", "for a person", {})
    go_on.set()
    client.wait("by itself")
    client.wait("for a person")
    client.close()
    print(order)
"""


def test_what_a_person_waits_for_goes_first(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_ORDER, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == "['first', 'for a person', 'by itself']\n", done.stderr
