"""Webhooks: what they tell, in which shape, and how they are delivered."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any

import pytest
import requests
from pyairtable import Base, Table

from tests.sandbox.airtable.wrapper_base import BASE_ID, EVERYTHING, NUM_ID, TABLE_ID, TEXT_ID

ALL = {"dataTypes": ["tableData"]}


class Listener(ThreadingHTTPServer):
    """Takes notifications and answers with `status`."""

    status = 204

    def __init__(self) -> None:
        self.received: Queue[tuple[bytes, str]] = Queue()
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/ping"


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.server.status)
        self.end_headers()
        self.server.received.put((body, self.headers["X-Airtable-Content-MAC"]))

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server that webhooks call."""
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def no_webhooks_left(base: Base) -> Iterator[None]:
    """Every test begins and ends without webhooks."""
    yield
    for webhook in base.webhooks():
        webhook.delete()


def add(base: Base, url: str | None = None, **options: Any) -> str:
    """Make a webhook; returns its ID."""
    filters = {**ALL, **options.pop("filters", {})}
    body = {"notificationUrl": url, "specification": {"options": {"filters": filters, **options}}}
    return str(base.api.post(base.urls.webhooks, json=body)["id"])


def payloads(base: Base, webhook: str, cursor: int = 1) -> list[dict[str, Any]]:
    """Read the raw payloads from a cursor on."""
    url = f"{base.urls.webhooks}/{webhook}/payloads"
    found: list[dict[str, Any]] = base.api.get(url, params={"cursor": cursor})["payloads"]
    return found


def test_the_client_reads_what_was_created(base: Base, table: Table) -> None:
    made = base.add_webhook("https://example.com/", {"options": {"filters": ALL}})
    created = table.create({"text": "Hey there!"})
    webhook = base.webhook(made.id)
    webhook.disable_notifications()
    (payload,) = list(webhook.payloads())
    records = payload.changed_tables_by_id[TABLE_ID].created_records_by_id
    assert records[created["id"]].cell_values_by_field_id == {TEXT_ID: "Hey there!"}
    assert payload.action_metadata is not None
    assert payload.action_metadata.source == "publicApi"


def test_changes_tell_current_previous_and_unchanged(base: Base, table: Table) -> None:
    made = table.create({"text": "old", "number": 1})
    webhook = add(
        base,
        includes={"includePreviousCellValues": True, "includeCellValuesInFieldIds": [NUM_ID]},
    )
    table.update(made["id"], {"text": "new"})
    table.update(made["id"], {"text": None})
    table.delete(made["id"])
    first, second, third = [one["changedTablesById"][TABLE_ID] for one in payloads(base, webhook)]
    assert first == {
        "changedRecordsById": {
            made["id"]: {
                "current": {"cellValuesByFieldId": {TEXT_ID: "new"}},
                "previous": {"cellValuesByFieldId": {TEXT_ID: "old"}},
                "unchanged": {"cellValuesByFieldId": {NUM_ID: 1}},
            }
        }
    }
    changed = second["changedRecordsById"][made["id"]]
    assert changed["current"] == {"cellValuesByFieldId": {TEXT_ID: None}}
    assert third == {"destroyedRecordIds": [made["id"]]}


def test_cells_in_payloads_have_a_shape_of_their_own(base: Base) -> None:
    everything = base.table("EVERYTHING")
    other = everything.create({"Name": "other"})
    webhook = add(base)
    made = everything.create(
        {"Name": "x", "Status": "Todo", "Tags": ["red"], "Link to Self": [other["id"]]}
    )
    told = payloads(base, webhook)[0]["changedTablesById"][EVERYTHING]
    cells = told["createdRecordsById"][made["id"]]["cellValuesByFieldId"]
    schema = base.schema().table("EVERYTHING")
    named = {one.name: cells[one.id] for one in schema.fields if one.id in cells}
    assert (named["Status"]["name"], set(named["Status"])) == ("Todo", {"id", "name", "color"})
    assert [one["name"] for one in named["Tags"]] == ["red"]
    assert named["Link to Self"] == [{"id": other["id"], "name": "other"}]
    assert named["Lookup Int"] == {
        "linkedRecordIds": [other["id"]],
        "valuesByLinkedRecordId": {other["id"]: [8]},
    }


def test_computed_cells_elsewhere_are_told_too(base: Base) -> None:
    everything = base.table("EVERYTHING")
    first = everything.create({"Name": "one"})
    second = everything.create({"Name": "two", "Link to Self": [first["id"]]})
    everything.update(first["id"], {"Link to Self": [second["id"]]})
    webhook = add(base)
    everything.update(first["id"], {"Name": "longer"})
    changed = payloads(base, webhook)[0]["changedTablesById"][EVERYTHING]["changedRecordsById"]
    assert set(changed) == {first["id"], second["id"]}
    lookup = base.schema().table("EVERYTHING").field("Lookup Int").id
    assert lookup in changed[second["id"]]["current"]["cellValuesByFieldId"]


@pytest.mark.parametrize(
    "filters",
    [
        {"recordChangeScope": "tblAddress0000001"},
        {"recordChangeScope": "viwAddress0000001"},
        {"fromSources": ["client"]},
        {"watchDataInFieldIds": [NUM_ID]},
        {"changeTypes": ["add"]},
        {"dataTypes": ["tableFields"]},
    ],
)
def test_filters_leave_out_what_is_not_watched(
    base: Base, table: Table, filters: dict[str, Any]
) -> None:
    made = table.create({"text": "x"})
    webhook = add(base, filters=filters)
    table.update(made["id"], {"text": "y"})
    assert payloads(base, webhook) == []


@pytest.mark.parametrize(
    "options",
    [
        {"filters": {}},
        {"filters": {"dataTypes": ["rows"]}},
        {"filters": ALL | {"changeTypes": ["edit"]}},
        {"filters": ALL | {"fromSources": ["grid"]}},
        {"filters": ALL | {"recordChangeScope": "tblNotThere000000"}},
        {"filters": ALL | {"watchDataInFieldIds": NUM_ID}},
        {"filters": ALL, "includes": {"includeCellValuesInFieldIds": "some"}},
    ],
)
def test_a_wrong_specification_is_refused(base: Base, options: dict[str, Any]) -> None:
    with pytest.raises(requests.HTTPError, match="INVALID_REQUEST_UNKNOWN"):
        base.api.post(base.urls.webhooks, json={"specification": {"options": options}})
    assert base.webhooks() == []


def test_payloads_come_by_fifty_from_a_cursor_that_only_grows(base: Base, table: Table) -> None:
    made = table.create({"number": 0})
    webhook = add(base)
    for number in range(1, 54):
        table.update(made["id"], {"number": number})
    url = f"{base.urls.webhooks}/{webhook}/payloads"
    page = base.api.get(url)
    assert (len(page["payloads"]), page["cursor"], page["mightHaveMore"]) == (50, 51, True)
    page = base.api.get(url, params={"cursor": 51})
    assert (len(page["payloads"]), page["cursor"], page["mightHaveMore"]) == (3, 54, False)
    assert base.api.get(url, params={"cursor": 54}) == {
        "cursor": 54,
        "mightHaveMore": False,
        "payloads": [],
    }
    numbers = [one["baseTransactionNumber"] for one in payloads(base, webhook)]
    assert numbers == sorted(set(numbers))


def test_a_notification_is_signed_and_carries_no_data(
    base: Base, table: Table, listener: Listener
) -> None:
    made = base.add_webhook(listener.url, {"options": {"filters": ALL}})
    table.create({"text": "x"})
    body, header = listener.received.get(timeout=5)
    secret = base64.b64decode(made.mac_secret_base64)
    assert header == "hmac-sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    told = json.loads(body)
    assert (told["base"], told["webhook"]) == ({"id": BASE_ID}, {"id": made.id})
    assert set(told) == {"base", "webhook", "timestamp"}


def test_notifications_are_tried_again_and_then_switched_off(
    base: Base, table: Table, listener: Listener, address: str
) -> None:
    listener.status = 503
    webhook = add(base, listener.url)
    table.create({"text": "x"})
    for attempt in range(14):
        listener.received.get(timeout=5)
        wait_for(lambda number=attempt: last_retry(base, webhook) == number)
        requests.post(f"{address}/sandbox/clock", json={"advance_s": 41_000}, timeout=5)
        base.api.post(f"{base.urls.webhooks}/{webhook}/refresh")
    wait_for(lambda: not base.webhook(webhook).are_notifications_enabled)
    found = base.webhook(webhook)
    assert found.is_hook_enabled
    assert found.last_notification_result is not None
    assert found.last_notification_result.retry_number == 13
    assert found.last_notification_result.will_be_retried is False


def last_retry(base: Base, webhook: str) -> int | None:
    """Which try the last delivery was; 0 is the first."""
    result = base.webhook(webhook).last_notification_result
    return None if result is None else result.retry_number


def wait_for(condition: Any) -> None:
    """Wait until a condition holds, asking again and again; at most five seconds."""
    done = threading.Event()
    for _ in range(500):
        if condition():
            return
        done.wait(0.01)
    raise AssertionError("it did not happen within five seconds")


def test_a_webhook_dies_after_seven_days_unless_it_is_read(
    base: Base, table: Table, address: str
) -> None:
    read, left = add(base), add(base)
    for _ in range(2):
        requests.post(f"{address}/sandbox/clock", json={"advance_s": 4 * 86400}, timeout=5)
        payloads(base, read)
    table.create({"text": "after eight days"})
    assert len(payloads(base, read)) == 1
    assert payloads(base, left) == []
    assert {one.id: one.is_hook_enabled for one in base.webhooks()} == {read: True, left: False}
    with pytest.raises(requests.HTTPError):
        base.api.post(f"{base.urls.webhooks}/{left}/refresh")


def test_a_base_has_at_most_ten_webhooks(base: Base) -> None:
    for _ in range(10):
        add(base)
    with pytest.raises(requests.HTTPError) as caught:
        add(base)
    assert caught.value.response.status_code == 422
