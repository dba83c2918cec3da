"""Gathers the candidates of an edition: what the website publishes, and two tables beside it.

Reads the catalogue of the website through its shelf, so that every link leads somewhere.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from channels.website import catalogue_tables as t
from channels.website.shelf import Shelf
from channels.website.things import Thing
from museum.date_plan import ZONE
from museum.newsletter.candidate import NEVER, Candidate
from museum.newsletter.places import Regions
from museum.occurrences import last_day, next_occurrence, plan_of
from museum.publishing import FAR_AHEAD
from museum.records import Activity, Grant, Museum, NewsItem, ProgrammeItem, Vacancy

OFF = ("cancelled", "postponed")


@dataclass(frozen=True)
class Beside:
    """What stands in no catalogue. `taken` are the places taken per item of the programme.

    `sent` are the records that earlier editions held for the same audiences.
    """

    programme: Sequence[ProgrammeItem] = ()
    grants: Sequence[Grant] = ()
    taken: Mapping[str, int] = field(default_factory=dict)
    sent: Collection[str] = frozenset()


def gather(
    connection: sa.Connection, shelf: Shelf, beside: Beside, regions: Regions
) -> list[Candidate]:
    """Return all that is not over on the shelf's day, in the order of the records' IDs."""
    gatherer = _Gatherer(connection, shelf, beside, regions)
    return sorted(gatherer.all(), key=lambda one: one.id)


class _Gatherer:
    def __init__(
        self, connection: sa.Connection, shelf: Shelf, beside: Beside, regions: Regions
    ) -> None:
        self._connection, self._shelf, self._beside = connection, shelf, beside
        self._regions = regions
        self._day = shelf.day

    def all(self) -> Iterator[Candidate]:
        """Yield every candidate, table by table."""
        query = sa.select(t.things.c.id).where(
            t.things.c.kind == "museum", t.things.c.state == "published"
        )
        self._shelf.prefetch("museum", self._connection.scalars(query))
        yield from filter(None, map(self._activity, self._things("activity", self._not_over)))
        yield from filter(None, map(self._vacancy, self._things("vacancy")))
        yield from map(self._news, self._things("news"))
        yield from filter(None, map(self._item, self._beside.programme))
        yield from filter(None, map(self._grant, self._beside.grants))

    @property
    def _not_over(self) -> sa.ColumnElement[bool]:
        return t.things.c.last_day >= self._day.isoformat()

    def _things(
        self, kind: str, wanted: sa.ColumnElement[bool] | None = None
    ) -> Iterator[Thing[Any]]:
        query = sa.select(t.things.c.id).where(
            t.things.c.kind == kind, t.things.c.state == "published"
        )
        if wanted is not None:
            query = query.where(wanted)
        ids = list(self._connection.scalars(query.order_by(t.things.c.id)))
        self._shelf.prefetch(kind, ids)
        yield from filter(None, (self._shelf.thing(kind, one) for one in ids))

    def _activity(self, thing: Thing[Activity]) -> Candidate | None:
        record, plan = thing.record, thing.plan
        upcoming = next_occurrence(plan, self._day) if plan else None
        museum = self._shelf.museum(record.museum)
        if plan is None or upcoming is None or museum is None or record.event_status in OFF:
            return None
        end = last_day(plan, FAR_AHEAD)
        return Candidate(
            id=record.id,
            source="activities",
            record=record,
            kind=record.kind,
            museum=museum.id,
            region=self._regions.of_museum(museum.record),
            starts_in=max(0, self._days_to(upcoming.first_day)),
            opened_in=self._days_to(plan.first_day),
            ends_in=NEVER if end == FAR_AHEAD else self._days_to(end),
            was_sent=record.id in self._beside.sent,
        )

    def _vacancy(self, thing: Thing[Vacancy]) -> Candidate | None:
        record, museum = thing.record, self._shelf.museum(thing.record.museum)
        closes_in = self._days_to(record.closes_on)
        if museum is None or closes_in < 0:
            return None
        posted = record.published_on or record.created.astimezone(ZONE).date()
        return Candidate(
            id=record.id,
            source="vacancies",
            record=record,
            museum=museum.id,
            region="" if record.from_home else self._region(museum.record),
            closes_in=closes_in,
            age=-self._days_to(posted),
            was_sent=record.id in self._beside.sent,
        )

    def _region(self, museum: Museum) -> str:
        return self._regions.of_museum(museum)

    def _news(self, thing: Thing[NewsItem]) -> Candidate:
        record = thing.record
        day = record.published_on or record.created.astimezone(ZONE).date()
        return Candidate(
            id=record.id,
            source="news",
            record=record,
            age=-self._days_to(day),
            was_sent=record.id in self._beside.sent,
        )

    def _item(self, record: ProgrammeItem) -> Candidate | None:
        plan = plan_of(record).plan
        upcoming = next_occurrence(plan, self._day) if plan else None
        is_off = record.date_status in ("cancelled", "unknown") or not record.audiences
        closes_in = self._days_to(record.register_before)
        if upcoming is None or is_off or closes_in < 0:
            return None
        taken = self._beside.taken.get(record.id, 0)
        return Candidate(
            id=record.id,
            source="programme",
            record=record,
            audiences=record.audiences,
            kind=record.kind,
            starts_in=max(0, self._days_to(upcoming.first_day)),
            closes_in=closes_in,
            has_places=record.capacity is None or taken < record.capacity,
            was_sent=record.id in self._beside.sent,
        )

    def _grant(self, record: Grant) -> Candidate | None:
        closes_in = self._days_to(record.closes_on)
        is_open = record.opens_on is None or record.opens_on <= self._day
        if record.workflow_status != "approved" or closes_in < 0 or not is_open:
            return None
        return Candidate(
            id=record.id,
            source="grants",
            record=record,
            audiences=record.audiences,
            closes_in=closes_in,
            was_sent=record.id in self._beside.sent,
        )

    def _days_to(self, day: date | None) -> int:
        return NEVER if day is None else (day - self._day).days
