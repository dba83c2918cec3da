"""What is remembered of the agendas of others: how each was last read, and every event in it.

Files that staff hand in are kept until they were read: stored first, like everything that comes in.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa

from backbone.database import metadata, reading, upsert
from backbone.foreign_calendars import Marks
from backbone.moments import moment, moment_text

_sources = sa.Table(
    "calendar_sources",
    metadata,
    sa.Column("source", sa.String(64), primary_key=True),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("modified", sa.Text, nullable=False),
    # When it was last read well, and last tried; "" for never.
    sa.Column("read_at", sa.String(40), nullable=False),
    sa.Column("tried_at", sa.String(40), nullable=False),
    sa.Column("coming", sa.Integer, nullable=False),
    # Why it could not be read, or is not believed; "" when all is well.
    sa.Column("trouble", sa.Text, nullable=False),
    sa.Column("remedy", sa.Text, nullable=False),
)

_events = sa.Table(
    "calendar_candidates",
    metadata,
    sa.Column("source", sa.String(64), primary_key=True),
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    # The cells it was last taken in with, as JSON.
    sa.Column("cells", sa.Text, nullable=False),
    # The submission that was made of it, and the row it is known to be; "" for none.
    sa.Column("submission", sa.String(64), nullable=False),
    sa.Column("record_id", sa.String(32), nullable=False),
    sa.Column("last_day", sa.String(10), nullable=False),
    sa.Column("is_gone", sa.Boolean, nullable=False),
    sa.Column("trouble", sa.Text, nullable=False),
)

_files = sa.Table(
    "calendar_files",
    metadata,
    sa.Column("source", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("museum_id", sa.String(32), nullable=False),
    sa.Column("received", sa.String(40), nullable=False),
)

_BATCH: Final = 500


@dataclass(frozen=True)
class KnownEvent:
    """An event as it was last taken in. `last_day` is None for one without an end."""

    key: str
    title: str
    fingerprint: str
    cells: Mapping[str, Any]
    submission: str = ""
    record_id: str = ""
    last_day: date | None = None
    is_gone: bool = False
    trouble: str = ""


@dataclass(frozen=True)
class SourceState:
    """How an agenda was last read. `coming` counts its events that are still to come."""

    marks: Marks = field(default_factory=Marks)
    read_at: datetime | None = None
    tried_at: datetime | None = None
    coming: int = 0
    trouble: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class HandedIn:
    """A file that staff handed in, of one museum."""

    source: str
    content: bytes
    title: str
    museum_id: str


class CalendarsIn:
    """The memory of all agendas of others."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def states(self) -> dict[str, SourceState]:
        """Return how every agenda stands, by its key."""
        with reading(self._engine).begin() as connection:
            rows = connection.execute(sa.select(_sources)).all()
        return {row.source: _state(row) for row in rows}

    def known(self, source: str) -> dict[str, KnownEvent]:
        """Return what is remembered of one agenda, by the key of the event."""
        query = sa.select(_events).where(_events.c.source == source)
        with reading(self._engine).begin() as connection:
            return {row.key: _event(row) for row in connection.execute(query)}

    def remember(self, source: str, state: SourceState, events: Iterable[KnownEvent]) -> None:
        """Remember an agenda and these events of it, all or nothing."""
        rows = [_row(source, one) for one in events]
        statement = upsert(self._engine, _events)
        kept = {name: statement.excluded[name] for name in _events.c.keys()[2:]}
        statement = statement.on_conflict_do_update(index_elements=["source", "key"], set_=kept)
        values = _state_row(state)
        of_source = upsert(self._engine, _sources).values(source=source, **values)
        of_source = of_source.on_conflict_do_update(index_elements=["source"], set_=values)
        with self._engine.begin() as connection:
            for start in range(0, len(rows), _BATCH):
                connection.execute(statement, rows[start : start + _BATCH])
            connection.execute(of_source)

    def hand_in(self, file: HandedIn, now: datetime) -> None:
        """Keep a file until it was read; a newer one of the same museum takes its place."""
        values = {
            "content": file.content,
            "title": file.title,
            "museum_id": file.museum_id,
            "received": moment_text(now),
        }
        statement = upsert(self._engine, _files).values(source=file.source, **values)
        statement = statement.on_conflict_do_update(index_elements=["source"], set_=values)
        with self._engine.begin() as connection:
            connection.execute(statement)

    def files(self) -> list[HandedIn]:
        """Return the files that were not read yet."""
        query = sa.select(_files).order_by(_files.c.received, _files.c.source)
        with reading(self._engine).begin() as connection:
            return [
                HandedIn(row.source, row.content, row.title, row.museum_id)
                for row in connection.execute(query)
            ]

    def drop_file(self, file: HandedIn) -> None:
        """Let go of a file that was read, unless a newer one came meanwhile."""
        query = sa.delete(_files).where(
            _files.c.source == file.source, _files.c.content == file.content
        )
        with self._engine.begin() as connection:
            connection.execute(query)


def _row(source: str, one: KnownEvent) -> dict[str, Any]:
    return {
        "source": source,
        "key": one.key,
        "title": one.title,
        "fingerprint": one.fingerprint,
        "cells": json.dumps(dict(one.cells), ensure_ascii=False),
        "submission": one.submission,
        "record_id": one.record_id,
        "last_day": one.last_day.isoformat() if one.last_day else "",
        "is_gone": one.is_gone,
        "trouble": one.trouble,
    }


def _event(row: Any) -> KnownEvent:
    return KnownEvent(
        key=row.key,
        title=row.title,
        fingerprint=row.fingerprint,
        cells=json.loads(row.cells),
        submission=row.submission,
        record_id=row.record_id,
        last_day=date.fromisoformat(row.last_day) if row.last_day else None,
        is_gone=bool(row.is_gone),
        trouble=row.trouble,
    )


def _state_row(state: SourceState) -> dict[str, Any]:
    return {
        "etag": state.marks.etag,
        "modified": state.marks.modified,
        "read_at": moment_text(state.read_at) if state.read_at else "",
        "tried_at": moment_text(state.tried_at) if state.tried_at else "",
        "coming": state.coming,
        "trouble": state.trouble,
        "remedy": state.remedy,
    }


def _state(row: Any) -> SourceState:
    return SourceState(
        marks=Marks(row.etag, row.modified),
        read_at=moment(row.read_at) if row.read_at else None,
        tried_at=moment(row.tried_at) if row.tried_at else None,
        coming=row.coming,
        trouble=row.trouble,
        remedy=row.remedy,
    )
