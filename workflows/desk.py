"""Hands a job to the engine and waits: to the one that runs already, or to one of our own."""

from collections.abc import Mapping
from typing import Any

from workflows.context import Context
from workflows.engine import Engine, EngineClient, EngineSettings, Json
from workflows.folder_lock import FolderLock
from workflows.jobs import jobs


def run_job(context: Context, job: str, run_id: str, arguments: Mapping[str, Json]) -> Any:
    """Run a job to its end and return its outcome.

    While `museumflow serve` holds the data folder, its engine does the work; otherwise this
    process does, and first resumes what an earlier one left.
    """
    settings = EngineSettings(context.settings.engine_url)
    lock = FolderLock(context.settings.data)
    if not lock.try_take():
        return _wait(settings, job, run_id, arguments)
    try:
        with Engine(settings, jobs(context)):
            return _wait(settings, job, run_id, arguments)
    finally:
        lock.let_go()


def _wait(settings: EngineSettings, job: str, run_id: str, arguments: Mapping[str, Json]) -> Any:
    client = EngineClient(settings)
    try:
        client.submit(job, run_id, arguments)
        return client.wait(run_id)
    finally:
        client.close()
