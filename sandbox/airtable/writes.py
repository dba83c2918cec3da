"""Writing records: create, merge, replace, upsert, delete; all on a draft, nothing half done."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sandbox.airtable.attachments import AttachmentBook, Place
from sandbox.airtable.cells import accept_cell, is_plain
from sandbox.airtable.errors import (
    ApiError,
    computed_field,
    invalid_records,
    not_known_here,
    row_does_not_exist,
    same_record_twice,
    unknown_field,
    unprocessable,
)
from sandbox.airtable.ids import new_id
from sandbox.airtable.links import accept_links, set_links, unlink_everywhere
from sandbox.airtable.people import accept_people
from sandbox.airtable.schema import Field, Table
from sandbox.airtable.state import Cell, Draft, Record
from sandbox.airtable.typecast import cast_value
from sandbox.airtable.users import Users

Values: TypeAlias = Mapping[str, Any]


@dataclass
class Writer:
    """Writes to one draft. `typecast` bends values to their field where that can be done."""

    draft: Draft
    users: Users
    attachments: AttachmentBook
    typecast: bool = False
    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)

    def create(self, table_id: str, values: Values) -> str:
        """Add a record and return its ID."""
        record = Record(
            id=new_id("rec"),
            created=self.draft.now,
            created_by=self.draft.actor.user_id,
            number=self.draft.next_number(table_id),
            cells={},
        )
        self.draft.put_record(table_id, record)
        self._set_cells(table_id, record.id, values)
        self.created.append(record.id)
        return record.id

    def update(
        self, table_id: str, record_id: str, values: Values, *, replace: bool = False
    ) -> None:
        """Merge values into a record, or replace every cell that can be written."""
        if record_id not in self.draft.records[table_id]:
            raise row_does_not_exist(record_id)
        if replace:
            values = self._emptied(self.draft.tables[table_id], values)
        self._set_cells(table_id, record_id, values)
        self.updated.append(record_id)

    def delete(self, table_id: str, record_id: str) -> None:
        """Take a record away, and every link to it."""
        if record_id not in self.draft.records[table_id]:
            raise row_does_not_exist(record_id)
        unlink_everywhere(self.draft, table_id, record_id)
        self.draft.remove_record(table_id, record_id)

    def upsert(
        self,
        table_id: str,
        entries: Sequence[Mapping[str, Any]],
        merge_on: Sequence[str],
        *,
        replace: bool = False,
    ) -> list[str]:
        """Update the records that match on the merge fields, create the others.

        Returns the IDs in the order of the entries; an entry with an ID is simply updated. All
        are matched before anything is written, so two new entries with one key make two records
        (what Airtable does there is not documented).
        """
        keys = _merge_fields(self.draft.tables[table_id], merge_on)
        index = self._index(table_id, keys)
        matches = [
            entry.get("id") or self._match(table_id, keys, index, entry["fields"])
            for entry in entries
        ]
        known = [one for one in matches if one is not None]
        if len(set(known)) < len(known):
            raise same_record_twice()
        done = []
        for entry, match in zip(entries, matches, strict=True):
            if match is None:
                done.append(self.create(table_id, entry["fields"]))
            else:
                self.update(table_id, match, entry["fields"], replace=replace)
                done.append(match)
        return done

    def _index(self, table_id: str, keys: list[Field]) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for record_id in self.draft.records[table_id]:
            index.setdefault(self._key_of(table_id, record_id, keys), []).append(record_id)
        return index

    def _key_of(self, table_id: str, record_id: str, keys: list[Field]) -> str:
        cells = self.draft.records[table_id][record_id].cells
        return json.dumps([cells.get(one.id) for one in keys])

    def _match(
        self, table_id: str, keys: list[Field], index: dict[str, list[str]], values: Values
    ) -> str | None:
        wanted = []
        for key in keys:
            if key.id not in values and key.name not in values:
                raise invalid_records(f'record objects with a value for "{key.name}"')
            raw = values.get(key.id, values.get(key.name))
            wanted.append(self._accept(table_id, "", key, raw))
        if all(one is None for one in wanted):
            return None
        found = index.get(json.dumps(wanted), [])
        if len(found) > 1:
            raise unprocessable(
                "INVALID_RECORDS", f"Several records match the merge fields: {', '.join(found)}."
            )
        return found[0] if found else None

    def _emptied(self, table: Table, values: Values) -> dict[str, Any]:
        named = {one.id for name in values if (one := table.field(name))}
        rest = {one.id: None for one in table.fields if not one.is_computed and one.id not in named}
        return {**rest, **values}

    def _set_cells(self, table_id: str, record_id: str, values: Values) -> None:
        for name, raw in values.items():
            found = self.draft.tables[table_id].field(name)
            if found is None:
                raise unknown_field(name)
            if found.is_computed:
                raise computed_field(found.name)
            cell = self._accept(table_id, record_id, found, raw)
            if found.type == "multipleRecordLinks":
                set_links(self.draft, table_id, record_id, found, cell)
            else:
                self.draft.set_cell(table_id, record_id, found.id, cell)

    def _accept(self, table_id: str, record_id: str, target: Field, raw: Any) -> Cell | None:
        if self.typecast:
            target, raw = cast_value(self.draft, table_id, target, raw)
        if is_plain(target):
            return accept_cell(target, raw)
        if target.type == "multipleRecordLinks":
            return accept_links(self.draft, target, raw)
        if target.type in ("singleCollaborator", "multipleCollaborators"):
            return accept_people(self.users, target, raw, by_name=self.typecast)
        if target.type == "multipleAttachments":
            place = Place(self.draft.before.id, table_id, record_id, target.id)
            return self.attachments.accept(target, raw, place)
        raise not_known_here(f"how to write fields of type {target.type}")


def _merge_fields(table: Table, names: Sequence[str]) -> list[Field]:
    if not 1 <= len(names) <= 3:
        raise unprocessable(
            "INVALID_REQUEST_UNKNOWN", "fieldsToMergeOn must name between 1 and 3 fields."
        )
    found = []
    for name in names:
        one = table.field(name)
        if one is None:
            raise unknown_field(name)
        if one.is_computed or one.type in ("multipleAttachments", "multipleRecordLinks"):
            raise _cannot_merge_on(one)
        found.append(one)
    return found


def _cannot_merge_on(one: Field) -> ApiError:
    return unprocessable(
        "INVALID_REQUEST_UNKNOWN",
        f'fieldsToMergeOn cannot name "{one.name}": fields of type {one.type} cannot be merged on.',
    )
