"""Reads a table of the base whole into the mirror, 100 records a call."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from backbone.airtable import AirtableBase
from backbone.airtable_errors import IteratorLost
from backbone.mirror import Applied, Mirror, RecordGone, RecordSeen, Seen
from backbone.settling import Settling
from museum.binding import Binding
from museum.identity import FieldId, RecordId, TableKey

FRESH_STARTS = 3
"""How often a table is read from its beginning when Airtable loses the list."""


class TableReader:
    """Reads tables and records whole. What still waits of them in `settling` is older: dropped."""

    def __init__(self, airtable: AirtableBase, mirror: Mirror, settling: Settling) -> None:
        self._airtable = airtable
        self._mirror = mirror
        self._settling = settling

    def apply_one(self, key: TableKey, record: dict[str, Any]) -> None:
        """Apply one record as Airtable gave it."""
        ours = frozenset(self._mirror.binding().fields[key].values())
        self._apply([_record_seen(key, record, ours)])

    def read(self, key: TableKey) -> Applied:
        """Read one table; raises `NotThere` when it is out of reach."""
        binding = self._mirror.binding()
        table_id = binding.tables.get(key)
        if table_id is None:
            return Applied(0, 0)  # gone in Airtable: its rows stay, an attention point says so
        for attempt in range(1, FRESH_STARTS + 1):
            try:
                return self._read_through(key, table_id, binding)
            except IteratorLost:
                if attempt == FRESH_STARTS:
                    raise
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _read_through(self, key: TableKey, table_id: str, binding: Binding) -> Applied:
        """Read a table to its end; only then is what was not met taken for deleted."""
        ours = frozenset(binding.fields[key].values())
        missing = self._mirror.record_ids(key)
        applied = Applied(0, 0)
        for page in self._airtable.pages(table_id):
            seen = [_record_seen(key, record, ours) for record in page]
            missing -= {one.id for one in seen}
            applied = applied + self._apply(seen)
        gone = [RecordGone(key, record_id) for record_id in sorted(missing)]
        return applied + self._apply(gone, {f"read:{key}": sorted(ours)})

    def _apply(self, seen: Sequence[Seen], state: dict[str, Any] | None = None) -> Applied:
        """Apply what was read whole; what still waits of those records is older."""

        def choose(connection: sa.Connection) -> Sequence[Seen]:
            self._settling.forget(connection, seen)
            return seen

        return self._mirror.apply_chosen(choose, state)


def _record_seen(key: str, record: dict[str, Any], ours: frozenset[FieldId]) -> RecordSeen:
    cells = {field_id: value for field_id, value in record["fields"].items() if field_id in ours}
    created = datetime.fromisoformat(record["createdTime"].replace("Z", "+00:00"))
    return RecordSeen(key, RecordId(record["id"]), cells, created)
