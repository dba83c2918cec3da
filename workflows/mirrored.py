"""Reads records from the mirror, as jobs need them: those that can be read."""

from collections.abc import Iterator

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
