"""Bases for tests, made from `config/tables.toml`: `base_of({"museums": [{"name": ...}]})`."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from backbone.config_files import load_definitions
from museum.tables import FieldDefinition, TableDefinition

Cells = Mapping[str, Any]

BASE_ID = "appTestBase000001"


def table_id(table: str) -> str:
    """Return the ID of a table in every test base."""
    return "tbl" + _hash(table)


def field_id(table: str, field: str) -> str:
    """Return the ID of a field in every test base."""
    return "fld" + _hash(f"{table}.{field}")


def record_id(name: str) -> str:
    """Return a record ID for a name that the test chooses."""
    return "rec" + _hash(name)


def base_of(records: Mapping[str, Sequence[Cells]]) -> dict[str, Any]:
    """Return a base as `museumflow sandbox --base FILE` takes it.

    A record is given by our field keys, with `id` for the name of its record ID (see
    `record_id`); choices by our names for them, links by names of records.
    """
    definitions = load_definitions()
    return {
        "id": BASE_ID,
        "name": "Proefbase",
        "tables": [_table(table) for table in definitions.tables],
        "records": {
            table_id(table): [_record(definitions.table(table), cells) for cells in rows]
            for table, rows in records.items()
        },
    }


def _table(table: TableDefinition) -> dict[str, Any]:
    return {
        "id": table_id(table.key),
        "name": table.label,
        "primaryFieldId": field_id(table.key, table.primary.key),
        "fields": [_field(table, field) for field in table.fields],
        "views": [{"id": "viw" + _hash(table.key), "name": "Alles", "type": "grid"}],
    }


def _field(table: TableDefinition, field: FieldDefinition) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": field_id(table.key, field.key),
        "name": field.label,
        "type": field.type,
    }
    if field.options:
        choices = [
            {"id": "sel" + _hash(f"{table.key}.{field.key}.{key}"), "name": label}
            for key, label in field.options.items()
        ]
        made["options"] = {"choices": choices}
    elif field.type == "multipleRecordLinks":
        made["options"] = {
            "linkedTableId": table_id(str(field.table)),
            "prefersSingleRecordLink": field.single,
        }
    elif field.type == "number":
        made["options"] = {"precision": field.precision}
    elif field.type == "dateTime":
        made["options"] = {"timeZone": "Europe/Amsterdam"}
    return made


def _record(table: TableDefinition, cells: Cells) -> dict[str, Any]:
    values = {
        field_id(table.key, key): _value(table.field(key), value)
        for key, value in cells.items()
        if key not in ("id", "created")
    }
    return {
        "id": record_id(cells["id"]),
        "createdTime": cells.get("created", "2026-01-05T09:00:00.000Z"),
        "fields": values,
    }


def _value(field: FieldDefinition, value: Any) -> Any:
    if field.type == "singleSelect":
        return field.options.get(value, value)
    if field.type == "multipleSelects":
        return [field.options.get(item, item) for item in value]
    if field.type == "multipleRecordLinks":
        names = [value] if isinstance(value, str) else value
        return [record_id(name) for name in names]
    return value


def _hash(text: str) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    number = int.from_bytes(hashlib.sha256(text.encode()).digest())
    return "".join(digits[(number // 62**place) % 62] for place in range(14))
