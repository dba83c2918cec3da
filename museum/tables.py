"""The definition of the base, as `config/tables.toml` gives it. Parses a dict; reads no file.

The one part of the house that the sandbox also imports.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from museum.identity import FieldKey, TableKey

TEXT_TYPES: Final = frozenset({"singleLineText", "multilineText", "email", "url", "phoneNumber"})
FIELD_TYPES: Final = TEXT_TYPES | {
    "number",
    "checkbox",
    "date",
    "dateTime",
    "singleSelect",
    "multipleSelects",
    "multipleRecordLinks",
    "multipleAttachments",
}
OWNERS: Final = frozenset({"platform", "museum", "museumflow"})


class TablesError(ValueError):
    """`config/tables.toml` cannot be used as it is; the message lists every problem, in Dutch."""


@dataclass(frozen=True)
class FieldDefinition:
    """One field. `options` maps the code's name of a choice to the label that people see."""

    key: FieldKey
    label: str
    type: str
    owner: str
    public: bool = False
    required: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    table: TableKey | None = None
    single: bool = False
    inverse: str = ""
    precision: int = 0
    help: str = ""


@dataclass(frozen=True)
class TableDefinition:
    """One table. `record` is the name of its class in `museum.records`; fields keep their order."""

    key: TableKey
    label: str
    record: str
    help: str
    fields: tuple[FieldDefinition, ...]
    hidden_test: str = ""
    """The “ID van de bron” of the record that is a test of ours (`museum.canary`)."""
    copied: bool = False
    """Copied here although nothing of it may be public."""

    @property
    def is_public(self) -> bool:
        """Whether anything of it may stand on the website."""
        return any(field.public for field in self.fields)

    @property
    def primary(self) -> FieldDefinition:
        """The field that names a record: Airtable's first column."""
        return self.fields[0]

    def field(self, key: str) -> FieldDefinition:
        """Return the field with this key; raises `KeyError` with the key in it."""
        for definition in self.fields:
            if definition.key == key:
                return definition
        raise KeyError(f"{self.key}.{key}")


@dataclass(frozen=True)
class TableDefinitions:
    """All tables, in the order of the file."""

    tables: tuple[TableDefinition, ...]

    def table(self, key: str) -> TableDefinition:
        """Return the table with this key; raises `KeyError` with the key in it."""
        for definition in self.tables:
            if definition.key == key:
                return definition
        raise KeyError(key)


def parse_tables(data: Mapping[str, Any]) -> TableDefinitions:
    """Turn the parsed TOML of `config/tables.toml` into definitions.

    Raises `TablesError` that lists every problem at once, each with the place to mend.
    """
    problems: list[str] = []
    tables = [_parse_table(key, value, problems) for key, value in data.items()]
    known = {table.key for table in tables}
    for table in tables:
        problems.extend(_link_problems(table, known))
        labels = [definition.label for definition in table.fields]
        problems.extend(
            f"[{table.key}]: het label “{label}” staat er twee keer."
            for label in sorted({label for label in labels if labels.count(label) > 1})
        )
    if problems:
        raise TablesError("config/tables.toml klopt niet:\n- " + "\n- ".join(problems))
    return TableDefinitions(tuple(tables))


def _parse_table(key: str, value: Mapping[str, Any], problems: list[str]) -> TableDefinition:
    for name in ("label", "record", "fields"):
        if not value.get(name):
            problems.append(f"[{key}]: “{name}” ontbreekt.")
    fields = tuple(
        _parse_field(key, name, spec, problems) for name, spec in value.get("fields", {}).items()
    )
    return TableDefinition(
        key=TableKey(key),
        label=str(value.get("label", key)),
        record=str(value.get("record", key)),
        help=str(value.get("help", "")),
        fields=fields,
        hidden_test=str(value.get("hidden_test", "")),
        copied=bool(value.get("copied", False)),
    )


def _parse_field(
    table: str, key: str, spec: Mapping[str, Any], problems: list[str]
) -> FieldDefinition:
    known = set(FieldDefinition.__dataclass_fields__) - {"key"}
    for name in sorted(set(spec) - known):
        problems.append(f"[{table}] {key}: “{name}” is geen instelling van een veld.")
    if spec.get("type") not in FIELD_TYPES:
        problems.append(f"[{table}] {key}: het soort veld “{spec.get('type')}” is niet bekend.")
    if spec.get("owner") not in OWNERS:
        problems.append(f"[{table}] {key}: “owner” is platform, museum of museumflow.")
    if spec.get("type") in ("singleSelect", "multipleSelects") and not spec.get("options"):
        problems.append(f"[{table}] {key}: de keuzes (“options”) ontbreken.")
    values = {name: value for name, value in spec.items() if name in known}
    values.setdefault("label", key)
    values.setdefault("type", "")
    values.setdefault("owner", "")
    return FieldDefinition(key=FieldKey(key), **values)


def _link_problems(table: TableDefinition, known: set[TableKey]) -> list[str]:
    return [
        f"[{table.key}] {definition.key}: de tabel “{definition.table}” bestaat niet."
        for definition in table.fields
        if definition.type == "multipleRecordLinks" and definition.table not in known
    ]
