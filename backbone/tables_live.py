"""Compares a live base with `config/tables.toml`, and makes in it what is missing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from backbone.airtable import AirtableBase
from backbone.mirror import Mirror
from museum.attention import AttentionPoint
from museum.binding import Binding, bind
from museum.tables import FieldDefinition, TableDefinition, TableDefinitions

_COLORS = ("blueLight2", "cyanLight2", "tealLight2", "greenLight2", "yellowLight2", "orangeLight2")


def check_tables(airtable: AirtableBase, mirror: Mirror) -> tuple[AttentionPoint, ...]:
    """Return what is missing, renamed or retyped in the live base. One call."""
    with airtable.for_purpose("tabellen vergelijken"):
        schema = airtable.schema()
    return bind(mirror.definitions, schema, mirror.binding()).problems


def create_tables_live(
    airtable: AirtableBase, mirror: Mirror, say: Callable[[str], None]
) -> tuple[AttentionPoint, ...]:
    """Make the tables and fields that the base lacks; returns what still differs.

    Looks before each step at what is there, so that it may be killed and run again. Links come
    after all tables, since they name another table.
    """
    maker = _Maker(airtable, mirror.definitions, mirror.binding(), say)
    with airtable.for_purpose("tabellen maken"):
        maker.make_tables()
        maker.make_fields()
        schema = airtable.schema()
    bound = bind(mirror.definitions, schema, mirror.binding())
    mirror.bind(bound.binding)
    return bound.problems


class _Maker:
    """Makes what is missing, table by table."""

    def __init__(
        self,
        airtable: AirtableBase,
        definitions: TableDefinitions,
        known: Binding,
        say: Callable[[str], None],
    ) -> None:
        self._airtable = airtable
        self._definitions = definitions
        self._known = known
        self._say = say

    def _binding(self) -> Binding:
        return bind(self._definitions, self._airtable.schema(), self._known).binding

    def make_tables(self) -> None:
        binding = self._binding()
        for table in self._definitions.tables:
            if table.key in binding.tables:
                continue
            plain = [field for field in table.fields if field.type != "multipleRecordLinks"]
            self._airtable.create_table(
                {
                    "name": table.label,
                    "description": table.help,
                    "fields": [_field_body(field, {}) for field in plain],
                }
            )
            self._say(f"Gemaakt: de tabel “{table.label}” met {len(plain)} velden.")

    def make_fields(self) -> None:
        schema = self._airtable.schema()
        binding = bind(self._definitions, schema, self._known).binding
        for table in self._definitions.tables:
            table_id = binding.tables[table.key]
            labels = _labels(schema, table_id)
            for field in table.fields:
                if binding.field_id(table.key, field.key) is None and field.label not in labels:
                    self._make_field(table, field, binding)

    def _make_field(self, table: TableDefinition, field: FieldDefinition, binding: Binding) -> None:
        table_id = binding.tables[table.key]
        made = self._airtable.create_field(table_id, _field_body(field, binding.tables))
        self._say(f"Gemaakt: het veld “{field.label}” in de tabel “{table.label}”.")
        inverse_id = made.get("options", {}).get("inverseLinkFieldId")
        if inverse_id and field.inverse and field.table is not None:
            self._airtable.rename_field(binding.tables[field.table], inverse_id, field.inverse)


def _labels(schema: Sequence[Mapping[str, Any]], table_id: str) -> set[str]:
    table = next(one for one in schema if one["id"] == table_id)
    return {field["name"] for field in table["fields"]}


def _field_body(field: FieldDefinition, tables: Mapping[Any, str]) -> dict[str, Any]:
    body: dict[str, Any] = {"name": field.label, "type": field.type}
    if field.help:
        body["description"] = field.help
    options = _options(field, tables)
    if options:
        body["options"] = options
    return body


def _options(field: FieldDefinition, tables: Mapping[Any, str]) -> dict[str, Any]:
    if field.type in ("singleSelect", "multipleSelects"):
        return {
            "choices": [
                {"name": label, "color": _COLORS[number % len(_COLORS)]}
                for number, label in enumerate(field.options.values())
            ]
        }
    if field.type == "number":
        return {"precision": field.precision}
    if field.type == "checkbox":
        return {"icon": "check", "color": "greenBright"}
    if field.type == "date":
        return {"dateFormat": {"name": "european"}}
    if field.type == "dateTime":
        return {
            "dateFormat": {"name": "european"},
            "timeFormat": {"name": "24hour"},
            "timeZone": "Europe/Amsterdam",
        }
    if field.type == "multipleRecordLinks":
        return {"linkedTableId": tables[field.table]}
    return {}
