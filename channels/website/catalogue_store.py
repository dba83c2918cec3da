"""Writes the catalogue: rows of things with their days, lists and links, in batches.

Each batch is one transaction that also marks the pages it touches, so that a process killed at
any point leaves nothing half: what was written is marked, what was not is seen again.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from backbone.database import upsert
from channels.website import catalogue_tables as t
from channels.website.placement import NOWHERE, Placement

Row = dict[str, Any]
CHUNK: Final = 400


@dataclass
class Batch:
    """What one transaction writes."""

    rows: list[Row] = field(default_factory=list)
    placements: dict[str, tuple[Placement, Placement]] = field(default_factory=dict)
    """Per thing: where it stood and where it stands."""
    targets: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    slugs: list[Row] = field(default_factory=list)
    again: set[str] = field(default_factory=set)
    """Records whose neighbours must be judged again."""
    units: set[str] = field(default_factory=set)


class CatalogueStore:
    """Reads and writes rows of the catalogue."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def state(self, connection: sa.Connection, key: str) -> Any:
        """Return a value kept beside the catalogue, or None."""
        value = connection.scalar(sa.select(t.state.c.value).where(t.state.c.key == key))
        return None if value is None else json.loads(value)

    def set_state(self, connection: sa.Connection, values: dict[str, Any]) -> None:
        """Keep values beside the catalogue."""
        statement = upsert(self.engine, t.state)
        statement = statement.on_conflict_do_update(
            index_elements=["key"], set_={"value": statement.excluded["value"]}
        )
        rows = [{"key": key, "value": json.dumps(value)} for key, value in values.items()]
        connection.execute(statement, rows)

    def rows(self, connection: sa.Connection, kind: str, ids: Collection[str]) -> dict[str, Row]:
        """Return the rows of things by ID."""
        found: dict[str, Row] = {}
        for part in chunks(sorted(ids)):
            query = sa.select(t.things).where(t.things.c.kind == kind, t.things.c.id.in_(part))
            found.update((row["id"], dict(row)) for row in connection.execute(query).mappings())
        return found

    def placements(self, connection: sa.Connection, rows: Collection[Row]) -> dict[str, Placement]:
        """Return where things stand now."""
        days: dict[str, set[tuple[str, str]]] = {}
        facets: dict[str, dict[str, str]] = {}
        for part in chunks([row["id"] for row in rows]):
            for row in connection.execute(sa.select(t.days).where(t.days.c.id.in_(part))):
                days.setdefault(row.id, set()).add((row.day, row.clock))
            for row in connection.execute(sa.select(t.facets).where(t.facets.c.id.in_(part))):
                facets.setdefault(row.id, {})[row.facet] = row.sort
        return {
            row["id"]: Placement(
                days=frozenset(days.get(row["id"], ())),
                facets=facets.get(row["id"], {}),
                first_day=row["first_day"],
                last_day=row["last_day"],
                is_running=row["is_running"],
            )
            if row["state"] == "published"
            else NOWHERE
            for row in rows
        }

    def write(self, connection: sa.Connection, batch: Batch, generation: int) -> None:
        """Write a batch and mark its pages."""
        if batch.rows:
            statement = upsert(self.engine, t.things)
            names = [name for name in batch.rows[0] if name not in ("kind", "id")]
            statement = statement.on_conflict_do_update(
                index_elements=["kind", "id"],
                set_={name: statement.excluded[name] for name in names},
            )
            connection.execute(statement, batch.rows)
        self._write_placements(connection, batch)
        self._write_links(connection, batch)
        if batch.slugs:
            statement = upsert(self.engine, t.slugs)
            connection.execute(statement.on_conflict_do_nothing(), batch.slugs)
        self._judge_again(connection, batch.again)
        self.mark(connection, batch.units, generation)

    def mark(self, connection: sa.Connection, units: Iterable[str], generation: int) -> None:
        """Mark pages to be built again."""
        statement = upsert(self.engine, t.dirty)
        statement = statement.on_conflict_do_update(
            index_elements=["unit"], set_={"generation": generation}
        )
        rows = [{"unit": unit, "generation": generation} for unit in sorted(units)]
        if rows:
            connection.execute(statement, rows)

    def readers(self, connection: sa.Connection, keys: Collection[str]) -> set[str]:
        """Return the pages that read any of these keys."""
        found: set[str] = set()
        for part in chunks(sorted(keys)):
            query = sa.select(t.reads.c.unit).where(t.reads.c.key.in_(part)).distinct()
            found.update(connection.scalars(query))
        return found

    def _write_placements(self, connection: sa.Connection, batch: Batch) -> None:
        gone_days: list[str] = []
        gone_facets: list[str] = []
        days: list[Row] = []
        facets: list[Row] = []
        for one, (old, new) in batch.placements.items():
            if old.days != new.days:
                if old.days:
                    gone_days.append(one)
                days += [{"day": day, "clock": clock, "id": one} for day, clock in new.days]
            if old.facets != new.facets:
                if old.facets:
                    gone_facets.append(one)
                facets += [
                    {"facet": name, "sort": sort, "id": one} for name, sort in new.facets.items()
                ]
        for table, gone, rows in ((t.days, gone_days, days), (t.facets, gone_facets, facets)):
            for part in chunks(gone):
                connection.execute(sa.delete(table).where(table.c.id.in_(part)))
            if rows:
                connection.execute(sa.insert(table), rows)

    def _write_links(self, connection: sa.Connection, batch: Batch) -> None:
        wanted = {
            (target, kind, one) for (kind, one), found in batch.targets.items() for target in found
        }
        known: set[tuple[str, str, str]] = set()
        for part in chunks(sorted(one for _, one in batch.targets)):
            query = sa.select(t.links).where(t.links.c.id.in_(part))
            known.update((row.target, row.kind, row.id) for row in connection.execute(query))
        for part in chunks(sorted(known - wanted)):
            key = sa.tuple_(t.links.c.target, t.links.c.kind, t.links.c.id)
            connection.execute(sa.delete(t.links).where(key.in_(part)))
        rows = [dict(zip(("target", "kind", "id"), each, strict=True)) for each in wanted - known]
        if rows:
            connection.execute(sa.insert(t.links), rows)

    def _judge_again(self, connection: sa.Connection, targets: Collection[str]) -> None:
        """Let the records that link to these be judged again in this same refresh."""
        for part in chunks(sorted(targets)):
            linking = sa.select(t.links.c.id).where(t.links.c.target.in_(part))
            connection.execute(
                sa.update(t.things).where(t.things.c.id.in_(linking)).values(review_on="0001-01-01")
            )


def chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Cut a sequence in parts that a statement can hold."""
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
