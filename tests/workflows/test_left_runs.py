"""Runs that no process will end are seen: killed ones, and those of another version."""

import signal
from datetime import UTC, datetime
from pathlib import Path

from tests.forking import run_python
from tests.workflows.test_engine import ENGINE, run_engine
from workflows.engine import EngineClient, EngineSettings

OLD_ENGINE = ENGINE.replace(
    "settings = EngineSettings",
    "import workflows.engine; workflows.engine.ENGINE_VERSION = '0'\nsettings = EngineSettings",
)
"""An engine of the version before: killed, it leaves a run that this version does not end."""


def client_of(url: str) -> EngineClient:
    return EngineClient(EngineSettings(url))


def test_a_killed_run_is_left_running_until_it_is_resumed(
    tmp_path: Path, database_url: str
) -> None:
    before = datetime.now(UTC)
    assert run_engine(tmp_path, database_url, kill_after="one").returncode == -signal.SIGKILL
    client = client_of(database_url)
    (left,) = client.left_runs()
    assert (left.id, left.job, left.state, left.is_other_version) == (
        "run-1",
        "job",
        "running",
        False,
    )
    assert before.replace(microsecond=0) <= left.since <= datetime.now(UTC)
    run_engine(tmp_path, database_url)
    assert client.left_runs() == []
    client.close()


def test_a_run_of_another_version_is_left_until_a_person_lets_it_go(
    tmp_path: Path, database_url: str
) -> None:
    run_python(OLD_ENGINE, str(tmp_path), database_url, "one")
    client = client_of(database_url)
    client.submit("job", "run-2", {"steps": ["four"]})
    found = {one.id: (one.state, one.is_other_version) for one in client.left_runs()}
    assert found == {"run-1": ("running", True), "run-2": ("waiting", False)}
    client.cancel("run-1")
    assert [one.id for one in client.left_runs()] == ["run-2"]
    client.close()
