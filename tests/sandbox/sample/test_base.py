"""The sample base is whole, the same every time, and wrong only where we want it to be."""

import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backbone.calendar_settings import load_check_settings
from museum.binding import Binding, bind
from museum.calendar_check import Calendar, Source
from museum.hours.understand import understand
from museum.occurrences import plan_of
from museum.reading import RawRecord, read_record
from museum.records import Activity, EventTemplate, Museum, Record
from museum.tables import TableDefinitions, parse_tables
from sandbox.sample import sample_base
from sandbox.sample.moments import read_day, read_moment
from sandbox.sample.rows import read_rows

_FREE_PLAN = 1_000
_ID = re.compile(r"(app|tbl|fld|sel|viw|rec|att)[0-9A-Za-z]{14}")


@pytest.fixture(scope="module")
def definitions() -> TableDefinitions:
    return parse_tables(tomllib.loads(Path("config/tables.toml").read_text("utf-8")))


def _read_all(
    base: dict[str, Any], definitions: TableDefinitions
) -> tuple[list[Record], list[tuple[str, str]]]:
    binding = bind(definitions, base["tables"], Binding()).binding
    records: list[Record] = []
    problems: list[tuple[str, str]] = []
    for table in definitions.tables:
        for row in base["records"][binding.tables[table.key]]:
            cells = {key: _with_address(cell) for key, cell in row["fields"].items()}
            created = datetime.fromisoformat(row["createdTime"])
            reading = read_record(table, binding, RawRecord(table.key, row["id"], created, cells))
            problems += [(table.key, point.what) for point in reading.problems]
            records += [reading.record] if reading.record else []
    return records, problems


def _with_address(cell: Any) -> Any:
    if isinstance(cell, list) and isinstance(cell[0], dict):
        return [{**one, "url": f"file:{one['path']}"} for one in cell]
    return cell


def test_it_fits_the_definitions(base: dict[str, Any], definitions: TableDefinitions) -> None:
    assert bind(definitions, base["tables"], Binding()).problems == ()


def test_it_fits_the_free_plan(base: dict[str, Any]) -> None:
    assert sum(len(part) for part in base["records"].values()) <= _FREE_PLAN * 0.95


def test_it_is_as_full_as_a_working_year(base: dict[str, Any]) -> None:
    counts = {table["name"]: len(base["records"][table["id"]]) for table in base["tables"]}
    least = {"Activiteiten": 250, "Vacatures": 30, "Nieuwsberichten": 18, "Jaarprogramma": 24}
    assert {name: counts[name] >= count for name, count in least.items()} == dict.fromkeys(
        least, True
    )
    assert counts["Contactpersonen"] >= 45


def test_every_kind_and_every_status_is_there(definitions: TableDefinitions) -> None:
    activities = read_rows()["activities"].values()
    for name in ("kind", "workflow_status", "event_status", "repeats", "age_groups", "visitors"):
        said: set[str] = set()
        for row in activities:
            value = row.get(name, [])
            said |= {value} if isinstance(value, str) else set(value)
        left_out = set(definitions.table("activities").field(name).options) - said
        assert left_out <= {"scheduled"}, name


def test_links_name_rows_that_are_there(definitions: TableDefinitions) -> None:
    rows = read_rows()
    loose = [
        (table.key, key, one)
        for table in definitions.tables
        for field in table.fields
        if field.type == "multipleRecordLinks"
        for key, row in rows.get(table.key, {}).items()
        for one in (
            [row[field.key]] if isinstance(row.get(field.key), str) else row.get(field.key, [])
        )
        if one not in rows[str(field.table)]
    ]
    assert loose == []


def test_it_is_the_same_every_time(base: dict[str, Any], pictures: Path) -> None:
    assert sample_base(today=date(2026, 11, 23), pictures=pictures) == base


def test_ids_are_airtables_shape_and_unique(base: dict[str, Any]) -> None:
    ids = [base["id"]]
    for table in base["tables"]:
        ids += [table["id"], *(view["id"] for view in table["views"])]
        for field in table["fields"]:
            ids += [field["id"]]
            ids += [one["id"] for one in field.get("options", {}).get("choices", ())]
    ids += [row["id"] for part in base["records"].values() for row in part]
    assert [one for one in ids if not _ID.fullmatch(one)] == []
    assert len(set(ids)) == len(ids)


def test_every_link_has_its_other_end(base: dict[str, Any]) -> None:
    rows = {row["id"]: row["fields"] for part in base["records"].values() for row in part}
    missing = [
        (field["name"], row["id"], other)
        for table in base["tables"]
        for field in table["fields"]
        if field["type"] == "multipleRecordLinks"
        for row in base["records"][table["id"]]
        for other in row["fields"].get(field["id"], ())
        if row["id"] not in rows[other][field["options"]["inverseLinkFieldId"]]
    ]
    assert missing == []


def test_only_the_intended_records_cannot_be_read(
    base: dict[str, Any], definitions: TableDefinitions
) -> None:
    records, problems = _read_all(base, definitions)
    plans = [plan_of(one) for one in records if isinstance(one, Activity)]
    assert problems == [
        ("activities", "“Museum” is leeg."),
        ("programme", "“Doelgroep” is leeg."),
    ]
    assert [point.what for plan in plans for point in plan.problems] == [
        "Het einde ligt niet na het begin.",
    ]


@pytest.mark.parametrize("day", ["2026-11-30", "2027-03-10", "2027-06-20", "2027-09-05"])
def test_whenever_the_demo_is_opened_only_a_little_does_not_fit(
    day: str, definitions: TableDefinitions
) -> None:
    today = date.fromisoformat(day)
    records, _ = _read_all(sample_base(today=today, pictures=None), definitions)
    calendar = Calendar(load_check_settings(), today)
    calendar.load(
        [one for one in records if isinstance(one, Source)],
        [one for one in records if isinstance(one, Museum)],
        {},
        [one for one in records if isinstance(one, EventTemplate)],
    )
    told = [
        one.severity
        for one in calendar.findings()
        if one.severity != "hint" or not one.places or one.places[0].table != "activities"
    ]
    assert {"error", "hint"} <= set(told)
    assert 5 <= len(told) <= 16


def test_two_museums_write_hours_that_nobody_could_read(
    base: dict[str, Any], definitions: TableDefinitions
) -> None:
    museums = [one for one in _read_all(base, definitions)[0] if isinstance(one, Museum)]
    puzzling = [
        one.name for one in museums if one.hours_text and not understand(one.hours_text).understood
    ]
    assert puzzling == ["Molenmuseum De Wachter", "Museum Valse Kunst"]


@settings(max_examples=60, deadline=None)
@given(today=st.dates(date(2024, 1, 1), date(2040, 12, 31)))
def test_on_any_day_only_one_activity_ends_before_it_begins(today: date) -> None:
    wrong = []
    for key, row in read_rows()["activities"].items():
        if "ends" in row:
            first = read_day(row["starts"], today)
            if read_moment(row["ends"], today, first) <= read_moment(row["starts"], today):
                wrong.append(key)
        elif "last_day" in row:
            first = read_day(row["first_day"], today)
            if read_day(row["last_day"], today, first) < first:
                wrong.append(key)
    assert wrong == ["einde-voor-begin"]


@pytest.mark.parametrize(
    ("text", "today", "moment"),
    [
        ("+12 10:00", date(2027, 3, 20), "2027-04-01T08:00:00.000Z"),
        ("za+0 14:00", date(2027, 3, 20), "2027-03-20T13:00:00.000Z"),
        ("zo-1 14:00", date(2027, 3, 20), "2027-03-14T13:00:00.000Z"),
        ("zomertijd+0 04:30", date(2027, 3, 20), "2027-03-28T02:30:00.000Z"),
        ("wintertijd-1 21:00", date(2027, 3, 20), "2027-10-30T19:00:00.000Z"),
        ("12-26 11:00", date(2027, 12, 27), "2028-12-26T10:00:00.000Z"),
    ],
)
def test_moments_are_read_on_drenthes_clock(text: str, today: date, moment: str) -> None:
    assert read_moment(text, today) == moment


def test_it_grows_to_what_is_asked(pictures: Path) -> None:
    made = sample_base(museums=60, activities=400, today=date(2026, 11, 23), pictures=pictures)
    counts = {table["name"]: len(made["records"][table["id"]]) for table in made["tables"]}
    assert (counts["Musea"], counts["Activiteiten"]) == (60, 400)
    again = sample_base(museums=60, activities=400, today=date(2026, 11, 23), pictures=pictures)
    assert again == made


def test_it_shrinks_without_loose_ends(pictures: Path) -> None:
    made = sample_base(museums=3, activities=2, today=date(2026, 11, 23), pictures=pictures)
    counts = {table["name"]: len(made["records"][table["id"]]) for table in made["tables"]}
    assert (counts["Musea"], counts["Activiteiten"]) == (3, 2)
