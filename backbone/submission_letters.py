"""The letters that submissions ask for: written down with the change itself, posted later.

A letter holds no text: it is made when it goes, from the submission as it then stands. The post's
own outbox (`channels.mail.outbox`) sees to it that none goes twice.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import sqlalchemy as sa

from backbone.database import reading, upsert
from backbone.moments import moment_text
from backbone.submission_tables import letters

Template = Literal[
    "confirm",
    "received",
    "refused",
    "link",
    "check",
    "signup",
    "signup_confirm",
    "signup_reminder",
    "signup_afterwards",
    "signup_notice",
]

_COUNT_TO: Final = (
    sa.select(sa.func.count())
    .select_from(letters)
    .where(letters.c.reader_mark == sa.bindparam("mark"), letters.c.made >= sa.bindparam("since"))
)


@dataclass(frozen=True)
class LetterDue:
    """A letter to one reader. `about` is the key of a submission or the ID of a personal link."""

    key: str
    template: Template
    about: str
    reader: str


class SubmissionLetters:
    """The letters that are to go."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def put(self, due: Sequence[LetterDue], now: datetime) -> int:
        """Ask for letters; one that was asked for before is not asked again. Returns how many."""
        keys = [one.key for one in due]
        query = sa.select(sa.func.count()).select_from(letters).where(letters.c.key.in_(keys))
        with self._engine.begin() as connection:
            before = int(connection.scalar(query) or 0)
            put_letters(self._engine, connection, due, now)
            return int(connection.scalar(query) or 0) - before

    def due(self, most: int = 100) -> list[LetterDue]:
        """Return the letters that are to go, oldest first."""
        query = (
            sa.select(letters)
            .where(letters.c.state == "due")
            .order_by(letters.c.number)
            .limit(most)
        )
        with reading(self._engine).begin() as connection:
            return [_letter(row) for row in connection.execute(query)]

    def newest(self) -> int:
        """Return the number of the newest letter that is to go; 0 when there is none."""
        query = sa.select(sa.func.max(letters.c.number)).where(letters.c.state == "due")
        with reading(self._engine).begin() as connection:
            return int(connection.scalar(query) or 0)

    def settle(self, key: str, problem: str = "") -> None:
        """Note that a letter went, or why it never will."""
        state = "failed" if problem else "sent"
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(letters)
                .where(letters.c.key == key)
                .values(state=state, problem=problem, reader="")
            )

    def drop(self, key: str) -> None:
        """Let go of a letter that says what is no longer so: another one says how it is."""
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(letters).where(letters.c.key == key).values(state="dropped", reader="")
            )

    def count_to(self, reader: str, since: datetime) -> int:
        """Return how many letters to one reader were asked for since a moment."""
        asked = {"mark": _mark(reader), "since": moment_text(since)}
        with reading(self._engine).begin() as connection:
            return int(connection.scalar(_COUNT_TO, asked) or 0)

    def to_reader(self, reader: str, most: int = 100) -> list[LetterDue]:
        """Return the newest letters that were asked for to one reader."""
        query = (
            sa.select(letters)
            .where(letters.c.reader_mark == _mark(reader))
            .order_by(letters.c.number.desc())
            .limit(most)
        )
        with reading(self._engine).begin() as connection:
            return [_letter(row) for row in connection.execute(query)]

    def problems(self, about: str) -> list[str]:
        """Return why letters about a submission did not go."""
        query = sa.select(letters.c.problem).where(
            letters.c.about == about, letters.c.state == "failed"
        )
        with reading(self._engine).begin() as connection:
            return list(connection.scalars(query))


def put_letters(
    engine: sa.Engine, connection: sa.Connection, due: Sequence[LetterDue], now: datetime
) -> None:
    """Ask for letters within a transaction that changes what they are about."""
    statement = upsert(engine, letters).on_conflict_do_nothing(index_elements=["key"])
    rows = [
        {
            "key": one.key,
            "template": one.template,
            "about": one.about,
            "reader": one.reader,
            "reader_mark": _mark(one.reader),
            "state": "due",
            "problem": "",
            "made": moment_text(now),
        }
        for one in due
    ]
    if rows:
        connection.execute(statement, rows)


def _mark(reader: str) -> str:
    return hashlib.sha256(reader.casefold().encode()).hexdigest()


def _letter(row: Any) -> LetterDue:
    return LetterDue(row.key, row.template, row.about, row.reader)
