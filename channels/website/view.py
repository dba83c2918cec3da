"""What a page shows: the only thing that templates see. Plain values, already in one language.

`pages.py` and its kin fill these from the tables; `templates/website/` sets them. Texts that
people typed in the tables come as `Prose`, rendered once by `prose.py` (markdown-it-py and nh3).
Addresses are absolute paths within the site ("/musea/drents-museum/"), unless said otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal, NewType

Language = Literal["nl", "de", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "de", "en")

Html = NewType("Html", str)
"""Cleaned HTML: safe to put on a page as it is."""


@dataclass(frozen=True)
class Link:
    """An address with its words. `note` is said beside it (a count, a place, "pdf, 2 MB")."""

    label: str
    href: str
    note: str = ""
    current: bool = False
    key: str = ""
    """What scripts know the choice by, when the link is one of a facet."""
    is_fallback: bool = False
    """True: the words are in Dutch on a page in another language."""


@dataclass(frozen=True)
class Prose:
    """A text from the tables. `language` differs from the page's when only Dutch exists."""

    html: Html
    language: Language
    is_fallback: bool = False
    """True: the page's own language lacks this text; say so in a plain note."""


@dataclass(frozen=True)
class Source:
    """One width of a picture."""

    href: str
    width_px: int


@dataclass(frozen=True)
class Picture:
    """A picture with everything that may be shown of it. `credit` is "Foto: maker, licence"."""

    sources: Sequence[Source]
    """WebP, narrow to wide."""
    fallback: str
    width_px: int
    height_px: int
    alt: str
    credit: str
    color: str = "#d8d2c4"
    """Shown while the picture loads."""
    is_alt_fallback: bool = False
    """True: the description is in Dutch on a page in another language."""


@dataclass(frozen=True)
class FeedLink:
    """For `<link rel=alternate>` and the "neem mee" buttons."""

    title: str
    href: str
    media_type: str


@dataclass(frozen=True)
class PageMeta:
    """Everything about a page that is not its body."""

    title: str
    """Without the site's name."""
    description: str
    language: Language
    path: str
    alternates: Mapping[Language, str]
    """The same page in every language, its own included."""
    section: str = ""
    """Which item of the navigation is current: musea, agenda, vacatures, nieuws, educatie, over."""
    breadcrumbs: Sequence[Link] = ()
    og_image: str = ""
    """Path of a picture of 1200 by 630."""
    og_type: str = "website"
    jsonld: Sequence[str] = ()
    """Each one a script body, already safe to embed."""
    feeds: Sequence[FeedLink] = ()
    is_indexed: bool = True
    made_on: date | None = None
    """For which day the page holds, when it shows what differs every day; scripts correct it."""
    search_kind: str = ""
    """For the search index: museum, activiteit, vacature, nieuws; "" leaves the page out."""


@dataclass(frozen=True)
class Site:
    """What every page shares; from `config/site.toml` and `config/texts.toml`."""

    name: str
    base_url: str
    """Without a slash at the end; for absolute addresses."""
    tagline: str
    """In Dutch, for feeds and the drawn picture; pages say it in their own language."""
    is_sample: bool
    """True: every page says "voorbeeldgegevens"."""
    email: str
    open_data_licence: str = ""
    """Short name of the conditions for `/agenda.json`; "" until somebody decided."""
    open_data_licence_url: str = ""


@dataclass(frozen=True)
class Facet:
    """A way to narrow a list: "Plaats", with a link per value to a page of its own."""

    key: str
    label: str
    links: Sequence[Link]


@dataclass(frozen=True)
class Paging:
    """Where in a longer list this page stands."""

    number: int
    total: int
    previous: str = ""
    next: str = ""
    pages: Sequence[Link] = ()


@dataclass(frozen=True)
class HoursSpan:
    """One opening on a day; wall times in Drenthe.

    `closes_next_day`: past midnight, on the day after. Midnight itself still is this day's end.
    """

    opens: time
    closes: time
    closes_next_day: bool = False


@dataclass(frozen=True)
class HoursDay:
    """One day of the coming weeks. No spans: closed. `holiday` names a public or school holiday."""

    day: date
    spans: Sequence[HoursSpan]
    holiday: str = ""
    is_today: bool = False


@dataclass(frozen=True)
class HoursView:
    """Opening hours as the page shows them. Not understood: only `typed`, and no days."""

    typed: Prose | None
    understood: bool
    words: str
    days: Sequence[HoursDay] = ()
    """Four weeks from today, only when understood."""
    by_appointment: bool = False


@dataclass(frozen=True)
class OpenDays:
    """On which of the coming days a museum is open, brief enough for a card that scripts read."""

    first: date
    spans: Sequence[str]
    """The different openings in words: "11.00–17.00"."""
    days: str
    """A letter a day, from `first` on: "-" for closed, else which of `spans`: "a" is the first."""


@dataclass(frozen=True)
class MuseumCard:
    """A museum in a list."""

    name: str
    href: str
    place: str
    tagline: str
    picture: Picture | None
    state: Literal["open", "temporarily_closed"] = "open"
    open_days: OpenDays | None = None
    """The coming two weeks, when known: a script says "vandaag open" on a later day."""
    today: str = ""
    """Today's hours in words, "" when not known: "Vandaag 11.00–17.00", "Vandaag gesloten"."""
    themes: Sequence[str] = ()
    """Keys, for the script that filters; likewise facilities."""
    facilities: Sequence[str] = ()
    latitude: float | None = None
    longitude: float | None = None
    is_tagline_fallback: bool = False
    """True: the tagline is in Dutch on a page in another language."""


@dataclass(frozen=True)
class EventCard:
    """An activity of any kind in a list."""

    title: str
    href: str
    kind: str
    """activity, exhibition, offer or education."""
    kind_label: str
    museum: str
    museum_href: str
    place: str
    when: str
    """In words, short."""
    first: date
    """The day it stands under: the next or the running occurrence."""
    last: date
    picture: Picture | None
    time_text: str = ""
    """On a day's list: "14.00–16.30" or "hele dag"."""
    status: Literal["scheduled", "sold_out", "postponed", "cancelled"] = "scheduled"
    status_label: str = ""
    """In words; "" when it goes on as planned."""
    summary: str = ""
    is_title_fallback: bool = False


@dataclass(frozen=True)
class VacancyCard:
    """A vacancy in a list."""

    title: str
    href: str
    museum: str
    place: str
    hours: str
    closes: str
    summary: str
    picture: Picture | None
    badges: Sequence[str] = ()
    """ "Kan vanuit huis", "Tijdelijke klus"."""
    is_fallback: bool = False
    """True: title, summary and hours are in Dutch on a page in another language."""


@dataclass(frozen=True)
class NewsCard:
    """A news item in a list."""

    title: str
    href: str
    day: date
    summary: str
    picture: Picture | None
    is_title_fallback: bool = False
    is_summary_fallback: bool = False


@dataclass(frozen=True)
class Fact:
    """A label with its value, for the table of facts. `href` when the value is a link."""

    label: str
    value: str
    href: str = ""


# One view per template of templates/website/ ------------------------------------------------


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
class MonthDay:
    """A cell of the month view. `count` is the number of events; 0: no link."""

    day: date
    in_month: bool
    count: int
    href: str
    is_today: bool = False
    holiday: str = ""


@dataclass(frozen=True)
class DayGroup:
    """A day in the agenda, with what starts or happens on it."""

    day: date
    href: str
    cards: Sequence[EventCard]
    holiday: str = ""
    more: int = 0
    """How many do not fit here; they stand on the day's own page."""


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
    | NewsListView
    | NewsView
    | SearchView
    | TextView
    | MovedView
    | MissingView
    | CanaryView
)
