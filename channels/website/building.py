"""Builds one unit: finds the function that yields its outputs, and sets its pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from channels.website import feeds, sitemap
from channels.website.addresses import file_of
from channels.website.desk import Desk
from channels.website.outputs import File, Fragment, Output
from channels.website.pages import (
    agenda,
    canary,
    events,
    fixed,
    home,
    lists,
    museum,
    museums,
    news,
    programme,
    vacancies,
)
from channels.website.view import PageMeta, View


class PageRenderer(Protocol):
    """Sets a view in a template (`channels.website.render.Renderer`)."""

    def page(self, template: str, meta: PageMeta, view: View) -> bytes:
        """Return the whole page."""


@dataclass(frozen=True)
class Built:
    """All files of a unit by their path in `public/`, and what it read."""

    unit: str
    files: dict[str, bytes]
    keys: frozenset[str]
    stale_on: date | None
    fragment: Fragment | None = None


_FIXED: Final[dict[str, Callable[[Desk], Iterator[Output]]]] = {
    "assets": fixed.assets,
    "home": home.home,
    "museums": museums.all_museums,
    "museums:open-today": museums.open_today,
    "museums:map": museums.museum_map,
    "museums:index": museums.museum_index,
    "agenda": agenda.coming_days,
    "offers": lambda desk: lists.event_list(desk, "offers"),
    "education": lambda desk: lists.event_list(desk, "education"),
    "vacancies": vacancies.vacancy_list,
    "news": news.news_list,
    "programme": programme.year_programme,
    "search": fixed.search,
    "missing": fixed.missing,
    "canary": canary.canary,
    "feed:all": feeds.calendar_of_all,
    "feed:news": feeds.news_feeds,
    "feed:open-data": feeds.open_data,
    "redirects": fixed.redirects,
    "sitemap:fixed": sitemap.fixed_part,
    "sitemap:index": sitemap.index,
    "robots": sitemap.robots,
}

_ABOUT_ONE: Final[dict[str, Callable[[Desk, str], Iterator[Output]]]] = {
    "museum": museum.museum_outputs,
    "activity": events.event_outputs,
    "vacancy": vacancies.vacancy_outputs,
    "news": news.news_outputs,
    "day": agenda.day_page,
    "month": agenda.month_page,
    "text": fixed.text,
    "education": lambda desk, age: lists.event_list(desk, "education", age),
}

_ABOUT_TWO: Final[dict[str, Callable[[Desk, str, str], Iterator[Output]]]] = {
    "museums": museums.museums_with,
    "agenda": agenda.narrowed,
    "moved": fixed.moved,
    "sitemap": lambda desk, kind, number: sitemap.part_of(desk, kind, int(number)),
    "feed": lambda desk, of, one: (
        feeds.calendar_of_kind(desk, one) if of == "kind" else feeds.calendar_of_museum(desk, one)
    ),
}


def build(desk: Desk, renderer: PageRenderer, unit: str) -> Built:
    """Build a unit; one of which nothing is left has no files."""
    desk.shelf.begin()
    files: dict[str, bytes] = {}
    fragment: Fragment | None = None
    for output in _outputs(desk, unit):
        if isinstance(output, Fragment):
            fragment = output
        elif isinstance(output, File):
            files[file_of(output.path)] = output.body
        else:
            body = renderer.page(output.template, output.meta, output.view)
            files[file_of(output.meta.path)] = body
    readings = desk.shelf.end()
    return Built(unit, files, readings.keys, readings.stale_on, fragment)


def _outputs(desk: Desk, unit: str) -> Iterator[Output]:
    if unit in _FIXED:
        return _FIXED[unit](desk)
    head, _, rest = unit.partition(":")
    if head in _ABOUT_TWO and ":" in rest:
        first, _, second = rest.partition(":")
        return _ABOUT_TWO[head](desk, first, second)
    return _ABOUT_ONE[head](desk, rest)
