"""The sandbox's own controls: faults, ledger, clock."""

from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from pyairtable import Table

from tests.sandbox.airtable.wrapper_base import BASE_ID, TABLE_ID, TEXT_ID
from tests.waiting import wait_until

TOKEN = {"Authorization": "Bearer very-secret-token"}


def order(address: str, **fault: Any) -> None:
    """Order a fault."""
    reply = requests.post(f"{address}/sandbox/faults", json=fault, timeout=5)
    assert reply.status_code == 201, reply.text


def read(address: str) -> requests.Response:
    """List a table."""
    return requests.get(f"{address}/v0/{BASE_ID}/{TABLE_ID}", headers=TOKEN, timeout=5)


def create(address: str) -> requests.Response:
    """Create a record."""
    url, body = f"{address}/v0/{BASE_ID}/{TABLE_ID}", {"fields": {"text": "x"}}
    return requests.post(url, json=body, headers=TOKEN, timeout=5)


def entries(address: str) -> list[dict[str, Any]]:
    """Read the ledger."""
    url = f"{address}/sandbox/ledger?service=airtable"
    found: list[dict[str, Any]] = requests.get(url, timeout=5).json()["entries"]
    return found


@pytest.fixture(autouse=True)
def clean(address: str, table: Table) -> None:
    """Every test begins without faults, with an empty ledger, and leaves no records."""
    for name in ("faults", "ledger"):
        requests.delete(f"{address}/sandbox/{name}", timeout=5)


def test_a_status_comes_so_often_and_only_where_it_matches(address: str) -> None:
    order(address, match=f"GET /v0/{BASE_ID}", times=2, kind="status", status=503, retry_after=7)
    assert create(address).status_code == 200
    replies = [read(address) for _ in range(3)]
    assert [one.status_code for one in replies] == [503, 503, 200]
    assert replies[0].headers["Retry-After"] == "7"
    assert [one["fault"] for one in entries(address)] == ["", "status", "status", ""]


def test_a_substring_matches_the_query_too(address: str) -> None:
    order(address, match="pageSize=7", kind="status", status=500)
    assert read(address).status_code == 200
    url = f"{address}/v0/{BASE_ID}/{TABLE_ID}?pageSize=7"
    assert requests.get(url, headers=TOKEN, timeout=5).status_code == 500


def test_a_reset_has_no_effect_and_a_lost_reply_has(address: str, table: Table) -> None:
    order(address, match="POST ", kind="reset")
    with pytest.raises(requests.ConnectionError):
        create(address)
    assert table.all() == []
    order(address, match="POST ", kind="lost-reply")
    with pytest.raises(requests.ConnectionError):
        create(address)
    assert len(table.all()) == 1
    posts = [one for one in entries(address) if one["method"] == "POST"]
    assert [(one["fault"], len(one["effects"])) for one in posts] == [
        ("reset", 0),
        ("lost-reply", 1),
    ]


def test_a_truncated_reply_ends_half_way(address: str, table: Table) -> None:
    table.create({"text": "x"})
    order(address, match="GET ", kind="truncate")
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        read(address)
    assert read(address).status_code == 200


def test_a_slow_reply_takes_its_time(address: str) -> None:
    order(address, match="GET ", kind="slow", seconds=0.3)
    assert read(address).elapsed.total_seconds() >= 0.3
    order(address, match="GET ", kind="slow", seconds=1)
    with pytest.raises(requests.ReadTimeout):
        requests.get(f"{address}/v0/{BASE_ID}/{TABLE_ID}", headers=TOKEN, timeout=0.1)
    # The sandbox ends it by itself, and notes it: not in the next test's ledger.
    wait_until(lambda: [one["fault"] for one in entries(address)] == ["slow", "slow"])


def test_the_ledger_tells_calls_and_effects_in_order_and_never_a_token(
    address: str, table: Table
) -> None:
    made = create(address).json()
    table.delete(made["id"])
    first, second = entries(address)
    assert (first["method"], first["path"], first["status"]) == (
        "POST",
        f"/v0/{BASE_ID}/{TABLE_ID}",
        200,
    )
    assert first["body"] == {"fields": {"text": "x"}}
    assert first["effects"] == [{"table": TABLE_ID, "created": [made["id"]]}]
    assert second["effects"] == [{"table": TABLE_ID, "deleted": [made["id"]]}]
    assert first["at_s"] <= second["at_s"]
    assert "secret" not in requests.get(f"{address}/sandbox/ledger", timeout=5).text


def test_the_clock_is_set_and_advanced(address: str) -> None:
    url = f"{address}/sandbox/clock"
    requests.post(url, json={"now": "2030-01-01T00:00:00Z"}, timeout=5)
    requests.post(url, json={"advance_s": 86400}, timeout=5)
    now = datetime.fromisoformat(requests.get(url, timeout=5).json()["now"])
    assert 0 <= (now - datetime(2030, 1, 2, tzinfo=UTC)).total_seconds() < 5
    assert create(address).json()["createdTime"].startswith("2030-01-02T00:00:")


def test_cells_are_typed_each_at_its_moment(address: str) -> None:
    record = create(address).json()["id"]
    cell = {"table": TABLE_ID, "record": record, "field": TEXT_ID}
    cells = [
        {**cell, "at": "2031-03-02T10:00:00+01:00", "value": "een"},
        {**cell, "at": "2031-03-02T10:00:20+01:00", "value": "twee"},
    ]
    done = requests.post(f"{address}/sandbox/typing", json=cells, timeout=5)
    assert done.status_code == 204
    now = datetime.fromisoformat(requests.get(f"{address}/sandbox/clock", timeout=5).json()["now"])
    assert 0 <= (now - datetime(2031, 3, 2, 9, 0, 20, tzinfo=UTC)).total_seconds() < 5
    assert [row["fields"] for row in read(address).json()["records"]] == [{"text": "twee"}]
    for wrong in (
        {"at": "2031-03-02T10:00:00"},
        {"at": "morgen"},
        {"field": "fldNone"},
        {"table": "tblNone"},
        {"record": "recNone"},
        {"colour": "red"},
    ):
        refused = requests.post(
            f"{address}/sandbox/typing", json=[{**cells[0], **wrong}], timeout=5
        )
        assert (refused.status_code, bool(refused.json()["error"])) == (400, True), wrong


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("faults", {"kind": "explode"}),
        ("faults", {"kind": "status", "times": 0}),
        ("faults", {"kind": "status", "service": "nothing"}),
        ("faults", {"kind": "status", "match": "GET (("}),
        ("faults", {"kind": "status", "wrong": 1}),
        ("faults", []),
        ("clock", {"now": "yesterday"}),
        ("clock", {"advance_s": -1}),
        ("clock", {"advance_s": "1"}),
        ("clock", {}),
        ("plan", {"airtable": "gold"}),
    ],
)
def test_wrong_orders_get_a_sentence(address: str, path: str, body: Any) -> None:
    reply = requests.post(f"{address}/sandbox/{path}", json=body, timeout=5)
    assert (reply.status_code, list(reply.json())) == (400, ["error"])


@pytest.mark.parametrize("path", ["nope", "faults/1"])
def test_a_control_that_is_not_there_is_refused_in_a_sentence(address: str, path: str) -> None:
    reply = requests.post(f"{address}/sandbox/{path}", json={}, timeout=5)
    assert reply.status_code == 501
    assert reply.json() == {"error": f"The sandbox has no control POST /sandbox/{path}."}
