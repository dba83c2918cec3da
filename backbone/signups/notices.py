"""What everyone signed up is told when an item moves or is cancelled: once, as it was approved.

The approval, what each reader counts as told from then on, and the letters that are due stand in
one transaction: killed at any moment, it all happened or nothing did.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from backbone.database import in_turn, lock, reading
from backbone.moments import moment, moment_text
from backbone.signups.rows import facts_of, facts_text, signup_of
from backbone.signups.tables import notice_readers, notices, signups
from backbone.submission_letters import LetterDue, put_letters
from museum.signups import Facts, SignUp, SignUpState

TOLD_STATES: Final[tuple[SignUpState, ...]] = ("placed", "offered", "waiting")
"""Whose plans hang on the item."""


@dataclass(frozen=True)
class Notice:
    """A message as it was approved. `readers`: to how many."""

    id: str
    item_id: str
    words: str
    facts: Facts
    readers: int
    approved: datetime


class SignUpNotices:
    """The messages of all items."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def untold(self, item_id: str, facts: Facts) -> list[SignUp]:
        """Return who was told something else than these facts, by arrival."""
        with reading(self._engine).begin() as connection:
            return _untold(connection, item_id, facts)

    def approve(self, item_id: str, facts: Facts, words: str, seen: str, now: datetime) -> int:
        """Let exactly the message go that was seen (`fingerprint`), to exactly those readers.

        Returns to how many; 0 when anything changed since, and nothing goes.
        """
        with in_turn(self._engine) as connection:
            lock(connection, f"signup:{item_id}")
            found = _untold(connection, item_id, facts)
            if not found or fingerprint(facts, words, found) != seen:
                return 0
            notice_id = uuid.uuid4().hex[:20]
            self._keep(connection, Notice(notice_id, item_id, words, facts, len(found), now), found)
            return len(found)

    def pass_over(self, item_id: str, facts: Facts, seen: str) -> int:
        """Count those readers as told without a message; returns how many, 0 when it changed."""
        with in_turn(self._engine) as connection:
            lock(connection, f"signup:{item_id}")
            found = _untold(connection, item_id, facts)
            if fingerprint(facts, "", found) != seen:
                return 0
            _count_as_told(connection, found, facts)
            return len(found)

    def find(self, notice_id: str, signup_key: str) -> tuple[Notice, Facts] | None:
        """Return a message and what one of its readers had been told before."""
        query = (
            sa.select(notices, notice_readers.c.before)
            .join(notice_readers, notice_readers.c.notice_id == notices.c.id)
            .where(notices.c.id == notice_id, notice_readers.c.signup_key == signup_key)
        )
        with reading(self._engine).begin() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else (_notice(row), facts_of(row.before))

    def of_item(self, item_id: str) -> list[Notice]:
        """Return the messages of an item, the newest first."""
        query = sa.select(notices).where(notices.c.item_id == item_id)
        with reading(self._engine).begin() as connection:
            return [
                _notice(row)
                for row in connection.execute(query.order_by(notices.c.approved.desc()))
            ]

    def _keep(self, connection: sa.Connection, notice: Notice, readers: Sequence[SignUp]) -> None:
        connection.execute(
            sa.insert(notices).values(
                id=notice.id,
                item_id=notice.item_id,
                words=notice.words,
                facts=facts_text(notice.facts),
                readers=notice.readers,
                approved=moment_text(notice.approved),
            )
        )
        connection.execute(
            sa.insert(notice_readers),
            [
                {
                    "notice_id": notice.id,
                    "signup_key": one.key,
                    "before": facts_text(one.told),
                }
                for one in readers
            ],
        )
        _count_as_told(connection, readers, notice.facts)
        letters = [
            LetterDue(
                f"inschrijving-bericht:{notice.id}:{one.key}",
                "signup_notice",
                f"{one.key}:{notice.id}",
                one.reader,
            )
            for one in readers
        ]
        put_letters(self._engine, connection, letters, notice.approved)


def fingerprint(facts: Facts, words: str, readers: Sequence[SignUp]) -> str:
    """Return a mark of what a message says and to whom it goes."""
    parts = [facts_text(facts), words, *(f"{one.key} {one.told.mark}" for one in readers)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _untold(connection: sa.Connection, item_id: str, facts: Facts) -> list[SignUp]:
    query = (
        sa.select(signups)
        .where(signups.c.item_id == item_id, signups.c.state.in_(TOLD_STATES))
        .order_by(signups.c.arrival)
    )
    found = [signup_of(row) for row in connection.execute(query)]
    return [one for one in found if one.told.mark != facts.mark]


def _count_as_told(connection: sa.Connection, readers: Sequence[SignUp], facts: Facts) -> None:
    connection.execute(
        sa.update(signups)
        .where(signups.c.key.in_([one.key for one in readers]))
        .values(told=facts_text(facts))
    )


def _notice(row: Any) -> Notice:
    return Notice(
        row.id, row.item_id, row.words, facts_of(row.facts), row.readers, moment(row.approved)
    )
