"""`make soak`: small publications, killed at random moments; nothing may be lost or doubled.

`museumflow serve` follows a small base at quiet time zero. Cells are changed one by one; each
change is to be on its page, whatever was killed in between. It takes about an hour: a nightly
target, not a test of `make test`. `--seed` plays the same kills again, as far as a machine can.
"""

import argparse
import os
import random
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import requests
from rich.console import Console

from backbone.database import open_database
from backbone.runs import Runs
from backbone.settings import Settings
from bench.serving import MUSEUMFLOW, wait_until
from tests.bases import BASE_ID, base_of, record_id, table_id
from tests.servers import free_port, start_sandbox
from workflows.website_job import WEBSITE

MUSEUMS: Final = 5
BASE: Final[dict[str, Any]] = {
    "museums": [
        {"id": f"museum-{n}", "name": f"Museum {n}", "place": "Assen", "on_website": True}
        for n in range(MUSEUMS)
    ]
}
LONGEST_LIFE_S: Final = 2.0
"""A kill comes within this time after a change: the run that it makes takes about one second."""


class Soak:
    """A sandbox, and a museumflow beside it that is killed again and again."""

    def __init__(self, folder: Path, url: str, stack: ExitStack) -> None:
        self.url, self.folder, self.data = url, folder, folder / "data"
        self.data.mkdir()
        self.port = free_port()
        self.site = f"http://127.0.0.1:{self.port}"
        self.runs = Runs(open_database(Settings(data=self.data).database_url))
        self.kills = self.edits = 0
        self._log = stack.enter_context((folder / "serve.log").open("ab"))
        self._process: subprocess.Popen[bytes] | None = None
        stack.callback(self.kill)

    def start(self) -> None:
        """Start museumflow; returns when it answers."""
        self._process = subprocess.Popen(
            [MUSEUMFLOW, "serve", "--port", str(self.port)],
            env=self.environment(self.data),
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        wait_until(self._answers)

    def environment(self, data: Path) -> dict[str, str]:
        """Everything that museumflow needs to know."""
        return {
            **os.environ,
            "AIRTABLE_URL": self.url,
            "AIRTABLE_TOKEN": "soak",
            "AIRTABLE_BASE": BASE_ID,
            "AIRTABLE_PLAN": "business",
            "MUSEUMFLOW_DATA": str(data),
            "MUSEUMFLOW_SITE_URL": self.site,
            "MUSEUMFLOW_HOOK_URL": self.site,
            "MUSEUMFLOW_QUIET_S": "0",
        }

    def kill(self) -> None:
        """Kill museumflow and all that it started, as a power cut does."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def edit(self, number: int, kill_after_s: float | None) -> None:
        """Change a cell, perhaps kill in the middle of what follows, and see the page change."""
        text = f"Zin {number}."
        museum = number % MUSEUMS
        requests.patch(
            f"{self.url}/v0/{BASE_ID}/{table_id('museums')}/{record_id(f'museum-{museum}')}",
            json={"fields": {"In één zin": text}},
            headers={"Authorization": "Bearer staff"},
            timeout=30,
        ).raise_for_status()
        self.edits += 1
        if kill_after_s is not None:
            time.sleep(kill_after_s)
            self.kill()
            self.kills += 1
            self.start()
        wait_until(lambda: text in self.get(f"musea/museum-{museum}/"))

    def get(self, path: str) -> str:
        """Return a page as a visitor gets it."""
        return requests.get(f"{self.site}/{path}", timeout=30).text

    def outcomes(self, workflow: str = "") -> Counter[str]:
        """Count how the runs ended; those of one workflow, or of all."""
        found = self.runs.recent(1_000_000)
        return Counter(run.outcome for run in found if workflow in ("", run.workflow))

    def is_idle(self) -> bool:
        """Tell whether no run is under way."""
        return self.outcomes()["running"] == 0

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.site}/health", timeout=10).ok
        except requests.ConnectionError:
            return False


def faults_of(soak: Soak) -> list[str]:
    """Return what was lost or doubled, in words."""
    outcomes, published = soak.outcomes(), soak.outcomes(WEBSITE)["changed"]
    found = []
    if published != soak.edits + 1:
        found.append(f"{soak.edits} changes and a beginning gave {published} publications")
    if set(outcomes) - {"changed", "unchanged"}:
        found.append(f"runs ended as {dict(outcomes)}")
    headers = {"Authorization": "Bearer soak"}
    hooks = requests.get(f"{soak.url}/v0/bases/{BASE_ID}/webhooks", headers=headers, timeout=30)
    if len(hooks.json()["webhooks"]) != 1:
        found.append(f"{len(hooks.json()['webhooks'])} webhooks are left at Airtable")
    again = soak.folder / "again"
    subprocess.run(
        [MUSEUMFLOW, "run", "website"],
        env=soak.environment(again) | {"MUSEUMFLOW_HOOK_URL": ""},
        check=True,
        capture_output=True,
    )
    if pages(soak.data) != pages(again):
        found.append("the website differs from one that is made anew")
    return found


def pages(data: Path) -> dict[str, bytes]:
    """Return the pages that stand in a data folder."""
    public = data / "public"
    return {str(path.relative_to(public)): path.read_bytes() for path in public.rglob("*.html")}


def soak_through(soak: Soak, runs: int, kills: int, dice: random.Random) -> None:
    """Make so many changes, and kill at so many of them."""
    doomed = set(dice.sample(range(runs), kills))
    soak.start()
    wait_until(lambda: "Museum 0" in soak.get("musea/museum-0/"))
    for number in range(runs):
        soak.edit(number, dice.uniform(0, LONGEST_LIFE_S) if number in doomed else None)
    wait_until(soak.is_idle)


def main() -> None:
    """Soak, tell what it came to, and end with 1 when anything was lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak")
    parser.add_argument("--runs", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    arguments = parser.parse_args()
    say: Callable[[str], None] = Console(width=110).print
    say(f"{arguments.runs} runs, {arguments.kills} kills, seed {arguments.seed}")
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        url = stack.enter_context(start_sandbox(folder / "sandbox", base=base_of(BASE)))
        soak = Soak(folder, url, stack)
        dice = random.Random(arguments.seed)
        soak_through(soak, arguments.runs, arguments.kills, dice)
        found = faults_of(soak)
        say(f"{soak.edits} changes, {soak.kills} kills, runs: {dict(soak.outcomes())}")
    for one in found:
        say(f"[red]{one}[/red]")
    raise SystemExit(1 if found else 0)


if __name__ == "__main__":
    main()
