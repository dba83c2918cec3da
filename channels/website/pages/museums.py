"""The list of museums, its narrower lists, the map and the index for the filter script."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from channels.website.addresses import address, plain_slug, slug_of
from channels.website.cards import museum_card
from channels.website.desk import (
    Desk,
    File,
    Output,
    Page,
    each_language,
    list_link,
    meta,
    paging,
    parts,
)
from channels.website.hours_view import is_open_today
from channels.website.pages.facets import facet_label, facet_slug
from channels.website.things import Thing, dump
from channels.website.view import (
    LANGUAGES,
    Facet,
    Language,
    Link,
    MapView,
    MuseumListView,
)
from museum.records import Museum

PER_PAGE = 60
_MOST_LINKED = 250
"""With more museums the page of the map links to places, so that it stays small."""
_FACETS = ("place", "theme", "facility")


def all_museums(desk: Desk) -> Iterator[Output]:
    """Yield the list of all museums."""
    yield from _list(desk, _museums(desk, "museums"), ("museums",), "", "museums", "", _all_value)


def museums_with(desk: Desk, facet: str, value: str) -> Iterator[Output]:
    """Yield the list of museums in a place, about a theme, with a facility; nothing when empty."""
    found = _museums(desk, f"museums:{facet}:{value}")
    if found:

        def label(language: Language) -> str:
            return facet_label(desk, facet, value, language)

        slug = facet_slug(desk, facet, value)
        yield from _list(
            desk, found, ("museums", facet), slug, f"museums_{facet}", f"{facet}:{value}", label
        )


def open_today(desk: Desk) -> Iterator[Output]:
    """Yield the list of museums that are open today."""
    found = [
        thing
        for thing in _museums(desk, "museums")
        if thing.record.status != "temporarily_closed" and is_open_today(desk, thing)
    ]
    words = ("museums", "open_today")
    yield from _list(desk, found, words, "", "open_today", "open_today", _all_value)


def _list(
    desk: Desk,
    museums: Sequence[Thing[Museum]],
    words: tuple[str, ...],
    slug: str,
    heading: str,
    current: str,
    value: Callable[[Language], str],
) -> Iterator[Page]:
    for number, total, some in parts(museums, PER_PAGE):
        for language, paths in each_language(*words, slug=slug, page=number):
            say = desk.words[language]
            title = say.heading(heading, value(language))
            view = MuseumListView(
                heading=title,
                intro=say.intro(heading),
                cards=[museum_card(desk, thing, language) for thing in some],
                facets=facets(desk, language, current),
                paging=paging(language, number, total, *words, slug=slug),
                total=len(museums),
                map_href=address(language, "museums", "map"),
                index_href=index_path(language),
            )
            trail = [list_link(desk, language, "museums")] if len(words) > 1 else []
            about = meta(
                desk,
                language,
                title if number == 1 else f"{title} ({number})",
                say.intro(heading) or say.description("museums", title),
                paths,
                section="musea",
                trail=trail,
                is_indexed=number == 1,
                made_on=desk.shelf.today,
            )
            yield Page("museums.html", about, view)


def facets(desk: Desk, language: Language, current: str) -> list[Facet]:
    """Return the ways to narrow the list of museums."""
    words = desk.words[language]
    return [
        Facet(
            facet,
            words.label(facet),
            sorted(
                (
                    Link(
                        facet_label(desk, facet, value, language),
                        address(language, "museums", facet, slug=facet_slug(desk, facet, value)),
                        current=current == f"{facet}:{value}",
                        key=value,
                    )
                    for value in desk.shelf.choices(f"museums:{facet}")
                ),
                key=lambda link: link.label,
            ),
        )
        for facet in _FACETS
    ]


def museum_map(desk: Desk) -> Iterator[Output]:
    """Yield the map."""
    museums = _museums(desk, "museums")
    placed = [each for each in museums if each.record.latitude and each.record.longitude]
    for language, paths in each_language("museums", "map"):
        words = desk.words[language]
        view = MapView(
            index_href=index_path(language) if placed else "",
            by_municipality=_by_municipality(desk, museums, language),
            without_position=[
                _museum_link(thing, language) for thing in museums if thing not in placed
            ],
        )
        title = words.heading("map")
        trail = [list_link(desk, language, "museums")]
        summary = words.description("map")
        about = meta(desk, language, title, summary, paths, section="musea", trail=trail)
        yield Page("map.html", about, view)


def _by_municipality(
    desk: Desk, museums: Sequence[Thing[Museum]], language: Language
) -> list[Facet]:
    other = desk.words[language].label("without_municipality")

    def municipality(thing: Thing[Museum]) -> str:
        return thing.record.municipality or other

    def links(group: Iterable[Thing[Museum]]) -> list[Link]:
        if len(museums) <= _MOST_LINKED:
            return [_museum_link(thing, language) for thing in group]
        places = Counter(thing.record.place for thing in group)
        return [_place_link(place, count, language) for place, count in sorted(places.items())]

    ordered = sorted(museums, key=lambda thing: (municipality(thing) == other, municipality(thing)))
    return [
        Facet(plain_slug(name), name, links(group))
        for name, group in groupby(ordered, key=municipality)
    ]


def _place_link(place: str, count: int, language: Language) -> Link:
    href = address(language, "museums", "place", slug=slug_of(place))
    return Link(place, href, note=str(count))


def _museum_link(thing: Thing[Museum], language: Language) -> Link:
    path = address(language, "museums", slug=thing.slug)
    return Link(thing.record.name, path, note=thing.record.place)


def museum_index(desk: Desk) -> Iterator[Output]:
    """Yield the index of museums as JSON, for the script that combines filters."""
    museums = _museums(desk, "museums")
    for language in LANGUAGES:
        rows = [_index_row(desk, thing, language) for thing in museums]
        yield File(index_path(language), (dump(rows) + "\n").encode())


def _index_row(desk: Desk, thing: Thing[Museum], language: Language) -> dict[str, object]:
    card = museum_card(desk, thing, language)
    return {
        "name": card.name,
        "href": card.href,
        "place": card.place,
        "tagline": card.tagline,
        "tagline_language": "nl" if card.is_tagline_fallback else language,
        "picture": card.picture.sources[0].href if card.picture else "",
        "themes": list(card.themes),
        "facilities": list(card.facilities),
        "open_from": card.open_days.first.isoformat() if card.open_days else "",
        "open_days": card.open_days.days if card.open_days else "",
        "open_spans": list(card.open_days.spans) if card.open_days else [],
        "today": card.today,
        "state": card.state,
        "position": [card.latitude, card.longitude] if card.latitude else None,
    }


def index_path(language: Language) -> str:
    """Return the path of the index in a language."""
    return f"{address(language, 'museums')}index.json"


def _museums(desk: Desk, facet: str) -> list[Thing[Museum]]:
    ids = desk.shelf.listed(facet)
    desk.shelf.prefetch("museum", ids)
    found = (desk.shelf.museum(one) for one in ids)
    museums = [thing for thing in found if thing is not None]
    desk.shelf.prefetch(
        "image", [thing.record.images[0] for thing in museums if thing.record.images]
    )
    return museums


def _all_value(_language: Language) -> str:
    return ""
