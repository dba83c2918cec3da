"""How many calls each service got, per calendar month and purpose; a crash forgets none."""

from datetime import UTC, datetime

import sqlalchemy as sa

from backbone.database import metadata, reading, upsert

_calls = sa.Table(
    "call_counts",
    metadata,
    sa.Column("service", sa.String(128), primary_key=True),
    sa.Column("month", sa.String(7), primary_key=True),
    sa.Column("purpose", sa.String(64), primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)


def month_of(at: datetime) -> str:
    """Return Airtable's month of an aware moment ("2027-03"): it turns at midnight in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m")


class CallCounts:
    """The counts of all services. A service is named as in `airtable:appXXXX`."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def count_call(
        self, service: str, purpose: str, at: datetime, within: sa.Connection | None = None
    ) -> None:
        """Count one call, before it is made; in the transaction `within` when one is open."""
        statement = upsert(self._engine, _calls).values(
            service=service, month=month_of(at), purpose=purpose, count=1
        )
        statement = statement.on_conflict_do_update(
            index_elements=["service", "month", "purpose"], set_={"count": _calls.c.count + 1}
        )
        if within is not None:
            within.execute(statement)
            return
        with self._engine.begin() as connection:
            connection.execute(statement)

    def calls(self, month: str) -> dict[str, dict[str, int]]:
        """Return the calls of a month ("2027-03"): by service, then by purpose."""
        query = sa.select(_calls).where(_calls.c.month == month)
        found: dict[str, dict[str, int]] = {}
        with reading(self._engine).begin() as connection:
            for row in connection.execute(query).mappings():
                found.setdefault(row["service"], {})[row["purpose"]] = row["count"]
        return found

    def total(self, service: str, month: str, within: sa.Connection) -> int:
        """Return how many calls a service got in a month, within an open transaction."""
        query = sa.select(sa.func.sum(_calls.c.count)).where(
            _calls.c.service == service, _calls.c.month == month
        )
        return int(within.scalar(query) or 0)
