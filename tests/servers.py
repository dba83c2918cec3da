"""Servers that the tests of any room talk to over HTTP."""

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

import requests
from flask import Flask

from sandbox.options import SandboxOptions
from sandbox.server import listen

_PORTS = range(10_000, 32_000)
_PORTS_TRIED = 50


def free_port() -> int:
    """Return a port of loopback that nobody uses now.

    Below those that the system gives to connections going out: none of these takes it meanwhile.
    """
    for port in Random().sample(_PORTS, _PORTS_TRIED):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no port of loopback is free")


def smtp_port_of(address: str) -> int:
    """Return the port on which a sandbox takes mail."""
    found: str = requests.get(f"{address}/sandbox/health", timeout=5).json()["smtp"]
    host, _, port = found.rpartition(":")
    assert host == "smtp://127.0.0.1"
    return int(port)


@contextmanager
def start_sandbox(
    data_dir: Path, *, base: Mapping[str, Any] | None = None, **options: Any
) -> Iterator[str]:
    """Serve a sandbox from a thread of this process; yields its address.

    `base` is a base as `--base FILE` takes it; `options` are those of `SandboxOptions`, with one
    difference: calls per second are unlimited unless the test asks for `requests_per_s=5`.
    """
    if base is not None:
        data_dir.mkdir(parents=True, exist_ok=True)
        options["base_file"] = data_dir / "base.json"
        options["base_file"].write_text(json.dumps(base), "utf-8")
    chosen = {"port": free_port(), "requests_per_s": 0, **options}
    server = listen(SandboxOptions(data=data_dir, **chosen))
    thread = threading.Thread(target=server.run, name="sandbox", daemon=True)
    thread.start()
    try:
        yield server.services.options.address
    finally:
        server.stop()
        thread.join(timeout=5)


@contextmanager
def serve_app(app: Flask, port: int) -> Iterator[str]:
    """Serve an application as `museumflow serve` does, from a thread; yields its address."""
    # Only here: it brings the engine along, which most tests do without.
    from webhooks.serve import listen as open_port

    server = open_port(app, "127.0.0.1", port)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        # Closed from its own loop: closed from here, it would find its sockets gone. A reply that
        # wakes the loop at the same moment may have it close its own waker before we are done.
        with suppress(OSError):
            server.trigger.pull_trigger(lambda: [one.close() for one in list(server._map.values())])
        server.task_dispatcher.shutdown()
        thread.join(timeout=5)
