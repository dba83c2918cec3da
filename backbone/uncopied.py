"""Tables that stay in Airtable alone: whether they may have changed since a job read them.

Reading contacts takes a call for every hundred rows. Airtable's payloads say which tables changed:
that much is kept beside the mirror's records, as a mark per table. No record IDs and no cells.
"""

from collections.abc import Iterable

from backbone.mirror import Mirror
from museum.identity import TableKey


def marks(tables: Iterable[TableKey], mark: str) -> dict[str, str]:
    """Return the state to keep when these tables changed; `mark` is another one each time."""
    return {_key(table): mark for table in tables}


def mark_of(mirror: Mirror, table: TableKey) -> str:
    """Return the mark of a table: as long as it is the same, no change was told of."""
    return str(mirror.state(_key(table)) or "")


def _key(table: TableKey) -> str:
    return f"changed:{table}"
