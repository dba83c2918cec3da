"""The service that the pages stand on: edits by staff, and views with a filter and an order."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.airtable.base import STAFF, AirtableService
from sandbox.airtable.listing import from_body, select_records
from sandbox.airtable.render import RecordStyle
from sandbox.filling import fill
from sandbox.options import SandboxOptions
from sandbox.services import build_services
from tests.sandbox.airtable.wrapper_base import BASE_ID, TABLE_ID, TEXT_ID, wrapper_base


@pytest.fixture
def airtable(tmp_path: Path) -> Iterator[AirtableService]:
    """The service on a base whose view hides small numbers and shows the largest first."""
    base = wrapper_base()
    base["tables"][0]["views"][0] |= {
        "filterByFormula": "{number} > 1",
        "sort": [{"field": "number", "direction": "desc"}],
    }
    base["records"][TABLE_ID] = [
        {"id": f"recNumber{one:08d}", "fields": {"number": one}} for one in range(5)
    ]
    (tmp_path / "a.txt").write_text("a file")
    shared = {"id": "attShared00000001", "filename": "a.txt", "path": str(tmp_path / "a.txt")}
    for row in base["records"][TABLE_ID][:2]:
        row["fields"]["attachment"] = [shared]
    file = tmp_path / "base.json"
    file.write_text(json.dumps(base), "utf-8")
    services = build_services(SandboxOptions(data=tmp_path / "data", base_file=file))
    fill(services)
    yield services.airtable
    services.store.close()


def numbers(airtable: AirtableService, **asked: Any) -> list[int]:
    """The numbers of the records that a list request finds, in order."""
    reader = airtable.reader(airtable.base(BASE_ID))
    table = reader.state.table(TABLE_ID)
    field = table.by_name["number"]
    return [one.cells[field.id] for one in select_records(reader, table, from_body(asked))]


def test_a_view_filters_and_sorts(airtable: AirtableService) -> None:
    assert numbers(airtable) == [0, 1, 2, 3, 4]
    assert numbers(airtable, view="view") == [4, 3, 2]
    assert numbers(airtable, view="view", sort=[{"field": "number"}]) == [2, 3, 4]
    assert numbers(airtable, view="view", filterByFormula="{number} < 4") == [3, 2]


def test_staff_edit_without_limits_and_are_named_in_payloads(airtable: AirtableService) -> None:
    filters = {"dataTypes": ["tableData"], "fromSources": ["client"]}
    webhook = airtable.webhooks.create(
        airtable.base(BASE_ID), {"specification": {"options": {"filters": filters}}}
    )
    (made,) = airtable.create_records(BASE_ID, TABLE_ID, [{"text": "new"}], STAFF)
    airtable.write_cells(BASE_ID, TABLE_ID, made, {TEXT_ID: "changed"})
    airtable.attach_file(BASE_ID, made, "attachment", "a.txt", b"text")
    airtable.delete_records(BASE_ID, TABLE_ID, [made], STAFF)
    payloads = airtable.webhooks.payloads(BASE_ID, webhook["id"], 1, 50)["payloads"]
    assert [one["actionMetadata"]["source"] for one in payloads] == ["client"] * 4
    assert airtable.quota.used() == 0


def test_a_base_file_brings_files_under_their_own_ids(airtable: AirtableService) -> None:
    rows = airtable.render(
        airtable.base(BASE_ID), TABLE_ID, ["recNumber00000000", "recNumber00000001"], RecordStyle()
    )
    held = [row["fields"]["attachment"] for row in rows]
    assert [[one["id"] for one in cell] for cell in held] == [["attShared00000001"]] * 2
    assert airtable.attachments.path("attShared00000001").read_text() == "a file"
    assert held[0][0]["type"] == "text/plain"
