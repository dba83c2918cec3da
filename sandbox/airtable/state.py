"""A base at one moment, and a draft of the next moment.

A `BaseState` is never changed: a write makes a new one and leaves the old as it was. Whoever
holds a state (a list iterator, a webhook comparing before and after) keeps a consistent picture.
"""

from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from sandbox.airtable.errors import model_not_found
from sandbox.airtable.schema import Field, Table

# A cell as it is kept: JSON in the form that the REST API writes, attachments as
# `{"id", "filename"}`. An empty cell is absent.
Cell: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Record:
    """One row. `modified` holds, per field ID, when it last changed and by whom."""

    id: str
    created: str
    created_by: str
    number: int
    cells: dict[str, Cell]
    modified: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class BaseState:
    """A base at one moment; dictionaries in it are read, never written."""

    id: str
    name: str
    workspace_id: str
    created: str
    tables: dict[str, Table]
    records: dict[str, dict[str, Record]]
    transaction: int = 0
    # Per table the number of its youngest record: autonumbers are never given twice.
    numbers: dict[str, int] = field(default_factory=dict)

    def table(self, name_or_id: str) -> Table:
        """Find a table by ID or name; raises the API's 403."""
        if name_or_id in self.tables:
            return self.tables[name_or_id]
        # The server writes a slash within a name so, to keep it apart from those of the path.
        name = name_or_id.replace("\N{DIVISION SLASH}", "/")
        for table in self.tables.values():
            if table.name == name:
                return table
        raise model_not_found()

    def record_count(self) -> int:
        """How many records the base holds, which its plan limits."""
        return sum(len(records) for records in self.records.values())


@dataclass(frozen=True)
class Actor:
    """Who changes something, and from where: `publicApi` (a token) or `client` (the grid)."""

    user_id: str
    source: str


@dataclass
class Draft:
    """The next moment of a base while a request writes to it."""

    before: BaseState
    actor: Actor
    now: str
    tables: dict[str, Table] = field(init=False)
    records: dict[str, dict[str, Record]] = field(init=False)
    numbers: dict[str, int] = field(init=False)
    touched: dict[str, dict[str, None]] = field(init=False, default_factory=dict)
    changed_tables: dict[str, None] = field(init=False, default_factory=dict)
    _own: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.tables = dict(self.before.tables)
        self.records = dict(self.before.records)
        self.numbers = dict(self.before.numbers)

    def put_table(self, table: Table) -> None:
        """Add a table, or replace it by a changed one."""
        self.tables[table.id] = table
        self.records.setdefault(table.id, {})
        self.changed_tables[table.id] = None

    def remove_table(self, table_id: str) -> None:
        """Take a table away with its records."""
        del self.tables[table_id]
        self.records.pop(table_id, None)
        self.touched.pop(table_id, None)
        self.changed_tables[table_id] = None

    def put_field(self, table_id: str, changed: Field) -> None:
        """Add a field to a table, or replace it."""
        self.put_table(self.tables[table_id].with_field(changed))

    def put_record(self, table_id: str, record: Record) -> None:
        """Add a record, or replace it."""
        self._writable(table_id)[record.id] = record
        self.touched.setdefault(table_id, {})[record.id] = None

    def remove_record(self, table_id: str, record_id: str) -> None:
        """Take a record away."""
        del self._writable(table_id)[record_id]
        self.touched.setdefault(table_id, {})[record_id] = None

    def set_cell(self, table_id: str, record_id: str, field_id: str, value: Cell) -> None:
        """Write one cell (`None` empties it); a value that is there already changes nothing."""
        record = self.records[table_id][record_id]
        if record.cells.get(field_id) == value:
            return
        cells = dict(record.cells)
        if value is None:
            cells.pop(field_id, None)
        else:
            cells[field_id] = value
        modified = record.modified | {field_id: (self.now, self.actor.user_id)}
        self.put_record(table_id, replace(record, cells=cells, modified=modified))

    def next_number(self, table_id: str) -> int:
        """Return the number that the next record of a table gets; they only grow."""
        self.numbers[table_id] = self.numbers.get(table_id, 0) + 1
        return self.numbers[table_id]

    def result(self) -> BaseState:
        """Return the new moment."""
        return replace(
            self.before,
            tables=self.tables,
            records=self.records,
            numbers=self.numbers,
            transaction=self.before.transaction + 1,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was changed at all."""
        return not self.touched and not self.changed_tables

    def _writable(self, table_id: str) -> dict[str, Record]:
        if table_id not in self._own:
            self.records[table_id] = dict(self.records.get(table_id, {}))
            self._own.add(table_id)
        return self.records[table_id]
