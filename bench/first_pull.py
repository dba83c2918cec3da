"""The first pull of 20,000 records from the sandbox, at its real limit of 5 calls a second."""

import math
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import requests

from backbone.settings import Settings
from tests.bases import BASE_ID, base_of
from tests.servers import start_sandbox
from workflows.context import open_context

CALLS_PER_S = 5
PAGE = 100
RECORDS = {"museums": 700, "activities": 19_300}


@dataclass(frozen=True)
class PullFigures:
    """What was measured. `limit_s` is the time the calls take at 5 a second, and nothing else."""

    records: int
    calls: int
    calls_allowed: int
    calls_unchanged: int
    took_s: float
    limit_s: float


def measure_first_pull() -> PullFigures:
    """Pull a large base whole, then once more without a change."""
    base = base_of(
        {
            table: [
                {
                    "id": f"{table}-{number}",
                    "name" if table == "museums" else "title": f"Rij {number}",
                }
                for number in range(count)
            ]
            for table, count in RECORDS.items()
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with start_sandbox(place / "sandbox", base=base, requests_per_s=CALLS_PER_S) as url:
            (place / "data").mkdir()
            settings = Settings(
                data=place / "data", airtable_token="bench", airtable_base=BASE_ID, airtable_url=url
            )
            context = open_context(settings, lambda: datetime.now(UTC))
            started = time.perf_counter()
            report = context.puller().pull()
            took_s = time.perf_counter() - started
            calls = _calls(url)
            context.puller().pull()
            after = _calls(url)
    allowed = sum(math.ceil(count / PAGE) for count in RECORDS.values()) + 4 + 3
    return PullFigures(
        records=report.changed,
        calls=calls,
        calls_allowed=allowed,
        calls_unchanged=after - calls,
        took_s=took_s,
        limit_s=calls / CALLS_PER_S,
    )


def _calls(url: str) -> int:
    entries = requests.get(f"{url}/sandbox/ledger?service=airtable", timeout=60).json()["entries"]
    return sum(1 for entry in entries if str(entry.get("path", "")).startswith("/v0/"))
