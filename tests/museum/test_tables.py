"""The definition of the base: it reads, it names every mistake, and the records follow it."""

import subprocess
import sys
from pathlib import Path

import pytest

from backbone.config_files import load_definitions
from museum.generate import records_source
from museum.records import RECORD_CLASSES
from museum.tables import TablesError, parse_tables

ROOT = Path(__file__).parents[2]


def test_the_records_follow_the_definitions() -> None:
    made = subprocess.run(
        [Path(sys.executable).with_name("ruff"), "format", "-"],
        input=records_source(load_definitions()),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert made == (ROOT / "museum" / "records.py").read_text("utf-8"), "run `make records`"


def test_every_table_has_its_record() -> None:
    definitions = load_definitions()
    assert {table.key: table.record for table in definitions.tables} == {
        key: record.__name__ for key, record in RECORD_CLASSES.items()
    }


def test_nothing_personal_may_be_public() -> None:
    definitions = load_definitions()
    private = ("contacts", "registrations", "contact_log", "documents", "leave", "newsletters")
    assert [
        f"{key}.{field.key}"
        for key in private
        for field in definitions.table(key).fields
        if field.public
    ] == []
    assert [
        f"{table.key}.{field.key}"
        for table in definitions.tables
        for field in table.fields
        if field.key == "notes" and field.public
    ] == []


def test_every_mistake_is_named_at_once() -> None:
    data = {
        "museums": {
            "label": "Musea",
            "record": "Museum",
            "fields": {
                "name": {"label": "Naam", "type": "text", "owner": "platform"},
                "title": {"label": "Naam", "type": "url", "owner": "iemand", "colour": "red"},
                "kind": {"label": "Soort", "type": "singleSelect", "owner": "museum"},
                "other": {
                    "label": "Ander",
                    "type": "multipleRecordLinks",
                    "owner": "museum",
                    "table": "nowhere",
                },
            },
        },
        "empty": {"label": "Leeg"},
    }
    with pytest.raises(TablesError) as caught:
        parse_tables(data)
    assert str(caught.value).splitlines() == [
        "config/tables.toml klopt niet:",
        "- [museums] name: het soort veld “text” is niet bekend.",
        "- [museums] title: “colour” is geen instelling van een veld.",
        "- [museums] title: “owner” is platform, museum of museumflow.",
        "- [museums] kind: de keuzes (“options”) ontbreken.",
        "- [empty]: “record” ontbreekt.",
        "- [empty]: “fields” ontbreekt.",
        "- [museums] other: de tabel “nowhere” bestaat niet.",
        "- [museums]: het label “Naam” staat er twee keer.",
    ]
