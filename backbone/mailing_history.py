"""Who did what with a mailing, and when: kept as long as the mailing itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, cast

import sqlalchemy as sa

from backbone.database import metadata, reading
from backbone.moments import moment, moment_text

Deed = Literal["test", "approve", "withdraw"]
WORDS: Final[dict[Deed, str]] = {
    "test": "vroeg een proefmail",
    "approve": "keurde goed",
    "withdraw": "trok in",
}

_deeds = sa.Table(
    "mailing_deeds",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(64), nullable=False, index=True),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("person", sa.String(128), nullable=False),
    sa.Column("deed", sa.String(16), nullable=False),
)


@dataclass(frozen=True)
class Done:
    """One thing that a person did."""

    at: datetime
    person: str
    deed: Deed


class MailingHistory:
    """The deeds, by mailing."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def note(self, key: str, done: Done) -> None:
        """Keep what a person did."""
        values = {"key": key, "at": moment_text(done.at), "person": done.person}
        with self._engine.begin() as connection:
            connection.execute(sa.insert(_deeds).values(deed=done.deed, **values))

    def of(self, key: str) -> list[Done]:
        """Return what was done with a mailing, the latest first."""
        query = sa.select(_deeds).where(_deeds.c.key == key).order_by(_deeds.c.id.desc())
        with reading(self._engine).begin() as connection:
            return [
                Done(moment(row.at), row.person, cast(Deed, row.deed))
                for row in connection.execute(query)
            ]
