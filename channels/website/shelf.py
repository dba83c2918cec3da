"""Where pages take things from; it remembers what each page read.

Pages read through the shelf only. Then `end` tells the keys that were read, so that a change of
any of them builds the page again, and the first day on which the page may differ by itself.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple, TypeVar

import sqlalchemy as sa

from backbone.moments import moment
from channels.website import catalogue_tables as t
from channels.website.catalogue_rows import Decoders, distinct_facets, thing_from_row
from channels.website.catalogue_store import CHUNK, chunks
from channels.website.feed_chunks import FEED_DAYS_BACK, feed_since
from channels.website.outputs import Fragment
from channels.website.placement import POSITIONS
from channels.website.things import WITHOUT_PAGE, Thing
from museum.publishing import FAR_AHEAD
from museum.records import Activity, Image, Museum, NewsItem, ProgrammeItem, Vacancy
from museum.tables import TableDefinitions

T = TypeVar("T")
_MOST_CACHED: Final = 20_000
CANARY: Final = "canary"
"""Kept beside the catalogue, as the hidden test is no thing of the website's."""


@dataclass(frozen=True)
class CanarySeen:
    """The token that the hidden test carries, and when it changed."""

    token: str
    changed_at: datetime


@dataclass(frozen=True)
class Readings:
    """What one page read, and the first day on which it may differ by itself."""

    keys: frozenset[str]
    stale_on: date | None


class SitemapRow(NamedTuple):
    """What the sitemap tells of a thing. `last_day` is an ISO day, "" when it has none."""

    slug: str
    changed_at: str
    last_day: str


class Shelf:
    """The published things, on one day. Use one per thread."""

    def __init__(
        self, connection: sa.Connection, definitions: TableDefinitions, today: date
    ) -> None:
        self._connection = connection
        self._decoders = Decoders(definitions)
        self._day = today
        self._things: dict[str, Thing[Any] | None] = {}
        self._lists: dict[tuple[Any, ...], Any] = {}
        self._made: dict[tuple[Any, ...], tuple[Any, frozenset[str], date | None]] = {}
        self._positions: list[tuple[str, float, float]] = []
        self._keys: set[str] = set()
        self._stale_on: date | None = None

    def begin(self) -> None:
        """Start to remember for a new page."""
        self._keys = set()
        self._stale_on = None
        if len(self._things) > _MOST_CACHED:
            self._things.clear()
            self._lists.clear()
            self._positions.clear()
            self._made.clear()

    def end(self) -> Readings:
        """Return what was read since `begin`."""
        return Readings(frozenset(self._keys), self._stale_on)

    def read(self, key: str) -> None:
        """Remember that the page depends on this key."""
        self._keys.add(key)

    def stale(self, day: date | None) -> None:
        """Remember that the page may differ from this day on; a day that came already is none."""
        if day is not None and day > self._day:
            self._stale_on = day if self._stale_on is None else min(self._stale_on, day)

    def remembered(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """Return what `make` makes, made once; who asks again has read the same things."""
        if key not in self._made:
            outer, self._keys = self._keys, set()
            outer_stale, self._stale_on = self._stale_on, None
            value = make()
            self._made[key] = (value, frozenset(self._keys), self._stale_on)
            self._keys, self._stale_on = outer, outer_stale
        value, keys, stale_on = self._made[key]
        self._keys |= keys
        self.stale(stale_on)
        made: T = value
        return made

    @property
    def day(self) -> date:
        """Today, for what says itself when it goes stale."""
        return self._day

    @property
    def today(self) -> date:
        """Today, for what differs every day."""
        self.stale(self._day + timedelta(1))
        return self._day

    def prefetch(self, kind: str, ids: Iterable[str]) -> None:
        """Fetch many things at once, without reading them yet."""
        wanted = sorted({one for one in ids if one and one not in self._things})
        for part in chunks(wanted):
            query = sa.select(t.things).where(
                t.things.c.kind == kind, t.things.c.id.in_(part), t.things.c.state == "published"
            )
            found = {row["id"]: dict(row) for row in self._connection.execute(query).mappings()}
            for one in part:
                row = found.get(one)
                self._things[one] = thing_from_row(row, self._decoders) if row else None

    def _thing(self, kind: str, one: str) -> Any:
        self._keys.add(f"{kind}:{one}")
        if one not in self._things:
            self.prefetch(kind, (one,))
        return self._things.get(one)

    def museum(self, one: str | None) -> Thing[Museum] | None:
        """Return a published museum, or None."""
        found: Thing[Museum] | None = self._thing("museum", one) if one else None
        return found

    def activity(self, one: str) -> Thing[Activity] | None:
        """Return a published activity, or None."""
        found: Thing[Activity] | None = self._thing("activity", one)
        return found

    def vacancy(self, one: str) -> Thing[Vacancy] | None:
        """Return a published vacancy, or None."""
        found: Thing[Vacancy] | None = self._thing("vacancy", one)
        return found

    def news(self, one: str) -> Thing[NewsItem] | None:
        """Return a published news item, or None."""
        found: Thing[NewsItem] | None = self._thing("news", one)
        return found

    def programme(self, one: str) -> Thing[ProgrammeItem] | None:
        """Return a published item of the year programme, or None."""
        found: Thing[ProgrammeItem] | None = self._thing("programme", one)
        return found

    def images(self, ids: Sequence[str]) -> list[Thing[Image]]:
        """Return those of these pictures that are published, in their order."""
        self.prefetch("image", ids)
        found = [self._thing("image", one) for one in ids]
        return [thing for thing in found if thing is not None]

    def thing(self, kind: str, one: str) -> Thing[Any] | None:
        """Return a published thing of any kind, or None."""
        found: Thing[Any] | None = self._thing(kind, one)
        return found

    def listed(
        self, facet: str, limit: int | None = None, *, newest: bool = False, since: str = ""
    ) -> list[str]:
        """Return the IDs in a list, in its order; `since` leaves out what sorts before it."""
        self.read(f"list:{facet}")
        key = (facet, limit, newest, since)
        if key not in self._lists:
            order = [t.facets.c.sort, t.facets.c.id]
            query = sa.select(t.facets.c.id).where(
                t.facets.c.facet == facet, t.facets.c.sort >= since
            )
            query = query.order_by(*[each.desc() for each in order] if newest else order)
            self._lists[key] = list(self._connection.scalars(query.limit(limit)))
        return list(self._lists[key])

    def count(self, facet: str) -> int:
        """Return how many things a list has."""
        self.read(f"list:{facet}")
        key = (facet, "count")
        if key not in self._lists:
            query = sa.select(sa.func.count()).where(t.facets.c.facet == facet)
            self._lists[key] = self._connection.scalar(query) or 0
        return int(self._lists[key])

    def choices(self, prefix: str) -> list[str]:
        """Return the values with which a list exists: of `place`, those of `place:assen`, …"""
        self.read(f"choices:{prefix}")
        key = (prefix, "choices")
        if key not in self._lists:
            self._lists[key] = distinct_facets(self._connection, f"{prefix}:")
        return [name for name in self._lists[key] if ":" not in name]

    def on_day(self, day: date) -> list[tuple[str, str]]:
        """Return the (ID, clock) of what happens on a day, in order; a long period does not."""
        self.read(f"on:{day}")
        key = ("on", day)
        if key not in self._lists:
            query = (
                sa.select(t.days.c.id, t.days.c.clock)
                .where(t.days.c.day == day.isoformat())
                .order_by(t.days.c.clock, t.days.c.id)
            )
            self._lists[key] = [(row.id, row.clock) for row in self._connection.execute(query)]
        return list(self._lists[key])

    def days_with_something(self, first: date, count: int) -> list[date]:
        """Return the first days, from `first` on, on which something happens."""
        query = (
            sa.select(t.days.c.day)
            .where(t.days.c.day >= first.isoformat())
            .distinct()
            .order_by(t.days.c.day)
            .limit(count)
        )
        found = [date.fromisoformat(day) for day in self._connection.scalars(query)]
        last = found[-1] if found else first
        for number in range(min((last - first).days + 1, CHUNK)):
            self.read(f"on:{first + timedelta(number)}")
        return found

    def running_on(self, day: date, limit: int, *, by_day: bool = False) -> tuple[list[str], int]:
        """Return the long periods that a day falls in, those that end soonest first; and how many.

        `by_day`: asked by the page of that very day, which is built again whenever a period it
        falls in changes; any other page depends on all periods.
        """
        if not by_day:
            self.read("running")
        key = (day, "running")
        if key not in self._lists:
            text = day.isoformat()
            query = sa.select(t.things.c.id).where(
                t.things.c.is_running, t.things.c.first_day <= text, t.things.c.last_day >= text
            )
            query = query.order_by(t.things.c.last_day, t.things.c.id)
            self._lists[key] = list(self._connection.scalars(query))
        return self._lists[key][:limit], len(self._lists[key])

    def has_day(self, day: date) -> bool:
        """Whether anything happens or runs on a day."""
        return self.remembered(("has", day), lambda: self._has_day(day))

    def _has_day(self, day: date) -> bool:
        self.read(f"has:{day}")
        query = sa.select(t.days.c.id).where(t.days.c.day == day.isoformat()).limit(1)
        if self._connection.scalar(query) is not None:
            return True
        return bool(self.running_on(day, 1, by_day=True)[1])

    def positions(self) -> list[tuple[str, float, float]]:
        """Return where the museums lie: (ID, latitude, longitude)."""
        self.read(f"list:{POSITIONS}")
        if not self._positions:
            # Not as whole records: hundreds would be read for the few that are near.
            query = sa.select(t.facets.c.id, t.facets.c.sort).where(t.facets.c.facet == POSITIONS)
            for one, place in self._connection.execute(query.order_by(t.facets.c.id)):
                latitude, longitude = map(float, place.split())
                self._positions.append((one, latitude, longitude))
        return self._positions

    def counts_of_month(self, month: str) -> Mapping[str, int]:
        """Return how many things happen on each day ("2027-03-01") of a month ("2027-03")."""
        self.read(f"month:{month}")
        query = (
            sa.select(t.days.c.day, sa.func.count())
            .where(t.days.c.day >= f"{month}-01", t.days.c.day <= f"{month}-31")
            .group_by(t.days.c.day)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def number_of(self, kind: str) -> int:
        """Return how many things of a kind are published."""
        self.read(f"count:{kind}")
        query = sa.select(sa.func.count()).where(
            t.things.c.kind == kind, t.things.c.state == "published"
        )
        return int(self._connection.scalar(query) or 0)

    def moved_to(self, kind: str, slug: str) -> str | None:
        """Return where the thing that had this slug stands now; None: nowhere, or still here."""
        query = sa.select(t.slugs.c.id).where(t.slugs.c.kind == kind, t.slugs.c.slug == slug)
        owner = self._connection.scalar(query)
        thing = self.thing(kind, owner) if owner else None
        return thing.slug if thing is not None and thing.slug != slug else None

    def all_moved(self) -> list[tuple[str, str, str]]:
        """Return every address that moved: (kind, old slug, new slug)."""
        query = sa.select(t.slugs.c.kind, t.slugs.c.slug, t.things.c.slug.label("now")).join(
            t.things, sa.and_(t.things.c.kind == t.slugs.c.kind, t.things.c.id == t.slugs.c.id)
        )
        query = query.where(t.things.c.state == "published", t.things.c.slug != t.slugs.c.slug)
        return [(row.kind, row.slug, row.now) for row in self._connection.execute(query)]

    def feed(self, column: str, kind: str = "") -> list[bytes]:
        """Return a feed in chunks: of one kind, or of all."""
        chunks = t.feed_chunks.c
        query = sa.select(chunks.until, chunks[column])
        if kind:
            query = query.where(chunks.kind == kind)
        rows = self._connection.execute(query.order_by(chunks.kind, chunks.shard)).all()
        self._feed_changes_after(min((row.until for row in rows), default=""))
        return [text for _until, text in rows if text]

    def feed_of_museum(self, museum: str) -> list[bytes]:
        """Return the calendar's fragments of a museum that are not long past."""
        fragments = t.fragments.c
        query = sa.select(fragments.until, fragments.calendar).where(
            fragments.museum_id == museum, fragments.until >= feed_since(self._day)
        )
        rows = self._connection.execute(query.order_by(fragments.id)).all()
        self._feed_changes_after(min((row.until for row in rows), default=""))
        return [text.encode() for _until, text in rows if text]

    def _feed_changes_after(self, until: str) -> None:
        if until and until < FAR_AHEAD.isoformat():
            self.stale(date.fromisoformat(until) + timedelta(FEED_DAYS_BACK + 1))

    def newest(self) -> datetime:
        """Return when a published activity last changed."""
        query = sa.select(sa.func.max(t.things.c.changed_at)).where(
            t.things.c.kind == "activity", t.things.c.state == "published"
        )
        found = self._connection.scalar(query)
        return moment(found) if found else datetime(2026, 1, 1, tzinfo=UTC)

    def withdrawn(self, one: str) -> tuple[Fragment, int, datetime] | None:
        """Return what the feeds have of an activity that was taken off before its last day."""
        query = (
            sa.select(t.fragments, t.things.c.ics_sequence, t.things.c.changed_at)
            .join(t.things, t.things.c.id == t.fragments.c.id)
            .where(
                t.fragments.c.id == one,
                t.things.c.is_expected.is_(False),
                t.fragments.c.until >= self._day.isoformat(),
            )
        )
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        fragment = Fragment(
            row["id"], row["kind"], row["museum_id"], row["until"], row["calendar"], ""
        )
        return fragment, row["ics_sequence"], moment(row["changed_at"])

    def sitemap_rows(self, kind: str, bucket: int) -> list[SitemapRow]:
        """Return the things in a part of the sitemap, in the order of their slugs."""
        things = t.things.c
        query = sa.select(things.slug, things.changed_at, things.created, things.last_day)
        query = query.where(
            things.kind == kind, things.state == "published", things.bucket == bucket
        )
        rows = self._connection.execute(query.order_by(things.slug)).all()
        return [SitemapRow(slug, changed or created, last) for slug, changed, created, last in rows]

    def sitemap_parts(self) -> list[tuple[str, int]]:
        """Return the parts of the sitemap that hold something: (kind, number)."""
        query = (
            sa.select(t.things.c.kind, t.things.c.bucket)
            .where(t.things.c.state == "published", t.things.c.kind.not_in(WITHOUT_PAGE))
            .distinct()
            .order_by(t.things.c.kind, t.things.c.bucket)
        )
        return [(row.kind, row.bucket) for row in self._connection.execute(query)]

    def index_built(self) -> datetime | None:
        """Return when the search index was made, when it is behind; None when it is up to date."""
        behind = self._state("search_index_behind_since")
        built = self._state("search_index_built")
        return moment(built or behind) if behind else None

    def canary(self) -> CanarySeen | None:
        """Return the hidden test as it came from the tables; None when there is none."""
        found = self._state(CANARY)
        return CanarySeen(found["token"], moment(found["changed_at"])) if found else None

    def _state(self, key: str) -> Any:
        value = self._connection.scalar(sa.select(t.state.c.value).where(t.state.c.key == key))
        return json.loads(value) if value else None
