"""Sign-ups: who has a place, who waits, and what a reader does with theirs.

Every change takes a turn (`backbone.signups.turn`): of two people who want the last place at the
same instant, one has it and the other is first in the queue, on SQLite and on PostgreSQL.
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from backbone.database import in_turn, lock, reading
from backbone.moments import moment_text
from backbone.signups.rows import people_text, reader_mark, request_of, signup_of
from backbone.signups.tables import history, requests, signups
from backbone.signups.turn import Turn, counts_of
from backbone.submission_letters import LetterDue, put_letters
from museum.signups import COUNTED, Counts, Room, SignUp, SignUpRequest, SignUpState, fits

Outcome = Literal["placed", "waiting", "changed", "kept"]
"""`kept`: more people than there are places for: it stayed as it was."""


@dataclass(frozen=True)
class Taken:
    """How a request ended, and the sign-up that it became."""

    signup: SignUp
    outcome: Outcome


class SignUps:
    """All sign-ups."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def ask(self, request: SignUpRequest, now: datetime) -> None:
        """Keep a request until its reader confirms the address; the letter that asks it goes too.

        The same key a second time changes nothing.
        """
        with in_turn(self._engine) as connection:
            lock(connection, f"signup-request:{request.key}")
            if _request(connection, request.key) is None:
                _keep_request(connection, request, now, "", "")
                key = f"inschrijving:{request.key}:bevestig"
                letter = LetterDue(key, "signup_confirm", request.key, request.reader)
                put_letters(self._engine, connection, [letter], now)

    def take(self, request: SignUpRequest, room: Room, now: datetime) -> Taken:
        """Take in a request whose address is known to be the reader's.

        A reader who is signed up already changes that; the same request twice is one.
        """
        with self._turn(room, now) as (connection, turn):
            known = _request(connection, request.key)
            if known is not None and known.signup_key:
                return Taken(turn.find(known.signup_key), known.outcome)
            taken = _take(turn, request)
            if known is None:
                _keep_request(connection, request, now, taken.signup.key, taken.outcome)
            else:
                _settle_request(connection, request.key, taken)
            return taken

    def say_yes(self, key: str, room: Room, now: datetime) -> SignUp:
        """Take the place that was offered; without an offer (any more) nothing changes."""
        with self._turn(room, now) as (_, turn):
            found = turn.find(key)
            if found.state != "offered":
                return found
            return turn.keep(replace(_entering(found), offer_until=None), "inschrijver")

    def cancel(self, key: str, room: Room, now: datetime, by: str) -> SignUp:
        """Take a sign-up back; what it leaves goes to the next. Twice is once."""
        with self._turn(room, now) as (_, turn):
            found = turn.find(key)
            if found.state in ("cancelled", "lapsed"):
                return found
            rounds = found.rounds + (found.state == "placed")
            return turn.keep(replace(found, state="cancelled", offer_until=None, rounds=rounds), by)

    def settle(self, room: Room, now: datetime) -> int:
        """Let go of late offers and move the waiting list up; returns how many changed."""
        with in_turn(self._engine) as connection:
            lock(connection, f"signup:{room.item_id}")
            turn = Turn(self._engine, connection, room, now)
            return turn.lapse() + turn.move_up()

    def find(self, key: str) -> SignUp | None:
        """Return a sign-up, or None."""
        found = self._signups(signups.c.key == key)
        return found[0] if found else None

    def of_item(self, item_id: str, states: Sequence[SignUpState] = ()) -> list[SignUp]:
        """Return the sign-ups for an item in these states (all without), by arrival."""
        is_asked = signups.c.state.in_(states) if states else sa.true()
        return self._signups(sa.and_(signups.c.item_id == item_id, is_asked))

    def of_reader(self, reader: str) -> list[SignUp]:
        """Return what the owner of an address signed up for: proof of it is the caller's."""
        return self._signups(signups.c.reader_mark == reader_mark(reader))

    def outcome(self, request_key: str) -> tuple[SignUp | None, str] | None:
        """Return what became of a request: its sign-up and how; None when it never was."""
        with reading(self._engine).begin() as connection:
            row = _request(connection, request_key)
        if row is None:
            return None
        return (self.find(row.signup_key) if row.signup_key else None), row.outcome

    def request(self, key: str) -> SignUpRequest | None:
        """Return a request, or None."""
        with reading(self._engine).begin() as connection:
            row = _request(connection, key)
        return request_of(row) if row else None

    def counts(self, item_id: str) -> Counts:
        """Return the numbers of one item."""
        with reading(self._engine).begin() as connection:
            return counts_of(connection, item_id)

    def ahead_of(self, found: SignUp) -> int:
        """Return how many sign-ups are before this one in the queue."""
        query = sa.select(sa.func.count()).where(
            signups.c.item_id == found.item_id,
            signups.c.state == "waiting",
            signups.c.arrival < found.arrival,
        )
        with reading(self._engine).begin() as connection:
            return int(connection.scalar(query) or 0)

    def items(self, states: Sequence[SignUpState] = ()) -> list[str]:
        """Return the items that have sign-ups in these states (any without)."""
        query = sa.select(signups.c.item_id).distinct().order_by(signups.c.item_id)
        if states:
            query = query.where(signups.c.state.in_(states))
        with reading(self._engine).begin() as connection:
            return [str(one) for one in connection.scalars(query)]

    def taken(self) -> dict[str, int]:
        """Return how many places are taken, by item."""
        query = (
            sa.select(signups.c.item_id, sa.func.sum(signups.c.size))
            .where(signups.c.state.in_(COUNTED))
            .group_by(signups.c.item_id)
        )
        with reading(self._engine).begin() as connection:
            return {item: int(size) for item, size in connection.execute(query)}

    def next_offer_end(self) -> str:
        """Return the moment, as text, at which the first offer ends; "" when none stands."""
        query = sa.select(sa.func.min(signups.c.offer_until)).where(signups.c.state == "offered")
        with reading(self._engine).begin() as connection:
            return str(connection.scalar(query) or "")

    def newest_change(self) -> int:
        """Return the number of the newest change of any sign-up; 0 when there is none."""
        with reading(self._engine).begin() as connection:
            return int(connection.scalar(sa.select(sa.func.max(history.c.number))) or 0)

    def drop_unconfirmed(self, now: datetime, after: timedelta) -> int:
        """Forget requests that nobody confirmed in time; returns how many."""
        late = moment_text(now - after)
        with in_turn(self._engine) as connection:
            done = connection.execute(
                sa.delete(requests).where(requests.c.signup_key == "", requests.c.made < late)
            )
            return int(done.rowcount)

    def _signups(self, condition: sa.ColumnElement[bool]) -> list[SignUp]:
        query = sa.select(signups).where(condition).order_by(signups.c.arrival)
        with reading(self._engine).begin() as connection:
            return [signup_of(row) for row in connection.execute(query)]

    @contextmanager
    def _turn(self, room: Room, now: datetime) -> Iterator[tuple[sa.Connection, Turn]]:
        with in_turn(self._engine) as connection:
            lock(connection, f"signup:{room.item_id}")
            turn = Turn(self._engine, connection, room, now)
            turn.lapse()
            yield connection, turn
            turn.move_up()


def _take(turn: Turn, request: SignUpRequest) -> Taken:
    found, size = turn.of_reader(request.reader), len(request.people)
    if found is None or found.state in ("cancelled", "lapsed"):
        return _enter(turn, request, found)
    more = size - (found.size if found.state in COUNTED else 0)
    has_room = more <= 0 or fits(turn.free(), more)
    if found.state in COUNTED and not has_room:
        return Taken(found, "kept")
    moved = replace(
        _entering(found) if found.state == "waiting" and has_room else found,
        size=size,
        museum_id=request.museum_id,
        audience=request.audience,
        language=request.language,
        link_id=request.link_id or found.link_id,
        told=turn.room.facts,
    )
    return Taken(turn.keep(moved, "inschrijver", request.people), "changed")


def _enter(turn: Turn, request: SignUpRequest, before: SignUp | None) -> Taken:
    """Sign somebody up who is not: for a place, or at the end of the queue."""
    size = len(request.people)
    entering = SignUp(
        key=before.key if before else uuid.uuid4().hex,
        item_id=turn.room.item_id,
        reader=request.reader,
        link_id=request.link_id,
        museum_id=request.museum_id,
        audience=request.audience,
        size=size,
        state="waiting",
        arrival=turn.next_arrival(),
        offer_until=None,
        rounds=before.rounds if before else 0,
        told=turn.room.facts,
        price_cents=turn.room.price_cents,
        is_evaluated=False,
        version=before.version if before else 0,
        made=turn.now,
        changed=turn.now,
        language=request.language,
    )
    outcome: Outcome = "placed" if fits(turn.free(), size) else "waiting"
    if outcome == "placed":
        entering = _entering(entering)
    return Taken(turn.keep(entering, "inschrijver", request.people), outcome)


def _entering(found: SignUp) -> SignUp:
    """Return a sign-up with a place; who left before comes in a new round."""
    return replace(found, state="placed", rounds=found.rounds + (found.rounds > 0))


def _request(connection: sa.Connection, key: str) -> Any:
    return connection.execute(sa.select(requests).where(requests.c.key == key)).one_or_none()


def _keep_request(
    connection: sa.Connection, request: SignUpRequest, now: datetime, signup: str, outcome: str
) -> None:
    connection.execute(
        sa.insert(requests).values(
            key=request.key,
            item_id=request.item_id,
            reader="" if signup else request.reader,
            museum_id=request.museum_id,
            audience=request.audience,
            language=request.language,
            people="[]" if signup else people_text(request.people),
            signup_key=signup,
            outcome=outcome,
            made=moment_text(now),
        )
    )


def _settle_request(connection: sa.Connection, key: str, taken: Taken) -> None:
    """Note what became of a request; what it held stands in the sign-up from now on."""
    connection.execute(
        sa.update(requests)
        .where(requests.c.key == key)
        .values(signup_key=taken.signup.key, outcome=taken.outcome, reader="", people="[]")
    )
