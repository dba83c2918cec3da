"""Cells in webhook payloads, which have another shape than in the REST API."""

from typing import Any, Final

from sandbox.airtable.reader import Reader
from sandbox.airtable.render import is_empty
from sandbox.airtable.schema import SELECT_TYPES, Field, Table
from sandbox.airtable.state import Cell, Record

_PEOPLE: Final = frozenset(
    {"singleCollaborator", "multipleCollaborators", "createdBy", "lastModifiedBy"}
)


def payload_cell(reader: Reader, table: Table, record: Record, field: Field) -> Any:
    """Return a cell as a payload tells it; `None` when it is empty."""
    if field.type == "multipleLookupValues":
        return _lookup(reader, table, record, field)
    value = reader.cell(table, record, field)
    return None if is_empty(value) else _shaped(reader, field, value)


def _shaped(reader: Reader, field: Field, value: Cell) -> Any:
    if field.type in SELECT_TYPES:
        return _options(field, value)
    if field.type == "multipleRecordLinks":
        return [_link(reader, field, one) for one in value]
    if field.type in _PEOPLE:
        return _with_permission(value)
    return value


def _with_permission(value: Cell) -> Any:
    """People in payloads carry what they may do in the base."""
    if isinstance(value, list):
        return [_with_permission(one) for one in value]
    return {**value, "permissionLevel": "create"}


def _options(field: Field, value: Cell) -> Any:
    if isinstance(value, list):
        return [_options(field, one) for one in value]
    choice = field.choices.get(value) or {"id": "", "name": value}
    return {key: choice[key] for key in ("id", "name", "color") if key in choice}


def _link(reader: Reader, field: Field, record_id: str) -> dict[str, Any]:
    table = reader.state.tables[field.linked_table_id]
    record = reader.state.records[table.id].get(record_id)
    name = reader.name_of(table, record) if record else None
    return {"id": record_id, "name": name if isinstance(name, str) else _plain_name(name)}


def _plain_name(name: Any) -> str:
    return "" if name is None or isinstance(name, dict | list) else str(name)


def _lookup(reader: Reader, table: Table, record: Record, field: Field) -> Any:
    source = reader.looked_up_field(table, field)
    by_record = reader.looked_up_by_record(table, record, field)
    if source is None or not by_record:
        return None
    target = source[1]
    return {
        "linkedRecordIds": list(by_record),
        "valuesByLinkedRecordId": {
            record_id: [_shaped_item(reader, target, one) for one in values]
            for record_id, values in by_record.items()
        },
    }


def _shaped_item(reader: Reader, field: Field, value: Cell) -> Any:
    if field.type in SELECT_TYPES:
        return _options(field, value)
    if field.type == "multipleRecordLinks":
        return _link(reader, field, value)
    return value
