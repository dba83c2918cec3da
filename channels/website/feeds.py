"""The feeds of the website, put together from fragments that the activities left behind."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from channels.feeds.ical import calendar_text
from channels.feeds.open_data import activities_json
from channels.feeds.syndication import FeedEntry, FeedHead, atom_feed, json_feed
from channels.website.addresses import address, plain_slug
from channels.website.desk import Desk
from channels.website.outputs import File, Output
from channels.website.things import Thing
from channels.website.view import FeedLink, Language
from museum.date_plan import ZONE
from museum.records import Museum, NewsItem

ALL: Final = "/agenda.ics"
ATOM: Final = "/nieuws.atom"
NEWS_JSON: Final = "/feed.json"
OPEN_DATA: Final = "/agenda.json"
_MOST_NEWS: Final = 30
_CALENDAR_TYPE: Final = "text/calendar"
_LONG_AGO: Final = datetime(2026, 1, 1, tzinfo=UTC)


def calendar_link(desk: Desk, language: Language, kind: str) -> FeedLink:
    """Return the link to the calendar of a kind of activity, or of all."""
    words = desk.words[language]
    if not kind:
        return FeedLink(words.label("calendar_all"), ALL, _CALENDAR_TYPE)
    return FeedLink(words.choice("kinds_many", kind), kind_path(desk, kind), _CALENDAR_TYPE)


def news_link(desk: Desk, language: Language) -> FeedLink:
    """Return the link to the news feed."""
    return FeedLink(desk.words[language].label("feed_news"), ATOM, "application/atom+xml")


def news_json_link(desk: Desk, language: Language) -> FeedLink:
    """Return the link to the news as a JSON feed."""
    title = f"{desk.words[language].label('feed_news')} (JSON)"
    return FeedLink(title, NEWS_JSON, "application/feed+json")


def kind_path(desk: Desk, kind: str) -> str:
    """Return the path of the calendar of a kind."""
    slug = plain_slug(desk.words["nl"].choice("kinds_many", kind))
    return f"{address('nl', 'agenda', 'kind', slug=slug)}agenda.ics"


def museum_calendar_path(thing: Thing[Museum]) -> str:
    """Return the path of a museum's calendar."""
    return f"{address('nl', 'museums', slug=thing.slug)}agenda.ics"


def calendar_of_all(desk: Desk) -> Iterator[Output]:
    """Yield the calendar of everything."""
    name = desk.words["nl"].label("calendar_all")
    yield _calendar(desk, name, ALL, desk.shelf.feed("calendar"))


def calendar_of_kind(desk: Desk, kind: str) -> Iterator[Output]:
    """Yield the calendar of a kind of activity."""
    name = f"{desk.site.name}: {desk.words['nl'].choice('kinds_many', kind)}"
    fragments = desk.shelf.feed("calendar", kind)
    yield _calendar(desk, name, kind_path(desk, kind), fragments)


def calendar_of_museum(desk: Desk, one: str) -> Iterator[Output]:
    """Yield the calendar of a museum; nothing when it is not published."""
    thing = desk.shelf.museum(one)
    if thing is not None:
        name = desk.words["nl"].label("calendar_museum", thing.record.name)
        fragments = desk.shelf.feed_of_museum(one)
        yield _calendar(desk, name, museum_calendar_path(thing), fragments)


def _calendar(desk: Desk, name: str, path: str, fragments: list[bytes]) -> File:
    return File(path, calendar_text(name, desk.absolute(path), fragments))


def open_data(desk: Desk) -> Iterator[Output]:
    """Yield all activities as open data."""
    head = _head(desk, desk.words["nl"].label("calendar_all"), OPEN_DATA, desk.shelf.newest())
    body = activities_json(head, desk.site.open_data_licence_url, desk.shelf.feed("open_data"))
    yield File(OPEN_DATA, body)


def news_feeds(desk: Desk) -> Iterator[Output]:
    """Yield the news as Atom and as a JSON feed."""
    found = map(desk.shelf.news, desk.shelf.listed("news", _MOST_NEWS, newest=True))
    things = [thing for thing in found if thing is not None]
    entries = [_entry(desk, thing) for thing in things]
    updated = max((entry.updated for entry in entries), default=_LONG_AGO)
    title = f"{desk.site.name}: {desk.words['nl'].heading('news')}"
    yield File(ATOM, atom_feed(_head(desk, title, ATOM, updated), entries))
    yield File(NEWS_JSON, json_feed(_head(desk, title, NEWS_JSON, updated), entries))


def _head(desk: Desk, title: str, path: str, updated: datetime) -> FeedHead:
    return FeedHead(
        title=title,
        identity=desk.site.identity,
        home_url=desk.absolute("/"),
        feed_url=desk.absolute(path),
        author=desk.site.name,
        language="nl",
        updated=updated,
        description=desk.site.tagline,
    )


def _entry(desk: Desk, thing: Thing[NewsItem]) -> FeedEntry:
    item = thing.record
    day = item.published_on or item.created.astimezone(ZONE).date()
    body = desk.prose(item, "body", "nl")
    images = desk.shelf.images(item.images)
    picture = f"/media/{images[0].extra['renditions']['fallback']['name']}" if images else ""
    return FeedEntry(
        record_id=thing.id,
        title=item.title,
        url=desk.absolute(address("nl", "news", slug=thing.slug)),
        published=datetime(day.year, day.month, day.day, tzinfo=ZONE),
        updated=thing.changed_at,
        summary=item.summary,
        html=body.html if body else "",
        image_url=desk.absolute(picture),
    )
