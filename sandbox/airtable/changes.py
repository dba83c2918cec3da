"""What one request changed in a base, computed cells that follow from it included."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.airtable.reader import Reader
from sandbox.airtable.schema import Table
from sandbox.airtable.state import BaseState, Draft, Record


@dataclass
class TableChanges:
    """What changed in one table; `changed` names the changed fields per record."""

    created: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    destroyed: list[str] = field(default_factory=list)


@dataclass
class BaseChanges:
    """What changed, with a reader of the moment before and one of the moment after."""

    before: Reader
    after: Reader
    tables: dict[str, TableChanges] = field(default_factory=dict)

    def table(self, table_id: str) -> TableChanges:
        """The changes of one table, empty when there are none yet."""
        return self.tables.setdefault(table_id, TableChanges())


def find_changes(
    draft: Draft, after: BaseState, reader: Callable[[BaseState], Reader]
) -> BaseChanges:
    """Compare the moment before with the moment after, for all that a draft touched."""
    changes = BaseChanges(reader(draft.before), reader(after))
    seen: set[str] = set()
    queue = [(table_id, one) for table_id, ids in draft.touched.items() for one in ids]
    while queue:
        table_id, record_id = queue.pop(0)
        if record_id not in seen:
            seen.add(record_id)
            if _compare(changes, table_id, record_id):
                queue.extend(_followers(changes, table_id, record_id))
    return changes


def _compare(changes: BaseChanges, table_id: str, record_id: str) -> bool:
    """Note what changed in one record; tells whether anything did."""
    old = changes.before.state.records.get(table_id, {}).get(record_id)
    new = changes.after.state.records.get(table_id, {}).get(record_id)
    if new is None:
        if old is not None:
            changes.table(table_id).destroyed.append(record_id)
        return old is not None
    if old is None:
        changes.table(table_id).created.append(record_id)
        return True
    fields = _changed_fields(changes, table_id, old, new)
    if fields:
        changes.table(table_id).changed[record_id] = fields
    return bool(fields)


def _changed_fields(changes: BaseChanges, table_id: str, old: Record, new: Record) -> list[str]:
    table = changes.after.state.tables[table_id]
    former = changes.before.state.tables[table_id]
    found = []
    for one in table.fields:
        if not one.is_computed:
            if old.cells.get(one.id) != new.cells.get(one.id):
                found.append(one.id)
        elif one.id in former.by_id:
            before = changes.before.cell(former, old, former.by_id[one.id])
            if before != changes.after.cell(table, new, one):
                found.append(one.id)
    return found


def _followers(changes: BaseChanges, table_id: str, record_id: str) -> list[tuple[str, str]]:
    """Records that may look this one up: those it is, or was, linked with."""
    found: dict[tuple[str, str], None] = {}
    for state in (changes.before.state, changes.after.state):
        table: Table | None = state.tables.get(table_id)
        record = state.records.get(table_id, {}).get(record_id)
        if table is None or record is None:
            continue
        for link in table.fields:
            if link.type != "multipleRecordLinks" or link.linked_table_id not in state.tables:
                continue
            if state.tables[link.linked_table_id].has_computed:
                found |= {
                    (link.linked_table_id, one): None for one in record.cells.get(link.id, ())
                }
    return list(found)
