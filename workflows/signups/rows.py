"""Writes sign-ups to the table Inschrijvingen: a row per person, ten a call, merged on our key.

Killed between the write and its note, the same rows are written again and are still one.
"""

from collections.abc import Sequence
from typing import Any, Final

from backbone.airtable import MOST_PER_WRITE, AirtableBase
from backbone.airtable_errors import NotThere, Refused
from backbone.signups.people import Attendee
from museum.binding import Binding
from museum.errors import TryLater
from museum.identity import TableKey
from museum.tables import TableDefinition
from museum.written_cells import cell_of
from workflows.context import Context
from workflows.signups.items import find_item

TABLE: Final = TableKey("registrations")
KEY_FIELD: Final = "external_id"
PURPOSE: Final = "inschrijvingen"
_STATUS: Final = {
    "placed": "confirmed",
    "waiting": "waiting",
    "offered": "waiting",
    "cancelled": "cancelled",
    "lapsed": "cancelled",
}


def write_rows(context: Context) -> dict[str, int]:
    """Write the ten rows that wait longest; says how many were looked at and written."""
    due = context.attendees.due(MOST_PER_WRITE)
    if not due:
        return {"handled": 0, "written": 0}
    if TABLE not in context.mirror.binding().tables:
        raise TryLater(
            what="De tabel Inschrijvingen is nog niet gelezen: de inschrijvingen wachten daarop.",
            remedy="Is zij er niet, draai dan `museumflow tables create`.",
        )
    return {"handled": len(due), "written": _write(context, due)}


def _write(context: Context, rows: Sequence[Attendee]) -> int:
    try:
        ids = _send(context, context.airtable(), rows)
    except (NotThere, Refused) as error:
        if len(rows) == 1:
            trouble = f"{error.what} {error.remedy}".strip()
            context.attendees.settle(rows, [rows[0].record_id], trouble)
            return 0
        # One that Airtable will not have spoils its whole call: apart, the others go.
        return sum(_write(context, [row]) for row in rows)
    context.attendees.settle(rows, ids, "")
    return len(rows)


def _send(context: Context, base: AirtableBase, rows: Sequence[Attendee]) -> list[str]:
    binding, table = context.mirror.binding(), context.definitions.table(TABLE)
    key_id = binding.field_id(TABLE, KEY_FIELD)
    if key_id is None:
        raise TryLater(
            what="In de tabel Inschrijvingen ontbreekt het veld “ID van de bron”.",
            remedy="Draai `museumflow tables create`; de inschrijvingen wachten zo lang.",
        )
    cells = [{"fields": _cells(table, binding, _values(context, one))} for one in rows]
    with base.for_purpose(PURPOSE):
        return base.write_rows(binding.tables[TABLE], cells, [key_id])


def _values(context: Context, one: Attendee) -> dict[str, Any]:
    found = one.signup
    status = "cancelled" if one.is_gone else _STATUS[found.state]
    if one.is_present and status == "confirmed":
        status = "attended"
    has_item = find_item(context, found.item_id) is not None
    return {
        KEY_FIELD: one.key,
        "name": one.name,
        "programme_item": [found.item_id] if has_item else None,
        "museum": [found.museum_id] if found.museum_id else None,
        "audience": found.audience or None,
        "email": found.reader,
        "registration_status": status,
        "needs": one.needs,
        "registered_on": found.made.isoformat(),
        "price": found.price_cents / 100 if found.price_cents else None,
    }


def _cells(table: TableDefinition, binding: Binding, values: dict[str, Any]) -> dict[str, Any]:
    """Return the cells by field ID; fields that the base does not have (yet) are left out."""
    found = ((binding.field_id(TABLE, key), key, value) for key, value in values.items())
    return {
        field_id: cell_of(table, key, binding, value)
        for field_id, key, value in found
        if field_id is not None
    }
