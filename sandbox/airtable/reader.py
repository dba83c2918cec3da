"""Reads cells of one moment of a base, computed ones included, in the REST API's JSON.

One reader serves one request: what it worked out, it remembers.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sandbox.airtable.attachments import AttachmentBook
from sandbox.airtable.formula import Value
from sandbox.airtable.formulas import FormulaBook
from sandbox.airtable.schema import KEPT_TYPES, Field, Table
from sandbox.airtable.state import BaseState, Cell, Record
from sandbox.airtable.users import Users

ERROR: Final = {"error": "#ERROR!"}


@dataclass
class Reader:
    """Cells of `state`; `now` is the moment that NOW() and TODAY() tell."""

    state: BaseState
    users: Users
    attachments: AttachmentBook
    formulas: FormulaBook
    now: datetime
    time_zone: str = "UTC"
    locale: str = "en"
    # What formulas have given so far, and those under way: `formulas` keeps them.
    values: dict[tuple[str, str], Value] = field(default_factory=dict)
    working: set[tuple[str, str]] = field(default_factory=set)
    _known: dict[tuple[str, str], Cell] = field(default_factory=dict)
    _busy: set[tuple[str, str]] = field(default_factory=set)

    def cell(self, table: Table, record: Record, wanted: Field) -> Cell | None:
        """Return a cell as the REST API writes it; `None` when it is empty."""
        if not wanted.is_computed or wanted.type in KEPT_TYPES:
            held = record.cells.get(wanted.id)
            if wanted.type == "multipleAttachments" and held:
                return self.attachments.render(held)
            return held
        key = (record.id, wanted.id)
        if key not in self._known:
            self._known[key] = self._compute(key, table, record, wanted)
        return self._known[key]

    def _compute(
        self, key: tuple[str, str], table: Table, record: Record, wanted: Field
    ) -> Cell | None:
        if key in self._busy:
            return ERROR
        self._busy.add(key)
        try:
            return self._computed(table, record, wanted)
        finally:
            self._busy.discard(key)

    def _computed(self, table: Table, record: Record, wanted: Field) -> Cell | None:
        match wanted.type:
            case "createdTime":
                return record.created
            case "createdBy":
                return self.users.find(record.created_by)
            case "lastModifiedTime":
                return self.modified(record, wanted.options.get("referencedFieldIds"))[0]
            case "lastModifiedBy":
                return self.users.find(self.modified(record, None)[1])
            case "autoNumber":
                return record.number
            case "count":
                return len(self.linked(table, record, wanted))
            case "multipleLookupValues":
                return self.looked_up(table, record, wanted) or None
            case "formula" | "rollup":
                return self.formulas.work_out(self, table, record, wanted)
            case _:
                return {"label": wanted.options.get("label", wanted.name), "url": None}

    def modified(self, record: Record, field_ids: list[str] | None) -> tuple[str, str]:
        """When these fields (all, when none are named) last changed, and by whom."""
        marks = [mark for one, mark in record.modified.items() if not field_ids or one in field_ids]
        return max(marks, default=(record.created, record.created_by))

    def linked(self, table: Table, record: Record, wanted: Field) -> list[Record]:
        """The records that a count, lookup or rollup looks at."""
        link = table.by_id.get(str(wanted.options.get("recordLinkFieldId")))
        if link is None:
            return []
        records = self.state.records.get(link.linked_table_id, {})
        return [records[one] for one in record.cells.get(link.id, ()) if one in records]

    def looked_up_field(self, table: Table, wanted: Field) -> tuple[Table, Field] | None:
        """The field in the linked table that a lookup or rollup reads."""
        link = table.by_id.get(str(wanted.options.get("recordLinkFieldId")))
        other = self.state.tables.get(link.linked_table_id) if link else None
        target = other.by_id.get(str(wanted.options.get("fieldIdInLinkedTable"))) if other else None
        return (other, target) if other and target else None

    def looked_up(self, table: Table, record: Record, wanted: Field) -> list[Cell]:
        """The values that a lookup shows: those of each linked record, lists laid flat."""
        by_record = self.looked_up_by_record(table, record, wanted)
        return [value for values in by_record.values() for value in values]

    def looked_up_by_record(
        self, table: Table, record: Record, wanted: Field
    ) -> dict[str, list[Cell]]:
        """The values of a lookup per linked record, as webhook payloads tell them."""
        source = self.looked_up_field(table, wanted)
        if source is None:
            return {}
        found: dict[str, list[Cell]] = {}
        for other in self.linked(table, record, wanted):
            value = self.cell(source[0], other, source[1])
            found[other.id] = value if isinstance(value, list) else [value]
            found[other.id] = [one for one in found[other.id] if one is not None]
        return found

    def name_of(self, table: Table, record: Record) -> Any:
        """The primary cell of a record: what links show."""
        return self.cell(table, record, table.primary)
