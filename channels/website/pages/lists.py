"""Offers and education: lists of activities of one kind."""

from collections.abc import Iterator

from channels.website.addresses import address, plain_slug
from channels.website.cards import event_cards
from channels.website.desk import (
    Desk,
    Output,
    Page,
    each_language,
    list_link,
    meta,
    paging,
    parts,
)
from channels.website.feeds import calendar_link
from channels.website.view import EventListView, Facet, Language, Link

_PER_PAGE = 24
_MOST_PAGES = 4
_SECTIONS = {"offers": "agenda", "education": "educatie"}
_KINDS = {"offers": "offer", "education": "education"}


def event_list(desk: Desk, name: str, age: str = "") -> Iterator[Output]:
    """Yield the list of offers or of education; `age` narrows education, and may be empty."""
    kind = _KINDS[name]
    facet = f"age:{age}" if age else f"kind:{kind}"
    ids = desk.shelf.listed(facet, _PER_PAGE * _MOST_PAGES)
    if age and not ids:
        return
    desk.shelf.prefetch("activity", ids)
    slug = plain_slug(desk.words["nl"].choice("age_groups", age)) if age else ""
    for number, total, some in parts(ids, _PER_PAGE):
        for language, paths in each_language(name, slug=slug, page=number):
            words = desk.words[language]
            value = words.choice("age_groups", age) if age else ""
            view = EventListView(
                heading=words.heading("education_age" if age else name, value),
                intro="" if age else words.intro(name),
                cards=event_cards(desk, some, language),
                facets=_facets(desk, language, age) if name == "education" else (),
                paging=paging(language, number, total, name, slug=slug),
                feed=calendar_link(desk, language, kind),
            )
            about = meta(
                desk,
                language,
                view.heading,
                words.intro(name),
                paths,
                section=_SECTIONS[name],
                trail=[list_link(desk, language, name)] if age else (),
                feeds=[view.feed],
                is_indexed=number == 1,
            )
            yield Page("events.html", about, view)


def _facets(desk: Desk, language: Language, current: str) -> list[Facet]:
    words = desk.words[language]
    known = set(desk.shelf.choices("age"))
    links = [
        Link(
            words.choice("age_groups", key),
            address(
                language, "education", slug=plain_slug(desk.words["nl"].choice("age_groups", key))
            ),
            current=key == current,
        )
        for key in words.keys("age_groups")
        if key in known
    ]
    return [Facet("age", words.label("age_group"), links)] if links else []
