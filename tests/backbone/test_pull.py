"""Pulling from the sandbox over HTTP: whole, by payloads, and through everything that can fail."""

import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from backbone.config_files import load_definitions
from museum.errors import FixConfiguration, TryLater
from museum.identity import RecordId, TableKey
from museum.tables import TableDefinitions
from tests.backbone.conftest import SMALL_BASE, Desk
from tests.bases import field_id, record_id, table_id
from tests.forking import Forked

ACTIVITIES = TableKey("activities")
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
    read = [one for one in load_definitions().tables if one.is_public or one.copied]
    assert len(desk.calls()) == 1 + 1 + len(read) + 2  # webhook, definitions; activities: 3 pages
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


LOST_LIST = '{"error":{"type":"LIST_RECORDS_ITERATOR_NOT_AVAILABLE","message":"gone"}}'


def test_a_lost_list_begins_that_table_again(desk: Desk) -> None:
    desk.puller.pull()
    desk.forget_calls()
    desk.fault(match="offset=", times=2, kind="status", status=422, body=LOST_LIST)
    report = desk.puller.pull_everything()
    assert (report.changed, report.deleted) == (0, 0)
    assert desk.mirror.count("activities") == 230
    lists = [call for call in desk.calls() if table_id("activities") in str(call["path"])]
    assert len(lists) == 2 + 2 + 3, "begun twice for nothing, read through the third time"


def test_a_list_that_is_always_lost_ends_with_nothing_deleted(desk: Desk) -> None:
    desk.puller.pull()
    desk.fault(match="offset=", times=99, kind="status", status=422, body=LOST_LIST)
    with pytest.raises(TryLater):
        desk.puller.pull_everything()
    assert desk.mirror.count("activities") == 230


def test_a_pull_that_broke_off_goes_on_where_it_was(desk: Desk) -> None:
    desk.fault(match=table_id("vacancies"), times=5, kind="status", status=503)
    with pytest.raises(TryLater):
        desk.puller.pull()
    path = f"{table_id('activities')}/{record_id('activity-7')}"
    desk.staff_edit("PATCH", path, {"fields": {"Titel": "Intussen"}})
    desk.forget_calls()
    desk.puller.pull()
    assert not any(table_id("activities") in str(call["path"]) for call in desk.calls())
    desk.puller.pull()
    seven = desk.mirror.record("activities", record_id("activity-7"))
    assert seven is not None
    assert seven.cells[TITLE] == "Intussen"
    assert {table: len(rows) for table, rows in contents(desk).items()} == {
        table: len(rows) for table, rows in SMALL_BASE.items()
    }


def test_a_table_out_of_reach_keeps_its_rows_until_it_is_back(desk: Desk) -> None:
    desk.puller.pull()
    desk.fault(match=table_id("news"), times=1, kind="status", status=403)
    report = desk.puller.pull_everything()
    assert [point.key for point in report.problems] == ["tables:unreadable:news"]
    assert desk.mirror.count("news") == 1
    assert desk.puller.pull().problems == ()


def test_a_destroyed_table_and_field_keep_their_rows_and_are_named(desk: Desk) -> None:
    desk.puller.pull()
    before = contents(desk)
    desk.staff("DELETE", f"tables/{table_id('news')}")
    desk.staff("DELETE", f"tables/{table_id('activities')}/fields/{field_id('activities', 'kind')}")
    problems = {point.key for point in desk.puller.pull().problems}
    assert problems == {
        "tables:missing:news",
        "tables:missing:newsletters.add_news",  # it links to that table
        "tables:missing:activities.kind",
    }
    assert contents(desk) == before
    assert desk.puller.pull().problems != (), "they stand until they are mended"


def test_an_error_payload_is_made_up_for_once(desk: Desk) -> None:
    desk.puller.pull()
    desk.staff_edit("DELETE", f"{table_id('news')}/{record_id('news-1')}")
    body = '{"cursor": 2, "mightHaveMore": false, "payloads": [{"error": true, "code": "X"}]}'
    desk.fault(match="/payloads", times=1, kind="status", status=200, body=body)
    report = desk.puller.pull()
    assert (report.was_whole, report.deleted) == (True, 1)
    assert not desk.puller.pull().was_whole


def test_a_webhook_near_its_end_is_not_trusted(desk: Desk) -> None:
    desk.puller.pull()
    desk.clock.ahead_s += 6 * 86400
    assert not desk.puller.pull().was_whole, "reading its payloads gave it seven more days"
    desk.clock.ahead_s += 6 * 86400
    assert not desk.puller.pull().was_whole
    desk.clock.ahead_s += 7 * 86400
    assert desk.puller.pull().was_whole


def test_changed_definitions_are_bound_and_read(desk: Desk) -> None:
    desk.puller.pull()
    desk.mirror.definitions = without_field(desk.mirror.definitions, "activities", "title")
    desk.puller.pull()
    assert desk.mirror.binding().field_id("activities", "title") is None
    desk.mirror.definitions = load_definitions()
    desk.forget_calls()
    desk.puller.pull()
    assert desk.mirror.binding().field_id("activities", "title") == TITLE
    read = {str(call["path"]).rsplit("/", 1)[-1] for call in desk.calls()}
    assert table_id("activities") in read
    assert table_id("museums") not in read


def without_field(definitions: TableDefinitions, table: str, field: str) -> TableDefinitions:
    return TableDefinitions(
        tuple(
            replace(one, fields=tuple(each for each in one.fields if each.key != field))
            if one.key == table
            else one
            for one in definitions.tables
        )
    )


def test_one_record_is_read_again(desk: Desk) -> None:
    desk.puller.pull()
    body = {"fields": {"Titel": "Intussen"}}
    desk.staff_edit("PATCH", f"{table_id('activities')}/{record_id('activity-7')}", body)
    raw = desk.puller.read_again("activities", RecordId(record_id("activity-7")))
    assert raw is not None
    assert raw.cells[TITLE] == "Intussen"
    assert desk.puller.read_again("activities", RecordId(record_id("nobody"))) is None


def test_a_wrong_token_says_what_to_do(desk: Desk) -> None:
    desk.fault(match="/meta/", times=1, kind="status", status=401)
    with pytest.raises(FixConfiguration, match="AIRTABLE_TOKEN"):
        desk.puller.pull()


PULLING = """
import sys
from pathlib import Path
from tests.backbone.conftest import make_desk
make_desk(Path(sys.argv[1]), sys.argv[2], timeout_s=(2.0, 60.0)).puller.pull()
"""


def test_a_killed_pull_ends_as_if_it_was_not(desk: Desk) -> None:
    desk.fault(match=table_id("vacancies"), times=1, kind="slow", seconds=3)
    command = [sys.executable, "-c", PULLING, str(desk.settings.data), desk.url]
    with Forked(command) as pulling:
        wait_until(lambda: not desk.mirror.unread([ACTIVITIES]) and desk.mirror.count("activities"))
        pulling.send_signal(signal.SIGKILL)
    assert desk.mirror.fresh_at() is None
    desk.puller.pull()
    assert {table: len(rows) for table, rows in contents(desk).items()} == {
        table: len(rows) for table, rows in SMALL_BASE.items()
    }
    assert len(desk.airtable.webhooks()) == 1


def wait_until(is_so: Callable[[], object]) -> None:
    """Look until it is so; the test's own time-out ends a wait that is in vain."""
    pause = threading.Event()
    while not is_so():
        pause.wait(0.02)
