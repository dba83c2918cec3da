"""Turns the sample's rows into records with cells as Airtable's REST API gives them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from museum.tables import FieldDefinition, TableDefinition, TableDefinitions
from sandbox.sample.identity import field_id, inverse_id, made_id, pick, record_id
from sandbox.sample.moments import read_day, read_moment
from sandbox.sample.pictures import picture_file, read_catalogue
from sandbox.sample.rows import Row, Rows

_BEGINS: Final = {"ends": "starts", "last_day": "first_day"}
_TYPED_DAYS: Final = frozenset({"except_dates", "extra_dates"})
_TYPES: Final = {".png": "image/png", ".jpg": "image/jpeg"}


class CellWriter:
    """Writes the records of one sample, made on `today`, with its pictures in one folder.

    Without a folder its records have no pictures.
    """

    def __init__(self, definitions: TableDefinitions, today: date, pictures: Path | None) -> None:
        self._definitions = definitions
        self._today = today
        self._pictures = pictures
        self._catalogue = read_catalogue()

    def records(self, rows: Rows) -> dict[str, list[dict[str, Any]]]:
        """Return records per table key; links to rows that are not there are left out."""
        made = {
            table.key: [
                self._record(table, key, row, rows) for key, row in rows.get(table.key, {}).items()
            ]
            for table in self._definitions.tables
        }
        self._fill_inverses(made)
        return {str(key): records for key, records in made.items()}

    def _record(self, table: TableDefinition, key: str, row: Row, rows: Rows) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for name, value in row.items():
            field = table.field(name)
            cell = self._cell(field, value, row, rows)
            if cell not in (None, "", False, []):
                fields[field_id(table.key, name)] = cell
        return {
            "id": record_id(table.key, key),
            "createdTime": self._created(table.key, key),
            "fields": fields,
        }

    def _cell(self, field: FieldDefinition, value: Any, row: Row, rows: Rows) -> Any:
        if field.type == "singleSelect":
            return field.options[value] if value else None
        if field.type == "multipleSelects":
            return [field.options[one] for one in value]
        if field.type == "multipleRecordLinks":
            keys = [value] if isinstance(value, str) else value
            known = rows.get(str(field.table), {})
            return [record_id(str(field.table), one) for one in keys if one in known]
        if field.type == "multipleAttachments":
            folder = self._pictures
            return [self._attachment(folder, one) for one in value] if folder else []
        if field.type in ("date", "dateTime"):
            return self._time_cell(field, value, row)
        if field.key in _TYPED_DAYS and isinstance(value, list):
            return ", ".join(f"{read_day(one, self._today):%d-%m-%Y}" for one in value)
        return value

    def _time_cell(self, field: FieldDefinition, value: str, row: Row) -> str:
        start = row.get(_BEGINS.get(field.key, ""))
        begin = read_day(start, self._today) if start else None
        if field.type == "dateTime":
            return read_moment(value, self._today, begin)
        if len(value) == len("2027-01-01"):
            return value
        return read_day(value, self._today, begin).isoformat()

    def _attachment(self, folder: Path, picture: str) -> dict[str, str]:
        path = picture_file(folder, picture, self._catalogue)
        return {
            "id": made_id("att", picture),
            "filename": path.name,
            "type": _TYPES[path.suffix],
            "path": str(path),
        }

    def _created(self, table: str, key: str) -> str:
        day = self._today - timedelta(days=5 + pick(400, "created", table, key))
        clock = time(8 + pick(9, "hour", table, key), pick(60, "minute", table, key))
        return f"{datetime.combine(day, clock, tzinfo=UTC):%Y-%m-%dT%H:%M:%S}.000Z"

    def _fill_inverses(self, made: Mapping[Any, list[dict[str, Any]]]) -> None:
        for table in self._definitions.tables:
            for field in table.fields:
                if field.type != "multipleRecordLinks" or not field.inverse:
                    continue
                own, other = field_id(table.key, field.key), inverse_id(table.key, field.key)
                targets = {one["id"]: one["fields"] for one in made.get(field.table, [])}
                for record in made[table.key]:
                    for link in record["fields"].get(own, ()):
                        targets[link].setdefault(other, []).append(record["id"])
