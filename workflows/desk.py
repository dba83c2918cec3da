"""Hands a job to the engine and waits: to the one that runs already, or to one of our own."""

import os
import socket
import time
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from backbone.heartbeats import living
from workflows.context import Context
from workflows.engine import POLLING_S, Engine, EngineClient, EngineSettings, Json, prepare_engine
from workflows.folder_lock import FolderLock
from workflows.heart import PULSE
from workflows.jobs import jobs
from workflows.worker import engine_at_work


def run_job(context: Context, job: str, run_id: str, arguments: Mapping[str, Json]) -> Any:
    """Run a job to its end and return its outcome.

    While `museumflow serve` holds the data folder, or a worker lives, its engine does the work;
    otherwise this process does, and first resumes what an earlier one left.
    """
    settings = EngineSettings(context.settings.engine_url)
    if not context.settings.is_on_files:
        return _run_beside_workers(context, job, run_id, arguments)
    lock = FolderLock(context.settings.data)
    if not lock.try_take():
        return _wait(settings, job, run_id, arguments)
    try:
        with Engine(settings, jobs(context)):
            return _wait(settings, job, run_id, arguments)
    finally:
        lock.let_go()


def _run_beside_workers(
    context: Context, job: str, run_id: str, arguments: Mapping[str, Json]
) -> Any:
    """Let a worker do it; when none lives (any more), be one for as long as it takes."""
    name = f"{socket.gethostname()}-{os.getpid()}"
    settings = EngineSettings(context.settings.engine_url, name)
    prepare_engine(settings)
    with closing(EngineClient(settings)) as client:
        client.submit(job, run_id, arguments)
        while living(context.database, PULSE.lost_after):
            if client.has_ended(run_id):
                return client.wait(run_id)
            time.sleep(POLLING_S)
        with engine_at_work(context, settings, jobs(context)):
            return client.wait(run_id)


def _wait(settings: EngineSettings, job: str, run_id: str, arguments: Mapping[str, Json]) -> Any:
    client = EngineClient(settings)
    try:
        client.submit(job, run_id, arguments)
        return client.wait(run_id)
    finally:
        client.close()
