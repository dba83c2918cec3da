"""What a row of the catalogue holds: a record as it was published, with its address and dates."""

import json
from typing import Any

import sqlalchemy as sa

from backbone.moments import moment
from channels.website import catalogue_tables as t
from channels.website.catalogue_store import Row
from channels.website.things import TABLE_OF, Decoder, Thing
from museum.identity import RecordId
from museum.occurrences import plan_of
from museum.records import Activity, ProgrammeItem
from museum.tables import TableDefinitions


class Decoders:
    """The decoder of each kind."""

    def __init__(self, definitions: TableDefinitions) -> None:
        self._of = {kind: Decoder(definitions.table(table)) for kind, table in TABLE_OF.items()}

    def of(self, kind: str) -> Decoder:
        """Return the decoder of a kind."""
        return self._of[kind]


def thing_from_row(row: Row, decoders: Decoders) -> Thing[Any]:
    """Return the thing that a row of the catalogue holds."""
    kind = row["kind"]
    record = decoders.of(kind).decode(json.loads(row["values"]), row["id"], row["created"])
    return Thing(
        kind=kind,
        id=RecordId(row["id"]),
        record=record,
        slug=row["slug"],
        first_published=row["first_published"],
        changed_at=moment(row["changed_at"] or row["created"]),
        ics_sequence=row["ics_sequence"],
        extra=json.loads(row["extra"]),
        plan=plan_of(record).plan if isinstance(record, Activity | ProgrammeItem) else None,
    )


def distinct_facets(connection: sa.Connection, prefix: str) -> list[str]:
    """Return what follows a prefix of facets, by skipping from one to the next in the index."""
    found: list[str] = []
    last = prefix
    end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    while True:
        query = sa.select(sa.func.min(t.facets.c.facet)).where(
            t.facets.c.facet > last, t.facets.c.facet < end
        )
        name = connection.scalar(query)
        if name is None:
            return found
        found.append(name.removeprefix(prefix))
        last = name
