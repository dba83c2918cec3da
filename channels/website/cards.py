"""Cards and pictures: how a thing looks in a list, on every page the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from channels.website.addresses import address
from channels.website.desk import Desk, localized
from channels.website.hours_view import open_days, today_words
from channels.website.things import Thing
from channels.website.view import (
    EventCard,
    Language,
    MuseumCard,
    NewsCard,
    Picture,
    Source,
    VacancyCard,
)
from museum.date_plan import DatePlan
from museum.date_words import clock
from museum.occurrences import ZONE, last_day, next_occurrence, occurrence_on
from museum.publishing import FAR_AHEAD
from museum.records import Activity, Image, Museum, NewsItem, Vacancy
from museum.schedule_text import when_text

MEDIA = "/media/"


def picture(desk: Desk, image: Thing[Image], language: Language) -> Picture:
    """Return a picture with its words."""
    made = image.extra["renditions"]
    words = desk.words[language]
    record = image.record
    alt, alt_language = localized(record, "alt", language)
    credit = f"{record.maker}, {words.choice('licences', record.licence)}"
    return Picture(
        sources=[Source(MEDIA + each["name"], each["width"]) for each in made["webp"]],
        fallback=MEDIA + made["fallback"]["name"],
        width_px=made["width"],
        height_px=made["height"],
        alt=alt,
        credit=words.label("photo", credit),
        color=made["colour"],
        is_alt_fallback=alt_language != language,
    )


def pictures(desk: Desk, ids: Sequence[str], language: Language) -> list[Picture]:
    """Return the pictures of a record that may be shown."""
    return [picture(desk, image, language) for image in desk.shelf.images(ids)]


def first_picture(desk: Desk, record: Any, language: Language) -> Picture | None:
    """Return the first picture of a record that may be shown."""
    found = desk.shelf.images(record.images)
    return picture(desk, found[0], language) if found else None


def social_picture(desk: Desk, record: Any) -> str:
    """Return the path of the Open Graph picture of a record; "" when it has no picture."""
    found = desk.shelf.images(record.images)
    return MEDIA + str(found[0].extra["social"]) if found else ""


def museum_path(language: Language, thing: Thing[Museum]) -> str:
    """Return the address of a museum's page."""
    return address(language, "museums", slug=thing.slug)


def event_path(language: Language, thing: Thing[Activity]) -> str:
    """Return the address of an activity's page."""
    return address(language, "events", slug=thing.slug)


def museum_card(
    desk: Desk, thing: Thing[Museum], language: Language, *, with_hours: bool = True
) -> MuseumCard:
    """Return a museum's card; `with_hours` makes the page one of today."""
    return desk.shelf.remembered(
        ("museum-card", thing.id, language, with_hours),
        lambda: _museum_card(desk, thing, language, with_hours),
    )


def _museum_card(
    desk: Desk, thing: Thing[Museum], language: Language, with_hours: bool
) -> MuseumCard:
    thing = desk.shelf.museum(thing.id) or thing
    museum = thing.record
    words = desk.words[language]
    is_closed = museum.status == "temporarily_closed"
    tagline, tagline_language = localized(museum, "tagline", language)
    today = ""
    if with_hours:
        today = words.label("temporarily_closed") if is_closed else today_words(desk, thing, words)
    return MuseumCard(
        name=museum.name,
        href=museum_path(language, thing),
        place=museum.place,
        tagline=tagline,
        picture=first_picture(desk, museum, language),
        state="temporarily_closed" if is_closed else "open",
        open_days=open_days(desk, thing, language) if with_hours and not is_closed else None,
        today=today,
        themes=museum.themes,
        facilities=museum.facilities,
        latitude=museum.latitude,
        longitude=museum.longitude,
        is_tagline_fallback=tagline_language != language,
    )


def event_cards(desk: Desk, ids: Iterable[str], language: Language) -> list[EventCard]:
    """Return the cards of activities, each under its next occurrence."""
    found = (desk.shelf.activity(one) for one in ids)
    cards = (event_card(desk, thing, language) for thing in found if thing is not None)
    return [card for card in cards if card is not None]


def event_card(
    desk: Desk,
    thing: Thing[Activity],
    language: Language,
    *,
    day: date | None = None,
    at: str | None = None,
) -> EventCard | None:
    """Return the card of an activity; on the list of a `day`, with what time it is then."""
    card = desk.shelf.remembered(
        ("card", thing.id, language), lambda: _event_card(desk, thing, language)
    )
    if card is None or day is None or thing.plan is None:
        return card
    upcoming = next_occurrence(thing.plan, day)
    return replace(
        card,
        first=day,
        last=max(day, (upcoming.last_day if upcoming else None) or day),
        time_text=_time_text(desk, thing.plan, at, language),
    )


def _event_card(desk: Desk, thing: Thing[Activity], language: Language) -> EventCard | None:
    thing = desk.shelf.activity(thing.id) or thing
    museum = desk.shelf.museum(thing.record.museum)
    if thing.plan is None or museum is None:
        return None
    activity, plan, words = thing.record, thing.plan, desk.words[language]
    upcoming = next_occurrence(plan, desk.shelf.day) or occurrence_on(plan, plan.first_day)
    watch_words(desk, plan)
    status = activity.event_status or "scheduled"
    title, title_language = localized(activity, "title", language)
    return EventCard(
        title=title,
        href=event_path(language, thing),
        kind=activity.kind,
        kind_label=words.choice("kinds", activity.kind),
        museum=museum.record.name,
        museum_href=museum_path(language, museum),
        place=activity.location_place or museum.record.place,
        when=when_text(plan, desk.shelf.day, language, short=True),
        first=upcoming.first_day,
        last=upcoming.last_day or upcoming.first_day,
        picture=first_picture(desk, activity, language),
        status=status,  # type: ignore[arg-type]  # the tables' options are these
        status_label=words.choice("statuses", status) if status != "scheduled" else "",
        summary=localized(activity, "summary", language)[0],
        is_title_fallback=title_language != language,
    )


def watch_words(desk: Desk, plan: DatePlan) -> None:
    """Say from which day on the words of a plan, or its next occurrence, may differ."""
    for day in _turns(plan, desk.shelf.day):
        desk.shelf.stale(day)


def _turns(plan: DatePlan, today: date) -> Iterator[date]:
    yield plan.first_day
    end = last_day(plan, FAR_AHEAD)
    if end < FAR_AHEAD:
        yield end + timedelta(1)
    if plan.rule is not None and plan.rule.until is not None:
        yield plan.rule.until + timedelta(1)
    upcoming = next_occurrence(plan, today)
    if upcoming is not None and upcoming.last_day is not None:
        yield upcoming.last_day + timedelta(1)
    yield date(today.year + 1, 1, 1)


def _time_text(desk: Desk, plan: DatePlan, at: str | None, language: Language) -> str:
    if not at or plan.opens is None:
        return desk.words[language].label("all_day")
    opens = clock(plan.opens, language)
    return f"{opens}–{clock(plan.closes, language)}" if plan.closes else opens


def vacancy_card(desk: Desk, thing: Thing[Vacancy], language: Language) -> VacancyCard | None:
    """Return the card of a vacancy."""
    museum = desk.shelf.museum(thing.record.museum)
    if museum is None:
        return None
    vacancy, words = thing.record, desk.words[language]
    closes = words.short_day(vacancy.closes_on) if vacancy.closes_on else ""
    return VacancyCard(
        title=vacancy.title,
        href=address(language, "vacancies", slug=thing.slug),
        museum=museum.record.name,
        place=museum.record.place,
        hours=vacancy.hours_text,
        closes=words.label("closes_short", closes) if closes else "",
        summary=vacancy.summary,
        picture=first_picture(desk, vacancy if vacancy.images else museum.record, language),
        badges=badges(desk, vacancy, language),
        is_fallback=language != "nl",
    )


def vacancy_cards(desk: Desk, ids: Iterable[str], language: Language) -> list[VacancyCard]:
    """Return the cards of vacancies."""
    found = (desk.shelf.vacancy(one) for one in ids)
    cards = (vacancy_card(desk, thing, language) for thing in found if thing is not None)
    return [card for card in cards if card is not None]


def badges(desk: Desk, vacancy: Vacancy, language: Language) -> list[str]:
    """Return what stands out of a vacancy."""
    words = desk.words[language]
    return [words.label(key) for key in ("from_home", "is_bounded") if getattr(vacancy, key)]


def news_cards(desk: Desk, ids: Iterable[str], language: Language) -> list[NewsCard]:
    """Return the cards of news items."""
    found = [desk.shelf.news(one) for one in ids]
    return [news_card(desk, thing, language) for thing in found if thing is not None]


def news_card(desk: Desk, thing: Thing[NewsItem], language: Language) -> NewsCard:
    """Return the card of a news item."""
    item = thing.record
    title, title_language = localized(item, "title", language)
    summary, summary_language = localized(item, "summary", language)
    return NewsCard(
        title=title,
        href=address(language, "news", slug=thing.slug),
        day=item.published_on or thing.record.created.astimezone(ZONE).date(),
        summary=summary,
        picture=first_picture(desk, item, language),
        is_title_fallback=title_language != language,
        is_summary_fallback=summary_language != language,
    )
