"""Forms that are half filled in: kept as one goes, and thrown away when they are sent or old."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from backbone.database import in_turn, reading, upsert
from backbone.moments import moment_text
from backbone.submission_tables import drafts

_BY_KEY: Final = sa.select(drafts).where(drafts.c.key == sa.bindparam("key"))


@dataclass(frozen=True)
class Draft:
    """What was typed so far. `before`: the values that the sender saw when the form was opened."""

    key: str
    kind: str
    museum_id: str
    record_id: str
    before: Mapping[str, Any]
    typed: Mapping[str, Any]


class Drafts:
    """All drafts, by the key of the submission to be."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def keep(self, draft: Draft, now: datetime) -> None:
        """Keep a draft, or what was typed since. What was seen at the opening stays."""
        values = {
            "key": draft.key,
            "kind": draft.kind,
            "museum_id": draft.museum_id,
            "record_id": draft.record_id,
            "before": json.dumps(dict(draft.before), ensure_ascii=False),
            "typed": json.dumps(dict(draft.typed), ensure_ascii=False),
            "changed": moment_text(now),
        }
        statement = upsert(self._engine, drafts)
        newer = {name: statement.excluded[name] for name in ("typed", "changed", "museum_id")}
        statement = statement.on_conflict_do_update(index_elements=["key"], set_=newer)
        with in_turn(self._engine) as connection:
            connection.execute(statement, values)

    def find(self, key: str) -> Draft | None:
        """Return a draft, or None."""
        with reading(self._engine).begin() as connection:
            row = connection.execute(_BY_KEY, {"key": key}).one_or_none()
        if row is None:
            return None
        before, typed = json.loads(row.before), json.loads(row.typed)
        return Draft(row.key, row.kind, row.museum_id, row.record_id, before, typed)

    def drop(self, key: str) -> None:
        """Throw a draft away."""
        with in_turn(self._engine) as connection:
            connection.execute(sa.delete(drafts).where(drafts.c.key == key))

    def drop_old(self, now: datetime, after: timedelta) -> None:
        """Throw away what nobody touched for so long."""
        with in_turn(self._engine) as connection:
            connection.execute(sa.delete(drafts).where(drafts.c.changed < moment_text(now - after)))
