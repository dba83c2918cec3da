"""Tables that stay in Airtable alone: whether they may have changed since a job read them.

Reading contacts takes a call for every hundred rows. Airtable's payloads say where something
changed: that much is kept beside the mirror's records, as a mark. No record IDs and no cells.
"""

from collections.abc import Iterable

from backbone.mirror import Mirror
from museum.identity import TableKey


def marks(places: Iterable[str], mark: str) -> dict[str, str]:
    """Return the state to keep when something changed there; `mark` is another one each time.

    A place is a table ("contacts": rows came or went) or a field of it ("contacts.email").
    """
    return {_key(place): mark for place in places}


def mark_of(mirror: Mirror, table: TableKey, fields: Iterable[str]) -> str:
    """Return the mark of a table and some of its fields, "" when none was ever given.

    As long as it is the same, no change was told of.
    """
    places = [str(table), *(f"{table}.{field}" for field in fields)]
    found = [str(mirror.state(_key(place)) or "") for place in places]
    return " ".join(found) if any(found) else ""


def _key(place: str) -> str:
    return f"changed:{place}"
