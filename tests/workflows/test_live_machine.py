"""Whatever pings, edits, crashes and restarts come in whatever order: the website ends the same."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from backbone.limiter import Clocks
from backbone.settings import Settings
from backbone.webhook import verify_mac
from tests.bases import BASE_ID, base_of, field_id, record_id, table_id
from tests.servers import start_sandbox
from tests.webhooks.test_live import BASE
from workflows.context import Context, open_context
from workflows.due import next_work
from workflows.fetch import SERVICE
from workflows.fetch_job import FETCH
from workflows.jobs import jobs
from workflows.website_job import WEBSITE

MUSEUMS = table_id("museums")
DESCRIPTION, SHOWN = field_id("museums", "description"), field_id("museums", "on_website")
LONG_ENOUGH = timedelta(hours=6)
"""In this time everything that waits for its moment has come."""


class Crash(BaseException):
    """The process is gone: nobody catches this."""


class Process:
    """museumflow on a data folder, on a clock that is moved; dies when told to."""

    def __init__(
        self, data: Path, url: str, clock: Callable[[], datetime], sleep: Callable[[float], None]
    ) -> None:
        made = Settings(
            data=data,
            airtable_token="token",
            airtable_base=BASE_ID,
            airtable_url=url,
            # Nobody listens there: pings are handed over by the machine, or are lost.
            hook_url="http://127.0.0.1:9",
            airtable_plan="business",
        )
        clocks = Clocks(wall_s=lambda: clock().timestamp(), sleep=sleep, now=clock)
        self.context: Context = replace(open_context(made, clock), clocks=clocks)
        self.started: list[tuple[str, str]] = []
        self._jobs = jobs(
            self.context,
            later=lambda _job: None,
            start=lambda workflow, run_id: self.started.append((workflow, run_id)),
        )

    def do(self, job: str, run_id: str, steps_to_live: int = 99, **arguments: Any) -> None:
        """Do a job; raises `Crash` after so many steps."""

        def steps(_name: str, function: Callable[[], Any]) -> Any:
            nonlocal steps_to_live
            if steps_to_live == 0:
                raise Crash
            steps_to_live -= 1
            return function()

        self._jobs[job](steps, run_id, arguments)

    def pages(self) -> dict[str, bytes]:
        """Return the pages that it published."""
        public = self.context.settings.public
        return {str(path.relative_to(public)): path.read_bytes() for path in public.rglob("*.html")}


class Live(RuleBasedStateMachine):
    """A sandbox that people edit, and a museumflow beside it that now and then dies."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.url = self.stack.enter_context(
            start_sandbox(self.folder / "sandbox", base=base_of(BASE))
        )
        self.now = datetime.now(UTC)
        self.rows = [record_id(f"museum-{number}") for number in range(3)]
        self.number = 0
        self.process = self.fresh("data")

    @initialize()
    def begin(self) -> None:
        self.process.do(FETCH, "ophalen-start", first="begin")

    def fresh(self, name: str) -> Process:
        (self.folder / name).mkdir(exist_ok=True)
        return Process(self.folder / name, self.url, lambda: self.now, self.pass_s)

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        url = f"{self.url}/v0/{BASE_ID}/{MUSEUMS}{path}"
        headers = {"Authorization": "Bearer staff"}
        reply = requests.request(method, url, json=body, headers=headers, timeout=10)
        reply.raise_for_status()
        return reply.json()

    def pass_s(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        body = {"now": self.now.isoformat()}
        requests.post(f"{self.url}/sandbox/clock", json=body, timeout=10).raise_for_status()

    def ping(self) -> None:
        self.process.context.inbox.store_ping(SERVICE, self.now)

    @rule(row=st.integers(0, 9), is_told=st.booleans())
    def describe(self, row: int, is_told: bool) -> None:
        self.number += 1
        fields = {DESCRIPTION: f"Beschrijving nummer {self.number}."}
        self.call("PATCH", f"/{self.rows[row % len(self.rows)]}", {"fields": fields})
        if is_told:
            self.ping()

    @rule(row=st.integers(0, 9), shown=st.booleans())
    def show_or_hide(self, row: int, shown: bool) -> None:
        self.call("PATCH", f"/{self.rows[row % len(self.rows)]}", {"fields": {SHOWN: shown}})
        self.ping()

    @rule()
    def add(self) -> None:
        self.number += 1
        names = {"name": f"Nieuw museum {self.number}", "place": "Rolde"}
        fields = {field_id("museums", key): value for key, value in names.items()}
        made = self.call("POST", "", {"fields": {**fields, SHOWN: True}})
        self.rows.append(made["id"])
        self.ping()

    @precondition(lambda self: len(self.rows) > 2)
    @rule(row=st.integers(0, 9))
    def remove(self, row: int) -> None:
        self.call("DELETE", f"/{self.rows.pop(row % len(self.rows))}")
        self.ping()

    @rule(times=st.integers(1, 3))
    def repeat_a_ping(self, times: int) -> None:
        for _ in range(times):
            self.ping()

    @rule(mac=st.sampled_from(["", "hmac-sha256=00", "é"]))
    def forge_a_ping(self, mac: str) -> None:
        assert not verify_mac(self.process.context.secrets.read(), b"{}", mac)

    @rule(seconds=st.sampled_from([1, 15, 25, 400]))
    def wait(self, seconds: int) -> None:
        self.pass_s(seconds)

    @rule(steps_to_live=st.sampled_from([0, 1, 2, 3, 4, 99]))
    def work(self, steps_to_live: int) -> None:
        due = next_work(self.process.context)
        if due is None or due.at > self.now:
            return
        try:
            self.process.do(FETCH, due.run_id, steps_to_live, fetch=due.fetches)
        except Crash:
            self.restart()

    @rule(steps_to_live=st.sampled_from([1, 3, 5, 99]))
    def publish(self, steps_to_live: int) -> None:
        """Do the runs that a fetch started, as the engine does when their turn comes."""
        started, self.process.started = self.process.started, []
        try:
            for workflow, run_id in started:
                self.process.do(workflow, run_id, steps_to_live)
        except Crash:
            self.restart()

    @rule()
    def restart(self) -> None:
        """Begin again on the same folder; as `serve` does, ask once for what was missed."""
        self.process.context.database.dispose()
        self.process = self.fresh("data")
        self.number += 1
        self.process.do(FETCH, f"ophalen-start-{self.number}", first=f"keer-{self.number}")

    def teardown(self) -> None:
        try:
            self.settle()
            self.compare()
        finally:
            self.process.context.database.dispose()
            self.stack.close()

    def settle(self) -> None:
        self.ping()  # whatever was lost before: the next ping makes up for it
        self.pass_s(LONG_ENOUGH.total_seconds())
        for _ in range(20):
            due = next_work(self.process.context)
            if due is None or due.at > self.now:
                break
            self.process.do(FETCH, due.run_id, fetch=due.fetches)
        plan = self.process.context.runs.latest_blocked_plan()
        if plan is not None:  # so few museums that a few less touch the brake
            self.process.context.runs.approve_plan(plan.id, "staff", self.now)
        self.number += 1
        self.process.do(WEBSITE, f"website-slot-{self.number}")

    def compare(self) -> None:
        rows = self.call("GET", "?returnFieldsByFieldId=true")["records"]
        wanted = {row["id"]: row["fields"].get(DESCRIPTION) for row in rows}
        mirror = self.process.context.mirror
        assert {row.id: row.cells.get(DESCRIPTION) for row in mirror.records("museums")} == wanted
        other = self.fresh("again")
        other.do(FETCH, "ophalen-start", first="again")
        other.do(WEBSITE, "website-anew")
        published, again = self.process.pages(), other.pages()
        other.context.database.dispose()
        assert sorted(published) == sorted(again)
        assert [name for name in again if published[name] != again[name]] == []


TestLive = pytest.mark.slow(Live.TestCase)
TestLive.settings = settings(
    max_examples=6, stateful_step_count=20, deadline=None, derandomize=True, print_blob=True
)
