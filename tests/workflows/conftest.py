"""A sandbox with a small base, and `museumflow` beside it as a person would run it."""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.bases import BASE_ID, base_of
from tests.forking import MUSEUMFLOW, run
from tests.servers import start_sandbox
from tests.workflows.fetch_desk import BASE as FETCHED_BASE
from tests.workflows.fetch_desk import Desk

SOON = (date.today() + timedelta(days=9)).isoformat()  # noqa: DTZ011 - any day soon will do

PLATFORM: dict[str, list[dict[str, Any]]] = {
    "museums": [
        {
            "id": f"museum-{number}",
            "name": name,
            "place": place,
            "status": "open",
            "on_website": True,
            "hours_text": "di t/m zo 11-17 u",
            "description": f"{name} vertelt het verhaal van {place}.",
        }
        for number, (name, place) in enumerate(
            [
                ("Drents Museum", "Assen"),
                ("Nabershof", "Emmen"),
                ("Veenpark", "Barger-Compascuum"),
                ("Hunebedcentrum", "Borger"),
                ("Miramar Zeemuseum", "Vledder"),
            ]
        )
    ],
    "activities": [
        {
            "id": f"activity-{number}",
            "title": title,
            "kind": "activity",
            "workflow_status": "approved",
            "museum": f"museum-{number % 5}",
            "starts": f"{SOON}T13:00:00.000Z",
            "ends": f"{SOON}T15:00:00.000Z",
        }
        for number, title in enumerate(["Turfsteken", "Lezing over heide", "Klompen maken"])
    ],
    "vacancies": [
        {
            "id": "vacancy-1",
            "title": "Gastheer of gastvrouw",
            "museum": "museum-0",
            "workflow_status": "approved",
        }
    ],
    "news": [
        {
            "id": "news-1",
            "title": "Een nieuw seizoen",
            "published_on": "2026-11-01",
            "workflow_status": "approved",
        }
    ],
    "programme": [{"id": "programme-1", "title": "Museumcongres", "audiences": ["board"]}],
    "images": [{"id": "image-1", "title": "Zonder bestand"}],
}


@dataclass(frozen=True)
class Platform:
    """The sandbox's address, museumflow's data folder, and its database when not in there."""

    url: str
    data: Path
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """Everything that museumflow needs to know."""
        return {
            **os.environ,
            "AIRTABLE_URL": self.url,
            "AIRTABLE_TOKEN": "token",
            "AIRTABLE_BASE": BASE_ID,
            "MUSEUMFLOW_DATA": str(self.data),
            "DATABASE_URL": self.database,
            "MUSEUMFLOW_SITE_URL": "https://musea.example",
        }

    def museumflow(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command as a person would; `settings` differ from the usual environment."""
        command, environment = [MUSEUMFLOW, *arguments], {**self.environment, **settings}
        return run(command, environment, cwd=self.data.parent)

    def json(self, *arguments: str) -> dict[str, Any]:
        """Run a command with --json and return what it says."""
        done = self.museumflow(*arguments, "--json")
        assert done.stdout, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def edit(self, method: str, path: str, body: dict[str, Any] | None = None) -> None:
        """Change the tables as staff do."""
        requests.request(
            method,
            f"{self.url}/v0/{BASE_ID}/{path}",
            json=body,
            headers={"Authorization": "Bearer staff"},
            timeout=10,
        ).raise_for_status()

    def calls(self) -> list[str]:
        """Return the calls to Airtable since the last look, and forget them."""
        found = requests.get(f"{self.url}/sandbox/ledger?service=airtable", timeout=10).json()
        requests.delete(f"{self.url}/sandbox/ledger", timeout=10).raise_for_status()
        return [
            f"{entry['method']} {entry['path']}"
            for entry in found["entries"]
            if str(entry.get("path", "")).startswith("/v0/")
        ]

    def pages(self) -> dict[str, bytes]:
        """Return every file of the website, but for the search index."""
        public = self.data / "public"
        return {
            path.relative_to(public).as_posix(): path.read_bytes()
            for path in sorted(public.rglob("*"))
            if path.is_file() and "pagefind" not in path.parts
        }


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Platform]:
    with start_sandbox(tmp_path / "sandbox", base=base_of(PLATFORM)) as url:
        yield Platform(url, tmp_path / "data")


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[str]:
    with start_sandbox(tmp_path / "sandbox", base=base_of(FETCHED_BASE)) as url:
        yield url


@pytest.fixture
def desk(sandbox: str, tmp_path: Path) -> Desk:
    return Desk(sandbox, tmp_path / "data")
