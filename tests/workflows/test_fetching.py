"""When Airtable is read, what is let through and what it costs: over HTTP, with a moved clock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from backbone.airtable import service_of
from backbone.calls import CallCounts
from backbone.settings import Settings
from backbone.webhook import LOOK_EVERY
from museum.errors import TryLater
from museum.identity import RecordId
from tests.bases import BASE_ID, base_of, field_id, record_id, table_id
from tests.servers import start_sandbox
from workflows.context import Context, open_context
from workflows.due import Due, next_due, next_work
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
        self.context = open_context(settings, lambda: self.now)
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


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[str]:
    with start_sandbox(tmp_path / "sandbox", base=base_of(BASE)) as url:
        yield url


@pytest.fixture
def desk(sandbox: str, tmp_path: Path) -> Desk:
    return Desk(sandbox, tmp_path / "data")


def test_without_pings_only_the_webhook_is_looked_after(desk: Desk) -> None:
    assert next_due(desk.context) == MORNING + LOOK_EVERY


def test_an_edit_is_fetched_in_one_call_and_starts_who_reads_it(desk: Desk) -> None:
    desk.type("Lezing over turf")
    desk.pass_s(5)
    desk.type("Lezing over veen", activity=2)
    before = desk.work().run_id
    assert desk.go_on().outcome == "changed"
    assert (desk.title(1), desk.title(2)) == ("Lezing over turf", "Lezing over veen")
    assert desk.calls() == ["GET payloads"]
    assert desk.started == [f"website-na-{desk.context.mirror.sequence()}"]
    assert desk.work().run_id != before
    assert next_due(desk.context) == MORNING + LOOK_EVERY


def test_a_half_typed_value_waits_without_a_call(desk: Desk) -> None:
    desk.type("Lezing over tu")
    desk.pass_s(desk.wait() - 4)
    desk.type("Lezing over turf")
    desk.pass_s(4)
    desk.go_on()
    assert (desk.title(), desk.started) == ("Lezing 1", [])
    assert desk.wait() == pytest.approx(16, abs=1)
    desk.forget_calls()
    desk.go_on()
    assert desk.title() == "Lezing over turf"
    assert (len(desk.started), desk.calls()) == (1, [])


def test_a_record_waits_on_while_pings_may_be_about_it(desk: Desk) -> None:
    desk.type("Lezing over t")
    desk.job({"fetch": True})
    desk.pass_s(15)
    desk.type("Lezing over tu")
    desk.pass_s(10)
    assert desk.job({"fetch": False}).outcome == "unchanged"
    assert desk.title() == "Lezing 1"


def test_pings_of_others_keep_no_record_longer_than_the_pace(desk: Desk) -> None:
    desk.type("Lezing over turf")
    desk.job({"fetch": True})
    left_alone = desk.now
    while desk.title() == "Lezing 1":
        desk.pass_s(10)
        desk.type(f"Iets {desk.now:%S}", activity=2)
        if desk.wait() <= 10:
            desk.go_on()
    longest_s = desk.context.governor().pace().office.longest_s
    assert (desk.now - left_alone).total_seconds() == pytest.approx(longest_s, abs=1)


def test_the_canary_waits_ten_minutes_however_tight_the_month(sandbox: str, tmp_path: Path) -> None:
    desk = Desk(sandbox, tmp_path / "data", plan="300")
    desk.pass_s(18 * 3600)
    desk.ping()
    assert desk.wait() > 3600
    desk.context.flights.note_sent("merk", desk.now)
    assert desk.wait() == 600
    desk.context.flights.note_returned("merk", desk.now)
    assert desk.wait() > 3600


def test_nobody_waits_longer_than_five_minutes(desk: Desk) -> None:
    for number in range(21):
        desk.type(f"Lezing over {number}")
        desk.job({"fetch": True})
        desk.pass_s(15)
        assert (desk.title() == "Lezing 1") == (number < 20)


def test_who_presses_the_button_does_not_wait(desk: Desk) -> None:
    desk.type("Lezing over t")
    desk.job({"fetch": True})
    desk.type("Lezing over turf")
    assert fetch(desk.context).changed == 1
    assert desk.title() == "Lezing over turf"


def test_a_new_record_and_a_destroyed_one_follow(desk: Desk) -> None:
    made = desk.edit("POST", table_id("activities"), {"fields": {"Titel": "Nieuw"}})["id"]
    desk.edit("DELETE", f"{table_id('activities')}/{record_id('activity-3')}")
    desk.pass_s(60)
    desk.job({"fetch": True})
    assert desk.context.mirror.record("activities", RecordId(made)) is not None
    assert desk.title(3) is None


def test_a_table_and_a_field_that_are_destroyed_are_named(desk: Desk) -> None:
    desk.staff("DELETE", f"tables/{table_id('activities')}/fields/{field_id('activities', 'kind')}")
    desk.staff("DELETE", f"tables/{table_id('museums')}")
    desk.pass_s(60)
    desk.job({"fetch": True})
    assert {"tables:missing:museums", "tables:missing:activities.kind"} <= desk.points()
    number = desk.context.mirror.sequence()
    assert desk.started == [f"website-na-{number}", f"mail-na-{number}"]


def test_more_than_fifty_changes_go_together(desk: Desk) -> None:
    for number in range(60):
        desk.type(f"Nieuw {number}", number)
    desk.type("Half ge", 0)
    desk.pass_s(1)
    desk.job({"fetch": True})
    assert desk.calls().count("GET payloads") == 2
    assert [desk.title(number) for number in (0, 59)] == ["Lezing 0", "Lezing 59"]
    desk.go_on()
    assert [desk.title(number) for number in (0, 59)] == ["Half ge", "Nieuw 59"]
    assert desk.calls() == []


def test_spurious_repeated_and_late_pings_change_nothing(desk: Desk) -> None:
    for _ in range(5):
        desk.ping()
    assert desk.go_on().outcome == "unchanged"
    desk.type("Lezing over turf")
    desk.ping()
    desk.go_on()
    desk.ping()
    assert desk.go_on().outcome == "unchanged"
    assert desk.calls() == ["GET payloads"] * 3
    assert len(desk.started) == 1


def test_a_ping_during_a_fetch_causes_the_next_one(desk: Desk) -> None:
    desk.type("Lezing over turf")
    desk.pass_s(60)
    desk.fault(match="payloads", times=1, kind="slow", seconds=0.2)
    desk.job({"fetch": True})
    desk.type("Lezing over veen")
    assert desk.wait() > 0
    desk.go_on()
    assert desk.title() == "Lezing over veen"


def test_a_lost_webhook_is_made_again_and_all_is_read(desk: Desk) -> None:
    desk.type("Half ge")
    desk.job({"fetch": True})
    webhook = desk.context.puller().webhook.known_id()
    desk.context.airtable().delete_webhook(webhook)
    desk.type("Lezing over turf")
    desk.job({"fetch": True})
    assert desk.title() == "Lezing over turf"
    assert desk.context.settling.count() == 0


@pytest.mark.parametrize("days", [3, 6, 8, 30])
def test_after_a_silence_of_days_nothing_is_missed(desk: Desk, days: int) -> None:
    desk.type("Lezing over turf")
    desk.pass_s(days * 86_400)
    desk.job({"fetch": True})
    assert desk.title() == "Lezing over turf"
    assert desk.context.puller().webhook.is_usable()


def test_a_webhook_in_use_never_expires(desk: Desk) -> None:
    known = desk.context.puller().webhook.known_id()
    for _ in range(10):
        desk.go_on()
    assert desk.now == MORNING + 10 * LOOK_EVERY
    assert desk.context.puller().webhook.known_id() == known


def test_without_an_address_it_polls_within_the_budget(sandbox: str, tmp_path: Path) -> None:
    desk = Desk(sandbox, tmp_path / "data", plan="free", hook_url="")
    began = desk.now
    for _ in range(20):
        desk.go_on()
    assert desk.calls() == ["GET payloads"] * 20
    assert (desk.now - began) / 20 > timedelta(minutes=15)
    desk.type("Lezing over turf")
    desk.go_on()
    assert desk.title() == "Lezing over turf"


def test_a_failure_is_tried_again_later_and_later(desk: Desk) -> None:
    desk.type("Lezing over turf")
    waits = []
    for _ in range(3):
        desk.fault(match="payloads", times=1, kind="status", status=403)
        desk.fault(match="meta", times=1, kind="status", status=401)
        with pytest.raises(TryLater):
            desk.go_on()
        desk.ping()
        waits.append(desk.wait())
    assert waits == [60, 120, 300]
    desk.go_on()
    assert desk.title() == "Lezing over turf"


def test_a_spent_quota_stops_the_reading_until_the_month_turns(desk: Desk) -> None:
    desk.type("Lezing over veen", 2)
    desk.job({"fetch": True})
    desk.type("Lezing over turf")
    desk.fault(match="payloads", times=1, kind="status", status=429, body=SPENT)
    desk.pass_s(60)
    done = desk.job({"fetch": True})
    assert done.outcome == "stopped"
    assert "op" in done.lines[0]
    assert desk.points() == {"aanroepen:op"}
    assert desk.started, "what was fetched before goes on"
    assert next_due(desk.context) == datetime(2027, 4, 1, tzinfo=UTC)
    desk.forget_calls()
    found = fetch(desk.context, always=True)
    assert found.note.startswith("De aanroepen van deze maand bij Airtable zijn op")
    assert "1-4-2027" in found.note
    assert desk.calls() == []
    desk.go_on()
    assert desk.title() == "Lezing over turf"
    assert desk.points() == set()


def test_another_plan_ends_a_spent_quota(desk: Desk) -> None:
    desk.fault(match="payloads", times=1, kind="status", status=429, body=SPENT)
    desk.ping()
    desk.go_on()
    settings = desk.context.settings.model_copy(update={"airtable_plan": "business"})
    assert not open_context(settings, lambda: desk.now).governor().is_spent()


def test_past_ninety_percent_only_people_cause_calls(sandbox: str, tmp_path: Path) -> None:
    desk = Desk(sandbox, tmp_path / "data", plan="100")
    desk.use_calls(90)
    desk.type("Lezing over turf")
    desk.go_on()
    assert desk.points() == {"aanroepen:negentig"}
    assert next_due(desk.context) == datetime(2027, 4, 1, tzinfo=UTC)
    assert desk.job({"fetch": True}).outcome == "stopped"
    assert desk.calls() == []
    assert fetch(desk.context).changed == 1
    assert desk.calls() == ["GET payloads"]
    desk.go_on()
    assert "aanroepen:negentig" not in desk.points()


def test_an_odd_payload_is_no_end_of_fetching(desk: Desk) -> None:
    desk.type("Lezing over turf")
    body = '{"cursor": 2, "mightHaveMore": false, "payloads": ["?"]}'
    desk.fault(match="payloads", times=1, kind="status", status=200, body=body)
    with pytest.raises(AttributeError):
        desk.go_on()
    assert desk.wait() == 60
    desk.go_on()
    assert desk.title() == "Lezing over turf"
