"""A base from a file or from the sample, in the one form that `museumflow sandbox --base` takes.

`{"id", "name", "tables": [as the metadata API gives them], "records": {tableId: [record]}}`;
a record is `{"id", "createdTime", "fields"}`, its cells keyed by field name or ID. An attachment
cell is `[{"filename", "path"}]` with the path of a local file, or `[{"filename", "url"}]`. Beyond
Airtable's own, a rollup may have the option `_formula` (`SUM(values)`), and a view may have
`filterByFormula` and `sort`. Options that are left out are filled in.
"""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.airtable.attachments import Attachment, AttachmentBook, Place, held_cell
from sandbox.airtable.defaults import complete_lookups, complete_table
from sandbox.airtable.ids import new_id
from sandbox.airtable.links import complete_links
from sandbox.airtable.render import is_empty
from sandbox.airtable.schema import KEPT_TYPES, Field, Table, parse_table
from sandbox.airtable.state import Actor, BaseState, Cell, Draft, Record
from sandbox.airtable.users import API_USER, Users
from sandbox.clock import iso
from sandbox.errors import SandboxError


def read_base_file(path: Path) -> dict[str, Any]:
    """Read a base file; raises `SandboxError` in a sentence when it is none."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SandboxError(f"Het bestand {path} is niet te lezen.") from error
    except ValueError as error:
        raise SandboxError(f"Het bestand {path} is geen geldige JSON: {error}.") from error
    if not isinstance(data, dict) or not isinstance(data.get("tables"), list):
        raise SandboxError(f"Het bestand {path} is geen tabellenbestand: “tables” ontbreekt.")
    trouble = _trouble_in(data)
    if trouble:
        raise SandboxError(f"Het bestand {path} klopt niet: {trouble}.")
    return data


def _trouble_in(data: Mapping[str, Any]) -> str:
    """Say what would otherwise be lost without a word: IDs twice, rows of no table; or ""."""
    tables = [one for one in data["tables"] if isinstance(one, dict)]
    fields = [field for one in tables for field in one.get("fields") or () if "id" in field]
    known = {str(one.get(name)) for one in tables for name in ("id", "name")}
    records = data.get("records") or {}
    strange = sorted(set(records) - known)
    if strange:
        return f"er zijn records van een tabel die er niet is ({', '.join(strange)})"
    rows = [row for found in records.values() for row in found if "id" in row]
    for kind, ones in (("tabel", tables), ("veld", fields), ("record", rows)):
        counts = Counter(str(one["id"]) for one in ones if "id" in one)
        twice = [one for one, count in counts.items() if count > 1]
        if twice:
            return f"het ID {twice[0]} staat er meer dan eens ({kind})"
    return ""


def _read_table(data: Mapping[str, Any]) -> Table:
    # Older descriptions of the API call a lookup so.
    fields = [
        one | {"type": "multipleLookupValues"} if one["type"] == "lookup" else one
        for one in data["fields"]
    ]
    return complete_table(parse_table({**data, "fields": fields}))


class BaseLoader:
    """Turns a base file into a state; keeps files and people that its cells name."""

    def __init__(self, users: Users, attachments: AttachmentBook, now: datetime) -> None:
        self._users = users
        self._attachments = attachments
        self._now = iso(now)

    def load(self, data: Mapping[str, Any]) -> BaseState:
        """Return the base; raises `SandboxError` when something required is missing."""
        try:
            return self._load(data)
        except (KeyError, TypeError, IndexError, AttributeError) as error:
            raise SandboxError(f"Het tabellenbestand klopt niet: {error!r}.") from error

    def _load(self, data: Mapping[str, Any]) -> BaseState:
        base_id = str(data.get("id") or new_id("app"))
        tables = complete_lookups({one.id: one for one in map(_read_table, data["tables"])})
        given = data.get("records") or {}
        records = {}
        for table in tables.values():
            rows = given.get(table.id, given.get(table.name, []))
            records[table.id] = self._load_records(base_id, table, rows)
        loaded = BaseState(
            id=base_id,
            name=str(data.get("name") or "Base"),
            workspace_id=str(data.get("workspaceId") or "wspSandbox0000001"),
            created=self._now,
            tables=tables,
            records=records,
            numbers={
                table_id: max((one.number for one in loaded_rows.values()), default=0)
                for table_id, loaded_rows in records.items()
            },
        )
        draft = Draft(loaded, Actor(API_USER["id"], "publicApi"), self._now)
        complete_links(draft)
        return draft.result()

    def _load_records(self, base_id: str, table: Table, rows: Any) -> dict[str, Record]:
        loaded = [
            self._load_record(base_id, table, row, position)
            for position, row in enumerate(rows, start=1)
        ]
        return {one.id: one for one in sorted(loaded, key=lambda one: one.number)}

    def _load_record(
        self, base_id: str, table: Table, row: Mapping[str, Any], position: int
    ) -> Record:
        record_id = str(row.get("id") or new_id("rec"))
        created = str(row.get("createdTime") or self._now)
        known: dict[str, Any] = {"number": position, "by": API_USER["id"]}
        cells: dict[str, Cell] = {}
        for name, value in row["fields"].items():
            field = table.field(name)
            if field is None:
                raise KeyError(f"{table.name}: {name}")
            place = Place(base_id, table.id, record_id, field.id)
            self._load_cell(field, value, place, cells, known)
        modified = {}
        if "modified" in known:
            modified = {table.primary_field_id: (known["modified"], known["by"])}
        return Record(record_id, created, known["by"], known["number"], cells, modified)

    def _load_cell(
        self,
        field: Field,
        value: Any,
        place: Place,
        cells: dict[str, Cell],
        known: dict[str, Any],
    ) -> None:
        self._meet_people(value)
        if field.type == "autoNumber":
            known["number"] = int(value)
        elif field.type == "createdBy":
            known["by"] = value["id"]
        elif field.type == "lastModifiedTime":
            known["modified"] = value
        elif field.type == "multipleAttachments":
            cells[field.id] = [self._load_attachment(one, place) for one in value]
        elif (field.type in KEPT_TYPES or not field.is_computed) and not is_empty(value):
            cells[field.id] = value

    def _meet_people(self, value: Any) -> None:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and str(one.get("id", "")).startswith("usr"):
                self._users.add(dict(one))

    def _load_attachment(self, given: Mapping[str, Any], place: Place) -> dict[str, Any]:
        made = self._attachments.find(str(given.get("id")))
        if made is None and "path" in given:
            made = self._load_file(given)
        elif made is None:
            made = self._attachments.promise(str(given["url"]), given.get("filename"), place)
        return held_cell(made, str(given.get("filename") or made.filename))

    def _load_file(self, given: Mapping[str, Any]) -> Attachment:
        path = Path(given["path"])
        try:
            content = path.read_bytes()
        except OSError as error:
            raise SandboxError(f"De bijlage {path} is niet te lezen.") from error
        described = Attachment(
            id=str(given.get("id") or new_id("att")),
            filename=str(given.get("filename") or path.name),
            type=str(given.get("type") or ""),
        )
        return self._attachments.fill(described, content)
