"""What staff can do to tables in Airtable itself and no token can: delete, retype, rename."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.airtable.cells import accept_cell, is_plain
from sandbox.airtable.defaults import complete_table
from sandbox.airtable.errors import ApiError, invalid_request
from sandbox.airtable.field_options import REQUIRED_OPTIONS
from sandbox.airtable.schema import COMPUTED_TYPES, Field
from sandbox.airtable.schema_edit import PLAIN_TYPES
from sandbox.airtable.state import Cell, Draft
from sandbox.airtable.typecast import cast_value


def delete_table(draft: Draft, table_id: str) -> None:
    """Take a table away, its records, and the links that led to it."""
    for table in list(draft.tables.values()):
        for field in table.fields:
            if field.linked_table_id == table_id and table.id != table_id:
                _take_field(draft, table.id, field)
    draft.remove_table(table_id)


def delete_field(draft: Draft, table_id: str, field_id: str) -> None:
    """Take a field away (never the primary one), and the other end when it is a link."""
    table = draft.tables[table_id]
    if field_id == table.primary_field_id:
        raise invalid_request("The primary field cannot be deleted.")
    field = table.by_id[field_id]
    _take_field(draft, table_id, field)
    other = draft.tables.get(field.linked_table_id)
    if other is not None and field.inverse_id in other.by_id:
        _take_field(draft, other.id, other.by_id[str(field.inverse_id)])


def _take_field(draft: Draft, table_id: str, field: Field) -> None:
    table = draft.tables[table_id]
    for record in list(draft.records[table_id].values()):
        draft.set_cell(table_id, record.id, field.id, None)
    rest = tuple(one for one in table.fields if one.id != field.id)
    draft.put_table(replace(table, fields=rest))


def change_type(draft: Draft, table_id: str, field_id: str, data: Mapping[str, Any]) -> None:
    """Give a field another type or other options; cells that do not fit become empty.

    A choice that keeps its ID and gets another name is renamed in every cell.
    """
    table = draft.tables[table_id]
    old = table.by_id[field_id]
    kind = str(data.get("type", old.type))
    known = PLAIN_TYPES | set(REQUIRED_OPTIONS) | {"formula"}
    if kind == "multipleRecordLinks" or kind not in known or not set(data) <= {"type", "options"}:
        raise invalid_request(f"A field cannot become {kind} here.")
    options = data.get("options", old.options if kind == old.type else {})
    if not isinstance(options, Mapping):
        raise invalid_request()
    changed = replace(old, type=kind, options=dict(options))
    complete = complete_table(table.with_field(changed))
    draft.put_table(complete)
    new = complete.by_id[field_id]
    for record in list(draft.records[table_id].values()):
        if field_id in record.cells:
            cell = _converted(draft, table_id, old, new, record.cells[field_id])
            draft.set_cell(table_id, record.id, field_id, cell)


def _converted(draft: Draft, table_id: str, old: Field, new: Field, cell: Cell) -> Cell | None:
    if new.type in COMPUTED_TYPES or not is_plain(new):
        return None
    if old.choices and new.choices:
        cell = _renamed(old, new, cell)
    try:
        return accept_cell(*cast_value(draft, table_id, new, cell))
    except ApiError:
        return None


def _renamed(old: Field, new: Field, cell: Cell) -> Cell:
    if isinstance(cell, list):
        return [_renamed(old, new, one) for one in cell]
    names = {choice["id"]: name for name, choice in new.choices.items()}
    return names.get(old.choices[cell]["id"], cell) if cell in old.choices else cell
