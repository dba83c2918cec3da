"""One turn at the sign-ups of one programme item: a transaction that nobody else is in.

Whatever happens in it, it ends with the waiting list moved up, and each reader whose sign-up
changed is owed one letter, which stands in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from backbone.database import upsert
from backbone.moments import moment_text
from backbone.signups.rows import reader_mark, signup_of, values_of
from backbone.signups.tables import history, people, signups
from backbone.submission_letters import LetterDue, put_letters
from museum.signups import COUNTED, Counts, Person, Room, SignUp, who_moves_up


class Turn:
    """What can be done within the transaction. `room` is the item as of `now`."""

    def __init__(
        self, engine: sa.Engine, connection: sa.Connection, room: Room, now: datetime
    ) -> None:
        self._engine = engine
        self._connection = connection
        self.room = room
        self.now = now

    def free(self) -> int | None:
        """Return how many places are left; None when there is no end to them."""
        return counts_of(self._connection, self.room.item_id).free(self.room.capacity)

    def find(self, key: str) -> SignUp:
        """Return a sign-up of this item as it stands now."""
        query = sa.select(signups).where(signups.c.key == key)
        return signup_of(self._connection.execute(query).one())

    def of_reader(self, reader: str) -> SignUp | None:
        """Return the sign-up that a reader has for this item."""
        query = sa.select(signups).where(
            signups.c.item_id == self.room.item_id, signups.c.reader_mark == reader_mark(reader)
        )
        row = self._connection.execute(query).one_or_none()
        return signup_of(row) if row else None

    def next_arrival(self) -> int:
        """Return the number for who arrives now."""
        query = sa.select(sa.func.max(signups.c.arrival))
        last = self._connection.scalar(query.where(signups.c.item_id == self.room.item_id))
        return int(last or 0) + 1

    def keep(self, found: SignUp, by: str, names: Sequence[Person] | None = None) -> SignUp:
        """Write a sign-up (with `names`: and who comes), what happened, and the letter about it."""
        kept = replace(found, version=found.version + 1, changed=self.now)
        values = values_of(kept)
        statement = upsert(self._engine, signups).values(**values)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_=values)
        )
        if names is None:
            self._mark_due(kept.key)
        else:
            self._keep_people(kept.key, names)
        self._connection.execute(
            sa.insert(history).values(
                key=kept.key,
                item_id=kept.item_id,
                state=kept.state,
                size=kept.size,
                by=by,
                at=moment_text(self.now),
            )
        )
        letter = LetterDue(letter_key(kept), "signup", kept.key, kept.reader)
        put_letters(self._engine, self._connection, [letter], self.now)
        return kept

    def lapse(self) -> int:
        """Let go of the offers whose time is over; returns how many."""
        query = sa.select(signups).where(
            signups.c.item_id == self.room.item_id,
            signups.c.state == "offered",
            signups.c.offer_until <= moment_text(self.now),
        )
        late = [signup_of(row) for row in self._connection.execute(query)]
        for one in late:
            self.keep(replace(one, state="lapsed", offer_until=None), "museumflow")
        return len(late)

    def move_up(self) -> int:
        """Offer the places that are free to who waits; returns to how many."""
        if self.room.offer_until is None:
            return 0
        free = self.free()
        if free == 0:
            return 0
        query = (
            sa.select(signups.c.key, signups.c.size)
            .where(signups.c.item_id == self.room.item_id, signups.c.state == "waiting")
            .order_by(signups.c.arrival)
        )
        waiting = [(row.key, row.size) for row in self._connection.execute(query)]
        found = who_moves_up(free, waiting)
        for key in found:
            offered = replace(self.find(key), state="offered", offer_until=self.room.offer_until)
            self.keep(offered, "museumflow")
        return len(found)

    def _mark_due(self, key: str) -> None:
        self._connection.execute(
            sa.update(people)
            .where(people.c.signup_key == key)
            .values(is_due=True, version=people.c.version + 1)
        )

    def _keep_people(self, key: str, names: Sequence[Person]) -> None:
        query = sa.select(people.c.number).where(people.c.signup_key == key)
        there = set(self._connection.scalars(query))
        for number, one in enumerate(names, start=1):
            said = {"name": one.name, "needs": one.needs, "is_gone": False}
            if number in there:
                self._change_person(key, number, said)
            else:
                self._add_person(key, number, said)
        for number in there - set(range(1, len(names) + 1)):
            self._change_person(key, number, {"is_gone": True})

    def _change_person(self, key: str, number: int, values: dict[str, object]) -> None:
        self._connection.execute(
            sa.update(people)
            .where(people.c.key == person_key(key, number))
            .values(**values, is_due=True, version=people.c.version + 1)
        )

    def _add_person(self, key: str, number: int, values: dict[str, object]) -> None:
        self._connection.execute(
            sa.insert(people).values(
                **values,
                key=person_key(key, number),
                signup_key=key,
                number=number,
                is_present=False,
                record_id="",
                trouble="",
                is_due=True,
                version=1,
            )
        )


def counts_of(connection: sa.Connection, item_id: str) -> Counts:
    """Return how many people are in, have an offer and wait; and how many sign-ups ended."""
    query = (
        sa.select(signups.c.state, sa.func.sum(signups.c.size), sa.func.count())
        .where(signups.c.item_id == item_id)
        .group_by(signups.c.state)
    )
    found = {state: (int(size), int(number)) for state, size, number in connection.execute(query)}
    ended = sum(found.get(state, (0, 0))[1] for state in ("cancelled", "lapsed"))
    placed, offered = (found.get(state, (0, 0))[0] for state in COUNTED)
    return Counts(placed, offered, found.get("waiting", (0, 0))[0], ended)


def person_key(signup_key: str, number: int) -> str:
    """Return the key of one person of a sign-up; also that of the row in the table."""
    return f"{signup_key}-{number}"


def letter_key(found: SignUp) -> str:
    """Return the key of the letter that says how a sign-up stands at this version."""
    return f"inschrijving:{found.key}:{found.version}"
