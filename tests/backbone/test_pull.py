"""Pulling from the sandbox over HTTP: whole, by payloads, and through everything that can fail."""

from datetime import UTC, datetime
from typing import Any

import pytest

from museum.errors import FixConfiguration, TryLater
from tests.backbone.conftest import SMALL_BASE, Desk
from tests.bases import field_id, record_id, table_id

TITLE = field_id("activities", "title")


def contents(desk: Desk) -> dict[str, dict[str, Any]]:
    return {
        table: {record.id: dict(record.cells) for record in desk.mirror.records(table)}
        for table in SMALL_BASE
    }


def test_a_first_pull_reads_every_table_in_few_calls(desk: Desk) -> None:
    report = desk.puller.pull()
    assert report.was_whole
    assert (report.changed, report.deleted) == (237, 0)
    assert len(desk.calls()) <= (1 + 3 + 1 + 1 + 1 + 1) + 3
    record = desk.mirror.record("activities", record_id("activity-7"))
    assert record is not None
    assert record.cells == {
        TITLE: "Lezing 7",
        field_id("activities", "museum"): [record_id("museum-1")],
    }
    assert record.created == datetime(2026, 1, 5, 9, tzinfo=UTC)


def test_a_table_without_anything_public_is_not_copied(desk: Desk) -> None:
    desk.puller.pull()
    assert not any(table_id("contacts") in str(call["path"]) for call in desk.calls())


def test_a_second_pull_reads_only_what_changed(desk: Desk) -> None:
    desk.puller.pull()
    before = desk.mirror.sequence()
    desk.staff_edit(
        "PATCH", table_id("activities"), {"records": [
            {"id": record_id("activity-7"), "fields": {"Titel": "Lezing over veen"}},
            {"id": record_id("activity-8"), "fields": {"Soort": "Tentoonstelling"}},
        ]}
    )  # fmt: skip
    desk.staff_edit("POST", table_id("museums"), {"fields": {"Naam": "Nieuw museum"}})
    desk.staff_edit("DELETE", f"{table_id('vacancies')}/{record_id('vacancy-1')}")
    desk.forget_calls()
    report = desk.puller.pull()
    assert (report.changed, report.deleted, report.was_whole) == (3, 1, False)
    assert len(desk.calls()) == 1
    changed = {(one.table, one.deleted) for one in desk.mirror.changed_since(before)}
    assert changed == {("activities", False), ("museums", False), ("vacancies", True)}
    seven = desk.mirror.record("activities", record_id("activity-7"))
    eight = desk.mirror.record("activities", record_id("activity-8"))
    assert seven is not None
    assert seven.cells[TITLE] == "Lezing over veen"
    assert seven.cells[field_id("activities", "museum")] == [record_id("museum-1")]
    assert eight is not None
    assert eight.cells[field_id("activities", "kind")] == "Tentoonstelling"


def test_an_emptied_cell_is_gone(desk: Desk) -> None:
    desk.puller.pull()
    body = {"fields": {"Museum": [], "Titel": ""}}
    desk.staff_edit("PATCH", f"{table_id('activities')}/{record_id('activity-7')}", body)
    desk.puller.pull()
    record = desk.mirror.record("activities", record_id("activity-7"))
    assert record is not None
    assert record.cells == {}


def test_payloads_end_where_a_whole_read_ends(desk: Desk) -> None:
    desk.puller.pull()
    for number in range(60):
        path = f"{table_id('activities')}/{record_id(f'activity-{number}')}"
        if number % 3:
            desk.staff_edit("PATCH", path, {"fields": {"Titel": f"Nieuw {number}"}})
        else:
            desk.staff_edit("DELETE", path)
    desk.puller.pull()
    by_payloads = contents(desk)
    sequence = desk.mirror.sequence()
    desk.puller.pull_everything()
    assert contents(desk) == by_payloads
    assert desk.mirror.sequence() == sequence


def test_a_renamed_field_and_table_change_nothing(desk: Desk) -> None:
    desk.puller.pull()
    before = contents(desk)
    body = {"name": "Hoe heet het?"}
    meta = f"../meta/bases/{desk.airtable.base_id}/tables/{table_id('activities')}"
    desk.staff_edit("PATCH", f"{meta}/fields/{TITLE}", body)
    desk.staff_edit("PATCH", meta, {"name": "Wat er te doen is"})
    report = desk.puller.pull()
    assert contents(desk) == before
    assert {point.key for point in report.problems} >= {
        "tables:renamed:activities",
        "tables:renamed:activities.title",
    }


def test_a_lost_webhook_is_made_up_for_by_a_whole_read(desk: Desk) -> None:
    desk.puller.pull()
    webhook = desk.airtable.webhooks()[0]["id"]
    desk.airtable.delete_webhook(webhook)
    desk.staff_edit("DELETE", f"{table_id('vacancies')}/{record_id('vacancy-1')}")
    report = desk.puller.pull()
    assert report.was_whole
    assert report.deleted == 1


FAULTS: list[dict[str, Any]] = [
    {"kind": "status", "status": 429},
    {"kind": "status", "status": 429, "retry_after": 2},
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 502},
    {"kind": "status", "status": 503},
    {"kind": "reset"},
    {"kind": "truncate"},
    {"kind": "slow", "seconds": 2.5},
    {"kind": "lost-reply"},
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join(map(str, fault.values())))
@pytest.mark.parametrize("match", ["/meta/", table_id("activities")], ids=["schema", "list"])
def test_a_fault_while_reading_changes_nothing(
    desk: Desk, fault: dict[str, Any], match: str
) -> None:
    desk.fault(match=match, times=1, **fault)
    desk.puller.pull()
    assert {table: len(rows) for table, rows in contents(desk).items()} == {
        table: len(rows) for table, rows in SMALL_BASE.items()
    }
    assert len(desk.calls()) <= 8 + 3 + 1


def test_a_penalty_is_waited_out(desk: Desk) -> None:
    desk.fault(match=table_id("museums"), times=1, kind="status", status=429)
    desk.puller.pull()
    assert max(desk.slept) == pytest.approx(30.0, abs=0.5)


def test_attempts_are_bounded(desk: Desk) -> None:
    desk.fault(match=table_id("museums"), times=99, kind="status", status=503)
    with pytest.raises(TryLater):
        desk.puller.pull()
    assert len([call for call in desk.calls() if table_id("museums") in call["path"]]) == 5
    assert desk.mirror.state("pulled_at") is None


def test_a_lost_list_begins_that_table_again(desk: Desk) -> None:
    desk.puller.pull()
    body = '{"error":{"type":"LIST_RECORDS_ITERATOR_NOT_AVAILABLE","message":"gone"}}'
    desk.fault(match="offset=", times=1, kind="status", status=422, body=body)
    report = desk.puller.pull_everything()
    assert (report.changed, report.deleted) == (0, 0)
    assert desk.mirror.count("activities") == 230


def test_a_wrong_token_says_what_to_do(desk: Desk) -> None:
    desk.fault(match="/meta/", times=1, kind="status", status=401)
    with pytest.raises(FixConfiguration, match="AIRTABLE_TOKEN"):
        desk.puller.pull()
