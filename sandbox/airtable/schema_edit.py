"""Making and changing bases, tables and fields through the metadata API."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sandbox.airtable.errors import invalid_request, model_not_found, unprocessable
from sandbox.airtable.field_options import REQUIRED_OPTIONS, complete_options
from sandbox.airtable.ids import new_id
from sandbox.airtable.schema import COMPUTED_TYPES, Field, Table, View
from sandbox.airtable.state import Draft

PLAIN_TYPES: Final = frozenset(
    {
        "singleLineText",
        "multilineText",
        "richText",
        "email",
        "url",
        "phoneNumber",
        "singleCollaborator",
        "multipleCollaborators",
        "multipleAttachments",
        "barcode",
    }
)
PRIMARY_TYPES: Final = (PLAIN_TYPES | set(REQUIRED_OPTIONS)) - {
    "multipleRecordLinks",
    "multipleAttachments",
    "singleSelect",
    "multipleSelects",
    "checkbox",
    "rating",
    "singleCollaborator",
    "multipleCollaborators",
}


def create_table(draft: Draft, data: Mapping[str, Any]) -> str:
    """Add a table with its fields and one grid view; returns its ID."""
    name = _name(data, "DUPLICATE_TABLE_NAME", [one.name for one in draft.tables.values()])
    fields = data.get("fields")
    if not isinstance(fields, list) or not fields:
        raise unprocessable("INVALID_REQUEST_MISSING_FIELDS", "A table needs at least one field.")
    if fields[0].get("type") not in PRIMARY_TYPES:
        raise unprocessable(
            "INVALID_REQUEST_UNKNOWN", f'"{fields[0].get("type")}" cannot be the primary field.'
        )
    table = Table(
        id=new_id("tbl"),
        name=name,
        primary_field_id="",
        fields=(),
        views=(View(new_id("viw"), "Grid view"),),
        description=data.get("description"),
    )
    draft.put_table(table)
    for field in fields:
        made = create_field(draft, table.id, field)
        if not draft.tables[table.id].primary_field_id:
            draft.put_table(replace(draft.tables[table.id], primary_field_id=made))
    return table.id


def create_field(draft: Draft, table_id: str, data: Mapping[str, Any]) -> str:
    """Add a field, and for a link the field at the other end; returns its ID."""
    table = draft.tables[table_id]
    name = _name(data, "DUPLICATE_OR_EMPTY_FIELD_NAME", table.by_name)
    kind = data.get("type")
    if kind in COMPUTED_TYPES:
        raise unprocessable(
            "UNSUPPORTED_FIELD_TYPE_FOR_CREATE",
            f"Creating {kind} fields is not supported at this time",
        )
    if kind not in PLAIN_TYPES and kind not in REQUIRED_OPTIONS:
        raise unprocessable("INVALID_FIELD_TYPE", f'Unknown field type "{kind}"')
    field = Field(
        id=new_id("fld"),
        name=name,
        type=str(kind),
        options=complete_options(str(kind), data.get("options")),
        description=data.get("description"),
    )
    if kind == "multipleRecordLinks":
        _create_link(draft, table_id, field)
    else:
        draft.put_field(table_id, field)
    return field.id


def _create_link(draft: Draft, table_id: str, field: Field) -> None:
    other_id = field.linked_table_id
    if other_id not in draft.tables:
        raise model_not_found()
    options: dict[str, Any] = {
        "linkedTableId": other_id,
        "isReversed": False,
        "prefersSingleRecordLink": False,
    }
    if other_id == table_id:
        draft.put_field(table_id, replace(field, options=options))
        return
    inverse = new_id("fld")
    draft.put_field(table_id, replace(field, options=options | {"inverseLinkFieldId": inverse}))
    back = options | {"linkedTableId": table_id, "inverseLinkFieldId": field.id}
    name = _free_name(draft.tables[other_id], draft.tables[table_id].name)
    draft.put_field(other_id, Field(inverse, name, "multipleRecordLinks", back))


def _free_name(table: Table, wanted: str) -> str:
    """Return the wanted name with a number behind it while the name is taken."""
    name, number = wanted, 2
    while name in table.by_name:
        name, number = f"{wanted} {number}", number + 1
    return name


def change_table(draft: Draft, table_id: str, data: Mapping[str, Any]) -> None:
    """Rename or describe a table, or set its date dependencies."""
    table = draft.tables[table_id]
    _only(data, {"name", "description", "dateDependencySettings", "dateDependency"})
    if "name" in data:
        others = [one.name for one in draft.tables.values() if one.id != table_id]
        table = replace(table, name=_name(data, "DUPLICATE_TABLE_NAME", others))
    if "description" in data:
        table = replace(table, description=_description(data))
    settings = data.get("dateDependencySettings", data.get("dateDependency"))
    if settings is not None:
        table = replace(table, date_dependency=dict(settings))
    draft.put_table(table)


def change_field(draft: Draft, table_id: str, field_id: str, data: Mapping[str, Any]) -> None:
    """Rename or describe a field; Airtable changes nothing else of it."""
    table = draft.tables[table_id]
    field = table.by_id[field_id]
    _only(data, {"name", "description"})
    if "name" in data:
        others = [one.name for one in table.fields if one.id != field_id]
        field = replace(field, name=_name(data, "DUPLICATE_OR_EMPTY_FIELD_NAME", others))
    if "description" in data:
        field = replace(field, description=_description(data))
    draft.put_field(table_id, field)


def _only(data: Mapping[str, Any], known: set[str]) -> None:
    if not data or not set(data) <= known:
        raise invalid_request()


def _description(data: Mapping[str, Any]) -> str | None:
    text = data["description"]
    if text is not None and (not isinstance(text, str) or len(text) > 20_000):
        raise invalid_request()
    return text


def _name(data: Mapping[str, Any], kind: str, taken: Any) -> str:
    name = data.get("name")
    if not isinstance(name, str) or not name.strip():
        raise unprocessable(kind, "A name is required.")
    if name in taken:
        raise unprocessable(kind, f'The name "{name}" is already taken.')
    return name
