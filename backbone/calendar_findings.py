"""What does not fit in the calendar, as last found, and what staff said is meant to be so."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from backbone.database import lock, metadata, reading, upsert
from backbone.moments import moment, moment_text
from museum.calendar_check import Finding, Place

_found: Final = sa.Table(
    "calendar_findings",
    metadata,
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("fingerprint", sa.String(32), nullable=False),
    sa.Column("first_seen", sa.String(40), nullable=False),
    sa.Column("rule", sa.String(64), nullable=False),
    sa.Column("severity", sa.String(16), nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("remedy", sa.Text, nullable=False),
    sa.Column("places", sa.Text, nullable=False),
)
_accepted: Final = sa.Table(
    "calendar_accepted",
    metadata,
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("fingerprint", sa.String(32), nullable=False),
    sa.Column("accepted", sa.String(40), nullable=False),
)


@dataclass(frozen=True)
class KeptFinding:
    """A finding as kept. `accepted` says when staff said that it is meant so; None: they did not.

    An acceptance of other facts than those of now does not count.
    """

    key: str
    fingerprint: str
    first_seen: datetime
    rule: str
    severity: str
    what: str
    remedy: str
    places: tuple[Place, ...]
    accepted: datetime | None


class CalendarFindings:
    """Keeps the findings of the calendar, for the pages and the attention points."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def replace(self, findings: Iterable[Finding], now: datetime) -> tuple[int, int]:
        """Make these the findings; returns how many are new and how many are solved."""
        wanted = {one.key: one for one in findings}
        with self._engine.begin() as connection:
            lock(connection, "calendar")
            known = {row.key: row for row in connection.execute(sa.select(_found))}
            solved = sorted(set(known) - set(wanted))
            for key in solved:
                connection.execute(sa.delete(_found).where(_found.c.key == key))
            rows = [_row(one, now) for one in wanted.values()]
            changed = [row for row in rows if not _is_same(row, known.get(row["key"]))]
            if changed:
                statement = upsert(self._engine, _found)
                values = {name: statement.excluded[name] for name in _CONTENT}
                statement = statement.on_conflict_do_update(index_elements=["key"], set_=values)
                connection.execute(statement, changed)
        return len(set(wanted) - set(known)), len(solved)

    def all(self) -> list[KeptFinding]:
        """Return the findings, those that are accepted too, in the order of their keys."""
        query = (
            sa.select(_found, _accepted.c.accepted)
            .outerjoin(
                _accepted,
                sa.and_(
                    _accepted.c.key == _found.c.key,
                    _accepted.c.fingerprint == _found.c.fingerprint,
                ),
            )
            .order_by(_found.c.key)
        )
        with reading(self._engine).begin() as connection:
            return [_kept(row) for row in connection.execute(query)]

    def accept(self, key: str, fingerprint: str, now: datetime) -> bool:
        """Say that a finding is meant so; False when the facts changed meanwhile."""
        is_now = sa.select(_found.c.key).where(
            _found.c.key == key, _found.c.fingerprint == fingerprint
        )
        with self._engine.begin() as connection:
            lock(connection, "calendar")
            if connection.scalar(is_now) is None:
                return False
            values = {"fingerprint": fingerprint, "accepted": moment_text(now)}
            statement = upsert(self._engine, _accepted).values(key=key, **values)
            connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=values))
        return True

    def take_back(self, key: str) -> None:
        """Let a finding that was accepted be heard again."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_accepted).where(_accepted.c.key == key))


_CONTENT: Final = ("fingerprint", "rule", "severity", "what", "remedy", "places")


def _row(one: Finding, now: datetime) -> dict[str, Any]:
    return {
        "key": one.key,
        "fingerprint": one.fingerprint,
        "first_seen": moment_text(now),
        "rule": one.rule,
        "severity": one.severity,
        "what": one.what,
        "remedy": one.remedy,
        "places": json.dumps([asdict(place) for place in one.places], ensure_ascii=False),
    }


def _is_same(row: dict[str, Any], known: Any) -> bool:
    return known is not None and all(getattr(known, name) == row[name] for name in _CONTENT)


def _kept(row: Any) -> KeptFinding:
    return KeptFinding(
        key=row.key,
        fingerprint=row.fingerprint,
        first_seen=moment(row.first_seen),
        rule=row.rule,
        severity=row.severity,
        what=row.what,
        remedy=row.remedy,
        places=tuple(Place(**place) for place in json.loads(row.places)),
        accepted=moment(row.accepted) if row.accepted else None,
    )
