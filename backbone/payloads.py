"""Airtable's webhook payloads turned into what the mirror applies. Pure.

Cells in payloads have another shape than in the REST API (contracts/airtable.md): links and
choices are objects there, and are brought back to IDs and names here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backbone.mirror import RecordGone, RecordSeen, Seen
from museum.binding import Binding
from museum.identity import RecordId, TableKey
from museum.tables import TableDefinitions


@dataclass(frozen=True)
class PayloadReader:
    """Reads payloads for the tables and fields that `binding` knows; others are passed over."""

    definitions: TableDefinitions
    binding: Binding
    tables: frozenset[str]
    """The keys of the tables that are mirrored."""

    def seen(self, payload: Mapping[str, Any]) -> Iterator[Seen]:
        """Yield what one payload says of records, in the order to apply it."""
        for table_id, changes in payload.get("changedTablesById", {}).items():
            key = self.binding.table_key(table_id)
            if key is None or key not in self.tables:
                continue
            yield from self._of_table(key, changes)

    def uncopied(self, payload: Mapping[str, Any]) -> Iterator[str]:
        """Yield where something changed in tables that are not mirrored: "contacts.email".

        The table alone, "contacts", when rows came or went.
        """
        for table_id, changes in payload.get("changedTablesById", {}).items():
            key = self.binding.table_key(table_id)
            if key is None or key in self.tables:
                continue
            if changes.get("createdRecordsById") or changes.get("destroyedRecordIds"):
                yield key
            ours = {field_id: name for name, field_id in self.binding.fields.get(key, {}).items()}
            for changed in changes.get("changedRecordsById", {}).values():
                cells = changed.get("current", {}).get("cellValuesByFieldId", {})
                yield from (f"{key}.{ours[field_id]}" for field_id in cells if field_id in ours)

    def touches_schema(self, payload: Mapping[str, Any]) -> bool:
        """Tell whether a payload says that tables or fields changed: then bind again."""
        if payload.get("createdTablesById") or payload.get("destroyedTableIds"):
            return True
        names = ("changedFieldsById", "createdFieldsById", "destroyedFieldIds", "changedMetadata")
        return any(
            changes.get(name)
            for changes in payload.get("changedTablesById", {}).values()
            for name in names
        )

    def _of_table(self, key: TableKey, changes: Mapping[str, Any]) -> Iterator[Seen]:
        for record_id, created in changes.get("createdRecordsById", {}).items():
            cells = self.cells(key, created.get("cellValuesByFieldId", {}))
            moment = _moment(created.get("createdTime"))
            yield RecordSeen(key, RecordId(record_id), cells, moment, is_whole=False)
        for record_id, changed in changes.get("changedRecordsById", {}).items():
            current = changed.get("current", {}).get("cellValuesByFieldId", {})
            yield RecordSeen(key, RecordId(record_id), self.cells(key, current), is_whole=False)
        for record_id in changes.get("destroyedRecordIds", ()):
            yield RecordGone(key, RecordId(record_id))

    def cells(self, key: TableKey, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the cells of our fields in REST's shape; None empties a cell."""
        types: dict[str, str] = {
            field_id: self.definitions.table(key).field(field_key).type
            for field_key, field_id in self.binding.fields.get(key, {}).items()
        }
        return {
            field_id: _rest_shape(types[field_id], value)
            for field_id, value in values.items()
            if field_id in types
        }


def _rest_shape(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "singleSelect":
        return value["name"] if isinstance(value, dict) else value
    if kind == "multipleSelects":
        return [item["name"] if isinstance(item, dict) else item for item in value]
    if kind == "multipleRecordLinks":
        return [item["id"] if isinstance(item, dict) else item for item in value]
    return value


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None
