"""A copy of the configured base, so that a platform rehearses on its own tables.

Only read from Airtable: the tables that the website reads, without files (their addresses would
be fetched again) and without the tables about people. It takes ceil(records/100) calls a table.
"""

from typing import Any

from backbone.pull import mirrored_tables
from museum.binding import Binding, bind
from workflows.context import Context


def copy_base(context: Context) -> dict[str, Any]:
    """Return the base as `museumflow sandbox --base FILE` takes it, all IDs kept."""
    airtable = context.airtable()
    with airtable.for_purpose("proefkopie"):
        schema = airtable.schema()
        bound = bind(context.definitions, schema, Binding())
        wanted = {str(bound.binding.tables[key]) for key in _tables(context, bound.binding)}
        tables = [table for table in schema if table["id"] in wanted]
        records = {
            table["id"]: [
                _without_files(record, table)
                for page in airtable.pages(table["id"])
                for record in page
            ]
            for table in tables
        }
    return {
        "id": airtable.base_id,
        "name": "Kopie om mee te oefenen",
        "tables": [_without_strangers(table, wanted) for table in tables],
        "records": records,
    }


def _tables(context: Context, binding: Binding) -> list[Any]:
    return [key for key in mirrored_tables(context.definitions) if key in binding.tables]


def _without_files(record: dict[str, Any], table: dict[str, Any]) -> dict[str, Any]:
    """Leave out files and what Airtable works out itself."""
    kept = {field["id"] for field in table["fields"] if _is_copied(field)}
    fields = {key: value for key, value in record["fields"].items() if key in kept}
    return {"id": record["id"], "createdTime": record["createdTime"], "fields": fields}


_COPIED = frozenset(
    {
        *("singleLineText", "multilineText", "email", "url", "phoneNumber", "richText"),
        *("number", "currency", "percent", "rating", "duration", "checkbox"),
        *("date", "dateTime", "singleSelect", "multipleSelects", "multipleRecordLinks"),
        "multipleAttachments",
    }
)


def _is_copied(field: dict[str, Any]) -> bool:
    return field["type"] in _COPIED and field["type"] != "multipleAttachments"


def _without_strangers(table: dict[str, Any], wanted: set[str]) -> dict[str, Any]:
    """Leave out fields that cannot stand alone: worked out ones, and links out of the copy."""
    fields = [
        field
        for field in table["fields"]
        if field["type"] in _COPIED
        and (
            field["type"] != "multipleRecordLinks"
            or field.get("options", {}).get("linkedTableId") in wanted
        )
    ]
    return {**table, "fields": fields, "views": []}
