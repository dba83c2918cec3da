"""What came in, stored before it is answered: one row per ping, worked off later."""

from datetime import datetime

import sqlalchemy as sa

from backbone.database import metadata, reading
from backbone.moments import moment_text

_pings = sa.Table(
    "pings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("service", sa.String(32), nullable=False),
    sa.Column("received", sa.String(40), nullable=False),
    sa.Column("is_done", sa.Boolean, nullable=False, index=True),
)

KEPT = 1000
"""Pings done and this far back are dropped: they carry nothing."""


class Inbox:
    """The pings of all services."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def store_ping(self, service: str, now: datetime) -> None:
        """Keep a ping: one row."""
        with self._engine.begin() as connection:
            connection.execute(
                sa.insert(_pings).values(service=service, received=moment_text(now), is_done=False)
            )

    def newest_waiting(self, service: str) -> int | None:
        """Return the number of the newest ping that waits, or None."""
        query = sa.select(sa.func.max(_pings.c.id)).where(
            _pings.c.service == service, _pings.c.is_done.is_(False)
        )
        with reading(self._engine).begin() as connection:
            newest: int | None = connection.scalar(query)
        return newest

    def mark_done(self, service: str, up_to: int) -> None:
        """Mark the pings up to this number done: what they told of has been read."""
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(_pings)
                .where(_pings.c.service == service, _pings.c.id <= up_to)
                .values(is_done=True)
            )
            connection.execute(
                sa.delete(_pings).where(_pings.c.is_done.is_(True), _pings.c.id <= up_to - KEPT)
            )
