"""The desk that pages are written at: the shelf, the words, and what all pages share."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from channels.website.addresses import address, addresses
from channels.website.outputs import File, Fragment, Output, Page
from channels.website.shelf import Shelf
from channels.website.units import Calendar
from channels.website.view import (
    LANGUAGES,
    FeedLink,
    Html,
    Language,
    Link,
    PageMeta,
    Paging,
    Prose,
    Site,
)
from channels.website.words import Texts, Words
from museum.tables import TableDefinitions

__all__ = ["Desk", "File", "Fragment", "Output", "Page"]


@dataclass(frozen=True)
class Desk:
    """What page functions work with. `default_social` is the Open Graph picture of the site."""

    shelf: Shelf
    site: Site
    texts: Texts
    definitions: TableDefinitions
    calendar: Calendar
    render_prose: Callable[[str], Html]
    social: Callable[[str], str]
    """Title → the path of a drawn picture, "" when there is none."""
    assets: Callable[[], Mapping[str, bytes]]
    words: Mapping[Language, Words] = field(init=False)

    def __post_init__(self) -> None:
        words = {language: Words(self.texts, language) for language in LANGUAGES}
        object.__setattr__(self, "words", words)

    def absolute(self, path: str) -> str:
        """Return the whole address of a path; "" stays ""."""
        return f"{self.site.base_url}{path}" if path else ""

    def prose(self, record: object, name: str, language: Language) -> Prose | None:
        """Return a text of a record in a language, or in Dutch, said to be so; None when empty."""
        text, found = localized(record, name, language)
        if not text:
            return None
        return Prose(self.render_prose(text), found, is_fallback=found != language)


def localized(record: object, name: str, language: Language) -> tuple[str, Language]:
    """Return a text of a record in a language, else in Dutch; and in which language it is."""
    if language != "nl":
        text = getattr(record, f"{name}_{language}", "")
        if text:
            return str(text), language
    return str(getattr(record, name, "")), "nl"


def breadcrumbs(desk: Desk, language: Language, *links: Link) -> tuple[Link, ...]:
    """Return the trail to a page, from home; the last is the page itself."""
    home = Link(desk.words[language].label("home"), address(language))
    return (home, *links)


def meta(
    desk: Desk,
    language: Language,
    title: str,
    description: str,
    paths: Mapping[Language, str],
    *,
    section: str = "",
    trail: Sequence[Link] = (),
    og_image: str = "",
    jsonld: Sequence[str] = (),
    feeds: Sequence[FeedLink] = (),
    search_kind: str = "",
    is_indexed: bool = True,
    og_type: str = "website",
    made_on: date | None = None,
    is_title_fallback: bool = False,
) -> PageMeta:
    """Return what every page says about itself."""
    here = Link(title, paths[language], current=True, is_fallback=is_title_fallback)
    return PageMeta(
        title=title,
        description=_one_line(description),
        language=language,
        path=paths[language],
        alternates=paths,
        section=section,
        breadcrumbs=breadcrumbs(desk, language, *trail, here),
        og_image=og_image or desk.social(""),
        og_type=og_type,
        jsonld=jsonld,
        feeds=feeds,
        is_indexed=is_indexed,
        made_on=made_on,
        search_kind=search_kind,
    )


def parts(items: Sequence[Any], size: int) -> Iterator[tuple[int, int, Sequence[Any]]]:
    """Cut a list in pages: number, how many pages, items. An empty list is one empty page."""
    total = max(1, -(-len(items) // size))
    for number in range(1, total + 1):
        yield number, total, items[(number - 1) * size : number * size]


def paging(language: Language, number: int, total: int, *words: str, slug: str = "") -> Paging:
    """Return where a page of a list stands."""

    def href(page: int) -> str:
        return address(language, *words, slug=slug, page=page)

    return Paging(
        number=number,
        total=total,
        previous=href(number - 1) if number > 1 else "",
        next=href(number + 1) if number < total else "",
        pages=[Link(str(n), href(n), current=n == number) for n in range(1, total + 1)],
    )


def list_link(desk: Desk, language: Language, *words: str) -> Link:
    """Return the link to a main list, for a trail."""
    return Link(desk.words[language].heading(words[-1]), address(language, *words))


def each_language(
    *words: str, slug: str = "", page: int = 1
) -> Iterable[tuple[Language, dict[Language, str]]]:
    """Yield every language with the paths of the page in all of them."""
    paths = addresses(*words, slug=slug, page=page)
    return ((language, paths) for language in LANGUAGES)


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 200 else line[:199].rsplit(" ", 1)[0] + "…"
