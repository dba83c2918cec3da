"""The home page: today and this weekend, and what is new."""

from collections.abc import Iterator
from datetime import date, timedelta

from channels.feeds.structured import Publisher, dump_jsonld, website_data
from channels.website.addresses import address
from channels.website.cards import (
    event_card,
    event_cards,
    museum_card,
    museum_path,
    news_cards,
    pictures,
    vacancy_cards,
)
from channels.website.desk import Desk, Output, Page, each_language, meta
from channels.website.feeds import calendar_link, news_json_link, news_link
from channels.website.hours_view import is_open_today
from channels.website.things import Thing
from channels.website.view import EventCard, HomeView, Language, Link, Picture
from museum.records import Museum

_MOST_EVENTS = 6
_MOST_MUSEUMS = 8
_MOST_OTHERS = 3
_SATURDAY = 5


def home(desk: Desk) -> Iterator[Output]:
    """Yield the home page."""
    today = desk.shelf.today
    museums = _museums(desk)
    open_now = [each for each in museums if is_open_today(desk, each)]
    days = weekend(today)
    for language, paths in each_language():
        words = desk.words[language]
        hero, caption = _hero(desk, museums, today, language)
        view = HomeView(
            today=today,
            hero=hero,
            hero_title=caption.label,
            is_hero_title_fallback=caption.is_fallback,
            hero_href=caption.href,
            open_today=[museum_card(desk, each, language) for each in open_now[:_MOST_MUSEUMS]],
            open_today_count=len(open_now),
            on_today=_on(desk, [today], language),
            this_weekend=_on(desk, days, language),
            weekend_until=days[-1] if days else None,
            exhibitions=event_cards(
                desk, desk.shelf.listed("kind:exhibition", _MOST_EVENTS), language
            ),
            new_events=event_cards(
                desk, desk.shelf.listed("new", _MOST_EVENTS, newest=True), language
            ),
            vacancies=vacancy_cards(
                desk, desk.shelf.listed("vacancies", _MOST_OTHERS, newest=True), language
            ),
            news=news_cards(desk, desk.shelf.listed("news", _MOST_OTHERS, newest=True), language),
            museum_count=len(museums),
        )
        search = desk.absolute(address(language, "search")) + "?q={search_term_string}"
        publisher = Publisher(desk.site.name, desk.absolute(address(language)))
        about = meta(
            desk,
            language,
            words.heading("home"),
            words.intro("home"),
            paths,
            jsonld=[dump_jsonld(website_data(publisher, language, search))],
            feeds=[
                calendar_link(desk, language, ""),
                news_link(desk, language),
                news_json_link(desk, language),
            ],
            made_on=today,
        )
        yield Page("home.html", about, view)


def weekend(today: date) -> list[date]:
    """Return the days of this weekend that are still to come, today not included."""
    saturday = today + timedelta((_SATURDAY - today.weekday()) % 7)
    if today.weekday() > _SATURDAY:
        saturday = today - timedelta(1)
    return [day for day in (saturday, saturday + timedelta(1)) if day > today]


def _on(desk: Desk, days: list[date], language: Language) -> list[EventCard]:
    cards: list[EventCard] = []
    for day in days:
        for one, clock in desk.shelf.on_day(day):
            thing = desk.shelf.activity(one)
            card = event_card(desk, thing, language, day=day, at=clock) if thing else None
            if card is not None and card.status != "cancelled":
                cards.append(card)
            if len(cards) == _MOST_EVENTS:
                return cards
    return cards


def _museums(desk: Desk) -> list[Thing[Museum]]:
    ids = desk.shelf.listed("museums")
    desk.shelf.prefetch("museum", ids)
    found = (desk.shelf.museum(one) for one in ids)
    return [thing for thing in found if thing is not None]


def _hero(
    desk: Desk, museums: list[Thing[Museum]], today: date, language: Language
) -> tuple[Picture | None, Link]:
    """Return the picture of the day: of a running exhibition, else of a museum, in turn."""
    running, _ = desk.shelf.running_on(today, 20)
    exhibitions = [each for each in map(desk.shelf.activity, running) if each is not None]
    turn = today.toordinal()
    for things in (exhibitions, museums):
        pictured = [each for each in things if desk.shelf.images(each.record.images)]
        if pictured:
            thing = pictured[turn % len(pictured)]
            found = pictures(desk, thing.record.images, language)
            return found[0], _name(desk, thing, language)
    return None, Link("", "")


def _name(desk: Desk, thing: Thing, language: Language) -> Link:  # type: ignore[type-arg]  # of either kind
    if thing.kind == "museum":
        return Link(thing.record.name, museum_path(language, thing))
    card = event_card(desk, thing, language)
    if card is None:
        return Link("", "")
    return Link(card.title, card.href, is_fallback=card.is_title_fallback)
