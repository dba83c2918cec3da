"""What fetching costs, when it fails and when the month is spent: over HTTP, with a moved clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from museum.errors import TryLater
from tests.workflows.fetch_desk import SPENT, Desk
from workflows.context import open_context
from workflows.due import next_due
from workflows.fetch import fetch


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
