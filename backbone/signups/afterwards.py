"""What is left of sign-ups afterwards: what people thought of it, and numbers without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from backbone.database import in_turn, lock, reading, upsert
from backbone.signups.tables import (
    evaluations,
    history,
    notice_readers,
    notices,
    people,
    requests,
    sheets,
    signups,
    totals,
)
from backbone.signups.turn import counts_of
from backbone.submission_tables import letters


@dataclass(frozen=True)
class Evaluation:
    """What somebody thought of it, without who. `grade` is 1 to 10."""

    grade: int
    good: str
    better: str


@dataclass(frozen=True)
class Totals:
    """The numbers of an item whose names are gone: people, but for `cancelled` (sign-ups)."""

    item_id: str
    title: str
    last_day: str
    placed: int
    present: int
    waiting: int
    cancelled: int


class Afterwards:
    """The evaluations, and the numbers that stay."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def evaluate(self, signup_key: str, item_id: str, said: Evaluation) -> bool:
        """Keep what a sign-up says, once; False when it had said so before."""
        with in_turn(self._engine) as connection:
            lock(connection, f"signup:{item_id}")
            done = connection.execute(
                sa.update(signups)
                .where(signups.c.key == signup_key, signups.c.is_evaluated.is_(False))
                .values(is_evaluated=True)
            )
            if not done.rowcount:
                return False
            connection.execute(
                sa.insert(evaluations).values(
                    item_id=item_id, grade=said.grade, good=said.good, better=said.better
                )
            )
            return True

    def evaluations(self, item_id: str) -> list[Evaluation]:
        """Return what people thought of an item, in no telling order."""
        query = sa.select(evaluations).where(evaluations.c.item_id == item_id)
        query = query.order_by(evaluations.c.grade.desc(), evaluations.c.good)
        with reading(self._engine).begin() as connection:
            return [
                Evaluation(row.grade, row.good, row.better) for row in connection.execute(query)
            ]

    def totals(self) -> list[Totals]:
        """Return the numbers of the items whose names are gone, the newest first."""
        query = sa.select(totals).order_by(totals.c.last_day.desc(), totals.c.item_id)
        with reading(self._engine).begin() as connection:
            return [Totals(**row._mapping) for row in connection.execute(query)]

    def record_ids(self, item_id: str) -> list[str]:
        """Return the rows in the table Inschrijvingen that were made for an item."""
        query = (
            sa.select(people.c.record_id)
            .join(signups, signups.c.key == people.c.signup_key)
            .where(signups.c.item_id == item_id, people.c.record_id != "")
            .order_by(people.c.record_id)
        )
        with reading(self._engine).begin() as connection:
            return [str(one) for one in connection.scalars(query)]

    def forget(self, item_id: str, title: str, last_day: str) -> int:
        """Delete all that is personal about an item and keep its numbers; returns how many went.

        The sheet's tab and the table's rows are the caller's to empty first.
        """
        with in_turn(self._engine) as connection:
            lock(connection, f"signup:{item_id}")
            keys = list(
                connection.scalars(sa.select(signups.c.key).where(signups.c.item_id == item_id))
            )
            if keys:
                self._keep_totals(connection, item_id, title, last_day)
                _delete(connection, item_id, keys)
            return len(keys)

    def _keep_totals(
        self, connection: sa.Connection, item_id: str, title: str, last_day: str
    ) -> None:
        counts = counts_of(connection, item_id)
        query = (
            sa.select(sa.func.count())
            .select_from(people.join(signups, signups.c.key == people.c.signup_key))
            .where(signups.c.item_id == item_id, people.c.is_present.is_(True))
        )
        values: dict[str, Any] = {
            "item_id": item_id,
            "title": title,
            "last_day": last_day,
            "placed": counts.placed,
            "present": int(connection.scalar(query) or 0),
            "waiting": counts.waiting,
            "cancelled": counts.cancelled,
        }
        statement = upsert(self._engine, totals).values(**values)
        connection.execute(statement.on_conflict_do_update(index_elements=["item_id"], set_=values))


def _delete(connection: sa.Connection, item_id: str, keys: Sequence[str]) -> None:
    for key in keys:
        connection.execute(sa.delete(people).where(people.c.signup_key == key))
        connection.execute(sa.delete(history).where(history.c.key == key))
        connection.execute(sa.delete(notice_readers).where(notice_readers.c.signup_key == key))
        about = letters.c.about
        connection.execute(
            sa.delete(letters).where(sa.or_(about == key, about.startswith(f"{key}:")))
        )
    for table in (signups, requests, notices, sheets):
        connection.execute(sa.delete(table).where(table.c.item_id == item_id))
