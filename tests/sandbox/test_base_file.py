"""A base file that is not right is refused in a sentence: nothing in it is lost without a word."""

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.airtable.loading import read_base_file
from sandbox.errors import SandboxError

FIELD = {"id": "fld1", "name": "Naam", "type": "singleLineText"}
TABLE = {"id": "tbl1", "name": "Musea", "fields": [FIELD]}
ROW = {"id": "rec1", "fields": {"Naam": "x"}}


@pytest.mark.parametrize(
    ("tables", "records", "sentence"),
    [
        ([TABLE, TABLE | {"name": "Nog een", "fields": []}], {}, "het ID tbl1 staat er meer"),
        ([TABLE | {"fields": [FIELD, FIELD]}], {}, "het ID fld1 staat er meer dan eens"),
        ([TABLE], {"tbl1": [ROW, ROW]}, "het ID rec1 staat er meer dan eens"),
        ([TABLE], {"tblNergens": [ROW]}, "een tabel die er niet is"),
    ],
)
def test_what_would_be_lost_is_named(
    tmp_path: Path, tables: list[Any], records: dict[str, Any], sentence: str
) -> None:
    path = tmp_path / "base.json"
    path.write_text(json.dumps({"tables": tables, "records": records}), "utf-8")
    with pytest.raises(SandboxError, match=sentence):
        read_base_file(path)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"tables": 3}'])
def test_what_is_no_base_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "base.json"
    path.write_text(content, "utf-8")
    with pytest.raises(SandboxError, match="Het bestand"):
        read_base_file(path)


def test_records_may_stand_under_the_name_of_their_table(tmp_path: Path) -> None:
    path = tmp_path / "base.json"
    path.write_text(json.dumps({"tables": [TABLE], "records": {"Musea": [ROW]}}), "utf-8")
    assert read_base_file(path)["records"] == {"Musea": [ROW]}
