"""What sample views are made of: awkward pictures, texts and cards."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Final

from channels.website.prose import render_prose
from channels.website.view import (
    EventCard,
    Facet,
    FeedLink,
    HoursDay,
    HoursSpan,
    HoursView,
    Language,
    Link,
    MonthDay,
    MuseumCard,
    NewsCard,
    OpenDays,
    Paging,
    Picture,
    Prose,
    Source,
    VacancyCard,
)

TODAY: Final = date(2027, 3, 2)
EVIL: Final = "Nacht <script>alert('weg')</script> & “dag”"
LONG: Final = "Gemeentelijk Oudheidkundig Museum annex Streekarchief De Hondsrug–Drouwenerzand"
FEED: Final = FeedLink("Agenda van de Drentse musea", "/agenda.ics", "text/calendar")
ONE_PAGE: Final = Paging(1, 1)
_PICTURES: Final = ("heide", "hunebed", "kanaal", "molen", "zaal", "turf")


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


def month() -> list[list[MonthDay]]:
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
