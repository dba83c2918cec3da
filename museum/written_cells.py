"""Values as Airtable takes them: the inverse of reading a cell. No I/O."""

from collections.abc import Mapping
from typing import Any

from museum.binding import Binding
from museum.tables import TEXT_TYPES, TableDefinition


def written_cells(
    table: TableDefinition, binding: Binding, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the cells to write, by field ID; raises `KeyError` naming a field the base lacks."""
    cells: dict[str, Any] = {}
    for key, value in values.items():
        field_id = binding.field_id(table.key, key)
        if field_id is None:
            raise KeyError(table.field(key).label)
        cells[field_id] = cell_of(table, key, binding, value)
    return cells


def cell_of(table: TableDefinition, key: str, binding: Binding, value: Any) -> Any:
    """Return a value of ours as Airtable takes it.

    Choices get the name that the base gives them now; links are lists of record IDs.
    """
    field = table.field(key)
    if field.type == "checkbox":
        return bool(value)
    if value in (None, "", [], ()):
        # Airtable empties a text with "", everything else with null.
        return "" if field.type in TEXT_TYPES else None
    field_id = binding.field_id(table.key, key)
    names = binding.choice_names.get(field_id, {}) if field_id else {}
    by_key = {key: name for name, key in names.items()}
    if field.type == "singleSelect":
        return by_key.get(value, field.options.get(value, value))
    if field.type == "multipleSelects":
        return [by_key.get(one, field.options.get(one, one)) for one in value]
    return value
