"""Which workers live: each says so every few seconds, by the database's own clock.

Only on PostgreSQL, where there may be several. A worker's name is held by a lock of its own
connection, so that no two have the same one; the server lets go of it when the process dies.
"""

from datetime import timedelta

import sqlalchemy as sa

from backbone.database import metadata, reading, upsert

_beats = sa.Table(
    "worker_beats",
    metadata,
    sa.Column("name", sa.String(128), primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)

_NOTICE_A_LOST_MACHINE = (
    "SET tcp_keepalives_idle = 5",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
)
"""The server then finds out within 20 seconds that the other side is no more."""


class Seat:
    """A worker's name, held by one process at a time, and its signs of life."""

    def __init__(self, engine: sa.Engine, name: str) -> None:
        self._engine = engine
        self._name = name
        self._connection: sa.Connection | None = None

    def try_take(self) -> bool:
        """Take the name if it is free; False when another process has it."""
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            for statement in _NOTICE_A_LOST_MACHINE:
                connection.execute(sa.text(statement))
            key = sa.func.hashtextextended(f"worker:{self._name}", 0)
            is_ours = bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(key))))
        except BaseException:
            connection.invalidate()
            connection.close()
            raise
        if is_ours:
            self._connection = connection
        else:
            connection.close()
        return is_ours

    def beat(self) -> bool:
        """Say that this worker lives; False when its name is not ours (any more)."""
        if self._connection is None and not self.try_take():
            return False
        assert self._connection is not None
        at = sa.func.clock_timestamp()
        statement = upsert(self._engine, _beats).values(name=self._name, at=at)
        try:
            self._connection.execute(
                statement.on_conflict_do_update(index_elements=["name"], set_={"at": at})
            )
        except sa.exc.SQLAlchemyError:
            self._let_go()  # the lock went with the connection, or must not outlive our trust in it
            raise
        return True

    def leave(self) -> None:
        """Say that this worker is gone, and let its name go."""
        if self._connection is None:
            return
        self._connection.execute(sa.delete(_beats).where(_beats.c.name == self._name))
        self._let_go()

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


def living(engine: sa.Engine, within: timedelta) -> set[str]:
    """Return the names of the workers that gave a sign of life in the last while."""
    begin = sa.func.clock_timestamp() - within
    with reading(engine).begin() as connection:
        return set(connection.scalars(sa.select(_beats.c.name).where(_beats.c.at > begin)))
