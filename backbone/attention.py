"""The open attention points: each opens once, keeps its first day, and closes when it is gone."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from backbone.database import lock, metadata, reading, upsert
from backbone.moments import moment, moment_text
from museum.attention import AttentionPoint

_points = sa.Table(
    "attention_points",
    metadata,
    sa.Column("source", sa.String(64), primary_key=True),
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("scope", sa.String(255), nullable=False, index=True),
    sa.Column("first_seen", sa.String(40), nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("remedy", sa.Text, nullable=False),
    sa.Column("table", sa.String(64), nullable=False),
    sa.Column("record_id", sa.String(64), nullable=False),
    sa.Column("field", sa.String(64), nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("severity", sa.String(16), nullable=False),
)


@dataclass(frozen=True)
class OpenPoint:
    """An attention point that waits for a person, and since when."""

    point: AttentionPoint
    first_seen: datetime


@dataclass(frozen=True)
class PointsChange:
    """What a `replace` opened and closed."""

    opened: tuple[str, ...]
    closed: tuple[str, ...]


class AttentionStore:
    """Keeps attention points by source (who looked) and scope (at what)."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def replace(
        self,
        source: str,
        points: Iterable[AttentionPoint],
        now: datetime,
        scopes: Collection[str] | None = None,
    ) -> PointsChange:
        """Make these the open points of a source; with `scopes`, of those records only.

        A point's scope is its record ID. Points of the source outside `scopes` stay as they are.
        """
        wanted = {point.key: point for point in points}
        with self._engine.begin() as connection:
            lock(connection, f"attention:{source}")
            known = self._keys(connection, source, scopes)
            closed = sorted(known - set(wanted))
            for key in closed:
                connection.execute(
                    sa.delete(_points).where(_points.c.source == source, _points.c.key == key)
                )
            if wanted:
                self._open(connection, source, wanted, now)
        return PointsChange(tuple(sorted(set(wanted) - known)), tuple(closed))

    def open_points(self) -> list[OpenPoint]:
        """Return what waits for a person, errors first."""
        query = sa.select(_points).order_by(
            _points.c.severity, _points.c.table, _points.c.subject, _points.c.key
        )
        with reading(self._engine).begin() as connection:
            return [_point(row) for row in connection.execute(query)]

    def count(self) -> int:
        """Return how many points are open."""
        with reading(self._engine).begin() as connection:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(_points)) or 0)

    def _keys(
        self, connection: sa.Connection, source: str, scopes: Collection[str] | None
    ) -> set[str]:
        query = sa.select(_points.c.key).where(_points.c.source == source)
        if scopes is None:
            return set(connection.scalars(query))
        found: set[str] = set()
        ordered = sorted(scopes)
        for start in range(0, len(ordered), 500):
            part = ordered[start : start + 500]
            found.update(connection.scalars(query.where(_points.c.scope.in_(part))))
        return found

    def _open(
        self,
        connection: sa.Connection,
        source: str,
        wanted: dict[str, AttentionPoint],
        now: datetime,
    ) -> None:
        statement = upsert(self._engine, _points)
        names = ("scope", "what", "remedy", "table", "record_id", "field", "subject", "severity")
        statement = statement.on_conflict_do_update(
            index_elements=["source", "key"],
            set_={name: statement.excluded[name] for name in names},
        )
        rows = [
            {
                **asdict(point),
                "source": source,
                "scope": point.record_id,
                "first_seen": moment_text(now),
            }
            for point in wanted.values()
        ]
        connection.execute(statement, rows)


def _point(row: Any) -> OpenPoint:
    point = AttentionPoint(
        key=row.key,
        what=row.what,
        remedy=row.remedy,
        table=row.table,
        record_id=row.record_id,
        field=row.field,
        subject=row.subject,
        severity=row.severity,
    )
    return OpenPoint(point, moment(row.first_seen))
