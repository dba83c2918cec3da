"""The people of sign-ups: who is there, and whose row in the table Inschrijvingen is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from backbone.database import in_turn, reading
from backbone.moments import moment_text
from backbone.signups.rows import signup_of
from backbone.signups.tables import history, people, signups
from museum.signups import SignUp, SignUpState

_COLUMNS: Final = [column.label(f"p_{column.name}") for column in people.c]


@dataclass(frozen=True)
class Attendee:
    """One person of a sign-up. `is_gone`: was taken out of a group that became smaller.

    `trouble`: why the row in the table could not be written, "" when nothing is wrong.
    """

    key: str
    number: int
    name: str
    needs: str
    is_gone: bool
    is_present: bool
    record_id: str
    trouble: str
    version: int
    signup: SignUp


class SignUpPeople:
    """All people of all sign-ups."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def of_item(self, item_id: str, states: Sequence[SignUpState] = ()) -> list[Attendee]:
        """Return who comes to an item, of sign-ups in these states (all without), by arrival."""
        is_asked = signups.c.state.in_(states) if states else sa.true()
        return self._found(
            sa.and_(signups.c.item_id == item_id, people.c.is_gone.is_(False), is_asked)
        )

    def of_signup(self, key: str) -> list[Attendee]:
        """Return who comes by one sign-up."""
        return self._found(sa.and_(signups.c.key == key, people.c.is_gone.is_(False)))

    def find(self, key: str) -> Attendee | None:
        """Return one person, or None."""
        found = self._found(people.c.key == key)
        return found[0] if found else None

    def mark(self, key: str, is_present: bool, now: datetime) -> bool:
        """Note that somebody is there, or is not; returns whether that is news."""
        with in_turn(self._engine) as connection:
            done = connection.execute(
                sa.update(people)
                .where(people.c.key == key, people.c.is_present.is_not(is_present))
                .values(is_present=is_present, is_due=True, version=people.c.version + 1)
            )
            if done.rowcount:
                _note(connection, key, "present" if is_present else "absent", now)
            return bool(done.rowcount)

    def due(self, most: int) -> list[Attendee]:
        """Return whose rows are to be written, in the order of arrival."""
        return self._found(people.c.is_due.is_(True), most)

    def count_due(self) -> int:
        """Return how many rows are to be written."""
        query = sa.select(sa.func.count()).where(people.c.is_due.is_(True))
        with reading(self._engine).begin() as connection:
            return int(connection.scalar(query) or 0)

    def settle(self, written: Sequence[Attendee], record_ids: Sequence[str], trouble: str) -> None:
        """Note that rows were written (or why not); who changed meanwhile stays due."""
        with in_turn(self._engine) as connection:
            for one, record_id in zip(written, record_ids, strict=True):
                values: dict[str, Any] = {"record_id": record_id, "trouble": trouble}
                mine = sa.update(people).where(people.c.key == one.key)
                connection.execute(mine.values(**values))
                connection.execute(mine.where(people.c.version == one.version).values(is_due=False))

    def troubles(self) -> list[Attendee]:
        """Return whose rows could not be written."""
        return self._found(people.c.trouble != "")

    def _found(self, condition: sa.ColumnElement[bool], most: int | None = None) -> list[Attendee]:
        query = (
            sa.select(signups, *_COLUMNS)
            .join(signups, signups.c.key == people.c.signup_key)
            .where(condition)
            .order_by(signups.c.item_id, signups.c.arrival, people.c.number)
            .limit(most)
        )
        with reading(self._engine).begin() as connection:
            return [_attendee(row) for row in connection.execute(query)]


def _note(connection: sa.Connection, key: str, state: str, now: datetime) -> None:
    query = (
        sa.select(signups.c.key, signups.c.item_id)
        .join(people, people.c.signup_key == signups.c.key)
        .where(people.c.key == key)
    )
    found = connection.execute(query).one()
    connection.execute(
        sa.insert(history).values(
            key=found.key,
            item_id=found.item_id,
            state=state,
            size=1,
            by="beheer",
            at=moment_text(now),
        )
    )


def _attendee(row: Any) -> Attendee:
    return Attendee(
        key=row.p_key,
        number=row.p_number,
        name=row.p_name,
        needs=row.p_needs,
        is_gone=bool(row.p_is_gone),
        is_present=bool(row.p_is_present),
        record_id=row.p_record_id,
        trouble=row.p_trouble,
        version=row.p_version,
        signup=signup_of(row),
    )
