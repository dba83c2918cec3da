"""Works out what a batch of judged records changes in the catalogue, and which pages it touches."""

import json
from collections import Counter
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa

from backbone.moments import moment_text
from channels.website import catalogue_tables as t
from channels.website.addresses import slug_of
from channels.website.catalogue_rows import Decoders, thing_from_row
from channels.website.catalogue_store import Batch, CatalogueStore, Row, chunks
from channels.website.evaluation import Evaluation, Evaluator, Surroundings
from channels.website.placement import (
    NOWHERE,
    Placement,
    placement_of,
    touched_days,
    touched_facets,
)
from channels.website.slugs import Name, SlugBook
from channels.website.things import TABLE_OF, WITHOUT_PAGE, SiteRecord, digest_of, dump, encode
from channels.website.units import Calendar, bucket_of, units_of
from museum.identity import RecordId
from museum.publishing import Decision
from museum.reading import RawRecord
from museum.records import Image, Museum

_DELETED: Final = Decision("hide", "De rij is in Airtable verwijderd.")
_MOVES: Final = (
    "starts",
    "ends",
    "first_day",
    "last_day",
    "repeats",
    "repeats_until",
    "except_dates",
    "extra_dates",
    "event_status",
    "location_name",
    "location_address",
    "location_place",
    "museum",
)
"""A change of these is one that calendars must tell their owner (RFC 5545, SEQUENCE)."""


class BatchMaker:
    """Makes one batch, within one transaction."""

    def __init__(
        self,
        store: CatalogueStore,
        connection: sa.Connection,
        evaluator: Evaluator,
        calendar: Calendar,
        now: datetime,
        around: Surroundings,
    ) -> None:
        self._store = store
        self._connection = connection
        self._evaluator = evaluator
        self._calendar = calendar
        self._now = now
        self._around = around
        self._decoders = Decoders(evaluator.definitions)

    def make(
        self, kind: str, raws: dict[str, RawRecord | None], judged: dict[str, Evaluation]
    ) -> Batch:
        """Return what to write for these records; None is a record that is gone."""
        old = self._store.rows(self._connection, kind, raws)
        rows = {
            one: self._row(kind, one, old.get(one), judged.get(one))
            for one, raw in raws.items()
            if raw is not None or one in old
        }
        self._museums = self._museum_rows(kind, rows)
        batch = Batch(slugs=self._give_slugs(kind, rows))
        stood = self._store.placements(self._connection, list(old.values()))
        touched: set[str] = set()
        for one, row in rows.items():
            before = old.get(one)
            placement = self._place(row)
            self._seal(row, before)
            batch.placements[one] = (stood.get(one, NOWHERE), placement)
            touched |= self._touched(row, before, *batch.placements[one])
            if _neighbours_care(row, before):
                batch.again.add(one)
            if one in judged and kind != "image":
                batch.targets[kind, one] = judged[one].targets
            if row != before:
                batch.rows.append(row)
        touched |= self._changed_choices(batch) | self._changed_days(batch)
        batch.units = units_of(touched, self._calendar)
        batch.units |= self._store.readers(self._connection, touched)
        return batch

    def _row(self, kind: str, one: str, old: Row | None, evaluation: Evaluation | None) -> Row:
        row = dict(old) if old else _empty_row(kind, one)
        decision = _DELETED if evaluation is None else evaluation.decision
        row["is_deleted"] = evaluation is None
        if evaluation is not None:
            row["created"] = moment_text(evaluation.raw.created)
        reviews = [decision.review_on]
        if decision.outcome == "keep" and old is not None and old["state"] == "published":
            decision = self._judge_last_good(old)
            reviews.append(decision.review_on)
        elif decision.outcome == "publish" and evaluation and evaluation.record:
            table = self._evaluator.definitions.table(TABLE_OF[kind])
            row["values"] = dump(encode(table, evaluation.record))
            row["extra"] = dump(evaluation.extra)
        if evaluation is not None and evaluation.record is not None:
            row["subject"] = _subject(evaluation.record)
        row["state"] = "published" if decision.outcome == "publish" else "hidden"
        row["reason"] = decision.reason
        row["is_expected"] = decision.is_expected
        row["review_on"] = _earliest(*map(_iso, reviews))
        return row

    def _judge_last_good(self, old: Row) -> Decision:
        thing = thing_from_row(old, self._decoders)
        decision, _ = self._evaluator.decide(thing.record, self._around)
        if decision.outcome == "keep":
            return Decision("hide", "Het museum is er niet meer.")
        return decision

    def _museum_rows(self, kind: str, rows: dict[str, Row]) -> dict[str, Row]:
        if kind not in ("activity", "vacancy"):
            return {}
        for row in rows.values():
            row["museum_id"] = json.loads(row["values"]).get("museum", "")
        ids = {row["museum_id"] for row in rows.values()}
        return self._store.rows(self._connection, "museum", ids)

    def _give_slugs(self, kind: str, rows: dict[str, Row]) -> list[dict[str, str]]:
        if kind in WITHOUT_PAGE:
            return []
        names = []
        for row in rows.values():
            base = slug_of(_label(json.loads(row["values"])))
            if row["state"] == "published" and base != row["slug_base"]:
                museum = self._museums.get(row["museum_id"])
                names.append(Name(row["id"], base, museum["slug"] if museum else ""))
        book = SlugBook(kind)
        book.look_up(self._connection, names)
        for name in names:
            rows[name.id]["slug"] = book.give(name)
            rows[name.id]["slug_base"] = name.base
        return book.given

    def _place(self, row: Row) -> Placement:
        if row["state"] != "published":
            return NOWHERE
        row["first_published"] = row["first_published"] or self._calendar.today.isoformat()
        thing = thing_from_row(row, self._decoders)
        museum_row = self._museums.get(row["museum_id"])
        museum = thing_from_row(museum_row, self._decoders).record if museum_row else None
        placement = placement_of(thing, museum, self._calendar.today)
        row["first_day"] = placement.first_day
        row["last_day"] = placement.last_day
        row["is_running"] = placement.is_running
        row["review_on"] = _earliest(row["review_on"], _iso(placement.review_on))
        return placement

    def _seal(self, row: Row, old: Row | None) -> None:
        """Fill in what follows from the rest: fingerprint, moment and sequence."""
        is_published = row["state"] == "published"
        if not is_published:
            row["is_running"] = False
        digest = digest_of(row["values"], row["extra"], row["slug"]) if is_published else ""
        if old is None or digest != old["digest"]:
            row["changed_at"] = moment_text(self._now)
        if old is not None and old["first_published"] and _has_moved(row, old):
            row["ics_sequence"] = old["ics_sequence"] + 1
        row["digest"] = digest
        row["is_pending"] = digest != row["live_digest"]

    def _touched(self, row: Row, old: Row | None, stood: Placement, stands: Placement) -> set[str]:
        touched = {*touched_days(stood, stands), *touched_facets(stood, stands)}
        before = old["digest"] if old else ""
        if row["digest"] != before:
            touched.add(f"{row['kind']}:{row['id']}")
        if bool(row["digest"]) != bool(before):
            touched.add(f"count:{row['kind']}")
        if old is not None and old["slug"] and old["slug"] != row["slug"]:
            touched |= {f"slug:{row['kind']}:{slug}" for slug in (old["slug"], row["slug"])}
            touched.add("slugs")
        elif bool(row["digest"]) != bool(before) and old is not None:
            touched.add("slugs")
        return touched

    def _changed_days(self, batch: Batch) -> set[str]:
        """Return the keys of days that got something for the first time, or nothing any more."""
        left, joined = Counter[str](), Counter[str]()
        for old, new in batch.placements.values():
            left.update(day for day, _ in old.days - new.days)
            joined.update(day for day, _ in new.days - old.days)
        before: Counter[str] = Counter()
        for part in chunks(sorted(left | joined)):
            query = sa.select(t.days.c.day, sa.func.count()).where(t.days.c.day.in_(part))
            for day, count in self._connection.execute(query.group_by(t.days.c.day)):
                before[day] = count
        return {
            f"has:{day}"
            for day in left | joined
            if (before[day] == 0) != (before[day] - left[day] + joined[day] == 0)
        }

    def _changed_choices(self, batch: Batch) -> set[str]:
        """Return the keys of choices (places, themes) that appeared or went with this batch."""
        left, joined = Counter[str](), Counter[str]()
        for old, new in batch.placements.values():
            left.update(old.facets.keys() - new.facets.keys())
            joined.update(new.facets.keys() - old.facets.keys())
        names = sorted(name for name in left | joined if ":" in name)
        before: Counter[str] = Counter()
        for part in chunks(names):
            query = sa.select(t.facets.c.facet, sa.func.count()).where(t.facets.c.facet.in_(part))
            for name, count in self._connection.execute(query.group_by(t.facets.c.facet)):
                before[name] = count
        return {
            f"choices:{name.rpartition(':')[0]}"
            for name in names
            if (before[name] == 0) != (before[name] - left[name] + joined[name] == 0)
        }


def _empty_row(kind: str, one: str) -> dict[str, Any]:
    texts = [
        column.name
        for column in t.things.columns
        if not isinstance(column.type, sa.Boolean | sa.Integer)
    ]
    row: dict[str, Any] = dict.fromkeys(texts, "")
    row |= {"kind": kind, "id": RecordId(one), "values": "{}", "extra": "{}", "state": "hidden"}
    row |= {"live_values": "{}", "ics_sequence": 0, "bucket": bucket_of(kind, one)}
    flags = ("is_deleted", "is_expected", "is_running", "is_pending")
    return row | dict.fromkeys(flags, False)


def _neighbours_care(row: Row, old: Row | None) -> bool:
    """Whether what links to it must be judged again: it came, went, or moved to another place."""
    if old is None or row["is_deleted"] != old["is_deleted"]:
        return True
    if row["kind"] != "museum":
        return False
    places = [json.loads(each["values"]).get("place", "") for each in (row, old)]
    return bool(row["state"] != old["state"] or places[0] != places[1])


def _has_moved(row: Row, old: Row) -> bool:
    if row["kind"] != "activity" or bool(row["digest"]) != bool(old["digest"]):
        return bool(row["kind"] == "activity" and bool(row["digest"]) != bool(old["digest"]))
    one, other = json.loads(row["values"]), json.loads(old["values"])
    return any(one.get(key) != other.get(key) for key in _MOVES)


def _subject(record: SiteRecord) -> str:
    name = record.name if isinstance(record, Museum) else record.title
    return name or ("(beeld zonder naam)" if isinstance(record, Image) else "(zonder naam)")


def _label(values: dict[str, Any]) -> str:
    return str(values.get("name") or values.get("title") or "")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _earliest(*days: str) -> str:
    return min((day for day in days if day), default="")
