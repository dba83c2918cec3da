"""Airtable's limits, in the sandbox's time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.sandbox.airtable.wrapper_base import BASE_ID, TABLE_ID, wrapper_base
from tests.servers import start_sandbox

TOKEN = {"Authorization": "Bearer key"}


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[str]:
    """A sandbox with the real rate limit, on the free plan."""
    with start_sandbox(tmp_path, base=wrapper_base(), requests_per_s=5) as found:
        yield found


def read(address: str) -> requests.Response:
    """List a table."""
    return requests.get(f"{address}/v0/{BASE_ID}/{TABLE_ID}", headers=TOKEN, timeout=5)


def control(address: str, name: str, **body: Any) -> None:
    """Use a control."""
    requests.post(f"{address}/sandbox/{name}", json=body, timeout=5).raise_for_status()


def test_the_sixth_call_in_a_second_brings_30_seconds_of_refusals(strict: str) -> None:
    assert [read(strict).status_code for _ in range(6)] == [200] * 5 + [429]
    kinds = [one["error"] for one in read(strict).json()["errors"]]
    assert kinds == ["RATE_LIMIT_REACHED"]
    control(strict, "clock", advance_s=25)
    assert read(strict).status_code == 429
    control(strict, "clock", advance_s=5)
    assert read(strict).status_code == 200


def test_other_bases_have_a_rate_of_their_own(strict: str) -> None:
    for _ in range(6):
        read(strict)
    reply = requests.get(f"{strict}/v0/meta/whoami", headers=TOKEN, timeout=5)
    assert reply.status_code == 200


def test_the_month_of_the_free_plan_ends_after_1000_calls(tmp_path: Path) -> None:
    with start_sandbox(tmp_path, base=wrapper_base()) as address, requests.Session() as session:
        session.headers.update(TOKEN)
        url = f"{address}/v0/meta/whoami"
        assert {session.get(url, timeout=5).status_code for _ in range(1000)} == {200}
        reply = session.get(url, timeout=5)
        assert reply.status_code == 429
        assert reply.json()["errors"][0]["error"] == "PUBLIC_API_BILLING_LIMIT_EXCEEDED"
        control(address, "plan", airtable="team")
        assert session.get(url, timeout=5).status_code == 200
        control(address, "plan", airtable="free")
        assert session.get(url, timeout=5).status_code == 429
        control(address, "clock", advance_s=31 * 86400)
        assert session.get(url, timeout=5).status_code == 200


def test_a_base_is_full_at_its_plans_records(tmp_path: Path) -> None:
    base = wrapper_base()
    base["records"][TABLE_ID] = [{"fields": {"number": one}} for one in range(999)]
    url = f"/v0/{BASE_ID}/{TABLE_ID}"
    with start_sandbox(tmp_path, base=base) as address:
        reply = requests.post(address + url, json={"fields": {}}, headers=TOKEN, timeout=5)
        assert (reply.status_code, reply.json()["error"]["type"]) == (422, "ROW_LIMIT_EXCEEDED")
        control(address, "plan", airtable="team")
        reply = requests.post(address + url, json={"fields": {}}, headers=TOKEN, timeout=5)
        assert reply.status_code == 200


@pytest.mark.parametrize(("records", "plan"), [(1000, "free"), (1001, "team")])
def test_the_smallest_plan_that_holds_a_base_is_chosen(
    tmp_path: Path, records: int, plan: str
) -> None:
    base = wrapper_base()
    base["records"] = {TABLE_ID: [{"fields": {"number": one}} for one in range(records)]}
    with start_sandbox(tmp_path, base=base) as address:
        assert requests.get(f"{address}/sandbox/plan", timeout=5).json()["airtable"] == plan


def test_only_the_expected_token_comes_in(tmp_path: Path) -> None:
    with start_sandbox(tmp_path, base=wrapper_base(), token="secret") as address:
        assert read(address).status_code == 401
        url = f"{address}/v0/meta/whoami"
        right = {"Authorization": "Bearer secret"}
        assert requests.get(url, headers=right, timeout=5).status_code == 200
