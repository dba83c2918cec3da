"""The sitemap in parts, so that one change writes one small part; and robots.txt."""

from collections.abc import Iterator
from datetime import date, timedelta

from backbone.moments import moment
from channels.feeds.sitemap import (
    SitemapPart,
    SitemapUrl,
    robots_text,
    sitemap_index,
    sitemap_part,
)
from channels.website.addresses import addresses
from channels.website.desk import Desk
from channels.website.outputs import File, Output
from channels.website.pages.facets import facet_slug
from channels.website.pages.fixed import SECTION_OF
from channels.website.view import LANGUAGES
from museum.date_plan import ZONE
from museum.publishing import FAR_AHEAD

INDEX = "/sitemap.xml"
_LISTS = (
    (),
    ("museums",),
    ("museums", "open_today"),
    ("museums", "map"),
    ("agenda",),
    ("offers",),
    ("education",),
    ("vacancies",),
    ("news",),
    ("programme",),
    ("about",),
    ("accessibility",),
    ("privacy",),
)


def part_of(desk: Desk, kind: str, number: int) -> Iterator[Output]:
    """Yield a part with the pages of things; nothing when it is empty."""
    pages: list[SitemapUrl] = []
    for row in desk.shelf.sitemap_rows(kind, number):
        if row.last_day:
            end = date.fromisoformat(row.last_day)
            if end < desk.shelf.day:
                continue
            if end < FAR_AHEAD:
                desk.shelf.stale(end + timedelta(1))
        urls = _absolute(desk, SECTION_OF[kind], slug=row.slug)
        changed_on = moment(row.changed_at).astimezone(ZONE).date()
        pages += [SitemapUrl(urls[language], changed_on, urls) for language in LANGUAGES]
    if pages:
        yield File(_path(f"{kind}-{number}"), sitemap_part(pages))


def fixed_part(desk: Desk) -> Iterator[Output]:
    """Yield the part with all lists."""
    found = [_absolute(desk, *words) for words in _LISTS]
    for facet in ("place", "theme", "facility"):
        for value in desk.shelf.choices(f"museums:{facet}"):
            slug = facet_slug(desk, facet, value)
            found.append(_absolute(desk, "museums", facet, slug=slug))
    for facet in ("kind", "place", "visitors"):
        for value in desk.shelf.choices(facet):
            slug = facet_slug(desk, facet, value)
            found.append(_absolute(desk, "agenda", facet, slug=slug))
    found += [_absolute(desk, "agenda", slug=month) for month in desk.calendar.months()]
    pages = [SitemapUrl(urls[language], None, urls) for urls in found for language in LANGUAGES]
    yield File(_path("lijsten"), sitemap_part(pages))


def index(desk: Desk) -> Iterator[Output]:
    """Yield the index of all parts."""
    names = ["lijsten", *(f"{kind}-{number}" for kind, number in desk.shelf.sitemap_parts())]
    parts = [SitemapPart(desk.absolute(_path(name))) for name in names]
    yield File(INDEX, sitemap_index(parts))


def robots(desk: Desk) -> Iterator[Output]:
    """Yield robots.txt: all may read everything but the staff pages."""
    yield File("/robots.txt", robots_text(desk.absolute(INDEX), ("/beheer/",)))


def _absolute(desk: Desk, *words: str, slug: str = "") -> dict[str, str]:
    found = addresses(*words, slug=slug)
    return {language: desk.absolute(found[language]) for language in LANGUAGES}


def _path(name: str) -> str:
    return f"/sitemap-{name}.xml"
