"""What we remember of the answers in sheets: which row is which, and what became of it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from backbone.database import metadata, reading, upsert
from backbone.moments import moment, moment_text
from backbone.submission_tables import submissions
from backbone.submissions import State
from museum.sheet_matching import Remembered
from museum.sheet_rows import SheetFacts

_answers = sa.Table(
    "sheet_answers",
    metadata,
    sa.Column("place", sa.String(256), primary_key=True),
    sa.Column("key", sa.String(64), primary_key=True),
    # The row it stands in; NULL once it is gone.
    sa.Column("row", sa.Integer),
    sa.Column("stamp", sa.String(64), nullable=False),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("content", sa.String(64), nullable=False),
    # The submission that was made of it; "" when it could not be read.
    sa.Column("submission", sa.String(64), nullable=False),
    sa.Column("trouble", sa.Text, nullable=False),
    sa.Column("received", sa.String(40), nullable=False),
)

_facts = sa.Table(
    "sheet_facts",
    metadata,
    sa.Column("spreadsheet", sa.String(128), primary_key=True),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("read_at", sa.String(40), nullable=False),
)

FACTS_LAST: timedelta = timedelta(hours=24)
"""Locale and time zone of a spreadsheet hardly ever change: asked once a day."""

_BATCH = 500


@dataclass(frozen=True)
class KnownAnswer:
    """An answer as it was last read, and what became of it. `received` is as people read it."""

    seen: Remembered
    submission: str
    trouble: str
    received: str


@dataclass(frozen=True)
class Fate:
    """How far a submission is."""

    state: State
    reason: str


class SheetAnswers:
    """What is remembered of all tabs. A `place` names one tab of one spreadsheet."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def known(self, place: str) -> list[KnownAnswer]:
        """Return what is remembered of a tab, in the order of its rows; what is gone comes last."""
        query = sa.select(_answers).where(_answers.c.place == place)
        with reading(self._engine).begin() as connection:
            found = [_known(row) for row in connection.execute(query)]
        return sorted(found, key=lambda one: (one.seen.row is None, one.seen.row or 0))

    def fates(self, place: str) -> dict[str, Fate]:
        """Return what became of the submissions that were made of a tab, by their key."""
        query = sa.select(submissions.c.key, submissions.c.state, submissions.c.reason).where(
            submissions.c.key.in_(sa.select(_answers.c.submission).where(_answers.c.place == place))
        )
        with reading(self._engine).begin() as connection:
            return {row.key: Fate(row.state, row.reason) for row in connection.execute(query)}

    def remember(self, place: str, answers: Iterable[KnownAnswer]) -> None:
        """Remember these answers as they are now, all or nothing."""
        rows = [_row(place, one) for one in answers]
        statement = upsert(self._engine, _answers)
        kept = {name: statement.excluded[name] for name in _answers.c.keys()[2:]}
        statement = statement.on_conflict_do_update(index_elements=["place", "key"], set_=kept)
        with self._engine.begin() as connection:
            for start in range(0, len(rows), _BATCH):
                connection.execute(statement, rows[start : start + _BATCH])

    def facts(self, spreadsheet_id: str, now: datetime) -> SheetFacts | None:
        """Return what is remembered of a spreadsheet itself; None when that is a day old."""
        query = sa.select(_facts).where(_facts.c.spreadsheet == spreadsheet_id)
        with reading(self._engine).begin() as connection:
            row = connection.execute(query).one_or_none()
        if row is None or moment(row.read_at) + FACTS_LAST <= now:
            return None
        return SheetFacts(**json.loads(row.facts))

    def remember_facts(self, spreadsheet_id: str, facts: SheetFacts, now: datetime) -> None:
        """Remember what is the same for a whole spreadsheet."""
        values = {"facts": json.dumps(_facts_json(facts)), "read_at": moment_text(now)}
        statement = upsert(self._engine, _facts).values(spreadsheet=spreadsheet_id, **values)
        statement = statement.on_conflict_do_update(index_elements=["spreadsheet"], set_=values)
        with self._engine.begin() as connection:
            connection.execute(statement)

    def forget_facts(self, spreadsheet_id: str) -> None:
        """Ask again next time: a tab came, went, or got another name."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_facts).where(_facts.c.spreadsheet == spreadsheet_id))


def _facts_json(facts: SheetFacts) -> Mapping[str, object]:
    return {
        "locale": facts.locale,
        "time_zone": facts.time_zone,
        "tabs": dict(facts.tabs),
        "row_counts": dict(facts.row_counts),
    }


def _row(place: str, one: KnownAnswer) -> dict[str, object]:
    seen = one.seen
    return {
        "place": place,
        "key": seen.key,
        "row": seen.row,
        "stamp": seen.stamp,
        "sender": seen.sender,
        "fingerprint": seen.fingerprint,
        "content": seen.content,
        "submission": one.submission,
        "trouble": one.trouble,
        "received": one.received,
    }


def _known(row: sa.Row[tuple[object, ...]]) -> KnownAnswer:
    seen = Remembered(row.key, row.row, row.stamp, row.sender, row.fingerprint, row.content)
    return KnownAnswer(seen, row.submission, row.trouble, row.received)
