"""The sandbox and `museumflow serve`, each a process of its own, as a bench needs them."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.servers import free_port

MUSEUMFLOW = str(Path(sys.executable).with_name("museumflow"))
PATIENCE_S = 300.0


@dataclass(frozen=True)
class Serving:
    """Addresses without a slash at the end, the data folder and the process of `serve`."""

    sandbox_url: str
    site_url: str
    data: Path
    process: subprocess.Popen[bytes]

    def is_published(self) -> bool:
        """Tell whether a first publication stands."""
        return requests.get(f"{self.site_url}/health/published", timeout=30).ok


@contextmanager
def serving(
    place: Path,
    sandbox_options: Sequence[str] = ("--sample",),
    mail_from: str = "",
    **settings: str,
) -> Iterator[Serving]:
    """Start both in `place`; `settings` are added to the environment of `serve`.

    With `mail_from`, mail goes to the sandbox's mailbox; without, none goes.
    """
    sandbox_port, site_port = free_port(), free_port()
    sandbox_url, site_url = (f"http://127.0.0.1:{port}" for port in (sandbox_port, site_port))
    (place / "data").mkdir(parents=True)
    sandbox = [MUSEUMFLOW, "sandbox", "--port", str(sandbox_port)]
    sandbox += ["--data", str(place / "sandbox"), *sandbox_options]
    with _running(sandbox, place / "sandbox.log", {}):
        wait_until(lambda: _answers(f"{sandbox_url}/sandbox/health"))
        health = requests.get(f"{sandbox_url}/sandbox/health", timeout=30).json()
        bases = health["bases"]
        mail = {"SMTP_URL": health["smtp"], "MAIL_FROM": mail_from} if mail_from else {}
        environment = {
            "AIRTABLE_URL": sandbox_url,
            "AIRTABLE_TOKEN": "bench",
            "AIRTABLE_BASE": bases[0],
            "MUSEUMFLOW_DATA": str(place / "data"),
            "MUSEUMFLOW_PORT": str(site_port),
            "MUSEUMFLOW_SITE_URL": site_url,
            "MUSEUMFLOW_HOOK_URL": site_url,
            "MUSEUMFLOW_SAMPLE": "1",
            **mail,
            **settings,
        }
        with _running([MUSEUMFLOW, "serve"], place / "serve.log", environment) as process:
            wait_until(lambda: _answers(f"{site_url}/health"))
            yield Serving(sandbox_url, site_url, place / "data", process)


@contextmanager
def stand_in(place: Path, *options: str) -> Iterator[str]:
    """Start the sandbox alone; yields its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [MUSEUMFLOW, "sandbox", "--port", str(port), "--data", str(place / "sandbox")]
    with _running([*command, *options], place / "sandbox.log", {}):
        wait_until(lambda: _answers(f"{url}/sandbox/health"))
        yield url


def wait_until(is_so: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
    """Wait for a condition; raises `TimeoutError` when it does not come."""
    deadline_s = time.monotonic() + patience_s
    while not is_so():
        if time.monotonic() > deadline_s:
            raise TimeoutError("what the bench waits for did not come")
        time.sleep(0.05)


@contextmanager
def _running(
    command: Sequence[str], log: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=file, stderr=file
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=60)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=10).ok
    except requests.ConnectionError:
        return False
