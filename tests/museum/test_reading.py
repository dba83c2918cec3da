"""A raw record becomes a typed one; what is wrong is named once, in Dutch, at its place."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backbone.config_files import load_definitions
from museum.binding import Binding, bind
from museum.cells import Attachment
from museum.identity import RecordId
from museum.reading import RawRecord, Reading, read_record
from museum.records import Activity, Image, Museum
from tests.bases import base_of, field_id

DEFINITIONS = load_definitions()
BINDING = bind(DEFINITIONS, base_of({})["tables"], Binding()).binding
CREATED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def read(table: str, **cells: Any) -> Reading:
    values = {field_id(table, key): value for key, value in cells.items()}
    raw = RawRecord(table, RecordId("rec1"), CREATED, values)
    return read_record(DEFINITIONS.table(table), BINDING, raw)


def test_every_type_of_cell() -> None:
    reading = read(
        "activities",
        title="  Turfsteken \n",
        kind="Tentoonstelling",
        museum=["recMuseum"],
        starts="2027-03-27T19:00:00.000Z",
        last_day="2027-03-28",
        duration_min=90,
        visitors=["Kinderen", "Gezinnen"],
        images=["recA", "recB"],
    )
    assert reading.problems == ()
    activity = reading.record
    assert isinstance(activity, Activity)
    assert activity.title == "Turfsteken"
    assert (activity.kind, activity.event_status) == ("exhibition", "")
    assert activity.museum == "recMuseum"
    assert activity.starts == datetime(2027, 3, 27, 19, 0, tzinfo=UTC)
    assert activity.last_day == date(2027, 3, 28)
    assert activity.duration_min == 90
    assert activity.visitors == ("children", "families")
    assert activity.images == ("recA", "recB")


def test_absent_cells_are_empty() -> None:
    museum = read("museums", name="Nabershof", place="Emmen").record
    assert museum == Museum(RecordId("rec1"), CREATED, name="Nabershof", place="Emmen")


def test_an_attachment() -> None:
    cell = [{"id": "att1", "url": "http://x/y", "filename": "hei.jpg", "size": 12, "type": "i/j"}]
    image = read("images", file=cell).record
    assert isinstance(image, Image)
    assert image.file == (Attachment("att1", "http://x/y", "hei.jpg", "i/j", 12),)


def test_a_missing_name_blocks_and_says_where() -> None:
    reading = read("museums", name="   ", place="Emmen")
    assert reading.record is None
    assert [(one.key, one.what, one.remedy, one.severity) for one in reading.problems] == [
        ("record:museums:rec1:name", "“Naam” is leeg.", "Vul het veld in.", "error")
    ]


def test_an_unknown_choice_that_is_not_required_is_left_empty_and_named() -> None:
    reading = read("museums", name="Nabershof", place="Emmen", status="Misschien")
    assert isinstance(reading.record, Museum)
    assert reading.record.status == ""
    assert [(one.field, one.severity, one.subject) for one in reading.problems] == [
        ("status", "warning", "Nabershof")
    ]


def test_an_unknown_choice_that_is_required_blocks() -> None:
    assert read("activities", title="Iets", kind="Feest", museum=["recM"]).record is None


def test_two_museums_where_one_belongs_block() -> None:
    reading = read("activities", title="Iets", kind="Activiteit", museum=["recA", "recB"])
    assert reading.record is None
    assert [one.what for one in reading.problems] == [
        "Bij “Museum” hoort er één te staan; het zijn er 2."
    ]


def test_an_error_of_airtable_is_named() -> None:
    reading = read("museums", name="Nabershof", place="Emmen", latitude={"specialValue": "NaN"})
    assert [one.field for one in reading.problems] == ["latitude"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(cells=st.dictionaries(
    st.sampled_from([field.key for field in DEFINITIONS.table("activities").fields]), JSON
))  # fmt: skip
def test_whatever_stands_in_a_cell_is_read_or_named(cells: dict[str, Any]) -> None:
    reading = read("activities", **cells)
    assert reading.record is not None or reading.problems


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://nabershof.example/", "https://nabershof.example/"),
        ("http://nabershof.example", "http://nabershof.example"),
        ("www.nabershof.example/agenda", "https://www.nabershof.example/agenda"),
    ],
)
def test_an_address_of_a_website(typed: str, address: str) -> None:
    museum = read("museums", name="Nabershof", place="Emmen", website=typed).record
    assert isinstance(museum, Museum)
    assert museum.website == address


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https://",
        "http://[",
        "zie onze site",
    ],
)
def test_what_is_no_address_of_a_website_is_left_out_and_named(typed: str) -> None:
    reading = read("museums", name="Nabershof", place="Emmen", website=typed)
    assert isinstance(reading.record, Museum)
    assert reading.record.website == ""
    (point,) = reading.problems
    assert point.what.startswith("In “Website” staat geen adres van een website")


def test_signs_that_no_page_can_hold_are_left_out() -> None:
    museum = read("museums", name="Nabers\x00hof\x0b \ud83d\u202e", place="Emmen").record
    assert isinstance(museum, Museum)
    assert museum.name == "Nabershof"


def test_a_number_without_end_is_named() -> None:
    reading = read("activities", title="x", duration_min=float("inf"))
    assert "De waarde in “Duur in minuten” is niet te lezen." in {
        point.what for point in reading.problems
    }
