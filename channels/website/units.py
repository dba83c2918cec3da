"""What the website is built of: units, each a few files that depend on the same things. Pure names.

A unit's name is its kind and what it is about: `museum:recX`, `day:2027-03-03`,
`museums:place:assen`. A unit of which nothing is left has no files, so that what it had goes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa

from channels.website import catalogue_tables as t
from channels.website.placement import WINDOW_AHEAD

PAGED_KINDS: Final = ("museum", "activity", "vacancy", "news")
EVENT_KINDS: Final = ("activity", "exhibition", "offer", "education")
BUCKETS: Final = 64
"""Parts of the sitemap for activities: one change writes one small part."""

FIXED: Final = (
    "assets",
    "home",
    "museums",
    "museums:open-today",
    "museums:map",
    "museums:index",
    "agenda",
    "offers",
    "education",
    "vacancies",
    "news",
    "programme",
    "search",
    "text:about",
    "text:accessibility",
    "text:privacy",
    "missing",
    "canary",
    "feed:all",
    "feed:news",
    "feed:open-data",
    *(f"feed:kind:{kind}" for kind in EVENT_KINDS),
    "redirects",
    "sitemap:fixed",
    "sitemap:index",
    "robots",
)
"""Units that are always there."""

_LISTS: Final = {
    "museums:place:": "museums:place:",
    "museums:theme:": "museums:theme:",
    "museums:facility:": "museums:facility:",
    "kind:": "agenda:kind:",
    "place:": "agenda:place:",
    "visitors:": "agenda:visitors:",
    "age:": "education:",
}
_LATE: Final = ("redirects", "sitemap", "robots")
_AFTER_THINGS: Final = ("feed:",)
"""Built after the things: they are put together from what those left behind."""


@dataclass(frozen=True)
class Calendar:
    """Today, and how many days back a day still has a page."""

    today: date
    days_back: int = 7

    @property
    def first(self) -> date:
        """The first day with a page."""
        return self.today - timedelta(self.days_back)

    @property
    def last(self) -> date:
        """The last day with a page."""
        return self.today + timedelta(WINDOW_AHEAD)

    def holds(self, day: date) -> bool:
        """Whether a day may have a page."""
        return self.first <= day <= self.last

    def days(self) -> Iterator[date]:
        """Yield every day that may have a page."""
        return (self.first + timedelta(n) for n in range((self.last - self.first).days + 1))

    def months(self) -> list[str]:
        """Return the months with a page: this one to a year ahead."""
        found = {day.isoformat()[:7] for day in self.days()}
        return sorted(month for month in found if month >= self.today.isoformat()[:7])


def units_of(keys: Iterable[str], calendar: Calendar) -> set[str]:
    """Return the units that keys of changed things are about, whether they exist yet or not."""
    found: set[str] = set()
    for key in keys:
        head, _, rest = key.partition(":")
        found.update(_units_of(head, rest, calendar))
    return found


def _units_of(head: str, rest: str, calendar: Calendar) -> Iterator[str]:
    if head in PAGED_KINDS:
        yield f"{head}:{rest}"
        yield sitemap_of(head, rest)
        yield from {"news": ("feed:news",), "museum": (f"feed:museum:{rest}",)}.get(head, ())
    elif head == "on" and calendar.holds(date.fromisoformat(rest)):
        yield f"day:{rest}"
    elif head == "month":
        yield f"month:{rest}"
    elif head == "running" and rest:
        yield from _days_of(rest, calendar)
    elif head == "list":
        yield from (
            unit + rest.removeprefix(prefix)
            for prefix, unit in _LISTS.items()
            if rest.startswith(prefix)
        )
    elif head == "slug":
        yield f"moved:{rest}"
    elif head == "slugs":
        yield "redirects"
    elif head in ("choices", "count"):
        yield from ("sitemap:fixed", "sitemap:index")


def _days_of(span: str, calendar: Calendar) -> Iterator[str]:
    first, last = (date.fromisoformat(day) for day in span.split(":"))
    # a day more on each side: the neighbours link to it
    day = max(first - timedelta(1), calendar.first) if first > date.min else calendar.first
    while day <= calendar.last and day - timedelta(1) <= last:
        yield f"day:{day}"
        day += timedelta(1)


def sitemap_of(kind: str, record_id: str) -> str:
    """Return the part of the sitemap that a thing stands in."""
    return f"sitemap:{kind}:{bucket_of(kind, record_id)}"


def bucket_of(kind: str, record_id: str) -> int:
    """Return the number of a part of the sitemap, which stays with a record."""
    if kind != "activity":
        return 0
    return sum(ord(letter) * (31 + n) for n, letter in enumerate(record_id)) % BUCKETS


def all_units(connection: sa.Connection, calendar: Calendar) -> set[str]:
    """Return every unit there may be."""
    found = {*FIXED, *(f"day:{day}" for day in calendar.days())}
    found |= {f"month:{month}" for month in calendar.months()}
    query = sa.select(t.things.c.kind, t.things.c.id).where(
        t.things.c.state == "published", t.things.c.kind.in_(PAGED_KINDS)
    )
    for row in connection.execute(query):
        found |= units_of((f"{row.kind}:{row.id}",), calendar)
    facets = connection.scalars(sa.select(t.facets.c.facet).distinct())
    found |= units_of((f"list:{facet}" for facet in facets), calendar)
    return found | _moved_units(connection)


def _moved_units(connection: sa.Connection) -> set[str]:
    query = sa.select(t.slugs.c.kind, t.slugs.c.slug).join(
        t.things, sa.and_(t.things.c.kind == t.slugs.c.kind, t.things.c.id == t.slugs.c.id)
    )
    query = query.where(t.things.c.slug != t.slugs.c.slug)
    return {f"moved:{row.kind}:{row.slug}" for row in connection.execute(query)}


def day_turn_units(connection: sa.Connection, previous: str | None, calendar: Calendar) -> set[str]:
    """Return the units that another day touches by itself."""
    query = sa.select(t.units.c.unit).where(
        t.units.c.stale_on != "", t.units.c.stale_on <= calendar.today.isoformat()
    )
    found = set(connection.scalars(query))
    before = Calendar(date.fromisoformat(previous), calendar.days_back) if previous else None
    days = set(calendar.days()) ^ set(before.days() if before else ())
    # a day's neighbours link to it; and the last month ends where the year ahead does
    near = {day + timedelta(step) for day in days for step in (-1, 0, 1)}
    months = set(calendar.months()) | set(before.months() if before else ())
    if before is not None and before.months() == calendar.months():
        months = {calendar.months()[-1]}
    found |= {f"day:{day}" for day in near} | {f"month:{month}" for month in months}
    return found | {"agenda", "sitemap:fixed"}


def feeds_of(kind: str, museum_id: str) -> set[str]:
    """Return the feeds that hold an activity of a kind, of a museum."""
    return {"feed:all", "feed:open-data", f"feed:kind:{kind}", f"feed:museum:{museum_id}"}


def rank_of(unit: str) -> int:
    """Return when a unit is put in place: what others link to goes first."""
    if unit == "assets":
        return 0
    if unit.startswith(_LATE):
        return 3
    return 1 if unit.partition(":")[0] in PAGED_KINDS and ":" in unit else 2


def is_after_things(unit: str) -> bool:
    """Whether a unit is put together from what the units of things left behind."""
    return unit.startswith(_AFTER_THINGS)
