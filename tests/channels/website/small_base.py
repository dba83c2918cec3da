"""A small base in a real mirror: rows are written by our field keys and the labels staff see."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from backbone.mirror import Mirror, RecordGone, RecordSeen
from museum.binding import Binding, bind
from museum.identity import RecordId
from museum.tables import TableDefinition, TableDefinitions

CREATED = datetime(2026, 11, 1, 9, tzinfo=UTC)


class SmallBase:
    """Writes rows as the pull would: whole records, in the shape of Airtable's REST API."""

    def __init__(self, engine: sa.Engine, definitions: TableDefinitions) -> None:
        self.mirror = Mirror(engine, definitions)
        self.definitions = definitions
        self.metadata = [_metadata(table) for table in definitions.tables]
        self.rows: dict[tuple[str, str], dict[str, Any]] = {}
        self.bind()

    def bind(self) -> None:
        """Bind the base as its metadata is now."""
        self.mirror.bind(bind(self.definitions, self.metadata, Binding()).binding)

    def put(self, table: str, one: str, **values: Any) -> RecordId:
        """Add a row, or change these values of it (None empties)."""
        row = self.rows.setdefault((table, one), {})
        row.update(values)
        self.mirror.apply([self._seen(table, one, row)])
        return RecordId(one)

    def put_many(self, table: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
        """Add many rows at once."""
        for one, values in rows.items():
            self.rows[table, one] = dict(values)
        self.mirror.apply([self._seen(table, one, values) for one, values in rows.items()])

    def delete(self, table: str, one: str) -> None:
        """Delete a row; links to it stay, as they do in a mirror that is behind."""
        del self.rows[table, one]
        self.mirror.apply([RecordGone(table, RecordId(one))])

    def lose_field(self, table: str, key: str) -> None:
        """Delete a field in the base."""
        label = self.definitions.table(table).field(key).label
        found = next(each for each in self.metadata if each["id"] == f"tbl_{table}")
        found["fields"] = [each for each in found["fields"] if each["name"] != label]
        self.bind()

    def restore_fields(self) -> None:
        """Put all fields back."""
        self.metadata = [_metadata(table) for table in self.definitions.tables]
        self.bind()

    def _seen(self, table: str, one: str, row: Mapping[str, Any]) -> RecordSeen:
        cells = {field_id(table, key): value for key, value in row.items() if value is not None}
        return RecordSeen(table, RecordId(one), cells, CREATED)


def field_id(table: str, key: str) -> str:
    """Return the ID of a field in this base."""
    return f"fld_{table}_{key}"


def _metadata(table: TableDefinition) -> dict[str, Any]:
    return {
        "id": f"tbl_{table.key}",
        "name": table.label,
        "fields": [
            {
                "id": field_id(table.key, field.key),
                "name": field.label,
                "type": field.type,
                "options": {
                    "choices": [
                        {"id": f"sel_{key}", "name": label} for key, label in field.options.items()
                    ]
                },
            }
            for field in table.fields
        ],
    }
