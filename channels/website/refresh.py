"""Brings the catalogue up to the mirror and the day: only what changed, or may have by itself.

Reads the mirror; writes the catalogue and the attention points; copies pictures.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from backbone.attention import AttentionStore
from backbone.database import reading
from backbone.mirror import Mirror
from backbone.moments import moment_text
from channels.website import catalogue_tables as t
from channels.website.catalogue_store import CatalogueStore
from channels.website.evaluation import Evaluation, Evaluator, Surroundings
from channels.website.refresh_batch import BatchMaker
from channels.website.shelf import CANARY
from channels.website.things import KIND_OF, TABLE_OF
from channels.website.units import Calendar, day_turn_units
from museum.attention import AttentionPoint
from museum.binding import Binding
from museum.publishing import Standing
from museum.reading import RawRecord
from museum.tables import TableDefinitions

SOURCE: Final = "website"
_BATCH: Final = 250
_COPIERS: Final = 4


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did: records judged, and attention points opened and closed."""

    judged: int = 0
    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


class Refresh:
    """One refresh, on one day."""

    def __init__(
        self,
        store: CatalogueStore,
        mirror: Mirror,
        attention: AttentionStore,
        evaluator: Evaluator,
        calendar: Calendar,
        now: datetime,
        rules: str,
    ) -> None:
        self._store = store
        self._mirror = mirror
        self._attention = attention
        self._evaluator = evaluator
        self._calendar = calendar
        self._now = now
        self._rules = rules
        self._known_museums: dict[str, Standing] = {}
        self._existing: dict[str, bool] = {}
        self._touched: dict[str, set[str]] = {}

    def run(self) -> Refreshed:
        """Judge all that changed; kinds in order, for one judgement looks at another."""
        until = self._mirror.sequence()
        with reading(self._store.engine).begin() as connection:
            self._since = int(self._store.state(connection, "sequence") or 0)
            self._generation = int(self._store.state(connection, "generation") or 0) + 1
            self._previous = self._store.state(connection, "today")
            everything = (
                self._store.state(connection, "rules") != self._rules
                or self._mirror.bound_at_sequence() > self._since
            )
        self._touched = {} if everything else self._what_was_touched()
        done = Refreshed()
        for kind, table in TABLE_OF.items():
            if not has_gap(self._mirror.definitions, self._mirror.binding(), table):
                done = self._kind(kind, everything, done)
        self._finish(until)
        return done

    def _kind(self, kind: str, everything: bool, done: Refreshed) -> Refreshed:
        found = self._everything(kind) if everything else self._changed(kind)
        judged, opened, closed = done.judged, list(done.opened), list(done.closed)
        while batch := dict(islice(found, _BATCH)):
            points = self._batch(kind, batch)
            change = self._attention.replace(SOURCE, points, self._now, scopes=set(batch))
            judged += len(batch)
            opened += change.opened
            closed += change.closed
        return Refreshed(judged, tuple(opened), tuple(closed))

    def _changed(self, kind: str) -> Iterator[tuple[str, RawRecord | None]]:
        for one in sorted(self._touched[kind] | self._due(kind)):
            yield one, self._mirror.record(TABLE_OF[kind], one)

    def _what_was_touched(self) -> dict[str, set[str]]:
        """Return, by kind, what changed in the mirror."""
        found: dict[str, set[str]] = {kind: set() for kind in TABLE_OF}
        for change in self._mirror.changed_since(self._since, list(KIND_OF)):
            found[KIND_OF[change.table]].add(change.record_id)
        return found

    def _due(self, kind: str) -> set[str]:
        """Return what is to be judged again; judging one kind may mark others of a later kind."""
        # Of all kinds, since the index on the day finds those at once.
        due = t.things.c.review_on.between("0", self._calendar.today.isoformat())
        with reading(self._store.engine).begin() as connection:
            rows = connection.execute(sa.select(t.things.c.kind, t.things.c.id).where(due)).all()
        return {row.id for row in rows if row.kind == kind}

    def _everything(self, kind: str) -> Iterator[tuple[str, RawRecord | None]]:
        query = sa.select(t.things.c.id).where(t.things.c.kind == kind)
        with reading(self._store.engine).begin() as connection:
            known = set(connection.scalars(query))
        for raw in self._mirror.records(TABLE_OF[kind]):
            known.discard(raw.id)
            yield raw.id, raw
        for one in sorted(known):
            yield one, None

    def _batch(self, kind: str, batch: dict[str, RawRecord | None]) -> list[AttentionPoint]:
        evaluations = self._evaluate(kind, [raw for raw in batch.values() if raw is not None])
        with self._store.engine.begin() as connection:
            maker = BatchMaker(
                self._store, connection, self._evaluator, self._calendar, self._now, self._around()
            )
            written = maker.make(kind, batch, evaluations)
            self._store.write(connection, written, self._generation)
            if kind == "activity":
                self._follow_canary(connection, batch)
        if kind == "museum":
            self._known_museums.clear()
        return [point for each in evaluations.values() for point in each.points]

    def _follow_canary(self, connection: sa.Connection, batch: dict[str, RawRecord | None]) -> None:
        """Let the canary's page follow its record: changed, gone, or no canary any more."""
        known = self._store.state(connection, CANARY) or {}
        found = known
        for one, raw in batch.items():
            if raw is not None and self._evaluator.is_hidden_test(raw):
                found = {"id": one, "token": self._evaluator.token_of(raw)}
                if found["token"] == known.get("token"):
                    found = known
            elif one == known.get("id"):
                found = {}
        if found != known:
            if found:
                found["changed_at"] = moment_text(self._now)
            self._store.set_state(connection, {CANARY: found})
            self._store.mark(connection, ["canary"], self._generation)

    def _evaluate(self, kind: str, raws: list[RawRecord]) -> dict[str, Evaluation]:
        around = self._around()
        if kind != "image":
            return {raw.id: self._evaluator.evaluate(raw, around) for raw in raws}
        with ThreadPoolExecutor(_COPIERS) as pool:
            found = pool.map(lambda raw: self._evaluator.evaluate(raw, around), raws)
            return {each.raw.id: each for each in found}

    def _around(self) -> Surroundings:
        return Surroundings(self._standing, self._exists)

    def _standing(self, museum: str) -> Standing:
        if museum not in self._known_museums:
            query = sa.select(t.things.c.state, t.things.c.is_deleted).where(
                t.things.c.kind == "museum", t.things.c.id == museum
            )
            with reading(self._store.engine).begin() as connection:
                row = connection.execute(query).one_or_none()
            self._known_museums[museum] = "unknown" if row is None or row.is_deleted else row.state
        return self._known_museums[museum]

    def _exists(self, record_id: str) -> bool:
        if record_id not in self._existing:
            query = sa.select(sa.func.count()).where(
                t.things.c.kind.in_(TABLE_OF),  # the index begins with it
                t.things.c.id == record_id,
                t.things.c.is_deleted.is_(False),
            )
            with reading(self._store.engine).begin() as connection:
                self._existing[record_id] = bool(connection.scalar(query))
        return self._existing[record_id]

    def _finish(self, until: int) -> None:
        with self._store.engine.begin() as connection:
            today = self._calendar.today
            if self._previous != today.isoformat():
                self._store.mark(
                    connection,
                    day_turn_units(connection, self._previous, self._calendar),
                    self._generation,
                )
            values: dict[str, Any] = {
                "sequence": until,
                "generation": self._generation,
                "today": today.isoformat(),
                "rules": self._rules,
            }
            self._store.set_state(connection, values)


def has_gap(definitions: TableDefinitions, binding: Binding, table: str) -> bool:
    """Tell whether the base lacks a public field of a table: then all of it stays as it was."""
    return any(
        field.public and binding.field_id(table, field.key) is None
        for field in definitions.table(table).fields
    )
