"""Every kind of call × every kind of fault: the end is the one without faults, with no doubles."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from backbone.airtable import AirtableBase
from backbone.careful_wire import ATTEMPTS
from backbone.webhook import HOOK_PATH
from museum.errors import StopRun, TryLater
from museum.identity import RecordId
from tests.backbone.conftest import Desk, make_desk
from tests.backbone.test_pull import wait_until
from tests.bases import base_of, field_id, record_id, table_id
from tests.servers import start_sandbox

TINY_BASE: dict[str, Any] = {
    "museums": [{"id": "museum-1", "name": "Nabershof", "place": "Emmen"}],
    "news": [{"id": f"news-{number}", "title": f"Nieuws {number}"} for number in range(3)],
    "images": [{"id": "image-1", "title": "Stand"}],
}
NEWS, TITLE = table_id("news"), field_id("news", "title")
IMAGES, IMAGE = table_id("images"), record_id("image-1")
NAME, FILE = field_id("images", "title"), field_id("images", "file")
PICTURE = ("stand.jpg", "image/jpeg", b"een beeld")
HOOK_URL = "http://127.0.0.1:9"
TIMEOUT_S = (2.0, 0.3)

# By our method that makes it.
CALLS = {
    "schema": "GET /v0/meta/",
    "pages": f"GET /v0/app.*/{NEWS}",
    "create_webhook": "POST /v0/bases/.*/webhooks",
    "webhooks": "GET /v0/bases/[^/]*/webhooks$",
    "payloads": "GET /v0/bases/.*/payloads",
    "enable_notifications": "POST /v0/bases/.*/enableNotifications",
    "delete_webhook": "DELETE /v0/bases/.*/webhooks",
    "record": f"GET /v0/app.*/{NEWS}/rec",
    "upsert": f"PATCH /v0/app.*/{NEWS}$",
    "write_rows": f"PATCH /v0/app.*/{IMAGES}$",
    "attach": "POST /v0/.*/uploadAttachment",
    "delete_records": f"DELETE /v0/app.*/{NEWS}",
    "create_table": "POST /v0/meta/bases/[^/]*/tables$",
    "create_field": "POST /v0/meta/bases/[^/]*/tables/.*/fields",
    "rename_field": "PATCH /v0/meta/bases/[^/]*/tables/.*/fields",
}
FAULTS: list[dict[str, Any]] = [
    {"kind": "status", "status": 429},
    {"kind": "status", "status": 429, "retry_after": 2},
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 502},
    {"kind": "status", "status": 503},
    {"kind": "reset"},
    {"kind": "truncate"},
    {"kind": "slow", "seconds": 0.5},
    {"kind": "lost-reply"},
]


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Desk]:
    with start_sandbox(tmp_path / "sandbox", base=base_of(TINY_BASE)) as url:
        yield make_desk(tmp_path / "data", url, HOOK_URL, TIMEOUT_S)


def live(desk: Desk) -> dict[str, Any]:
    """Do one of each call; return the end state of both sides."""
    desk.puller.pull()
    desk.staff_edit("PATCH", f"{NEWS}/{record_id('news-0')}", {"fields": {"Titel": "Anders"}})
    desk.airtable.upsert(NEWS, [{TITLE: "Nieuws 1"}, {TITLE: "Nieuws 9"}], [TITLE])
    desk.airtable.write_rows(IMAGES, [{"id": IMAGE, "fields": {NAME: "Beeld"}}], [NAME])
    attach(desk)
    desk.airtable.delete_records(NEWS, [record_id("news-2")])
    known = desk.puller.webhook.known_id()
    desk.airtable.enable_notifications(known)
    desk.airtable.create_webhook(HOOK_URL + HOOK_PATH)  # a stray, which is removed
    desk.puller.webhook.look_after()
    fresh = desk.puller.read_again("news", RecordId(record_id("news-1")))
    table = desk.airtable.create_surely(
        lambda: desk.airtable.create_table(
            {"name": "Extra", "fields": [{"name": "Naam", "type": "singleLineText"}]}
        ),
        lambda: next((one for one in desk.airtable.schema() if one["name"] == "Extra"), None),
    )
    body = {"name": "Kleur", "type": "singleLineText"}
    desk.airtable.create_surely(
        lambda: desk.airtable.create_field(table["id"], body),
        lambda: next((one for one in fields(desk, "Extra") if one["name"] == "Kleur"), None),
    )
    kleur = fields(desk, "Extra")[1]["id"]
    desk.airtable.rename_field(table["id"], kleur, "Tint")
    desk.puller.pull()
    return {
        "read again": fresh.cells[TITLE] if fresh else None,
        "mirror": sorted(str(one.cells.get(TITLE)) for one in desk.mirror.records("news")),
        "base": sorted(row["fields"]["Titel"] for row in desk.staff_edit("GET", NEWS)["records"]),
        "image": image(desk),
        "webhooks": len(desk.airtable.webhooks()),
        "tables": sorted(one["name"] for one in desk.airtable.schema()).count("Extra"),
        "fields": [one["name"] for one in fields(desk, "Extra")],
    }


def attach(desk: Desk) -> None:
    """Add a file as the job does that places pictures: each of its runs, later, looks first."""
    for attempt in range(1, ATTEMPTS + 1):
        if image(desk)[1]:
            return
        with suppress(TryLater):
            desk.airtable.attach(IMAGE, FILE, *PICTURE)
        # Which ends after we gave it up, when it is slow.
        wait_until(partial(has_ended, desk, attempt))


def has_ended(desk: Desk, attempt: int) -> bool:
    sent = [one for one in desk.calls() if one["path"].endswith("/uploadAttachment")]
    return len(sent) >= attempt


def image(desk: Desk) -> tuple[str, list[str]]:
    found = desk.airtable.record(IMAGES, IMAGE)["fields"]
    return found[NAME], [one["filename"] for one in found.get(FILE, ())]


def fields(desk: Desk, table: str) -> list[dict[str, Any]]:
    found = next(one for one in desk.airtable.schema() if one["name"] == table)
    live_fields: list[dict[str, Any]] = found["fields"]
    return live_fields


WITHOUT_FAULTS = {
    "read again": "Nieuws 1",
    "mirror": ["Anders", "Nieuws 1", "Nieuws 9"],
    "base": ["Anders", "Nieuws 1", "Nieuws 9"],
    "image": ("Beeld", ["stand.jpg"]),
    "webhooks": 1,
    "tables": 1,
    "fields": ["Naam", "Tint"],
}


def test_no_call_of_ours_is_left_out() -> None:
    ours = {name for name in vars(AirtableBase) if not name.startswith("_")}
    assert ours - {"create_surely", "for_purpose"} == set(CALLS)


def test_without_faults(tiny: Desk) -> None:
    assert live(tiny) == WITHOUT_FAULTS


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join(map(str, fault.values())))
@pytest.mark.parametrize("times", [1, 3], ids=["once", "thrice"])
def test_a_fault_at_every_call_changes_nothing(
    tiny: Desk, fault: dict[str, Any], times: int
) -> None:
    for match in CALLS.values():
        tiny.fault(match=match, times=times, **fault)
    assert live(tiny) == WITHOUT_FAULTS
    assert all(left < times for left in tiny.faults()), "every call met its fault"
    assert len(tiny.calls()) < 50 + 45 * times


@pytest.mark.parametrize("call", ["schema", "pages", "create_webhook"])
def test_attempts_are_bounded(tiny: Desk, call: str) -> None:
    tiny.fault(match=CALLS[call], times=99, kind="status", status=503)
    with pytest.raises(TryLater):
        tiny.puller.pull()
    assert 99 - sum(tiny.faults()) == ATTEMPTS
    assert tiny.mirror.fresh_at() is None


def test_a_spent_quota_is_never_tried_again(tiny: Desk) -> None:
    body = {"errors": [{"error": "PUBLIC_API_BILLING_LIMIT_EXCEEDED", "message": "limit"}]}
    tiny.fault(match=CALLS["pages"], times=99, kind="status", status=429, body=body)
    with pytest.raises(StopRun, match="van deze maand bij Airtable zijn op"):
        tiny.puller.pull()
    assert sum(tiny.faults()) == 98
    assert tiny.slept == [] or max(tiny.slept) < 2


def test_a_long_rest_is_left_to_a_later_run(tiny: Desk) -> None:
    tiny.fault(match=CALLS["pages"], times=9, kind="status", status=429, retry_after=3600)
    with pytest.raises(TryLater) as caught:
        tiny.puller.pull()
    assert caught.value.after_s == 3600
    assert sum(tiny.faults()) == 8


@pytest.mark.parametrize(
    "body", ["", "<html>Even geduld</html>", "[]", "{}", '{"records": null}', '{"errors": []}']
)
def test_an_odd_success_is_never_taken_for_an_empty_table(tiny: Desk, body: str) -> None:
    tiny.puller.pull()
    tiny.fault(match=CALLS["pages"], times=2, kind="status", status=200, body=body)
    report = tiny.puller.pull_everything()
    assert (report.changed, report.deleted) == (0, 0)
    assert tiny.mirror.count("news") == 3
