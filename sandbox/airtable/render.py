"""Records as the REST API writes them: empty cells left out."""

from dataclasses import dataclass
from typing import Any

from sandbox.airtable.reader import Reader
from sandbox.airtable.schema import Field, Table
from sandbox.airtable.state import Record
from sandbox.airtable.texts import PLAIN, TextStyle, cell_text


@dataclass(frozen=True)
class RecordStyle:
    """How a request wants its records: which fields (all if `None`), named how, as text or not."""

    fields: tuple[str, ...] | None = None
    by_field_id: bool = False
    as_text: bool = False
    text: TextStyle = PLAIN
    comment_count: bool = False


def render_record(
    reader: Reader, table: Table, record: Record, style: RecordStyle
) -> dict[str, Any]:
    """Write a record: `{"id", "createdTime", "fields"}`."""
    fields = {}
    for field in _shown(table, style):
        value = reader.cell(table, record, field)
        if is_empty(value):
            continue
        if style.as_text:
            value = cell_text(reader, table, record, field, style.text)
        fields[field.id if style.by_field_id else field.name] = value
    return {"id": record.id, "createdTime": record.created, "fields": fields}


def is_empty(value: Any) -> bool:
    """Whether Airtable leaves a value out: nothing, `false`, `""` and `[]`; zero stays."""
    return value is None or value is False or value in ("", [])


def _shown(table: Table, style: RecordStyle) -> tuple[Field, ...]:
    if style.fields is None:
        return table.fields
    return tuple(one for one in table.fields if one.id in style.fields or one.name in style.fields)
