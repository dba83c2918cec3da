"""Pages that are always there: search, the texts, what is not here, and what moved."""

from collections.abc import Iterator

from channels.website.addresses import address, addresses
from channels.website.desk import Desk, File, Output, Page, each_language, list_link, meta
from channels.website.things import dump
from channels.website.view import (
    LANGUAGES,
    Language,
    Link,
    MissingView,
    MovedView,
    SearchView,
    TextView,
)

SECTION_OF = {"museum": "museums", "activity": "events", "vacancy": "vacancies", "news": "news"}
SEARCH_INDEX = "/pagefind/"
_LISTS = ("museums", "agenda", "education", "vacancies", "news")
_TEXT_FILES = {"about": "over", "accessibility": "toegankelijkheid", "privacy": "privacy"}


def search(desk: Desk) -> Iterator[Output]:
    """Yield the search page; it says when the index was made, should it be behind."""
    built = desk.shelf.index_built()
    for language, paths in each_language("search"):
        title = desk.words[language].heading("search")
        view = SearchView(SEARCH_INDEX, built, _lists(desk, language))
        summary = desk.words[language].description("search")
        about = meta(desk, language, title, summary, paths, is_indexed=False)
        yield Page("search.html", about, view)


def text(desk: Desk, name: str) -> Iterator[Output]:
    """Yield a page with a text of its own, from templates/website/text/."""
    numbers = {kind: desk.shelf.number_of(kind) for kind in ("museum", "activity", "vacancy")}
    for language, paths in each_language(name):
        title = desk.words[language].heading(name)
        view = TextView(title, f"text/{_TEXT_FILES[name]}.{language}.html", numbers)
        summary = desk.words[language].description(name)
        about = meta(desk, language, title, summary, paths, section="over")
        yield Page("text.html", about, view)


def missing(desk: Desk) -> Iterator[Output]:
    """Yield the page for what is not here."""
    for language in LANGUAGES:
        title = desk.words[language].heading("missing")
        home = addresses()
        paths = {each: f"{home[each]}404.html" for each in LANGUAGES}
        summary = desk.words[language].description("missing")
        about = meta(desk, language, title, summary, paths, is_indexed=False)
        yield Page("missing.html", about, MissingView(_lists(desk, language)))


def moved(desk: Desk, kind: str, slug: str) -> Iterator[Output]:
    """Yield the page of an address that a thing had before; nothing once nothing is there."""
    now = desk.shelf.moved_to(kind, slug)
    if now is None:
        return
    section = SECTION_OF[kind]
    for language, paths in each_language(section, slug=slug):
        title = desk.words[language].heading("moved")
        about = meta(desk, language, title, title, paths, is_indexed=False)
        yield Page("moved.html", about, MovedView(title, address(language, section, slug=now)))


def redirects(desk: Desk) -> Iterator[Output]:
    """Yield the list of moved addresses, for the server to answer 301."""
    desk.shelf.read("slugs")
    found = {
        address(language, SECTION_OF[kind], slug=old): address(language, SECTION_OF[kind], slug=new)
        for kind, old, new in desk.shelf.all_moved()
        for language in LANGUAGES
    }
    yield File("_redirects.json", (dump(found) + "\n").encode())


def assets(desk: Desk) -> Iterator[Output]:
    """Yield style sheets, scripts, fonts and marks."""
    for path, body in desk.assets().items():
        yield File(path, body)


def _lists(desk: Desk, language: Language) -> list[Link]:
    return [list_link(desk, language, name) for name in _LISTS]
