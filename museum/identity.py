"""The identities that tie code to tables: Airtable's own IDs, and our keys for them."""

from typing import NewType

BaseId = NewType("BaseId", str)
TableId = NewType("TableId", str)
FieldId = NewType("FieldId", str)
RecordId = NewType("RecordId", str)

TableKey = NewType("TableKey", str)
"""Our name for a table in `config/tables.toml`, such as `museums`."""

FieldKey = NewType("FieldKey", str)
"""Our name for a field within its table, such as `hours_text`."""
