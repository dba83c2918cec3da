"""Processes that are killed (SIGKILL) at the very place where it would hurt."""

import os
import signal
import sys
import time
from collections.abc import Callable

import requests
from pydantic import SecretStr

from backbone.settings import Settings
from tests.forking import Forked

PATIENCE_S = 60.0


def kill_once(is_so: Callable[[], object], script: str, settings: Settings, *words: str) -> None:
    """Run a script in a process of its own with these settings, and kill it once something is so.

    It may not have ended before.
    """
    command = [sys.executable, "-c", script, *words]
    with Forked(command, env=environment_of(settings)) as process:
        end = time.monotonic() + PATIENCE_S
        while not is_so():
            assert process.poll() is None, "it ended before it could be killed"
            assert time.monotonic() < end, "it did not come"
            time.sleep(0.02)
        process.kill()
        assert process.wait() == -signal.SIGKILL


def keep_waiting(url: str, service: str, match: str) -> Callable[[], bool]:
    """Keep the next call that matches waiting; returns what tells that it came."""
    fault = {"service": service, "match": match, "times": 1, "kind": "slow", "seconds": 60}
    requests.post(f"{url}/sandbox/faults", json=fault, timeout=10).raise_for_status()

    def has_come() -> bool:
        found = requests.get(f"{url}/sandbox/faults", timeout=10).json()["faults"]
        return fault["match"] not in [one["match"] for one in found]

    return has_come


def lose_replies(url: str, service: str, match: str) -> None:
    """Let calls that match do what they do, and never tell who made them."""
    fault = {"service": service, "match": match, "times": 99, "kind": "lost-reply"}
    requests.post(f"{url}/sandbox/faults", json=fault, timeout=10).raise_for_status()


def no_faults(url: str) -> None:
    """Let everything go well again."""
    requests.delete(f"{url}/sandbox/faults", timeout=10).raise_for_status()


def environment_of(settings: Settings) -> dict[str, str]:
    """Return what another process of the same installation needs to know."""
    told = {}
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if field.alias and value not in (None, ""):
            told[field.alias] = "1" if value is True else "" if value is False else str(value)
    return {**os.environ, **told}
