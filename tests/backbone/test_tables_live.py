"""`tables create` makes a whole base through the metadata API; `tables check` sees what changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backbone.tables_live import check_tables, create_tables_live
from museum.errors import TryLater
from tests.backbone.conftest import Desk, make_desk
from tests.bases import BASE_ID, base_of
from tests.servers import start_sandbox


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Desk]:
    base = {
        "id": BASE_ID,
        "name": "Leeg",
        "tables": [
            {
                "id": "tblLeeg0000000001",
                "name": "Tabel 1",
                "primaryFieldId": "fldLeeg0000000001",
                "fields": [{"id": "fldLeeg0000000001", "name": "Naam", "type": "singleLineText"}],
                "views": [],
            }
        ],
        "records": {},
    }
    with start_sandbox(tmp_path / "sandbox", base=base) as url:
        yield make_desk(tmp_path / "data", url)


def test_a_base_is_made_whole(empty: Desk) -> None:
    said: list[str] = []
    assert create_tables_live(empty.airtable, empty.mirror, said.append) == ()
    assert said[0] == "Gemaakt: de tabel “Musea” met 28 velden."
    # Airtable lets nobody say through its API that a link holds one row.
    left = check_tables(empty.airtable, empty.mirror)
    assert {point.key.rpartition(":")[0] for point in left} == {"tables:single"}
    assert {point.severity for point in left} == {"warning"}
    assert "tables:single:activities.museum" in {point.key for point in left}
    labels = {
        field["name"]
        for table in empty.airtable.schema()
        if table["name"] == "Musea"
        for field in table["fields"]
    }
    assert {"Openingstijden", "Activiteiten", "Vacatures", "Beeldbank"} <= labels


def test_making_it_again_makes_nothing(empty: Desk) -> None:
    create_tables_live(empty.airtable, empty.mirror, lambda _line: None)
    said: list[str] = []
    assert create_tables_live(empty.airtable, empty.mirror, said.append) == ()
    assert said == []


def test_a_making_that_broke_off_goes_on(empty: Desk) -> None:
    empty.fault(match="POST /v0/meta/bases/.*/fields", times=5, kind="status", status=500)
    with pytest.raises(TryLater):
        create_tables_live(empty.airtable, empty.mirror, lambda _line: None)
    empty.fault(match="POST /v0/meta/bases/.*/fields", times=1, kind="lost-reply")
    for _ in range(6):
        try:
            problems = create_tables_live(empty.airtable, empty.mirror, lambda _line: None)
        except TryLater:
            continue
        assert problems == ()
        return
    pytest.fail("it never became whole")


def test_what_staff_changed_is_named_with_what_to_do(tmp_path: Path) -> None:
    base = base_of({})
    museums = next(table for table in base["tables"] if table["name"] == "Musea")
    museums["fields"] = [one for one in museums["fields"] if one["name"] != "Plaats"]
    for field in museums["fields"]:
        if field["name"] == "Openingstijden":
            field["type"], field["options"] = "number", {"precision": 0}
    status = next(one for one in museums["fields"] if one["name"] == "Status")
    status["options"]["choices"].pop()
    with start_sandbox(tmp_path / "sandbox", base=base) as url:
        desk = make_desk(tmp_path / "data", url)
        found = {point.key: point for point in check_tables(desk.airtable, desk.mirror)}
    assert set(found) == {
        "tables:missing:museums.place",
        "tables:retyped:museums.hours_text",
        "tables:options:museums.status.closed",
    }
    assert "prullenbak" in found["tables:missing:museums.place"].remedy or (
        "tables create" in found["tables:missing:museums.place"].remedy
    )
