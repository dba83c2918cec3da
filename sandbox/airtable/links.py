"""Links between records: both ends of a link always say the same."""

from collections.abc import Iterable
from typing import Any

from sandbox.airtable.errors import row_does_not_exist, unprocessable
from sandbox.airtable.ids import is_id
from sandbox.airtable.schema import Field
from sandbox.airtable.state import Cell, Draft


def accept_links(draft: Draft, field: Field, value: Any) -> Cell | None:
    """Check a list of record IDs; objects `{"id": ...}` are taken too. `None` when empty."""
    if value is None:
        return None
    ids = [one.get("id") if isinstance(one, dict) else one for one in _as_list(value)]
    for one in ids:
        if not is_id(one, "rec") and one not in draft.records.get(field.linked_table_id, {}):
            raise _not_an_array()
        if one not in draft.records.get(field.linked_table_id, {}):
            raise row_does_not_exist(str(one))
    return list(dict.fromkeys(ids)) or None


def _as_list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _not_an_array()
    return value


def _not_an_array() -> Exception:
    return unprocessable("INVALID_VALUE_FOR_COLUMN", "Value is not an array of record IDs.")


def set_links(
    draft: Draft, table_id: str, record_id: str, field: Field, wanted: Cell | None
) -> None:
    """Write a link cell, and the cell at the other end of every link that came or went."""
    before = set(draft.records[table_id][record_id].cells.get(field.id, ()))
    draft.set_cell(table_id, record_id, field.id, wanted)
    if field.inverse_id is None:
        return
    after = set(wanted or ())
    for other in [one for one in wanted or () if one not in before]:
        _add(draft, field.linked_table_id, other, field.inverse_id, record_id)
    for other in sorted(before - after):
        _drop(draft, field.linked_table_id, other, field.inverse_id, record_id)


def complete_links(draft: Draft) -> None:
    """Give every link of a loaded base its other end, and drop links to records it lacks."""
    for table in list(draft.tables.values()):
        for field in table.fields:
            if field.type == "multipleRecordLinks":
                for record in list(draft.records[table.id].values()):
                    _complete(draft, table.id, record.id, field)


def _complete(draft: Draft, table_id: str, record_id: str, field: Field) -> None:
    held = draft.records[table_id][record_id].cells.get(field.id, ())
    known = draft.records.get(field.linked_table_id, {})
    links = [one for one in held if one in known]
    if len(links) < len(held):
        draft.set_cell(table_id, record_id, field.id, links or None)
    for other in links:
        if field.inverse_id is not None:
            _add(draft, field.linked_table_id, other, field.inverse_id, record_id)


def unlink_everywhere(draft: Draft, table_id: str, record_id: str) -> None:
    """Take a record that goes out of every cell that links to it."""
    record = draft.records[table_id][record_id]
    for field in draft.tables[table_id].fields:
        if field.type == "multipleRecordLinks" and field.inverse_id:
            for other in record.cells.get(field.id, ()):
                _drop(draft, field.linked_table_id, other, field.inverse_id, record_id)
    for other_table, field in _one_way_links(draft, table_id):
        holders = [
            one.id
            for one in draft.records[other_table].values()
            if record_id in one.cells.get(field.id, ())
        ]
        for holder in holders:
            _drop(draft, other_table, holder, field.id, record_id)


def _one_way_links(draft: Draft, table_id: str) -> Iterable[tuple[str, Field]]:
    return [
        (table.id, field)
        for table in draft.tables.values()
        for field in table.fields
        if field.type == "multipleRecordLinks"
        and field.linked_table_id == table_id
        and not field.inverse_id
    ]


def _add(draft: Draft, table_id: str, record_id: str, field_id: str, other: str) -> None:
    held = draft.records[table_id][record_id].cells.get(field_id, [])
    if other not in held:
        draft.set_cell(table_id, record_id, field_id, [*held, other])


def _drop(draft: Draft, table_id: str, record_id: str, field_id: str, other: str) -> None:
    record = draft.records.get(table_id, {}).get(record_id)
    if record is not None and other in record.cells.get(field_id, ()):
        held = [one for one in record.cells[field_id] if one != other]
        draft.set_cell(table_id, record_id, field_id, held or None)
