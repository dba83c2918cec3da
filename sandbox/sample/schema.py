"""The sample's tables as Airtable's metadata API gives them, made from `config/tables.toml`."""

from typing import Any, Final

from museum.tables import FieldDefinition, TableDefinition, TableDefinitions
from sandbox.sample.identity import field_id, inverse_id, made_id, table_id

_COLORS: Final = (
    *("blueLight2", "cyanLight2", "tealLight2", "greenLight2", "yellowLight2"),
    *("orangeLight2", "redLight2", "pinkLight2", "purpleLight2", "grayLight2"),
)
_MEANINGS: Final = {
    **dict.fromkeys(("approved", "open", "scheduled", "confirmed", "fixed", "sent"), "greenLight2"),
    **dict.fromkeys(("draft", "unknown", "none", "closed"), "grayLight2"),
    **dict.fromkeys(("ready", "provisional", "pending", "waiting", "postponed"), "yellowLight2"),
    **dict.fromkeys(("rejected", "cancelled", "no_consent", "withdrawn"), "redLight2"),
}
_DATE_FORMAT: Final = {"name": "european", "format": "D/M/YYYY"}
_DRAFTS: Final = "Concepten"


def metadata_tables(definitions: TableDefinitions) -> list[dict[str, Any]]:
    """Return the list under `tables` in the metadata API; a link has its column at both ends."""
    return [_table(table, definitions) for table in definitions.tables]


def _table(table: TableDefinition, definitions: TableDefinitions) -> dict[str, Any]:
    fields = [_field(table, field) for field in table.fields]
    fields += [
        _inverse(other, field)
        for other in definitions.tables
        for field in other.fields
        if field.type == "multipleRecordLinks" and field.table == table.key and field.inverse
    ]
    return {
        "id": table_id(table.key),
        "name": table.label,
        "description": table.help,
        "primaryFieldId": field_id(table.key, table.primary.key),
        "fields": fields,
        "views": _views(table),
    }


def _field(table: TableDefinition, field: FieldDefinition) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": field_id(table.key, field.key),
        "name": field.label,
        "type": field.type,
    }
    if field.help:
        made["description"] = field.help
    options = _options(table, field)
    if options:
        made["options"] = options
    return made


def _options(table: TableDefinition, field: FieldDefinition) -> dict[str, Any]:
    if field.options:
        return {"choices": _choices(table, field)}
    if field.type == "multipleRecordLinks":
        return {
            "linkedTableId": table_id(str(field.table)),
            "isReversed": False,
            "prefersSingleRecordLink": field.single,
            "inverseLinkFieldId": inverse_id(table.key, field.key),
        }
    known: dict[str, dict[str, Any]] = {
        "number": {"precision": field.precision},
        "checkbox": {"icon": "check", "color": "greenBright"},
        "date": {"dateFormat": _DATE_FORMAT},
        "dateTime": {
            "dateFormat": _DATE_FORMAT,
            "timeFormat": {"name": "24hour", "format": "HH:mm"},
            "timeZone": "Europe/Amsterdam",
        },
        "multipleAttachments": {"isReversed": False},
    }
    return known.get(field.type, {})


def _choices(table: TableDefinition, field: FieldDefinition) -> list[dict[str, str]]:
    return [
        {
            "id": made_id("sel", table.key, field.key, key),
            "name": label,
            "color": _MEANINGS.get(key, _COLORS[index % len(_COLORS)]),
        }
        for index, (key, label) in enumerate(field.options.items())
    ]


def _inverse(table: TableDefinition, field: FieldDefinition) -> dict[str, Any]:
    return {
        "id": inverse_id(table.key, field.key),
        "name": field.inverse,
        "type": "multipleRecordLinks",
        "options": {
            "linkedTableId": table_id(table.key),
            "isReversed": False,
            "prefersSingleRecordLink": False,
            "inverseLinkFieldId": field_id(table.key, field.key),
        },
    }


def _views(table: TableDefinition) -> list[dict[str, Any]]:
    views: list[dict[str, Any]] = [
        {"id": made_id("viw", table.key, "alles"), "name": "Alles", "type": "grid"}
    ]
    status = next((field for field in table.fields if field.key == "workflow_status"), None)
    if status is not None and "draft" in status.options:
        wanted = f"{{{status.label}}} = '{status.options['draft']}'"
        drafts = {"id": made_id("viw", table.key, "concepten"), "name": _DRAFTS, "type": "grid"}
        views.append({**drafts, "filterByFormula": wanted})
    return views
