"""When Airtable is read, and what is let through: over HTTP, with a moved clock."""

from datetime import timedelta
from pathlib import Path

import pytest

from backbone.webhook import LOOK_AT_LEAST_EVERY, LOOK_EVERY
from museum.identity import RecordId
from tests.bases import field_id, record_id, table_id
from tests.workflows.fetch_desk import MORNING, Desk
from workflows.due import next_due
from workflows.fetch import fetch


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
    # A ping says that the webhook lives: Airtable is asked two days after it.
    assert next_due(desk.context) == MORNING + timedelta(seconds=5) + LOOK_EVERY


def test_a_webhook_that_pings_every_day_is_looked_after_once_a_week(desk: Desk) -> None:
    for day in range(1, 16):
        desk.type(f"Lezing van dag {day}")
        while desk.work().at < MORNING + timedelta(days=day):
            desk.go_on()
        desk.pass_s((MORNING + timedelta(days=day) - desk.now).total_seconds())
    assert desk.calls().count("GET webhooks") == 15 // LOOK_AT_LEAST_EVERY.days


def test_a_half_typed_value_waits_without_a_call(sandbox: str, tmp_path: Path) -> None:
    desk = Desk(sandbox, tmp_path / "data", plan="4000")
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


@pytest.mark.parametrize(("plan", "times"), [("4000", 20), ("team", 4)])
def test_nobody_waits_longer_than_five_minutes_or_fifty_seconds(
    sandbox: str, tmp_path: Path, plan: str, times: int
) -> None:
    desk = Desk(sandbox, tmp_path / "data", plan=plan)
    for number in range(times + 1):
        desk.type(f"Lezing over {number}")
        desk.job({"fetch": True})
        desk.pass_s(15)
        assert (desk.title() == "Lezing 1") == (number < times)


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
    desk.pass_s(desk.wait() + 5)  # they were not typed all at one moment
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
