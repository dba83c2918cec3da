"""Writes the source of `museum/records.py` from the table definitions (`make records`)."""

from museum.tables import TEXT_TYPES, FieldDefinition, TableDefinition, TableDefinitions

_HEADER = '''"""The records of the base, one class per table.

Generated from `config/tables.toml` by `make records`; change it there, not here. Texts are
stripped and `""` when empty; a choice is the code's name for it; moments are aware and in UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from museum.cells import Attachment
from museum.identity import RecordId
'''

_PLAIN = {
    "checkbox": ("bool", "False"),
    "date": ("date | None", "None"),
    "dateTime": ("datetime | None", "None"),
    "multipleSelects": ("tuple[str, ...]", "()"),
    "multipleAttachments": ("tuple[Attachment, ...]", "()"),
}


def records_source(definitions: TableDefinitions) -> str:
    """Return the Python source of `museum/records.py`."""
    classes = [_class_source(table) for table in definitions.tables]
    names = [table.record for table in definitions.tables]
    union = "\n\nRecord = " + " | ".join(names)
    if len(union) > 100:
        union = "\n\nRecord = (\n    " + "\n    | ".join(names) + "\n)"
    mapping = "\n\nRECORD_CLASSES: Final[dict[str, type[Record]]] = {\n"
    mapping += "".join(f'    "{table.key}": {table.record},\n' for table in definitions.tables)
    return _HEADER + "".join(classes) + union + mapping + "}\n"


def _class_source(table: TableDefinition) -> str:
    lines = [
        "\n\n@dataclass(frozen=True)",
        f"class {table.record}:",
        f'    """A row of {table.label}.',
        "",
        f"    {table.help}",
        '    """',
        "",
        "    id: RecordId",
        "    created: datetime",
    ]
    lines += [f"    {field.key}: {' = '.join(_annotation(field))}" for field in table.fields]
    return "\n".join(lines) + "\n"


def _annotation(field: FieldDefinition) -> tuple[str, str]:
    if field.type in TEXT_TYPES:
        return "str", '""'
    if field.type == "singleSelect":
        return "str", '""'
    if field.type == "number":
        return ("float | None", "None") if field.precision else ("int | None", "None")
    if field.type == "multipleRecordLinks":
        return ("RecordId | None", "None") if field.single else ("tuple[RecordId, ...]", "()")
    return _PLAIN[field.type]
