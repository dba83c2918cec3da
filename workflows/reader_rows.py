"""The rows of contacts that readers concern: read from Airtable, and written back, ten a call.

People's names and addresses are not copied here: a run reads them, uses them and forgets them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from backbone.airtable_errors import NotThere
from museum.attention import AttentionPoint
from museum.audiences import key_of
from museum.errors import FixConfiguration
from museum.identity import RecordId, TableKey
from museum.reader_changes import RowChanges, is_shared
from museum.reading import RawRecord, read_record
from museum.records import Contact
from workflows.context import Context

CONTACTS: Final = TableKey("contacts")
PURPOSE: Final = "ledenlijst"
SHARED: Final = "lezers-samen"
FEW: Final = 4
"""So many rows are read one by one; more are read by the hundred."""


def read_contacts(context: Context) -> list[Contact]:
    """Read all contacts from Airtable: a hundred a call."""
    airtable = context.airtable(automatic=True)
    with airtable.for_purpose(PURPOSE):
        pages = list(airtable.pages(_table_id(context)))
    return _readable(context, [one for page in pages for one in page])


def read_some(context: Context, ids: Iterable[str]) -> list[Contact]:
    """Read single contacts; one that was deleted meanwhile is left out."""
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > FEW:
        return [one for one in read_contacts(context) if one.id in wanted]
    airtable, found = context.airtable(automatic=True), []
    with airtable.for_purpose(PURPOSE):
        for record_id in wanted:
            try:
                found.append(airtable.record(_table_id(context), record_id))
            except NotThere:
                continue
    return _readable(context, found)


def addresses_of(contacts: Sequence[Contact]) -> dict[str, tuple[str, ...]]:
    """Return who has which address, by its key, the oldest first."""
    found: dict[str, tuple[str, ...]] = {}
    for one in sorted(contacts, key=lambda one: (one.created, one.id)):
        if one.email.strip():
            key = key_of(one.email.strip())
            found[key] = (*found.get(key, ()), one.id)
    return found


def write_changes(context: Context, changes: Mapping[RecordId, Mapping[str, Any]]) -> None:
    """Write cells by our keys; a field that the base lacks is left out. Safe to repeat."""
    binding = context.mirror.binding()
    rows = []
    for record_id, cells in changes.items():
        fields = {
            field_id: _cell(context, key, value)
            for key, value in cells.items()
            if (field_id := binding.field_id(CONTACTS, key))
        }
        if fields:
            rows.append({"id": record_id, "fields": fields})
    title_id = binding.field_id(CONTACTS, "name")
    if not rows or title_id is None:
        return
    airtable = context.airtable()
    with airtable.for_purpose(PURPOSE):
        airtable.write_rows(_table_id(context), rows, [title_id])


def tell_shared(
    context: Context, points: Sequence[AttentionPoint], looked_at: Collection[str]
) -> None:
    """Tell of changes that no row can take; of contacts not looked at, what was told stands."""
    stood = [one.point for one in context.attention.open_points() if is_shared(one.point)]
    kept = [one for one in stood if one.record_id not in looked_at]
    context.attention.replace(SHARED, [*kept, *points], context.now())


def together(found: Iterable[RowChanges]) -> dict[RecordId, dict[str, Any]]:
    """Return the cells of several changes, by record."""
    cells: dict[RecordId, dict[str, Any]] = {}
    for one in found:
        for record_id, changed in one.cells.items():
            cells[record_id] = {**cells.get(record_id, {}), **changed}
    return cells


def as_written(
    contacts: Sequence[Contact], changes: Mapping[RecordId, Mapping[str, Any]]
) -> list[Contact]:
    """Return the contacts as they are once the changes are written."""
    return [_with(one, changes.get(one.id, {})) for one in contacts]


def _with(contact: Contact, cells: Mapping[str, Any]) -> Contact:
    known: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in cells.items()
    }
    return replace(contact, **known)


def _cell(context: Context, key: str, value: Any) -> Any:
    """Write a value as Airtable takes it: choices by the name they have now, moments in ISO."""
    if isinstance(value, datetime):
        return value.isoformat()
    binding, field = context.mirror.binding(), context.definitions.table(CONTACTS).field(key)
    if not field.options:
        return value
    names = binding.choice_names.get(binding.fields[CONTACTS][field.key], {})
    labels = {**field.options, **{ours: name for name, ours in names.items()}}
    return [labels[one] for one in value] if isinstance(value, list) else labels[value]


def _readable(context: Context, found: Sequence[Mapping[str, Any]]) -> list[Contact]:
    table, binding = context.definitions.table(CONTACTS), context.mirror.binding()
    records = [read_record(table, binding, _raw(one)).record for one in found]
    return [one for one in records if isinstance(one, Contact)]


def _raw(record: Mapping[str, Any]) -> RawRecord:
    created = datetime.fromisoformat(record["createdTime"])
    return RawRecord(CONTACTS, RecordId(record["id"]), created, record["fields"])


def _table_id(context: Context) -> str:
    found = context.mirror.binding().tables.get(CONTACTS)
    if found is None:
        raise FixConfiguration(
            what="De tabel Contactpersonen is er niet (meer).",
            remedy="Draai `museumflow tables check`; dat zegt wat er in Airtable veranderd is.",
        )
    return found
