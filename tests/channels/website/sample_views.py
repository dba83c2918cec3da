"""Views of every template for tests: one as full as it gets, one with nothing in it.

Long names, accents, texts that try to run, missing pictures, cancelled and sold out activities.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from channels.website.addresses import address
from channels.website.prose import render_prose
from channels.website.view import (
    LANGUAGES,
    AgendaView,
    CanaryView,
    DayGroup,
    EventCard,
    EventListView,
    EventView,
    Facet,
    Fact,
    FeedLink,
    HomeView,
    HoursDay,
    HoursSpan,
    HoursView,
    Language,
    Link,
    MapView,
    MissingView,
    MonthDay,
    MovedView,
    MuseumCard,
    MuseumListView,
    MuseumView,
    NewsCard,
    NewsListView,
    NewsView,
    OpenDays,
    PageMeta,
    Paging,
    Picture,
    Prose,
    SearchView,
    Source,
    TextView,
    VacancyCard,
    VacancyListView,
    VacancyView,
    View,
)

TODAY: Final = date(2027, 3, 2)
EVIL: Final = "Nacht <script>alert('weg')</script> & “dag”"
LONG: Final = "Gemeentelijk Oudheidkundig Museum annex Streekarchief De Hondsrug–Drouwenerzand"
FEED: Final = FeedLink("Agenda van de Drentse musea", "/agenda.ics", "text/calendar")
ONE_PAGE: Final = Paging(1, 1)
OF_TODAY: Final = ("home.html", "museums.html", "museum.html", "agenda.html")
_PICTURES: Final = ("heide", "hunebed", "kanaal", "molen", "zaal", "turf")


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


def picture(number: int) -> Picture:
    """Return one of a few pictures."""
    name = _PICTURES[number % len(_PICTURES)]
    sources = [Source(f"/media/{name}-{width}.webp", width) for width in (480, 960, 1600)]
    alt = f"Getekend: {name} bij avondlicht"
    credit = "Foto: Anna de Vries, CC BY 4.0"
    return Picture(sources, f"/media/{name}-960.jpg", 1600, 1067, alt, credit, "#8c7a8e")


def prose(language: Language, *, is_fallback: bool = False) -> Prose:
    """Return a text with all that Markdown may hold, and what it may not."""
    text = (
        "Een **oud** verhaal over [turf](https://turf.example) en *heide*. " * 3
        + "\n\n## Voor kinderen\n\n- speurtocht\n- zelf malen\n\n"
        + "<script>alert(1)</script> ![beeld](https://weg.example/p.png) [x](javascript:alert(1))"
    )
    found: Language = "nl" if is_fallback else language
    return Prose(render_prose(text), found, is_fallback)


def museum_cards() -> list[MuseumCard]:
    """Return museums: usual, with a long name, without anything, temporarily closed."""
    usual = MuseumCard(
        "Museum De Buitenplaats",
        "/musea/de-buitenplaats/",
        "Eelde",
        "Figuratieve kunst in een huis tussen de tuinen",
        picture(0),
        open_days=OpenDays(TODAY, ["10.00–12.00", "11.00–17.00"], "bab-bb-bb-bb-b"),
        today="Vandaag 11.00–17.00",
        themes=["art", "nature"],
        facilities=["wheelchair", "catering"],
        latitude=53.13,
        longitude=6.56,
    )
    long = MuseumCard(
        LONG, "/musea/lang/", "Nieuw-Schoonebeek", EVIL, picture(1), today="Vandaag gesloten"
    )
    bare = MuseumCard("Ünger’s Hûske", "/musea/huske/", "Bargercompascuüm", "", None)
    closed = MuseumCard(
        "Veenpark",
        "/musea/veenpark/",
        "Barger-Compascuum",
        "Een dorp van turf, op ware grootte",
        picture(5),
        state="temporarily_closed",
        today="Tijdelijk gesloten",
    )
    return [usual, long, bare, closed]


def event_cards() -> list[EventCard]:
    """Return activities: of each kind, long, cancelled, sold out, without a picture."""
    weekend = TODAY + timedelta(4)
    rows: Sequence[tuple[str, str, str, int | None, str, str]] = (
        ("Malen met de molenaar", "activity", "Activiteit", 3, "scheduled", ""),
        (LONG, "exhibition", "Tentoonstelling", 4, "scheduled", ""),
        (EVIL, "activity", "Activiteit", None, "cancelled", "Afgelast"),
        ("Turfsteken voor gezinnen", "activity", "Activiteit", 5, "sold_out", "Uitverkocht"),
        ("Twee voor de prijs van één", "offer", "Kortingsactie", None, "scheduled", ""),
        ("Les: leven in de ijstijd", "education", "Educatie", 1, "postponed", "Uitgesteld"),
    )
    return [
        EventCard(
            title=title,
            href=f"/activiteiten/{number}/",
            kind=kind,
            kind_label=label,
            museum="Molen De Hoop",
            museum_href="/musea/molen-de-hoop/",
            place="Norg",
            when="zaterdag 6 maart, 14.00–16.30 uur",
            first=weekend,
            last=weekend if kind == "activity" else weekend + timedelta(90),
            picture=None if shown is None else picture(shown),
            time_text="14.00–16.30" if kind == "activity" else "",
            status=status,  # type: ignore[arg-type]  # from a table of words above
            status_label=status_label,
            summary="Zet zelf de wieken in de wind en neem een zakje meel mee naar huis.",
        )
        for number, (title, kind, label, shown, status, status_label) in enumerate(rows)
    ]


def vacancy_cards() -> list[VacancyCard]:
    """Return vacancies."""
    return [
        VacancyCard(
            title,
            "/vacatures/gids/",
            "Veenpark",
            "Barger-Compascuum",
            "4 uur per week",
            "reageren t/m 31 mrt 2027",
            "U leidt groepen rond en vertelt over het leven in het veen.",
            picture(2),
            badges,
        )
        for title, badges in (("Gids", ()), (LONG, ("Kan vanuit huis", "Tijdelijke klus")))
    ]


def news_cards() -> list[NewsCard]:
    """Return news."""
    return [
        NewsCard("Het seizoen begint", "/nieuws/seizoen/", TODAY, "De deuren open.", picture(2)),
        NewsCard(EVIL, "/nieuws/nacht/", TODAY - timedelta(9), "", None),
        NewsCard(LONG, "/nieuws/lang/", TODAY - timedelta(40), EVIL, picture(1)),
    ]


def hours(*, understood: bool = True) -> HoursView:
    """Return four weeks of hours, with a holiday; or only what a museum typed."""
    typed = Prose(render_prose("di t/m zo 11-17 uur, ma gesloten, zie ook onze site"), "nl")
    if not understood:
        return HoursView(typed, False, "")
    open_day = [HoursSpan(time(11), time(13)), HoursSpan(time(13, 30), time(17))]
    evening = [HoursSpan(time(20), time(2), closes_next_day=True)]
    days = [
        HoursDay(
            TODAY + timedelta(n),
            () if n % 7 in (4, 5) else evening if n == 6 else open_day[n % 2 :],
            "Tweede paasdag" if n == 9 else "",
            n == 0,
        )
        for n in range(28)
    ]
    return HoursView(typed, True, "dinsdag tot en met zondag van 11.00 tot 17.00 uur", days)


def facets(*, is_narrowed: bool = False) -> list[Facet]:
    """Return ways to narrow a list."""
    places = [
        Link(each, f"/musea/plaats/{each.lower()}/", key=each.lower())
        for each in ("Assen", "Eelde", "Norg")
    ]
    themes = [
        Link("Kunst", "/musea/thema/kunst/", "12", is_narrowed, key="art"),
        Link("Turf en veen", "/musea/thema/turf-en-veen/", "5", key="peat"),
    ]
    return [Facet("place", "Plaats", places), Facet("theme", "Thema", themes)]


def _month() -> list[list[MonthDay]]:
    first = date(2027, 3, 1)
    return [
        [
            MonthDay(
                day := first + timedelta(7 * week + n),
                day.month == first.month,
                count := (week * n) % 5 if day.month == first.month else 0,
                f"/agenda/{day}/" if count else "",
                day == TODAY,
                "Tweede paasdag" if (week, n) == (4, 0) else "",
            )
            for n in range(7)
        ]
        for week in range(5)
    ]


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
        month=_month(),
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
