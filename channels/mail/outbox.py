"""What was sent, by our own key: no letter goes twice. Holds no address and no text.

`sending` is written before the hand-over and `sent` after it. A row that is still `sending` when
its time is up was left by a process that was killed in between.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

import sqlalchemy as sa

from backbone.database import lock, metadata, reading
from backbone.moments import moment, moment_text

State = Literal["sending", "sent", "later", "refused", "unknown"]

SENDING_LASTS: Final = timedelta(minutes=5)
"""After this, a hand-over has ended or its process has: all its time-outs are shorter."""

_outbox = sa.Table(
    "mail_outbox",
    metadata,
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("changed", sa.String(40), nullable=False),
    sa.Column("not_before", sa.String(40), nullable=False),
    sa.Column("code", sa.Integer, nullable=False),
)


@dataclass(frozen=True)
class Posting:
    """How far a letter is. `not_before`: no attempt before this moment."""

    key: str
    state: State
    attempts: int
    changed: datetime
    not_before: datetime
    code: int


@dataclass(frozen=True)
class Claim:
    """The answer to "may I send this now?". `posting` is how it stood before."""

    is_granted: bool
    attempt: int
    posting: Posting | None


class Outbox:
    """The letters, by key."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def claim(self, key: str, now: datetime, may_repeat: bool) -> Claim:
        """Take a letter for sending, unless it went, waits, or somebody else has it."""
        with self._engine.begin() as connection:
            lock(connection, f"mail:{key}")
            found = _find(connection, key)
            if found is not None and not _is_free(found, now, may_repeat):
                return Claim(False, found.attempts, found)
            attempt = (found.attempts if found else 0) + 1
            _write(connection, Posting(key, "sending", attempt, now, now, 0), found is None)
            return Claim(True, attempt, found)

    def settle(self, posting: Posting) -> None:
        """Write how a hand-over ended."""
        with self._engine.begin() as connection:
            _write(connection, posting, is_new=False)

    def find(self, key: str) -> Posting | None:
        """Return how far a letter is, or None when it was never tried."""
        with reading(self._engine).begin() as connection:
            return _find(connection, key)

    def count(self, state: State) -> int:
        """Return how many letters are in a state."""
        query = sa.select(sa.func.count()).where(_outbox.c.state == state)
        with reading(self._engine).begin() as connection:
            return int(connection.scalar(query) or 0)


def _is_free(found: Posting, now: datetime, may_repeat: bool) -> bool:
    if found.state == "later":
        return found.not_before <= now
    if found.state == "unknown":
        return may_repeat and found.not_before <= now
    is_left = found.state == "sending" and now - found.changed >= SENDING_LASTS
    return is_left and may_repeat


def _find(connection: sa.Connection, key: str) -> Posting | None:
    row = connection.execute(sa.select(_outbox).where(_outbox.c.key == key)).one_or_none()
    if row is None:
        return None
    return Posting(
        row.key, row.state, row.attempts, moment(row.changed), moment(row.not_before), row.code
    )


def _write(connection: sa.Connection, posting: Posting, is_new: bool) -> None:
    values = {
        "key": posting.key,
        "state": posting.state,
        "attempts": posting.attempts,
        "changed": moment_text(posting.changed),
        "not_before": moment_text(posting.not_before),
        "code": posting.code,
    }
    if is_new:
        connection.execute(sa.insert(_outbox).values(**values))
    else:
        connection.execute(sa.update(_outbox).where(_outbox.c.key == posting.key).values(**values))
