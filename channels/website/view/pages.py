"""One view per template of templates/website/."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from channels.website.view.cards import (
    DayGroup,
    EventCard,
    MonthDay,
    MuseumCard,
    NewsCard,
    VacancyCard,
)
from channels.website.view.hours import HoursView
from channels.website.view.parts import Facet, Fact, FeedLink, Link, Paging, Picture, Prose


@dataclass(frozen=True)
class HomeView:
    """`home.html`: today and this weekend, what is new."""

    today: date
    hero: Picture | None
    hero_title: str
    is_hero_title_fallback: bool
    hero_href: str
    open_today: Sequence[MuseumCard]
    open_today_count: int
    on_today: Sequence[EventCard]
    this_weekend: Sequence[EventCard]
    weekend_until: date | None
    """The Sunday of `this_weekend`; scripts take it away after."""
    exhibitions: Sequence[EventCard]
    new_events: Sequence[EventCard]
    vacancies: Sequence[VacancyCard]
    news: Sequence[NewsCard]
    museum_count: int


@dataclass(frozen=True)
class MuseumListView:
    """`museums.html`: the list, one facet's list, or those open today."""

    heading: str
    intro: str
    cards: Sequence[MuseumCard]
    facets: Sequence[Facet]
    paging: Paging
    total: int
    map_href: str
    index_href: str
    """JSON of all museums, for the script that combines filters."""


@dataclass(frozen=True)
class MapView:
    """`map.html`: asks before it fetches map tiles; a plain list by municipality without."""

    index_href: str
    """JSON of all museums, for the script that draws them; "" when none has a position."""
    by_municipality: Sequence[Facet]
    without_position: Sequence[Link]


@dataclass(frozen=True)
class MuseumView:
    """`museum.html`."""

    name: str
    tagline: str
    state: Literal["open", "temporarily_closed"]
    description: Prose | None
    pictures: Sequence[Picture]
    hours: HoursView
    prices: Prose | None
    address: Sequence[str]
    """Lines."""
    facts: Sequence[Fact]
    facilities: Sequence[tuple[str, str]]
    """Key and label."""
    themes: Sequence[Link]
    exhibitions: Sequence[EventCard]
    agenda: Sequence[EventCard]
    more_agenda: Link | None
    """When there is more than fits."""
    offers: Sequence[EventCard]
    education: Sequence[EventCard]
    vacancies: Sequence[VacancyCard]
    news: Sequence[NewsCard]
    nearby: Sequence[MuseumCard]
    checked_on: date | None
    registered: bool
    feed: FeedLink
    latitude: float | None = None
    longitude: float | None = None
    is_tagline_fallback: bool = False


@dataclass(frozen=True)
class AgendaView:
    """`agenda.html`: the coming days, a day, a month, or one facet's list."""

    heading: str
    intro: str
    mode: Literal["coming", "day", "month", "facet"]
    days: Sequence[DayGroup]
    running: Sequence[EventCard]
    """Exhibitions and the like that run on: apart from what happens on one day."""
    more_running: Link | None
    facets: Sequence[Facet]
    month: Sequence[Sequence[MonthDay]]
    """Weeks of seven days, Monday first; () when there is no month view here."""
    month_label: str
    previous: Link | None
    next: Link | None
    paging: Paging
    feed: FeedLink


@dataclass(frozen=True)
class EventView:
    """`event.html`: an activity, exhibition, offer or education."""

    title: str
    kind: str
    kind_label: str
    status: Literal["scheduled", "sold_out", "postponed", "cancelled"]
    status_label: str
    summary: str
    description: Prose | None
    when: str
    dates: Sequence[str]
    """The coming dates in words, at most a dozen, when there are several."""
    is_past: bool
    museum: MuseumCard
    location: Sequence[str]
    facts: Sequence[Fact]
    terms: Prose | None
    goals: Prose | None
    pictures: Sequence[Picture]
    booking: Link | None
    website: Link | None
    calendar_file: FeedLink
    related: Sequence[EventCard]
    is_title_fallback: bool = False
    is_summary_fallback: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to read but the facts: the picture stands beside them then."""
        texts = (self.description, self.goals, self.terms)
        return not any(texts) and not self.dates and len(self.pictures) < 2

    @property
    def repeats_museum(self) -> bool:
        """Whether its picture is that of the museum."""
        return bool(self.pictures) and _is_same(self.pictures[0], self.museum.picture)


@dataclass(frozen=True)
class EventListView:
    """`events.html`: offers, and education, each a list of their own."""

    heading: str
    intro: str
    cards: Sequence[EventCard]
    facets: Sequence[Facet]
    paging: Paging
    feed: FeedLink


@dataclass(frozen=True)
class VacancyListView:
    """`vacancies.html`."""

    cards: Sequence[VacancyCard]
    facets: Sequence[Facet]
    paging: Paging


@dataclass(frozen=True)
class VacancyView:
    """`vacancy.html`. Vacancies are in Dutch; other languages show them with a note."""

    title: str
    summary: str
    museum: MuseumCard
    tasks: Prose | None
    qualities: Prose | None
    offers: Prose | None
    facts: Sequence[Fact]
    badges: Sequence[str]
    picture: Picture | None
    contact_name: str
    contact_email: str
    contact_phone: str
    is_fallback: bool
    related: Sequence[VacancyCard] = ()

    @property
    def repeats_museum(self) -> bool:
        """Whether its picture is that of the museum."""
        return self.picture is not None and _is_same(self.picture, self.museum.picture)


@dataclass(frozen=True)
class ProgrammeRow:
    """An item of the year programme. Its own texts are in Dutch."""

    title: str
    kind: str
    audiences: str
    when: str
    where: str
    status: str
    """ "provisional", "cancelled" or "". """
    status_label: str
    description: Prose | None
    facts: Sequence[str]
    sign_up: Link | None = None


@dataclass(frozen=True)
class ProgrammeMonth:
    """The items of one month, or those whose date is to follow."""

    heading: str
    rows: Sequence[ProgrammeRow]


@dataclass(frozen=True)
class ProgrammeView:
    """`programme.html`: the year programme for museums."""

    heading: str
    intro: str
    months: Sequence[ProgrammeMonth]
    is_dutch: bool
    """False: the page is in another language, the items are not."""
    calendars_href: str
    papers: Sequence[Link]


@dataclass(frozen=True)
class NewsListView:
    """`news_list.html`."""

    cards: Sequence[NewsCard]
    paging: Paging
    feed: FeedLink


@dataclass(frozen=True)
class NewsView:
    """`news.html`."""

    title: str
    day: date
    summary: Prose | None
    body: Prose | None
    pictures: Sequence[Picture]
    museums: Sequence[MuseumCard]
    is_title_fallback: bool = False


@dataclass(frozen=True)
class SearchView:
    """`search.html`: pagefind's own script; without JavaScript the page links to the lists."""

    index_href: str
    index_built: datetime | None
    lists: Sequence[Link]


@dataclass(frozen=True)
class TextView:
    """`text.html`: about, accessibility, privacy. The text stands in templates/website/text/."""

    heading: str
    body_template: str
    """Such as "text/over.nl.html"."""
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class MovedView:
    """`moved.html`: an address that moved; sends on at once."""

    title: str
    href: str


@dataclass(frozen=True)
class MissingView:
    """`missing.html`: the 404 page, and pages of what is no longer there."""

    lists: Sequence[Link]


@dataclass(frozen=True)
class CanaryView:
    """`canary.html`: the page of the hidden test."""

    token: str
    feed: str


View = (
    HomeView
    | MuseumListView
    | MapView
    | MuseumView
    | AgendaView
    | EventView
    | EventListView
    | VacancyListView
    | VacancyView
    | ProgrammeView
    | NewsListView
    | NewsView
    | SearchView
    | TextView
    | MovedView
    | MissingView
    | CanaryView
)


def _is_same(one: Picture, other: Picture | None) -> bool:
    return other is not None and one.fallback == other.fallback
