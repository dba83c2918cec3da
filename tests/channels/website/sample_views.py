"""Views of every template for tests: one as full as it gets, one with nothing in it.

Long names, accents, texts that try to run, missing pictures, cancelled and sold out activities.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from channels.website.addresses import address
from channels.website.view import (
    LANGUAGES,
    AgendaView,
    CanaryView,
    DayGroup,
    EventListView,
    EventView,
    Fact,
    FeedLink,
    HomeView,
    Language,
    Link,
    MapView,
    MissingView,
    MovedView,
    MuseumListView,
    MuseumView,
    NewsListView,
    NewsView,
    PageMeta,
    Paging,
    ProgrammeMonth,
    ProgrammeRow,
    ProgrammeView,
    SearchView,
    TextView,
    VacancyListView,
    VacancyView,
    View,
)
from tests.channels.website.sample_cards import (
    EVIL,
    FEED,
    LONG,
    ONE_PAGE,
    TODAY,
    event_cards,
    facets,
    hours,
    month,
    museum_cards,
    news_cards,
    picture,
    prose,
    vacancy_cards,
)

OF_TODAY: Final = ("home.html", "museums.html", "museum.html", "agenda.html")


@dataclass(frozen=True)
class Sample:
    """A page to render: `name` tells tests apart."""

    name: str
    template: str
    meta: PageMeta
    view: View


def samples() -> Iterator[Sample]:
    """Yield every template, full and empty, in every language."""
    for language in LANGUAGES:
        for template, number, view in (*_full(language), *_empty(language)):
            name = f"{template.removesuffix('.html')}-{number}-{language}"
            yield Sample(name, template, meta(template, name, language), view)


def meta(template: str, name: str, language: Language) -> PageMeta:
    """Return what a page says about itself."""
    paths: dict[Language, str] = {each: f"/{name[:-2]}{each}.html" for each in LANGUAGES}
    kinds = {"museum.html": "museum", "event.html": "activiteit", "vacancy.html": "vacature"}
    trail = (Link("Home", address(language)), Link(EVIL, paths[language], current=True))
    return PageMeta(
        title=EVIL if template == "event.html" else "Musea in Drenthe",
        description=f'Een "beschrijving" van {EVIL}',
        language=language,
        path=address(language) if template == "home.html" else paths[language],
        alternates=paths,
        section="musea",
        breadcrumbs=() if template == "home.html" else trail,
        og_image="/media/og.jpg",
        jsonld=('{"@context":"https://schema.org","@type":"Museum","name":"\\u003cb>"}',),
        feeds=(FEED,),
        made_on=TODAY if template in OF_TODAY else None,
        search_kind=kinds.get(template, ""),
    )


def _full(language: Language) -> Iterator[tuple[str, int, View]]:
    yield "home.html", 1, _home()
    yield "museums.html", 1, _museums(is_narrowed=True)
    yield "museums.html", 3, _museums(is_narrowed=False)
    yield "map.html", 1, MapView("/musea/index.json", facets(), facets()[0].links)
    yield "museum.html", 1, _museum(language)
    yield "agenda.html", 1, _agenda("coming")
    yield "agenda.html", 3, _agenda("month")
    yield "event.html", 1, _event(language)
    yield "events.html", 1, _events()
    paging = Paging(2, 3, "/vacatures/", "/vacatures/3/")
    yield "vacancies.html", 1, VacancyListView(vacancy_cards(), facets(), paging)
    yield "vacancy.html", 1, _vacancy(language)
    yield "programme.html", 1, _programme(language)
    yield "news_list.html", 1, NewsListView(news_cards(), ONE_PAGE, FEED)
    yield "news.html", 1, _news(language)
    yield "search.html", 1, SearchView("/pagefind/", datetime(2027, 3, 1, tzinfo=UTC), _lists())
    numbers: Mapping[str, int] = {"museum": 38, "activity": 412, "vacancy": 9}
    for number, name in enumerate(("over", "toegankelijkheid", "privacy")):
        view = TextView("Over Drentse Musea", f"text/{name}.{language}.html", numbers)
        yield "text.html", number, view
    yield "moved.html", 1, MovedView("Deze bladzijde is verhuisd", "/musea/lang/")
    yield "missing.html", 1, MissingView(_lists())
    yield "canary.html", 1, CanaryView("0f3a9c", "/kanarie/kanarie.ics")


def _empty(language: Language) -> Iterator[tuple[str, int, View]]:
    yield (
        "home.html",
        2,
        HomeView(TODAY, None, "", False, "", (), 0, (), (), None, (), (), (), (), 0),
    )
    yield "museums.html", 2, MuseumListView("Musea", "", (), (), ONE_PAGE, 0, "/k/", "/i.json")
    yield "map.html", 2, MapView("", (), ())
    yield "museum.html", 2, _bare_museum()
    yield "agenda.html", 2, _empty_agenda()
    yield "event.html", 2, _bare_event()
    yield "events.html", 2, EventListView("Educatie", "", (), (), ONE_PAGE, FEED)
    yield "vacancies.html", 2, VacancyListView((), (), ONE_PAGE)
    yield "programme.html", 2, ProgrammeView("Jaarprogramma", "", (), True, "/kalenders/", ())
    bare = museum_cards()[2]
    yield (
        "vacancy.html",
        2,
        VacancyView(EVIL, "", bare, None, None, None, (), (), None, "", "", "", is_fallback=False),
    )
    yield "news_list.html", 2, NewsListView((), ONE_PAGE, FEED)
    yield "news.html", 2, NewsView(LONG, TODAY, None, None, (), ())
    yield "search.html", 2, SearchView("/pagefind/", None, ())


def _lists() -> list[Link]:
    return [Link("Musea in Drenthe", "/musea/"), Link("Agenda", "/agenda/")]


def _home() -> HomeView:
    museums, events = museum_cards(), event_cards()
    return HomeView(
        today=TODAY,
        hero=picture(0),
        hero_title=LONG,
        is_hero_title_fallback=False,
        hero_href="/activiteiten/1/",
        open_today=museums,
        open_today_count=21,
        on_today=events[:3],
        this_weekend=events,
        weekend_until=TODAY + timedelta(5),
        exhibitions=events[:3],
        new_events=events,
        vacancies=vacancy_cards(),
        news=news_cards(),
        museum_count=38,
    )


def _museums(*, is_narrowed: bool) -> MuseumListView:
    """A list of one theme with more pages; or all museums on one page, which a script narrows."""
    return MuseumListView(
        heading="Musea",
        intro="Alle musea die bij het platform horen, van A tot Z.",
        cards=museum_cards(),
        facets=facets(is_narrowed=is_narrowed),
        paging=Paging(1, 2, "", "/musea/2/") if is_narrowed else ONE_PAGE,
        total=64 if is_narrowed else 4,
        map_href="/musea/kaart/",
        index_href="/musea/index.json",
    )


def _museum(language: Language) -> MuseumView:
    museums, events = museum_cards(), event_cards()
    return MuseumView(
        name=LONG,
        tagline="Tienduizend jaar bewoners van het Drents Plateau",
        state="temporarily_closed",
        description=prose(language, is_fallback=language == "de"),
        pictures=[picture(n) for n in range(4)],
        hours=hours(),
        prices=prose(language),
        address=("Brink 1", "9301 JK Roden"),
        facts=_facts(),
        facilities=[("wheelchair", "Rolstoel"), ("catering", "Horeca")],
        themes=[Link("Archeologie", "/musea/thema/archeologie/")],
        exhibitions=events[1:3],
        agenda=events,
        more_agenda=Link("De hele agenda", "/agenda/"),
        offers=events[4:5],
        education=events[5:],
        vacancies=vacancy_cards(),
        news=news_cards(),
        nearby=museums[:3],
        checked_on=TODAY,
        registered=True,
        feed=FEED,
        latitude=53.1,
        longitude=6.4,
    )


def _bare_museum() -> MuseumView:
    return MuseumView(
        name="Ünger’s Hûske",
        tagline="",
        state="open",
        description=None,
        pictures=(),
        hours=hours(understood=False),
        prices=None,
        address=(),
        facts=(),
        facilities=(),
        themes=(),
        exhibitions=(),
        agenda=(),
        more_agenda=None,
        offers=(),
        education=(),
        vacancies=(),
        news=(),
        nearby=(),
        checked_on=None,
        registered=False,
        feed=FEED,
    )


def _facts() -> list[Fact]:
    return [
        Fact("Website", "oermuseum.example", "https://oermuseum.example"),
        Fact("Prijs", EVIL),
    ]


def _agenda(mode: str) -> AgendaView:
    events = event_cards()
    is_month = mode == "month"
    saturday = TODAY + timedelta(4)
    days = [
        DayGroup(saturday, f"/agenda/{saturday}/", events, "voorjaarsvakantie", more=4),
        DayGroup(saturday + timedelta(1), "", events[:2]),
    ]
    return AgendaView(
        heading="Agenda",
        intro="Activiteiten in de Drentse musea, dag voor dag.",
        mode="month" if is_month else "coming",
        days=() if is_month else days,
        running=() if is_month else events[1:3],
        more_running=None if is_month else Link("Alle tentoonstellingen", "/agenda/soort/t/"),
        facets=facets(),
        month=month(),
        month_label="maart 2027",
        previous=Link("februari 2027", "/agenda/2027-02/") if is_month else None,
        next=Link("april 2027", "/agenda/2027-04/"),
        paging=ONE_PAGE,
        feed=FEED,
    )


def _empty_agenda() -> AgendaView:
    return AgendaView("Agenda", "", "facet", (), (), None, (), (), "", None, None, ONE_PAGE, FEED)


def _event(language: Language) -> EventView:
    return EventView(
        title=EVIL,
        kind="activity",
        kind_label="Activiteit",
        status="cancelled",
        status_label="Afgelast",
        summary="Zet zelf de wieken in de wind en neem een zakje meel mee naar huis.",
        description=prose(language),
        when="elke zaterdag van 6 maart t/m 29 mei 2027, 14.00–16.30 uur",
        dates=("zaterdag 6 maart, 14.00 uur", "zaterdag 13 maart, 14.00 uur"),
        is_past=False,
        museum=museum_cards()[0],
        location=("Molen De Hoop", "Molenweg 3", "Norg"),
        facts=_facts(),
        terms=prose(language),
        goals=prose(language, is_fallback=language != "nl"),
        pictures=[picture(3), picture(4)],
        booking=Link("Aanmelden of kaarten", "https://kaarten.example/"),
        website=Link("Meer informatie", "https://molen.example/"),
        calendar_file=FeedLink("Malen", "/activiteiten/malen.ics", "text/calendar"),
        related=event_cards()[:3],
        is_title_fallback=language != "nl",
    )


def _bare_event() -> EventView:
    bare = museum_cards()[2]
    file = FeedLink("Malen", "/activiteiten/malen.ics", "text/calendar")
    return EventView(
        title=LONG,
        kind="offer",
        kind_label="Kortingsactie",
        status="scheduled",
        status_label="",
        summary="",
        description=None,
        when="t/m 30 april 2027",
        dates=(),
        is_past=True,
        museum=bare,
        location=(),
        facts=(),
        terms=None,
        goals=None,
        pictures=(),
        booking=None,
        website=None,
        calendar_file=file,
        related=(),
    )


def _events() -> EventListView:
    intro = "Lessen en rondleidingen voor scholen en groepen."
    return EventListView("Educatie", intro, event_cards(), facets(), ONE_PAGE, FEED)


def _vacancy(language: Language) -> VacancyView:
    is_fallback = language != "nl"
    text = prose(language, is_fallback=is_fallback)
    return VacancyView(
        title=LONG,
        summary="U leidt groepen rond en vertelt over het leven in het veen.",
        museum=museum_cards()[3],
        tasks=text,
        qualities=text,
        offers=text,
        facts=_facts(),
        badges=("Kan vanuit huis", "Tijdelijke klus"),
        picture=picture(2),
        contact_name="Geesje Hofsteenge",
        contact_email="geesje@veenpark.example",
        contact_phone="0591 00 00 00",
        is_fallback=is_fallback,
        related=vacancy_cards(),
    )


def _news(language: Language) -> NewsView:
    is_fallback = language != "nl"
    text = prose(language, is_fallback=is_fallback)
    pictures = [picture(1), picture(2)]
    museums = museum_cards()[:2]
    return NewsView("Het seizoen begint", TODAY, text, text, pictures, museums, is_fallback)


def _programme(language: Language) -> ProgrammeView:
    rows = [
        ProgrammeRow(
            title=EVIL if status == "provisional" else LONG,
            kind="Workshop",
            audiences="Voor besturen en vrijwilligers",
            when="dinsdag 16 maart 2027, 09.30–16.30 uur" if status else "",
            where="De Kolk, Assen",
            status=status,
            status_label=label,
            description=prose(language) if status else None,
            facts=("€ 60", "12 plaatsen") if status else (),
            sign_up=None if status else Link("Schrijf u in", "/inschrijven/rec1"),
        )
        for status, label in (("", ""), ("provisional", "Voorlopig"), ("cancelled", "Vervalt"))
    ]
    papers = [Link("2027 voor aan de muur (A3, PDF)", "/kalenders/jaarprogramma-2027-a3.pdf")]
    month = ProgrammeMonth("Maart 2027", rows)
    return ProgrammeView(
        "Jaarprogramma", "Cursussen.", (month,), language == "nl", "/kalenders/", papers
    )
