"""Compares a live base with `config/tables.toml`, and makes in it what is missing."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from backbone.airtable import AirtableBase
from backbone.mirror import Mirror
from museum.attention import AttentionPoint
from museum.binding import Binding, Bound, bind
from museum.identity import TableKey
from museum.tables import FieldDefinition, TableDefinition, TableDefinitions

_COLORS = ("blueLight2", "cyanLight2", "tealLight2", "greenLight2", "yellowLight2", "orangeLight2")


def check_tables(airtable: AirtableBase, mirror: Mirror) -> tuple[AttentionPoint, ...]:
    """Return what is missing, renamed or retyped in the live base. One call."""
    with airtable.for_purpose("tabellen vergelijken"):
        schema = airtable.schema()
    bound = bind(mirror.definitions, schema, mirror.known_ids())
    return (*bound.problems, *_many_links(mirror.definitions, bound.binding, schema))


def _many_links(
    definitions: TableDefinitions, binding: Binding, schema: Sequence[Mapping[str, Any]]
) -> Iterator[AttentionPoint]:
    """Name the links that hold one row by our rules, where the base lets people choose more."""
    live = {field["id"]: field for table in schema for field in table["fields"]}
    for table in definitions.tables:
        for field in table.fields:
            found = live.get(binding.field_id(table.key, field.key) or "")
            if found is None or not field.single or found["type"] != "multipleRecordLinks":
                continue
            if not (found.get("options") or {}).get("prefersSingleRecordLink", False):
                yield AttentionPoint(
                    key=f"tables:single:{table.key}.{field.key}",
                    what=f"In het veld “{field.label}” in de tabel “{table.label}” kan men "
                    "meer dan één rij kiezen.",
                    remedy="Zet bij het veld in Airtable “Allow linking to multiple records” "
                    "uit. Het werkt ook zonder: wie er twee kiest, krijgt een aandachtspunt.",
                    table=table.key,
                    field=field.key,
                    subject=table.label,
                )


def create_tables_live(
    airtable: AirtableBase, mirror: Mirror, say: Callable[[str], None]
) -> tuple[AttentionPoint, ...]:
    """Make the tables and fields that the base lacks; returns what still differs.

    Looks before each step at what is there, so that it may be killed and run again. Links come
    after all tables, since they name another table.
    """
    maker = _Maker(airtable, mirror.definitions, mirror.known_ids(), say)
    with airtable.for_purpose("tabellen maken"):
        maker.look()
        maker.make_tables()
        maker.make_fields()
        maker.name_inverses()
    mirror.bind(maker.bound.binding)
    return maker.bound.problems


def by_hand(definitions: TableDefinitions) -> tuple[str, ...]:
    """Return what Airtable lets nobody set through its API, as things to do by hand, in Dutch."""
    return tuple(
        f"Tabel “{table.label}”, veld “{field.label}”: zet “Allow linking to multiple records” uit."
        for table in definitions.tables
        for field in table.fields
        if field.type == "multipleRecordLinks" and field.single
    )


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
        self.schema: dict[str, Mapping[str, Any]] = {}
        self.bound = Bound(Binding(), ())

    def look(self) -> None:
        """See what the base has now."""
        tables = self._airtable.schema()
        self.schema = {table["id"]: table for table in tables}
        self.bound = bind(self._definitions, tables, self._known)

    def make_tables(self) -> None:
        for table in self._definitions.tables:
            if table.key not in self.bound.binding.tables:
                self._make_table(table)
        self.look()

    def make_fields(self) -> None:
        for table in self._definitions.tables:
            labels = {field["name"] for field in self._live_fields(table.key)}
            for field in table.fields:
                is_bound = self.bound.binding.field_id(table.key, field.key) is not None
                if not is_bound and field.label not in labels:
                    self._make_field(table, field)
        self.look()

    def name_inverses(self) -> None:
        """Name the columns that Airtable makes at the other end of a link, and names itself."""
        for table in self._definitions.tables:
            for field in table.fields:
                if field.type == "multipleRecordLinks" and field.inverse and field.table:
                    self._name_inverse(table, field, field.table)
        self.look()

    def _make_table(self, table: TableDefinition) -> None:
        plain = [field for field in table.fields if field.type != "multipleRecordLinks"]
        body = {
            "name": table.label,
            "description": table.help,
            "fields": [_field_body(field, {}) for field in plain],
        }

        def find() -> Mapping[str, Any] | None:
            self.look()
            return self.schema.get(self.bound.binding.tables.get(table.key, ""))

        self._airtable.create_surely(lambda: self._airtable.create_table(body), find)
        self._say(f"Gemaakt: de tabel “{table.label}” met {len(plain)} velden.")

    def _make_field(self, table: TableDefinition, field: FieldDefinition) -> None:
        body = _field_body(field, self.bound.binding.tables)
        table_id = self.bound.binding.tables[table.key]

        def find() -> Mapping[str, Any] | None:
            self.look()
            live = self._live_fields(table.key)
            return next((one for one in live if one["name"] == field.label), None)

        self._airtable.create_surely(lambda: self._airtable.create_field(table_id, body), find)
        self._say(f"Gemaakt: het veld “{field.label}” in de tabel “{table.label}”.")

    def _name_inverse(
        self, table: TableDefinition, field: FieldDefinition, other: TableKey
    ) -> None:
        field_id = self.bound.binding.field_id(table.key, field.key)
        link = next((one for one in self._live_fields(table.key) if one["id"] == field_id), {})
        inverse_id = link.get("options", {}).get("inverseLinkFieldId")
        inverse = next((one for one in self._live_fields(other) if one["id"] == inverse_id), None)
        if inverse is None or inverse["name"] == field.inverse:
            return
        # Only a name of Airtable's own making is changed, never one that a person gave.
        if re.fullmatch(rf"{re.escape(table.label)}( \d+)?( copy)?", inverse["name"]):
            table_id = self.bound.binding.tables[other]
            self._airtable.rename_field(table_id, inverse["id"], field.inverse)

    def _live_fields(self, table: TableKey) -> Sequence[Mapping[str, Any]]:
        table_id = self.bound.binding.tables.get(table, "")
        fields: Sequence[Mapping[str, Any]] = self.schema.get(table_id, {}).get("fields", ())
        return fields


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
