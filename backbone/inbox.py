"""What came in, stored before it is answered: one row per ping, worked off later."""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

import sqlalchemy as sa
import sqlalchemy.exc

from backbone.database import at_once, metadata, reading
from backbone.moments import moment, moment_text

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


@dataclass(frozen=True)
class Waiting:
    """Pings that wait: the number of the newest, and when the first and the last came in."""

    newest: int
    first: datetime
    last: datetime


@dataclass(eq=False)
class _Arrival:
    """A ping on its way to the database: stored once it is settled without an error."""

    service: str
    received: str
    is_settled: bool = False
    error: sa.exc.SQLAlchemyError | None = None


class Inbox:
    """The pings of all services."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._gathering, self._writing = Lock(), Lock()
        self._arrivals: list[_Arrival] = []

    def store_ping(self, service: str, now: datetime) -> None:
        """Keep a ping: one row, stored when this returns.

        Pings that come in while another is being written wait together and are written together:
        the database is asked once for all of them, however long a publication keeps it busy.
        """
        mine = _Arrival(service, moment_text(now))
        with self._gathering:
            self._arrivals.append(mine)
        with self._writing:
            if not mine.is_settled:
                self._write_arrivals()
        if mine.error is not None:
            raise mine.error

    def _write_arrivals(self) -> None:
        with self._gathering:
            arrivals, self._arrivals = self._arrivals, []
        rows = [
            {"service": each.service, "received": each.received, "is_done": False}
            for each in arrivals
        ]
        try:
            with at_once(self._engine).begin() as connection:
                connection.execute(sa.insert(_pings).values(rows))
        except sa.exc.SQLAlchemyError as error:
            for each in arrivals:
                each.error = error  # each of them is refused, and Airtable pings again
        finally:
            for each in arrivals:
                each.is_settled = True

    def newest_waiting(self, service: str) -> int | None:
        """Return the number of the newest ping that waits, or None."""
        query = sa.select(sa.func.max(_pings.c.id)).where(
            _pings.c.service == service, _pings.c.is_done.is_(False)
        )
        with reading(self._engine).begin() as connection:
            newest: int | None = connection.scalar(query)
        return newest

    def waiting(self, service: str, after: int = 0) -> Waiting | None:
        """Return the pings that wait, of those numbered above `after`; None when none does."""
        query = sa.select(
            sa.func.max(_pings.c.id), sa.func.min(_pings.c.received), sa.func.max(_pings.c.received)
        ).where(_pings.c.service == service, _pings.c.is_done.is_(False), _pings.c.id > after)
        with reading(self._engine).begin() as connection:
            newest, first, last = connection.execute(query).one()
        return None if newest is None else Waiting(newest, moment(first), moment(last))

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
