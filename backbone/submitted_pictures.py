"""The picture of a submission, in the database: every machine that serves can show and send it."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from backbone.database import reading, upsert
from backbone.moments import moment_text
from backbone.submission_tables import pictures


class SubmittedPictures:
    """JPEGs by the key of their submission."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def keep(self, key: str, content: bytes, now: datetime) -> None:
        """Keep a picture; a newer one takes its place."""
        statement = upsert(self._engine, pictures).values(
            key=key, content=content, kept=moment_text(now)
        )
        statement = statement.on_conflict_do_update(
            index_elements=["key"], set_={"content": content, "kept": moment_text(now)}
        )
        with self._engine.begin() as connection:
            connection.execute(statement)

    def find(self, key: str) -> bytes | None:
        """Return a picture, or None."""
        query = sa.select(pictures.c.content).where(pictures.c.key == key)
        with reading(self._engine).begin() as connection:
            found = connection.scalar(query)
        return bytes(found) if found is not None else None

    def has(self, key: str) -> bool:
        """Tell whether there is a picture."""
        query = sa.select(pictures.c.key).where(pictures.c.key == key)
        with reading(self._engine).begin() as connection:
            return connection.scalar(query) is not None

    def drop_old(self, now: datetime, after: timedelta) -> None:
        """Throw away what was kept so long ago: by then it is in the table, or was never sent."""
        with self._engine.begin() as connection:
            connection.execute(
                sa.delete(pictures).where(pictures.c.kept < moment_text(now - after))
            )
