"""Rows for the grid: found, sorted and cut to a window, quick at 20,000 rows.

An order is worked out once per change of the base; the text of a record once per change of it.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.airtable.base import AirtableService
from sandbox.airtable.listing import sort_key
from sandbox.airtable.reader import Reader
from sandbox.airtable.schema import Field, Table
from sandbox.airtable.state import BaseState, Record
from sandbox.airtable.texts import TextStyle, cell_text

DUTCH: Final = TextStyle("Europe/Amsterdam", "nl")
_KEPT_ORDERS: Final = 40
NAMELESS: Final = "Zonder naam"


@dataclass(frozen=True)
class Wanted:
    """Which rows the grid asks for, in which order; `sort` is a field's ID or empty."""

    search: str = ""
    sort: str = ""
    descending: bool = False


@dataclass
class RowFinder:
    """Finds rows; remembers orders and texts."""

    airtable: AirtableService
    _orders: OrderedDict[tuple[Any, ...], list[str]] = field(default_factory=OrderedDict)
    _texts: dict[str, tuple[Record, Table, str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def order(self, state: BaseState, table: Table, wanted: Wanted) -> list[str]:
        """Return the IDs of all rows that answer, in their order."""
        key = (state.id, state.created, state.transaction, table.id, wanted)
        with self._lock:
            if key not in self._orders:
                self._orders[key] = self._work_out(state, table, wanted)
                if len(self._orders) > _KEPT_ORDERS:
                    self._orders.popitem(last=False)
            self._orders.move_to_end(key)
            return self._orders[key]

    def _work_out(self, state: BaseState, table: Table, wanted: Wanted) -> list[str]:
        reader = self.airtable.reader(state)
        records = list(state.records[table.id].values())
        if wanted.search.strip():
            records = self._matching(reader, table, records, wanted.search.strip().casefold())
        by = table.by_id.get(wanted.sort)
        if by is not None:
            records.sort(
                key=lambda one: sort_key(reader, table, one, by), reverse=wanted.descending
            )
        return [one.id for one in records]

    def _matching(
        self, reader: Reader, table: Table, records: list[Record], needle: str
    ) -> list[Record]:
        """Rows whose own text holds the needle, or whose links go to a row so named."""
        linked = {
            one.id: self._named(reader, one.linked_table_id, needle)
            for one in table.fields
            if one.type == "multipleRecordLinks"
        }
        computed = [one for one in table.fields if one.is_computed]
        return [
            one
            for one in records
            if needle in self._own_text(reader, table, one)
            or any(not ids.isdisjoint(one.cells.get(link, ())) for link, ids in linked.items())
            or any(needle in cell_text(reader, table, one, f, DUTCH).casefold() for f in computed)
        ]

    def _named(self, reader: Reader, table_id: str, needle: str) -> set[str]:
        table = reader.state.tables.get(table_id)
        if table is None:
            return set()
        records = reader.state.records[table_id].values()
        return {one.id for one in records if needle in name_of(reader, table, one).casefold()}

    def _own_text(self, reader: Reader, table: Table, record: Record) -> str:
        known = self._texts.get(record.id)
        if known is not None and known[0] is record and known[1] is table:
            return known[2]
        shown = [one for one in table.fields if not one.is_computed and one.id in record.cells]
        text = "\n".join(_searched(reader, table, record, one) for one in shown).casefold()
        self._texts[record.id] = (record, table, text)
        return text


def _searched(reader: Reader, table: Table, record: Record, one: Field) -> str:
    if one.type == "multipleRecordLinks":
        return ""
    if one.type == "multipleAttachments":
        return " ".join(file["filename"] for file in record.cells[one.id])
    return cell_text(reader, table, record, one, DUTCH)


def name_of(reader: Reader, table: Table, record: Record) -> str:
    """Return the name of a row as links show it."""
    return cell_text(reader, table, record, table.primary, DUTCH)


def shown_rows(reader: Reader, table: Table, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Write rows for the grid: `{"id", "cells": {field ID: value}}`, empty cells left out."""
    records = reader.state.records[table.id]
    return [
        {"id": one, "cells": _shown_cells(reader, table, records[one])}
        for one in ids
        if one in records
    ]


def _shown_cells(reader: Reader, table: Table, record: Record) -> dict[str, Any]:
    found = {}
    for one in table.fields:
        value = _shown(reader, table, record, one)
        if value not in (None, "", [], False):
            found[one.id] = value
    return found


def _shown(reader: Reader, table: Table, record: Record, one: Field) -> Any:
    """A cell for the grid: links with their names, files with our own addresses, else REST."""
    value = reader.cell(table, record, one)
    if value is None:
        return None
    if one.type == "multipleRecordLinks":
        other = reader.state.tables.get(one.linked_table_id)
        return _linked(reader, other, value) if other else None
    if one.type == "multipleAttachments":
        return [_file(reader, each) for each in value]
    if one.is_computed or one.type in ("singleCollaborator", "multipleCollaborators", "barcode"):
        return cell_text(reader, table, record, one, DUTCH)
    return value


def _linked(reader: Reader, table: Table, ids: Sequence[str]) -> list[dict[str, str]]:
    records = reader.state.records[table.id]
    return [
        {"id": one, "name": name_of(reader, table, records[one]) or NAMELESS}
        for one in ids
        if one in records
    ]


def _file(reader: Reader, cell: dict[str, Any]) -> dict[str, Any]:
    """Name, kind and addresses of a file; ours without the host, as one may come by another."""
    known = reader.attachments.find(cell["id"])
    small = (cell.get("thumbnails") or {}).get("large", {}).get("url", "")
    return {
        "id": cell["id"],
        "name": cell["filename"],
        "type": cell.get("type", ""),
        "url": _local(cell["url"]) if known and not known.source else cell["url"],
        "thumbnail": _local(small),
    }


def _local(url: str) -> str:
    position = url.find("/attachments/")
    return url[position:] if position >= 0 else url
