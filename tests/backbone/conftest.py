"""A sandbox with a small base, and the backbone's parts that speak to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from backbone.airtable import AirtableBase
from backbone.careful_wire import RepeatPolicy
from backbone.config_files import load_definitions
from backbone.database import create_tables, open_database
from backbone.edit_history import EditHistory
from backbone.mirror import Mirror
from backbone.pull import Puller
from backbone.settings import Settings
from backbone.settling import QuietTime, Settling
from backbone.webhook import SecretFile
from tests.bases import BASE_ID, base_of
from tests.clocks import sleepless
from tests.servers import start_sandbox

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass
class DeskClock:
    """Our side's clock, which a test moves ahead."""

    ahead_s: float = 0.0

    def now(self) -> datetime:
        """Return the moment it is."""
        return NOW + timedelta(seconds=self.ahead_s)


@dataclass
class Desk:
    """Everything a test of the backbone works with."""

    url: str
    settings: Settings
    airtable: AirtableBase
    mirror: Mirror
    puller: Puller
    clock: DeskClock
    slept: list[float] = field(default_factory=list)

    def fault(self, **fault: Any) -> None:
        """Let the sandbox fail, as `POST /sandbox/faults` says."""
        body = {"service": "airtable", **fault}
        requests.post(f"{self.url}/sandbox/faults", json=body, timeout=10).raise_for_status()

    def faults(self) -> list[int]:
        """Return how often each ordered fault is still to happen; those used up are left out."""
        answer = requests.get(f"{self.url}/sandbox/faults", timeout=10)
        answer.raise_for_status()
        return [int(fault["times"]) for fault in answer.json()["faults"]]

    def calls(self) -> list[dict[str, Any]]:
        """Return the calls that reached the sandbox, oldest first."""
        answer = requests.get(f"{self.url}/sandbox/ledger?service=airtable", timeout=10)
        answer.raise_for_status()
        rows: list[dict[str, Any]] = answer.json()["entries"]
        return [row for row in rows if str(row.get("path", "")).startswith("/v0/")]

    def forget_calls(self) -> None:
        """Empty the sandbox's ledger."""
        requests.delete(f"{self.url}/sandbox/ledger", timeout=10).raise_for_status()

    def staff(self, method: str, path: str, body: dict[str, Any] | None = None) -> None:
        """Change the tables themselves as staff do in Airtable."""
        url = f"{self.url}/sandbox/airtable/{BASE_ID}/{path}"
        requests.request(method, url, json=body, timeout=10).raise_for_status()

    def staff_edit(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Change something as another client of the base does."""
        answer = requests.request(
            method,
            f"{self.url}/v0/{BASE_ID}/{path}",
            json=body,
            headers={"Authorization": "Bearer somebody"},
            timeout=10,
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None


SMALL_BASE: dict[str, Any] = {
    "museums": [
        {"id": f"museum-{number}", "name": f"Museum {number}", "place": "Assen", "on_website": True}
        for number in range(3)
    ],
    "activities": [
        {"id": f"activity-{number}", "title": f"Lezing {number}", "museum": "museum-1"}
        for number in range(230)
    ],
    "vacancies": [{"id": "vacancy-1", "title": "Gastvrouw of gastheer", "museum": "museum-1"}],
    "news": [{"id": "news-1", "title": "Nieuw seizoen", "published_on": "2026-11-01"}],
    "programme": [{"id": "programme-1", "title": "Museumcongres", "audiences": ["board"]}],
    "images": [{"id": "image-1", "title": "Hunebed", "alt": "Een hunebed op de hei"}],
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with start_sandbox(tmp_path / "sandbox", base=base_of(SMALL_BASE)) as url:
        yield make_desk(tmp_path / "data", url)


def make_desk(
    data: Path, url: str, hook_url: str = "", timeout_s: tuple[float, float] = (2.0, 2.0)
) -> Desk:
    """Put the backbone together for a sandbox; sleeping is noted, not done."""
    data.mkdir(exist_ok=True)
    settings = Settings(data=data, airtable_token="token", airtable_base=BASE_ID, airtable_url=url)
    clock, slept = DeskClock(), list[float]()
    clocks = sleepless(clock.now, slept)
    engine = open_database(settings.database_url)
    create_tables(engine)
    airtable = AirtableBase(settings, engine, clocks, RepeatPolicy(), timeout_s)
    mirror = Mirror(engine, load_definitions())
    puller = Puller(
        airtable,
        mirror,
        SecretFile(data),
        hook_url,
        clock.now,
        Settling(engine, QuietTime(20, 300)),
        EditHistory(engine),
    )
    return Desk(url, settings, airtable, mirror, puller, clock, slept)
