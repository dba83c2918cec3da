"""The engine keeps each step's outcome: killed anywhere, a job goes on after the last step."""

import json
import signal
import subprocess
from pathlib import Path

import sqlalchemy as sa

from tests.forking import run_python

ENGINE = """
import os, signal, sys
from pathlib import Path
from workflows.engine import Engine, EngineClient, EngineSettings

folder, url, kill_after = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

def note(name):
    with (folder / "effects").open("a") as effects:
        effects.write(name + "\\n")
    return name

def job(steps, run_id, arguments):
    return [steps(name, lambda name=name: note(name)) for name in arguments["steps"]]

def after(name):
    if name == kill_after:
        os.kill(os.getpid(), signal.SIGKILL)

settings = EngineSettings(url)
with Engine(settings, {"job": job}, after):
    client = EngineClient(settings)
    client.submit("job", "run-1", {"steps": ["one", "two", "three"]})
    print(client.wait("run-1"))
    client.close()
"""


def run_engine(folder: Path, url: str, kill_after: str = "") -> subprocess.CompletedProcess[str]:
    return run_python(ENGINE, str(folder), url, kill_after)


STEPS = ["one", "two", "three"]


def test_a_job_killed_after_each_step_resumes_after_the_last(
    tmp_path: Path, database_url: str
) -> None:
    """Each process resumes what the one before it left, and is killed after the next step."""
    for step in STEPS:
        assert run_engine(tmp_path, database_url, step).returncode == -signal.SIGKILL
    for _also_when_it_was_done in range(2):
        assert run_engine(tmp_path, database_url).stdout == "['one', 'two', 'three']\n"
    assert (tmp_path / "effects").read_text().split() == STEPS
    assert kept(database_url) == [(step, "portable_json") for step in STEPS]  # not pickle


def kept(database_url: str) -> list[tuple[str, str]]:
    """Return the outcome of each step as the engine keeps it, and in what form."""
    engine = sa.create_engine(database_url)
    schema = "dbos." if engine.dialect.name == "postgresql" else ""
    query = f"SELECT output, serialization FROM {schema}operation_outputs ORDER BY function_id"
    with engine.connect() as connection:
        rows = connection.execute(sa.text(query)).all()
    engine.dispose()
    return [(json.loads(output), kind) for output, kind in rows]


IN_ORDER = """
import sys, threading
from workflows.engine import Engine, EngineClient, EngineSettings

begun, go_on, order = threading.Event(), threading.Event(), []

def job(steps, run_id, arguments):
    if run_id == "first":
        begun.set()
        go_on.wait(30)
    order.append(run_id)

settings = EngineSettings(sys.argv[1])
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


def test_what_a_person_waits_for_goes_first(database_url: str) -> None:
    done = run_python(IN_ORDER, database_url)
    assert done.stdout == "['first', 'for a person', 'by itself']\n", done.stderr


STOPPED = """
import sys, threading
from workflows.engine import Engine, EngineClient, EngineSettings

begun, go_on = threading.Event(), threading.Event()

def slow():
    begun.set()
    go_on.wait(30)
    return "slow"

def job(steps, run_id, arguments):
    try:
        return [steps("slow", slow), steps("quick", lambda: print("quick") or "quick")]
    except Exception as error:
        print("failed", error)
        raise

settings = EngineSettings(sys.argv[1])
with Engine(settings, {"job": job}):
    client = EngineClient(settings)
    client.submit("job", "run-1", {})
    begun.wait(30)
    if sys.argv[2] == "resume":
        go_on.set()
        print(client.wait("run-1"))
    client.close()
go_on.set()
"""


def run_and_stop(url: str, how: str) -> str:
    return run_python(STOPPED, url, how).stdout


def test_a_job_whose_engine_stops_has_not_failed_and_is_resumed(database_url: str) -> None:
    assert run_and_stop(database_url, "stop") == ""
    assert run_and_stop(database_url, "resume") == "quick\n['slow', 'quick']\n"
