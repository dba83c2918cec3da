"""When the tables were edited, for some weeks: the governor forecasts from it. Moments alone."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from backbone.database import metadata, reading
from backbone.moments import moment, moment_text

_edits = sa.Table(
    "edit_moments",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.String(40), nullable=False, index=True),
)


class EditHistory:
    """The moments of edits, as Airtable's payloads gave them: one per change that was saved."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def note(self, connection: sa.Connection, moments: Iterable[datetime]) -> None:
        """Keep these, in the transaction that also keeps the cursor: each is counted once."""
        rows = [{"at": moment_text(one)} for one in moments]
        if rows:
            connection.execute(sa.insert(_edits), rows)

    def since(self, begin: datetime) -> list[datetime]:
        """Return the moments from `begin` on, in the order of time."""
        query = (
            sa.select(_edits.c.at).where(_edits.c.at >= moment_text(begin)).order_by(_edits.c.at)
        )
        with reading(self._engine).begin() as connection:
            return [moment(text) for text in connection.scalars(query)]

    def forget_before(self, end: datetime) -> None:
        """Drop what is older than `end`."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_edits).where(_edits.c.at < moment_text(end)))
