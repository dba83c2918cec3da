"""What museums sent us: stored before it is answered, and how far each of it is.

A submission has a key of its own, made when its form was opened: sent twice it is one. Its
`version` grows with every change, so that of two people who decide at once, the second is told.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

import sqlalchemy as sa

from backbone.database import in_turn, lock, reading, upsert
from backbone.moments import moment, moment_text
from backbone.submission_letters import LetterDue, put_letters
from backbone.submission_tables import drafts, history, submissions
from museum.errors import SkipRecord

State = Literal["unconfirmed", "waiting", "accepted", "written", "refused", "withdrawn"]
Door = Literal["form", "sheet", "table", "calendar", "mail"]

OPEN: Final[frozenset[State]] = frozenset({"unconfirmed", "waiting"})
"""What the sender may still correct or withdraw."""

_AFTER: Final[Mapping[State, frozenset[State]]] = {
    "unconfirmed": frozenset({"waiting", "accepted", "withdrawn", "unconfirmed"}),
    "waiting": frozenset({"waiting", "accepted", "refused", "withdrawn"}),
    "accepted": frozenset({"written", "waiting", "refused"}),
    "written": frozenset(),
    "refused": frozenset({"waiting"}),
    "withdrawn": frozenset(),
}

_BY_KEY: Final = sa.select(submissions).where(submissions.c.key == sa.bindparam("key"))


class ChangedMeanwhile(SkipRecord):
    """Somebody else decided first; what is shown must be looked at again."""


@dataclass(frozen=True)
class Submission:
    """One submission. `wanted` and `before` hold values as JSON has them, by field key."""

    key: str
    kind: str
    door: Door
    museum_id: str
    record_id: str
    wanted: Mapping[str, Any]
    before: Mapping[str, Any]
    typed: Mapping[str, Any]
    sender_name: str
    sender_email: str
    link_id: str
    state: State
    received: datetime
    changed: datetime
    reason: str = ""
    trouble: str = ""
    version: int = 1


@dataclass(frozen=True)
class Happened:
    """One change of a submission."""

    version: int
    state: State
    by: str
    at: datetime


@dataclass(frozen=True)
class Edit:
    """A change of a submission: only what is not None."""

    state: State | None = None
    wanted: Mapping[str, Any] | None = None
    typed: Mapping[str, Any] | None = None
    reason: str | None = None
    trouble: str | None = None
    record_id: str | None = None
    letters: Sequence[LetterDue] = field(default_factory=tuple)


class Submissions:
    """All submissions."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def store(
        self, new: Submission, by: str, letters: Sequence[LetterDue] = ()
    ) -> tuple[Submission, bool]:
        """Keep a submission and the letters it asks for, in one transaction; its draft goes.

        Returns it as it stands, and whether it is new: the same key a second time changes nothing.
        """
        plain = upsert(self._engine, submissions)
        statement = plain.on_conflict_do_nothing(index_elements=["key"]).returning(
            submissions.c.key
        )
        with in_turn(self._engine) as connection:
            lock(connection, f"submission:{new.key}")
            is_new = connection.scalar(statement, _row(new)) is not None
            connection.execute(sa.delete(drafts).where(drafts.c.key == new.key))
            if not is_new:
                return _found(connection, new.key), False
            _note(connection, new, by, new.received)
            put_letters(self._engine, connection, letters, new.received)
            return new, True

    def find(self, key: str) -> Submission | None:
        """Return a submission, or None."""
        with reading(self._engine).begin() as connection:
            row = connection.execute(_BY_KEY, {"key": key}).one_or_none()
        return _submission(row) if row else None

    def change(self, key: str, version: int, edit: Edit, by: str, now: datetime) -> Submission:
        """Change a submission that is still at this version.

        Raises `ChangedMeanwhile` when it is not, or cannot go to that state any more.
        """
        with in_turn(self._engine) as connection:
            lock(connection, f"submission:{key}")
            found = _found(connection, key)
            state = edit.state or found.state
            if found.version != version or (edit.state and state not in _AFTER[found.state]):
                raise ChangedMeanwhile(
                    what="Iemand anders heeft hier net iets aan veranderd.",
                    remedy="Kijk opnieuw hoe het nu staat.",
                )
            values = {name: value for name, value in _changed(edit).items() if value is not None}
            values |= {"version": version + 1, "changed": moment_text(now)}
            connection.execute(
                sa.update(submissions).where(submissions.c.key == key).values(**values)
            )
            after = _found(connection, key)
            _note(connection, after, by, now)
            put_letters(self._engine, connection, edit.letters, now)
            return after

    def in_states(self, states: Sequence[State], most: int = 500) -> list[Submission]:
        """Return the submissions in these states, the oldest change first."""
        query = (
            sa.select(submissions)
            .where(submissions.c.state.in_(states))
            .order_by(submissions.c.changed, submissions.c.key)
            .limit(most)
        )
        with reading(self._engine).begin() as connection:
            return [_submission(row) for row in connection.execute(query)]

    def latest(self, states: Sequence[State], most: int) -> list[Submission]:
        """Return the submissions in these states, the newest change first."""
        query = (
            sa.select(submissions)
            .where(submissions.c.state.in_(states))
            .order_by(submissions.c.changed.desc(), submissions.c.key)
            .limit(most)
        )
        with reading(self._engine).begin() as connection:
            return [_submission(row) for row in connection.execute(query)]

    def of_link(self, link_id: str, most: int = 20) -> list[Submission]:
        """Return what came in through a personal link, newest first."""
        query = (
            sa.select(submissions)
            .where(submissions.c.link_id == link_id)
            .order_by(submissions.c.received.desc())
            .limit(most)
        )
        with reading(self._engine).begin() as connection:
            return [_submission(row) for row in connection.execute(query)]

    def count(self, state: State) -> int:
        """Return how many submissions are in a state."""
        query = sa.select(sa.func.count()).where(submissions.c.state == state)
        with reading(self._engine).begin() as connection:
            return int(connection.scalar(query) or 0)

    def history(self, key: str) -> list[Happened]:
        """Return what happened to a submission, oldest first."""
        query = sa.select(history).where(history.c.key == key).order_by(history.c.number)
        with reading(self._engine).begin() as connection:
            return [
                Happened(row.version, row.state, row.by, moment(row.at))
                for row in connection.execute(query)
            ]

    def newest_change(self) -> int:
        """Return the number of the newest change of any submission; 0 when there is none."""
        with reading(self._engine).begin() as connection:
            return int(connection.scalar(sa.select(sa.func.max(history.c.number))) or 0)

    def withdraw_unconfirmed(self, now: datetime, after: timedelta) -> int:
        """Withdraw what strangers did not confirm in time; returns how many."""
        late = moment_text(now - after)
        query = sa.select(submissions.c.key, submissions.c.version).where(
            submissions.c.state == "unconfirmed", submissions.c.changed < late
        )
        with reading(self._engine).begin() as connection:
            found = connection.execute(query).all()
        for row in found:
            self.change(row.key, row.version, Edit(state="withdrawn"), "museumflow", now)
        return len(found)


def _note(connection: sa.Connection, after: Submission, by: str, at: datetime) -> None:
    connection.execute(
        sa.insert(history),
        {
            "key": after.key,
            "version": after.version,
            "state": after.state,
            "by": by,
            "at": moment_text(at),
            "wanted": _json(after.wanted),
        },
    )


def _found(connection: sa.Connection, key: str) -> Submission:
    return _submission(connection.execute(_BY_KEY, {"key": key}).one())


def _changed(edit: Edit) -> dict[str, Any]:
    return {
        "state": edit.state,
        "wanted": None if edit.wanted is None else _json(edit.wanted),
        "typed": None if edit.typed is None else _json(edit.typed),
        "reason": edit.reason,
        "trouble": edit.trouble,
        "record_id": edit.record_id,
    }


_SAME: Final = (
    "key", "kind", "door", "museum_id", "record_id", "sender_name", "sender_email", "link_id",
    "state", "reason", "trouble", "version",
)  # fmt: skip
_JSON: Final = ("wanted", "before", "typed")
_MOMENTS: Final = ("received", "changed")


def _row(new: Submission) -> dict[str, Any]:
    return _through(new, _json, moment_text)


def _submission(row: Any) -> Submission:
    return Submission(**_through(row, json.loads, moment))


def _through(
    source: Any, convert: Callable[[Any], Any], at: Callable[[Any], Any]
) -> dict[str, Any]:
    return {
        **{name: getattr(source, name) for name in _SAME},
        **{name: convert(getattr(source, name)) for name in _JSON},
        **{name: at(getattr(source, name)) for name in _MOMENTS},
    }


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), ensure_ascii=False)
