"""Reads records from the mirror, as jobs need them: those that can be read.

What we wrote into rows ourselves is put into the mirror at once: until the payload comes that says
the same (hours, on a plan short of calls), a job that compares would write it again each time.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from backbone.mirror import RecordSeen
from museum.identity import RecordId
from museum.reading import read_record
from museum.records import Record
from workflows.context import Context


def records_of(context: Context, table: str) -> Iterator[Record]:
    """Yield every record of a table that can be read, in the order of their IDs."""
    definition, binding = context.definitions.table(table), context.mirror.binding()
    for raw in context.mirror.records(table):
        record = read_record(definition, binding, raw).record
        if record is not None:
            yield record


def record_of(context: Context, table: str, record_id: str) -> Record | None:
    """Return one record; None when it is not there or cannot be read."""
    raw = context.mirror.record(table, RecordId(record_id))
    if raw is None:
        return None
    return read_record(context.definitions.table(table), context.mirror.binding(), raw).record


def name_of_museum(context: Context, museum_id: str) -> str:
    """Return the name of a museum as the mirror has it; "" when it has none."""
    raw = context.mirror.record("museums", RecordId(museum_id)) if museum_id else None
    name_id = context.mirror.binding().field_id("museums", "name")
    name = raw.cells.get(name_id, "") if raw and name_id else ""
    return str(name).strip()


def note_written(context: Context, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let the mirror hold what Airtable confirmed: `rows` are as written, `id` and `fields`."""
    there = [row for row in rows if context.mirror.record(table, row["id"]) is not None]
    context.mirror.apply(
        RecordSeen(table, RecordId(row["id"]), row["fields"], is_whole=False) for row in there
    )
