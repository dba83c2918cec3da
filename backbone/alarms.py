"""The alarms, by key: since when, whether people were told, and when it was over.

Any number of processes may look at once: the first that sees an alarm opens it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from backbone.database import lock, metadata, reading
from backbone.moments import moment, moment_text
from museum.alarms import Alarm

_alarms = sa.Table(
    "alarms",
    metadata,
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("since", sa.String(40), primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("remedy", sa.Text, nullable=False),
    sa.Column("last_seen", sa.String(40), nullable=False),
    # When everybody had the mail; NULL until then, or when no mail can be sent.
    sa.Column("told_at", sa.String(40)),
    sa.Column("cleared_at", sa.String(40)),
    sa.Column("clear_told_at", sa.String(40)),
    # Why the mail about it did not go, in Dutch; "" when nothing is wrong.
    sa.Column("mail_problem", sa.Text, nullable=False),
)

_looks = sa.Table(
    "alarm_looks",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("watching_since", sa.String(40), nullable=False),
    sa.Column("awake_since", sa.String(40), nullable=False),
    sa.Column("last_look", sa.String(40), nullable=False),
)


@dataclass(frozen=True)
class RaisedAlarm:
    """An alarm and how far it is."""

    alarm: Alarm
    since: datetime
    last_seen: datetime
    told_at: datetime | None = None
    cleared_at: datetime | None = None
    clear_told_at: datetime | None = None
    mail_problem: str = ""


@dataclass(frozen=True)
class Look:
    """How long somebody has been looking."""

    watching_since: datetime
    awake_since: datetime


class AlarmBook:
    """Keeps alarms."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def note_look(self, now: datetime, gap: timedelta) -> Look:
        """Note that somebody looks; after a pause of more than `gap`, one is awake since now."""
        with self._engine.begin() as connection:
            lock(connection, "alarms")
            row = connection.execute(sa.select(_looks)).one_or_none()
            if row is None:
                look = Look(now, now)
                statement: sa.Insert | sa.Update = sa.insert(_looks).values(
                    id=1, watching_since=moment_text(now)
                )
            else:
                has_slept = now - moment(row.last_look) > gap
                awake_since = now if has_slept else moment(row.awake_since)
                look = Look(moment(row.watching_since), awake_since)
                statement = sa.update(_looks)
            connection.execute(
                statement.values(
                    awake_since=moment_text(look.awake_since), last_look=moment_text(now)
                )
            )
        return look

    def follow(self, found: Iterable[Alarm], now: datetime, settle: timedelta | None) -> None:
        """Open what is new; clear what has not been seen for `settle` (None: clear nothing)."""
        wanted = {alarm.key: alarm for alarm in found}
        with self._engine.begin() as connection:
            lock(connection, "alarms")
            standing = {
                raised.alarm.key: raised
                for raised in _read(connection, _alarms.c.cleared_at.is_(None))
            }
            for key, alarm in wanted.items():
                if key in standing:
                    _update(connection, standing[key], last_seen=moment_text(now), what=alarm.what)
                else:
                    connection.execute(sa.insert(_alarms).values(**_new(alarm, now)))
            for key, raised in standing.items():
                if key in wanted or settle is None:
                    continue
                if now - raised.last_seen >= settle:
                    _update(connection, raised, cleared_at=moment_text(now))

    def standing(self) -> list[RaisedAlarm]:
        """Return the alarms that stand, oldest first."""
        with reading(self._engine).begin() as connection:
            return _read(connection, _alarms.c.cleared_at.is_(None))

    def cleared(self, most: int) -> list[RaisedAlarm]:
        """Return the alarms that were cleared last, newest first."""
        query = sa.select(_alarms).where(_alarms.c.cleared_at.is_not(None))
        query = query.order_by(_alarms.c.cleared_at.desc(), _alarms.c.key).limit(most)
        with reading(self._engine).begin() as connection:
            return [_raised(row) for row in connection.execute(query)]

    def to_tell(self) -> list[RaisedAlarm]:
        """Return what people must still be told: that it began, or (if they were) that it ended."""
        begun = _alarms.c.told_at.is_(None) & _alarms.c.cleared_at.is_(None)
        ended = (
            _alarms.c.told_at.is_not(None)
            & _alarms.c.cleared_at.is_not(None)
            & _alarms.c.clear_told_at.is_(None)
        )
        with reading(self._engine).begin() as connection:
            return _read(connection, begun | ended)

    def note_told(self, raised: RaisedAlarm, now: datetime) -> None:
        """Note that everybody had the mail about the beginning, or the end."""
        column = "told_at" if raised.cleared_at is None else "clear_told_at"
        with self._engine.begin() as connection:
            _update(connection, raised, mail_problem="", **{column: moment_text(now)})

    def note_mail_problem(self, raised: RaisedAlarm, problem: str) -> None:
        """Note why the mail did not go."""
        with self._engine.begin() as connection:
            _update(connection, raised, mail_problem=problem)


def _new(alarm: Alarm, now: datetime) -> dict[str, str]:
    return {
        "key": alarm.key,
        "since": moment_text(now),
        "title": alarm.title,
        "what": alarm.what,
        "remedy": alarm.remedy,
        "last_seen": moment_text(now),
        "mail_problem": "",
    }


def _read(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> list[RaisedAlarm]:
    query = sa.select(_alarms).where(condition).order_by(_alarms.c.since, _alarms.c.key)
    return [_raised(row) for row in connection.execute(query)]


def _update(connection: sa.Connection, raised: RaisedAlarm, **values: str) -> None:
    connection.execute(
        sa.update(_alarms)
        .where(_alarms.c.key == raised.alarm.key, _alarms.c.since == moment_text(raised.since))
        .values(**values)
    )


def _raised(row: sa.Row[tuple[str, ...]]) -> RaisedAlarm:
    def maybe(text: str | None) -> datetime | None:
        return moment(text) if text else None

    return RaisedAlarm(
        alarm=Alarm(row.key, row.title, row.what, row.remedy),
        since=moment(row.since),
        last_seen=moment(row.last_seen),
        told_at=maybe(row.told_at),
        cleared_at=maybe(row.cleared_at),
        clear_told_at=maybe(row.clear_told_at),
        mail_problem=row.mail_problem,
    )
