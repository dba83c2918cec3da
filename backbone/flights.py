"""The canaries that were sent: which token, when, when it was back, where it was last stuck."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from backbone.database import metadata, reading, upsert
from backbone.moments import moment, moment_text
from museum.alarms import Flight

_flights = sa.Table(
    "canary_flights",
    metadata,
    sa.Column("token", sa.String(32), primary_key=True),
    sa.Column("sent", sa.String(40), nullable=False, index=True),
    sa.Column("returned", sa.String(40)),
    sa.Column("stopped", sa.Text, nullable=False),
)


@dataclass(frozen=True)
class TokenFlight:
    """A flight and the token by which it is known."""

    token: str
    flight: Flight


class Flights:
    """Keeps flights."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def note_sent(self, token: str, now: datetime) -> None:
        """Note that a canary was written to the table; a second note changes nothing."""
        statement = upsert(self._engine, _flights).values(
            token=token, sent=moment_text(now), stopped=""
        )
        with self._engine.begin() as connection:
            connection.execute(statement.on_conflict_do_nothing(index_elements=["token"]))

    def note_returned(self, token: str, now: datetime) -> None:
        """Note that a canary was seen back; the first time counts."""
        self._write(token, returned=moment_text(now), stopped="")

    def note_stopped(self, token: str, where: str) -> None:
        """Note in Dutch how far a canary got."""
        self._write(token, stopped=where)

    def newest(self) -> TokenFlight | None:
        """Return the last canary that was sent."""
        query = sa.select(_flights).order_by(_flights.c.sent.desc()).limit(1)
        with reading(self._engine).begin() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        returned = moment(row.returned) if row.returned else None
        return TokenFlight(row.token, Flight(moment(row.sent), returned, row.stopped))

    def back_from(self) -> datetime | None:
        """Return when the newest canary that came back was sent."""
        query = sa.select(sa.func.max(_flights.c.sent)).where(_flights.c.returned.is_not(None))
        with reading(self._engine).begin() as connection:
            found = connection.scalar(query)
        return moment(found) if found else None

    def _write(self, token: str, **values: str) -> None:
        statement = sa.update(_flights).where(
            _flights.c.token == token, _flights.c.returned.is_(None)
        )
        with self._engine.begin() as connection:
            connection.execute(statement.values(**values))
