"""The page of a museum."""

from collections.abc import Iterator
from math import cos, radians

from channels.feeds.structured import dump_jsonld, museum_data
from channels.website.addresses import address, addresses
from channels.website.cards import (
    event_cards,
    museum_card,
    news_cards,
    pictures,
    social_picture,
    vacancy_cards,
)
from channels.website.desk import Desk, Output, Page, list_link, localized, meta
from channels.website.feeds import museum_calendar_path
from channels.website.hours_view import given_hours, hours_view
from channels.website.pages.facets import facet_slug
from channels.website.things import Thing
from channels.website.view import (
    LANGUAGES,
    EventCard,
    Fact,
    FeedLink,
    Language,
    Link,
    MuseumCard,
    MuseumView,
)
from museum.records import Museum

_MOST_EVENTS = 12
_MOST_OTHERS = 6
_MOST_NEARBY = 3


def museum_outputs(desk: Desk, one: str) -> Iterator[Output]:
    """Yield all of a museum; nothing when it is not published."""
    thing = desk.shelf.museum(one)
    if thing is None:
        return
    for language in LANGUAGES:
        yield _page(desk, thing, language)


def _page(desk: Desk, thing: Thing[Museum], language: Language) -> Page:
    museum, paths = thing.record, addresses("museums", slug=thing.slug)
    view = museum_view(desk, thing, language)
    data = museum_data(
        museum,
        desk.absolute(paths["nl"]),
        description=view.tagline,
        images=[desk.absolute(each.fallback) for each in view.pictures],
        hours=given_hours(desk, thing),
        facilities=desk.definitions.table("museums").field("facilities"),
    )
    about = meta(
        desk,
        language,
        museum.name,
        view.tagline or f"{museum.name}, {museum.place}",
        paths,
        section="musea",
        trail=[list_link(desk, language, "museums")],
        og_image=social_picture(desk, museum),
        jsonld=[dump_jsonld(data)],
        feeds=[view.feed],
        search_kind="museum",
        made_on=desk.shelf.today if view.hours.days else None,
    )
    return Page("museum.html", about, view)


def museum_view(desk: Desk, thing: Thing[Museum], language: Language) -> MuseumView:
    """Return what the page of a museum shows."""
    museum, words, shelf = thing.record, desk.words[language], desk.shelf
    tagline, tagline_language = localized(museum, "tagline", language)
    agenda = shelf.listed(f"of:{thing.id}:activity", _MOST_EVENTS + 1)
    return MuseumView(
        name=museum.name,
        tagline=tagline,
        is_tagline_fallback=tagline_language != language,
        state="temporarily_closed" if museum.status == "temporarily_closed" else "open",
        description=desk.prose(museum, "description", language),
        pictures=pictures(desk, museum.images, language),
        hours=hours_view(desk, thing, language),
        prices=desk.prose(museum, "prices_text", language),
        address=_address_lines(museum),
        facts=_facts(desk, museum, language),
        facilities=[(key, words.choice("facilities", key)) for key in museum.facilities],
        themes=[_theme_link(desk, key, language) for key in museum.themes],
        exhibitions=_cards_of(desk, thing, "exhibition", language),
        agenda=event_cards(desk, agenda[:_MOST_EVENTS], language),
        more_agenda=Link(words.label("more_agenda"), address(language, "agenda"))
        if len(agenda) > _MOST_EVENTS
        else None,
        offers=_cards_of(desk, thing, "offer", language),
        education=_cards_of(desk, thing, "education", language),
        vacancies=vacancy_cards(
            desk, shelf.listed(f"vacancies:of:{thing.id}", _MOST_OTHERS, newest=True), language
        ),
        news=news_cards(
            desk, shelf.listed(f"news:of:{thing.id}", _MOST_OTHERS, newest=True), language
        ),
        nearby=_nearby(desk, thing, language),
        checked_on=museum.checked_on,
        registered=museum.registered,
        feed=FeedLink(
            words.label("calendar_museum", museum.name),
            museum_calendar_path(thing),
            "text/calendar",
        ),
        latitude=museum.latitude,
        longitude=museum.longitude,
    )


def _cards_of(desk: Desk, thing: Thing[Museum], kind: str, language: Language) -> list[EventCard]:
    ids = desk.shelf.listed(f"of:{thing.id}:{kind}", _MOST_OTHERS)
    return event_cards(desk, ids, language)


def _address_lines(museum: Museum) -> list[str]:
    lines = (museum.street, f"{museum.postcode} {museum.place}".strip())
    return [line for line in lines if line]


def _facts(desk: Desk, museum: Museum, language: Language) -> list[Fact]:
    words = desk.words[language]
    website = museum.website if museum.website.startswith(("https://", "http://")) else ""
    shown = website.removeprefix("https://").removeprefix("http://").rstrip("/")
    phone = "".join(letter for letter in museum.phone if letter.isdigit() or letter == "+")
    facts = [
        Fact(words.label("website"), shown, website),
        Fact(words.label("email"), museum.email, f"mailto:{museum.email}"),
        Fact(words.label("phone"), museum.phone, f"tel:{phone}"),
        Fact(words.label("municipality"), museum.municipality),
    ]
    return [fact for fact in facts if fact.value]


def _theme_link(desk: Desk, key: str, language: Language) -> Link:
    slug = facet_slug(desk, "theme", key)
    return Link(
        desk.words[language].choice("themes", key),
        address(language, "museums", "theme", slug=slug),
    )


def _nearby(desk: Desk, thing: Thing[Museum], language: Language) -> list[MuseumCard]:
    """Return the nearest museums, as the crow flies."""
    here = thing.record
    if here.latitude is None or here.longitude is None:
        return []
    stretch = cos(radians(here.latitude))
    found = []
    for one, latitude, longitude in desk.shelf.positions():
        if one != thing.id:
            north = latitude - here.latitude
            east = (longitude - here.longitude) * stretch
            found.append((north * north + east * east, one))
    nearest = (desk.shelf.museum(one) for _, one in sorted(found)[:_MOST_NEARBY])
    return [
        museum_card(desk, each, language, with_hours=False) for each in nearest if each is not None
    ]
