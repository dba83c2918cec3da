"""What readers of the newsletter tell us: consents, wishes and Mailchimp's messages about them.

Stored before it is answered; the job `lezers` works it off. A consent is kept as proof (Tw 11.7):
when, where, in which words. A message holds keys (MD5 of an address), never an address: what a
reader is now is asked of Mailchimp, so that a message may come twice, late or out of order.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

import sqlalchemy as sa

from backbone.database import in_turn, metadata, reading, upsert
from backbone.moments import moment, moment_text

State = Literal["waiting", "asked", "already", "refused", "confirmed", "left"]
Kind = Literal["event", "wish"]
KEPT: Final = 1000
"""Messages done and this far back are dropped."""

_consents: Final = sa.Table(
    "newsletter_consents",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(32), nullable=False, index=True),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("audiences", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("given", sa.String(40), nullable=False),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("changed", sa.String(40), nullable=False),
)
_messages: Final = sa.Table(
    "reader_messages",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("print", sa.String(64), nullable=False, unique=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("keys", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("received", sa.String(40), nullable=False),
    sa.Column("is_done", sa.Boolean, nullable=False, index=True),
)


@dataclass(frozen=True)
class Consent:
    """A consent as somebody gave it. `key` is the MD5 of the address in lower case."""

    key: str
    email: str
    name: str
    language: str
    audiences: tuple[str, ...]
    words: str
    source: str
    given: datetime
    state: State = "waiting"
    id: int = 0
    changed: datetime | None = None


@dataclass(frozen=True)
class Message:
    """What came in about readers. `keys`: of whom; `body` is small plain JSON without addresses."""

    kind: Kind
    keys: tuple[str, ...]
    body: Mapping[str, Any] = field(default_factory=dict)
    id: int = 0


class Consents:
    """Every consent that was given to us by form."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def give(self, consent: Consent) -> None:
        """Keep a consent: stored when this returns."""
        values = {
            "key": consent.key,
            "email": consent.email,
            "name": consent.name,
            "language": consent.language,
            "audiences": json.dumps(list(consent.audiences)),
            "words": consent.words,
            "source": consent.source,
            "given": moment_text(consent.given),
            "state": consent.state,
            "changed": moment_text(consent.given),
        }
        with in_turn(self._engine) as connection:
            connection.execute(sa.insert(_consents).values(**values))

    def all(self, states: Sequence[State] = ()) -> list[Consent]:
        """Return the consents in these states, or all; the oldest first."""
        query = sa.select(_consents).order_by(_consents.c.id)
        if states:
            query = query.where(_consents.c.state.in_(states))
        with reading(self._engine).begin() as connection:
            return [_consent(row) for row in connection.execute(query)]

    def settle(self, consent_id: int, state: State, now: datetime) -> None:
        """Note what became of one."""
        self._change(_consents.c.id == consent_id, state, now)

    def note_status(self, key: str, status: str, now: datetime) -> None:
        """Note what Mailchimp says of the reader: confirmed, or left."""
        if status == "subscribed":
            is_asked = sa.and_(_consents.c.key == key, _consents.c.state == "asked")
            self._change(is_asked, "confirmed", now)
        elif status in ("unsubscribed", "cleaned", "archived"):
            stood = _consents.c.state.in_(["confirmed", "already"])
            self._change(sa.and_(_consents.c.key == key, stood), "left", now)

    def drop_old(self, unconfirmed: datetime, left: datetime) -> int:
        """Forget who never confirmed, and who left, before these moments; returns how many."""
        never = sa.and_(
            _consents.c.state.in_(["asked", "refused", "already"]),
            _consents.c.changed < moment_text(unconfirmed),
        )
        gone = sa.and_(_consents.c.state == "left", _consents.c.changed < moment_text(left))
        with self._engine.begin() as connection:
            done = connection.execute(sa.delete(_consents).where(sa.or_(never, gone)))
        return int(done.rowcount)

    def since(self, earliest: datetime) -> list[Consent]:
        """Return the consents that were given since a moment, the oldest first."""
        query = sa.select(_consents).where(_consents.c.given >= moment_text(earliest))
        with reading(self._engine).begin() as connection:
            return [_consent(row) for row in connection.execute(query.order_by(_consents.c.id))]

    def _change(self, which: sa.ColumnElement[bool], state: State, now: datetime) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(_consents).where(which).values(state=state, changed=moment_text(now))
            )


class ReaderPost:
    """What came in about readers and waits."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def store(self, message: Message, identity: str, now: datetime) -> None:
        """Keep a message: stored when this returns. `identity` is the same for a repetition."""
        statement = upsert(self._engine, _messages).values(
            print=hashlib.sha256(identity.encode()).hexdigest(),
            kind=message.kind,
            keys=json.dumps(list(message.keys)),
            body=json.dumps(dict(message.body)),
            received=moment_text(now),
            is_done=False,
        )
        statement = statement.on_conflict_do_nothing(index_elements=["print"])
        with in_turn(self._engine) as connection:
            connection.execute(statement)

    def waiting(self, kind: Kind | None = None) -> list[Message]:
        """Return what waits, the oldest first."""
        query = sa.select(_messages).where(_messages.c.is_done.is_(False)).order_by(_messages.c.id)
        if kind:
            query = query.where(_messages.c.kind == kind)
        with reading(self._engine).begin() as connection:
            return [_message(row) for row in connection.execute(query)]

    def newest(self) -> int:
        """Return the number of the newest that waits, and of the newest consent; 0 for none."""
        waits = sa.select(sa.func.max(_messages.c.id)).where(_messages.c.is_done.is_(False))
        asks = sa.select(sa.func.max(_consents.c.id)).where(_consents.c.state == "waiting")
        with reading(self._engine).begin() as connection:
            return int(connection.scalar(waits) or 0) + 1_000_000 * int(
                connection.scalar(asks) or 0
            )

    def mark_done(self, ids: Iterable[int]) -> None:
        """Note that these were worked off, and drop what is long done."""
        found = list(ids)
        if not found:
            return
        old = sa.and_(_messages.c.is_done.is_(True), _messages.c.id <= max(found) - KEPT)
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(_messages).where(_messages.c.id.in_(found)).values(is_done=True)
            )
            connection.execute(sa.delete(_messages).where(old))


def _consent(row: Any) -> Consent:
    return Consent(
        key=row.key,
        email=row.email,
        name=row.name,
        language=row.language,
        audiences=tuple(json.loads(row.audiences)),
        words=row.words,
        source=row.source,
        given=moment(row.given),
        state=row.state,
        id=row.id,
        changed=moment(row.changed),
    )


def _message(row: Any) -> Message:
    return Message(row.kind, tuple(json.loads(row.keys)), json.loads(row.body), row.id)
