"""From a raw record in the mirror to a typed record, with every problem named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from museum.attention import AttentionPoint
from museum.binding import Binding
from museum.cells import CellError, read_cell
from museum.identity import RecordId
from museum.records import RECORD_CLASSES, Record
from museum.tables import FieldDefinition, TableDefinition


@dataclass(frozen=True)
class RawRecord:
    """A record as the mirror keeps it: cells by field ID, in the shape of Airtable's REST API."""

    table: str
    id: RecordId
    created: datetime
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """`record` is None when something required is missing or unreadable: then do not publish."""

    record: Record | None
    problems: tuple[AttentionPoint, ...]


def read_record(table: TableDefinition, binding: Binding, raw: RawRecord) -> Reading:
    """Read one raw record. Optional cells that cannot be read stay empty and are named.

    A field that the base lost (`binding` has no ID for it) makes the record unreadable when the
    field is required; the caller keeps the last good version.
    """
    reader = _Reader(table, binding, raw)
    values = {field.key: reader.value(field) for field in table.fields}
    if reader.blocked:
        return Reading(None, tuple(reader.problems))
    record = RECORD_CLASSES[table.key](id=raw.id, created=raw.created, **values)
    return Reading(record, tuple(reader.problems))


class _Reader:
    def __init__(self, table: TableDefinition, binding: Binding, raw: RawRecord) -> None:
        self.table = table
        self.binding = binding
        self.raw = raw
        self.problems: list[AttentionPoint] = []
        self.blocked = False

    def value(self, field: FieldDefinition) -> Any:
        field_id = self.binding.field_id(self.table.key, field.key)
        cell = self.raw.cells.get(field_id) if field_id else None
        names = self.binding.choice_names.get(field_id, {}) if field_id else {}
        try:
            value = read_cell(field, cell, names)
        except CellError as error:
            self._say(field, str(error), "Kies of typ een andere waarde.", field.required)
            return read_cell(field, None, names)
        if field.required and value in ("", None, ()):
            self._say(field, f"“{field.label}” is leeg.", "Vul het veld in.", True)
        return value

    def _say(self, field: FieldDefinition, what: str, remedy: str, blocking: bool) -> None:
        self.blocked = self.blocked or blocking
        primary_id = self.binding.field_id(self.table.key, self.table.primary.key)
        subject = str(self.raw.cells.get(primary_id, "") if primary_id else "").strip()
        self.problems.append(
            AttentionPoint(
                key=f"record:{self.table.key}:{self.raw.id}:{field.key}",
                what=what,
                remedy=remedy,
                table=self.table.key,
                record_id=self.raw.id,
                field=field.key,
                subject=subject or "(zonder naam)",
                severity="error" if blocking else "warning",
            )
        )
