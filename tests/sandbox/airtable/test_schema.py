"""The metadata API through the real client."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
import requests
from pyairtable import Api, Base

from tests.sandbox.airtable.wrapper_base import BASE_ID, TABLE_ID, TEXT_ID


@pytest.fixture
def blank(api: Api) -> Iterator[Base]:
    """A new base, gone after the test."""
    fields = [{"type": "singleLineText", "name": "Label"}]
    made = api.workspace("wspTest0000000001").create_base(
        "Blank", [{"name": "One", "fields": fields}]
    )
    yield made
    made.delete()


def test_bases_tables_fields_and_views_are_told(api: Api, base: Base) -> None:
    assert (BASE_ID, "Test Wrapper") in [(one.id, one.name) for one in api.bases()]
    assert api.base(BASE_ID, validate=True).name == "Test Wrapper"
    schema = base.schema()
    assert [one.name for one in schema.tables] == ["TEST_TABLE", "Address", "Contact", "EVERYTHING"]
    table = schema.table("TEST_TABLE")
    assert (table.id, table.primary_field_id, table.field("text").id) == (
        TABLE_ID,
        TEXT_ID,
        TEXT_ID,
    )
    assert table.view("view").visible_field_ids == [one.id for one in table.fields]
    assert {one.type for one in schema.table("EVERYTHING").fields} >= {"formula", "rollup"}


def test_a_formula_field_tells_what_it_reads_and_gives(base: Base) -> None:
    field: Any = base.schema().table("EVERYTHING").field("Formula Int")
    assert field.options.is_valid
    assert field.options.referenced_field_ids == ["fldEvName00000000"]
    assert field.options.result.type == "number"


def test_lookups_and_rollups_tell_what_they_result_in(base: Base) -> None:
    schema = base.schema().table("EVERYTHING")
    results = {
        name: (field.options.is_valid, field.options.result.type)
        for name in ("Lookup Int", "Rollup Int", "Last Modified", "Formula Text")
        if (field := cast(Any, schema.field(name)))
    }
    assert results == {
        "Lookup Int": (True, "number"),
        "Rollup Int": (True, "number"),
        "Last Modified": (True, "dateTime"),
        "Formula Text": (True, "singleLineText"),
    }


def test_a_formula_survives_the_rename_of_a_field(base: Base) -> None:
    everything = base.table("EVERYTHING")
    field: Any = everything.schema(force=True).field("Formula Float")
    decimal = everything.schema().field("Decimal 1")
    assert field.options.formula == f"{{{decimal.id}}} / 2"
    decimal.name = "Tienden"
    decimal.save()
    made = everything.create({"Tienden": 3})
    assert made["fields"]["Formula Float"] == 1.5
    decimal.name = "Decimal 1"
    decimal.save()


def test_tables_and_fields_are_made_and_renamed(blank: Base) -> None:
    two = blank.create_table("Two", [{"type": "singleLineText", "name": "Name"}], "Second")
    status = two.create_field(
        "Status", "singleSelect", options={"choices": [{"name": "Todo"}, {"name": "Done"}]}
    )
    assert two.schema().field(status.id).name == "Status"
    schema = blank.schema(force=True).table("Two")
    schema.name, schema.description = "Renamed", "Changed"
    schema.save()
    field = blank.schema(force=True).table("Renamed").field("Status")
    field.name, field.description = "State", "Where it stands"
    field.save()
    again = blank.schema(force=True).table("Renamed")
    assert again.description == "Changed"
    assert [(one.name, one.description) for one in again.fields] == [
        ("Name", None),
        ("State", "Where it stands"),
    ]


def test_a_link_gets_a_field_at_the_other_end(blank: Base) -> None:
    two = blank.create_table("Two", [{"type": "singleLineText", "name": "Name"}])
    one = blank.table("One", validate=True, force=True)
    made: Any = two.create_field(
        "Ones", "multipleRecordLinks", options={"linkedTableId": one.schema().id}
    )
    inverse: Any = blank.schema(force=True).table("One").field("Two")
    assert inverse.id == made.options.inverse_link_field_id
    assert inverse.options.inverse_link_field_id == made.id


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ({"name": "Label", "type": "number"}, "DUPLICATE_OR_EMPTY_FIELD_NAME"),
        ({"name": "", "type": "number"}, "DUPLICATE_OR_EMPTY_FIELD_NAME"),
        ({"name": "N", "type": "number"}, "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE"),
        ({"name": "F", "type": "formula"}, "UNSUPPORTED_FIELD_TYPE_FOR_CREATE"),
        (
            {"name": "S", "type": "singleSelect", "options": {"choices": [{}]}},
            "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE",
        ),
    ],
)
def test_wrong_fields_are_refused(blank: Base, field: dict[str, Any], kind: str) -> None:
    url = blank.table("One", validate=True, force=True).urls.fields
    with pytest.raises(requests.HTTPError) as caught:
        blank.api.post(url, json=field)
    assert caught.value.response.status_code == 422
    assert caught.value.response.json()["error"]["type"] == kind
    assert len(blank.schema(force=True).tables[0].fields) == 1


CHOICE = {"name": "Open", "color": "redBright"}
STARS = {"icon": "star", "color": "yellowBright", "max": 5}
MOMENT = {"dateFormat": {"name": "iso"}, "timeFormat": {"name": "24hour"}, "timeZone": "utc"}


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("number", {"precision": 8}, [{"precision": 9}, {"precision": "1"}, {"precision": True}]),
        ("currency", {"precision": 7, "symbol": "€"}, [{"precision": 8, "symbol": "€"}]),
        ("rating", STARS, [STARS | {"max": 11}, STARS | {"icon": "check"}, STARS | {"color": []}]),
        ("checkbox", {"icon": "check", "color": "grayBright"}, [{"icon": "check", "color": "red"}]),
        ("duration", {"durationFormat": "h:mm:ss.SSS"}, [{"durationFormat": "hh:mm"}]),
        ("dateTime", MOMENT, [MOMENT | {"timeZone": "Mars/Base"}, MOMENT | {"dateFormat": "iso"}]),
        ("singleSelect", {"choices": [CHOICE]}, [{"choices": [CHOICE | {"color": "red"}]}]),
    ],
)
def test_options_outside_their_range_are_refused(
    blank: Base, kind: str, good: dict[str, Any], bad: list[dict[str, Any]]
) -> None:
    table = blank.table("One", validate=True, force=True)
    for options in bad:
        with pytest.raises(requests.HTTPError) as caught:
            table.create_field(f"Wrong {kind}", kind, options=options)
        error = caught.value.response.json()["error"]
        assert error["type"] == "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE"
    assert table.create_field(f"Right {kind}", kind, options=good).type == kind


def test_what_needs_an_enterprise_is_refused_and_said(api: Api, base: Base) -> None:
    assert base.collaborators().name == "Test Wrapper"
    with pytest.raises(requests.HTTPError) as caught:
        base.shares()
    assert caught.value.response.status_code == 501
    assert "Enterprise" in caught.value.response.json()["error"]["message"]


def test_staff_delete_and_retype_what_a_token_cannot(blank: Base) -> None:
    fields: list[dict[str, Any]] = [
        {"type": "singleLineText", "name": "Name"},
        {"type": "singleLineText", "name": "Size"},
        {"type": "singleSelect", "name": "State", "options": {"choices": [{"name": "Open"}]}},
    ]
    two = blank.create_table("Two/Three", fields)
    ones = two.create_field(
        "Ones", "multipleRecordLinks", options={"linkedTableId": blank.schema().tables[0].id}
    )
    made = two.create({"Name": "x", "Size": "12", "State": "Open"})
    assert blank.table("Two/Three").all() == [made]
    webhook = blank.add_webhook(
        "https://example.com/",
        {"options": {"filters": {"dataTypes": ["tableFields", "tableMetadata", "tableData"]}}},
    )
    state: Any = two.schema(force=True).field("State")
    staff = f"{blank.api.endpoint_url}/sandbox/airtable/{blank.id}/tables/{two.id}"
    renamed = [{"id": state.options.choices[0].id, "name": "Geopend"}]
    for name, change in (
        ("Size", {"type": "number", "options": {"precision": 0}}),
        (state.id, {"options": {"choices": renamed}}),
    ):
        reply = requests.patch(f"{staff}/fields/{name}", json=change, timeout=5)
        assert reply.status_code == 200, reply.text
    assert two.get(made["id"])["fields"] == {"Name": "x", "Size": 12, "State": "Geopend"}
    assert requests.delete(f"{staff}/fields/{ones.id}", timeout=5).status_code == 204
    names = [[one.name for one in table.fields] for table in blank.schema(force=True).tables]
    assert names == [["Label"], ["Name", "Size", "State"]]
    assert requests.delete(staff, timeout=5).status_code == 204
    *_, field_gone, table_gone = blank.webhook(webhook.id).payloads()
    assert field_gone.changed_tables_by_id[two.id].destroyed_field_ids == [ones.id]
    assert table_gone.destroyed_table_ids == [two.id]
    assert [one.name for one in blank.schema(force=True).tables] == ["One"]
