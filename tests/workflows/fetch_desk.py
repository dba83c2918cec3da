"""A sandbox and our side of it, with one clock for both: what tests of fetching work with."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests

from backbone.airtable import service_of
from backbone.calls import CallCounts
from backbone.settings import Settings
from museum.identity import RecordId
from tests.bases import BASE_ID, field_id, record_id, table_id
from tests.clocks import sleepless
from workflows.context import Context, open_context
from workflows.due import Due, next_work
from workflows.engine import Json
from workflows.fetch import SERVICE, fetch
from workflows.fetch_job import fetch_job
from workflows.runner import JobOutcome

MORNING = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)  # a Tuesday, 10 o'clock in Drenthe
TITLE = field_id("activities", "title")
BASE: dict[str, Any] = {
    "museums": [{"id": "museum-1", "name": "Nabershof", "on_website": True}],
    "activities": [{"id": f"activity-{n}", "title": f"Lezing {n}"} for n in range(70)],
}
SPENT = '{"errors":[{"error":"PUBLIC_API_BILLING_LIMIT_EXCEEDED","message":"over"}]}'


@dataclass
class Desk:
    """A sandbox, our side of it, and one clock for both."""

    url: str
    data: Path
    plan: str = "team"
    hook_url: str = "http://127.0.0.1:9"
    now: datetime = MORNING
    started: list[str] = field(default_factory=list)
    context: Context = field(init=False)

    def __post_init__(self) -> None:
        self.data.mkdir()
        settings = Settings(
            data=self.data,
            airtable_token="token",
            airtable_base=BASE_ID,
            airtable_url=self.url,
            airtable_plan=self.plan,
            hook_url=self.hook_url,
        )
        context = open_context(settings, lambda: self.now)
        self.context = replace(context, clocks=sleepless(lambda: self.now))
        self._control("POST", "clock", {"now": self.now.isoformat()})
        fetch(self.context, always=True)
        self.context.mirror.set_state("handed_on", self.context.mirror.sequence())
        self.forget_calls()

    def pass_s(self, seconds: float) -> None:
        """Let time pass, on both sides."""
        self.now += timedelta(seconds=seconds)
        self._control("POST", "clock", {"now": self.now.isoformat()})

    def edit(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Change something as staff do, and let Airtable ping."""
        answer = requests.request(
            method,
            f"{self.url}/v0/{BASE_ID}/{path}",
            json=body,
            headers={"Authorization": "Bearer staff"},
            timeout=10,
        )
        answer.raise_for_status()
        self.ping()
        return answer.json()

    def staff(self, method: str, path: str) -> None:
        """Change the tables themselves as staff do in Airtable."""
        url = f"{self.url}/sandbox/airtable/{BASE_ID}/{path}"
        requests.request(method, url, timeout=10).raise_for_status()
        self.ping()

    def type(self, text: str, activity: int = 1) -> None:
        """Type in the title of an activity."""
        path = f"{table_id('activities')}/{record_id(f'activity-{activity}')}"
        self.edit("PATCH", path, {"fields": {"Titel": text}})

    def ping(self) -> None:
        """Let a ping come in, as the door stores it."""
        self.context.inbox.store_ping(SERVICE, self.now)

    def work(self) -> Due:
        """Return what is to be done next; something is."""
        work = next_work(self.context)
        assert work is not None
        return work

    def wait(self) -> float:
        """Return in how many seconds something is to be done."""
        return (self.work().at - self.now).total_seconds()

    def go_on(self) -> JobOutcome:
        """Let time pass until something is to be done, and do it."""
        work = self.work()
        self.pass_s(max(0.0, (work.at - self.now).total_seconds()))
        return self.job({"fetch": work.fetches})

    def job(self, arguments: dict[str, Json]) -> JobOutcome:
        """Do the job `ophalen`."""

        def steps(_name: str, function: Callable[[], Json]) -> Json:
            return function()

        def start(_workflow: str, run_id: str) -> None:
            self.started.append(run_id)

        readers = {"website": frozenset({"museums", "activities"}), "mail": frozenset({"news"})}
        return fetch_job(self.context, steps, arguments, readers, start)

    def title(self, activity: int = 1) -> str | None:
        """Return the title that the workflows see; None when the activity is gone."""
        found = self.context.mirror.record(
            "activities", RecordId(record_id(f"activity-{activity}"))
        )
        return str(found.cells[TITLE]) if found else None

    def points(self) -> set[str]:
        """Return the keys of the open attention points."""
        return {one.point.key for one in self.context.attention.open_points()}

    def fault(self, **fault: Any) -> None:
        """Let the sandbox fail."""
        self._control("POST", "faults", {"service": "airtable", **fault})

    def calls(self) -> list[str]:
        """Return our calls since the last look, and forget them."""
        found = requests.get(f"{self.url}/sandbox/ledger?service=airtable", timeout=10).json()
        self.forget_calls()
        return [
            f"{one['method']} {str(one['path']).rpartition('/')[2]}"
            for one in found["entries"]
            if str(one.get("path", "")).startswith("/v0/bases/")
        ]

    def forget_calls(self) -> None:
        """Empty the sandbox's ledger."""
        self._control("DELETE", "ledger")

    def use_calls(self, count: int) -> None:
        """Count calls of this month that were made for something else."""
        counts = CallCounts(self.context.database)
        for _ in range(count):
            counts.count_call(service_of(self.context.settings), "overig", self.now)

    def _control(self, method: str, path: str, body: dict[str, Any] | None = None) -> None:
        url = f"{self.url}/sandbox/{path}"
        requests.request(method, url, json=body, timeout=10).raise_for_status()
