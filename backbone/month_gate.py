"""Whether Airtable may be called at all this month, asked before every call.

Closed for all once Airtable said that the month's calls are used up; closed for what nobody waits
for past 90% of the quota. Both end by themselves when Airtable's month (UTC) turns, and the first
also when the configuration names another plan.
"""

from datetime import datetime

import sqlalchemy as sa

from backbone.airtable_errors import kept_for_people, quota_spent
from backbone.calls import CallCounts, month_of
from backbone.database import metadata, reading, upsert

_spent = sa.Table(
    "quota_spent",
    metadata,
    sa.Column("service", sa.String(128), primary_key=True),
    sa.Column("month", sa.String(7), nullable=False),
    sa.Column("quota", sa.String(16), nullable=False),
)


class MonthGate:
    """The gate of one service. `quota` is the plan's calls a month; None is without limit.

    `most` is how many calls the month may have before this caller's stop; None: all of them.
    """

    def __init__(
        self, engine: sa.Engine, service: str, quota: int | None = None, most: int | None = None
    ) -> None:
        self._engine = engine
        self._service = service
        self._quota = str(quota)
        self._most = most
        self._counts = CallCounts(engine)

    def check(self, connection: sa.Connection, now: datetime) -> None:
        """Raise `QuotaSpent` or `KeptForPeople` when the next call may not be made."""
        if self._is_spent(connection, now):
            raise quota_spent()
        if self._most is not None:
            total = self._counts.total(self._service, month_of(now), connection)
            if total >= self._most:
                raise kept_for_people()

    def close(self, now: datetime) -> None:
        """Note that Airtable said: no more calls this month."""
        row = {"month": month_of(now), "quota": self._quota}
        statement = upsert(self._engine, _spent).values(service=self._service, **row)
        with self._engine.begin() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=["service"], set_=row)
            )

    def is_spent(self, now: datetime) -> bool:
        """Tell whether Airtable said that this month's calls are used up."""
        with reading(self._engine).begin() as connection:
            return self._is_spent(connection, now)

    def _is_spent(self, connection: sa.Connection, now: datetime) -> bool:
        row = connection.execute(
            sa.select(_spent).where(_spent.c.service == self._service)
        ).one_or_none()
        return row is not None and (row.month, row.quota) == (month_of(now), self._quota)
