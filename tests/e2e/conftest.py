"""`make demo`, as the newcomer starts it: one running demo for all tests of this folder."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import free_port

MUSEUMFLOW = str(Path(sys.executable).with_name("museumflow"))


@dataclass(frozen=True)
class Demo:
    """What the demo printed, and where it keeps things."""

    start: str
    site: str
    tables: str
    mailbox: str
    runs: str
    data: Path
    port: int


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    data = tmp_path_factory.mktemp("demo")
    port = free_port()
    command = [MUSEUMFLOW, "demo", "--port", str(port), "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        said = []
        for line in running.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        found = dict(re.findall(r"^  (\S.*?)\s+(http\S+)$", "".join(said), re.MULTILINE))
        labels = ("Begin hier", "De website", "De tabellen", "Het postvak", "De runs")
        start, site, tables, mailbox, runs = (found.get(label, "") for label in labels)
        yield Demo(start, site, tables, mailbox, runs, data, port)
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=30) == 0
