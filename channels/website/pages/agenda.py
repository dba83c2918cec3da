"""The agenda: the coming days, a day, a month, and those of a kind, a place or visitors."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from channels.website.addresses import address
from channels.website.calendar_words import holiday_name
from channels.website.cards import event_card, event_cards
from channels.website.desk import (
    Desk,
    Output,
    Page,
    each_language,
    list_link,
    meta,
    paging,
    parts,
)
from channels.website.feeds import calendar_link
from channels.website.pages.facets import facet_label, facet_slug
from channels.website.placement import COMING
from channels.website.view import (
    AgendaView,
    DayGroup,
    EventCard,
    Facet,
    Language,
    Link,
    MonthDay,
    PageMeta,
    Paging,
)

_COMING_DAYS = 10
_PER_COMING_DAY = 6
_PER_DAY = 40
_MOST_RUNNING = 6
_PER_PAGE = 24
_MOST_PAGES = 4
_ONE_PAGE = Paging(1, 1)


def coming_days(desk: Desk) -> Iterator[Output]:
    """Yield the agenda of the coming days."""
    today = desk.shelf.today
    days = desk.shelf.days_with_something(today, _COMING_DAYS)
    running, count = desk.shelf.running_on(today, _MOST_RUNNING)
    for language, paths in each_language("agenda"):
        words = desk.words[language]
        view = AgendaView(
            heading=words.heading("agenda"),
            intro=words.intro("agenda"),
            mode="coming",
            days=[_day_group(desk, day, language, _PER_COMING_DAY) for day in days],
            running=event_cards(desk, running, language),
            more_running=_more_running(desk, language, count),
            facets=facets(desk, language, ""),
            month=_month(desk, today.isoformat()[:7], language),
            month_label=words.month(today.isoformat()[:7]),
            previous=None,
            next=_month_link(desk, today.isoformat()[:7], language),
            paging=_ONE_PAGE,
            feed=calendar_link(desk, language, ""),
        )
        about = meta(
            desk,
            language,
            view.heading,
            view.intro,
            paths,
            section="agenda",
            feeds=[view.feed],
            made_on=today,
        )
        yield Page("agenda.html", about, view)


def day_page(desk: Desk, text: str) -> Iterator[Output]:
    """Yield the agenda of a day; nothing when nothing happens, or it is too long ago or ahead."""
    day = date.fromisoformat(text)
    if not desk.calendar.holds(day):
        return
    found = desk.shelf.on_day(day)
    running, count = desk.shelf.running_on(day, _MOST_RUNNING, by_day=True)
    if not found and not running:
        return
    for language, paths in each_language("agenda", slug=text):
        words = desk.words[language]
        heading = words.heading("agenda_day", words.day(day))
        view = AgendaView(
            heading=heading,
            intro="",
            mode="day",
            days=[_group(desk, day, found, language, _PER_DAY)] if found else [],
            running=_cards_on(desk, running, day, language),
            more_running=_more_running(desk, language, count),
            facets=(),
            month=(),
            month_label="",
            previous=_day_link(desk, day - timedelta(1), language),
            next=_day_link(desk, day + timedelta(1), language),
            paging=_ONE_PAGE,
            feed=calendar_link(desk, language, ""),
        )
        yield Page("agenda.html", _meta(desk, language, view, paths, is_indexed=False), view)


def month_page(desk: Desk, month: str) -> Iterator[Output]:
    """Yield the month view; nothing for months outside the year ahead."""
    months = desk.calendar.months()
    if month not in months:
        return
    where = months.index(month)
    for language, paths in each_language("agenda", slug=month):
        words = desk.words[language]
        view = AgendaView(
            heading=words.heading("agenda_month", words.month(month)),
            intro="",
            mode="month",
            days=(),
            running=(),
            more_running=None,
            facets=facets(desk, language, ""),
            month=_month(desk, month, language),
            month_label=words.month(month),
            previous=_month_link(desk, months[where - 1], language) if where else None,
            next=_month_link(desk, months[where + 1], language)
            if where + 1 < len(months)
            else None,
            paging=_ONE_PAGE,
            feed=calendar_link(desk, language, ""),
        )
        made_on = desk.shelf.today if month == desk.shelf.day.isoformat()[:7] else None
        yield Page("agenda.html", _meta(desk, language, view, paths, made_on=made_on), view)


def narrowed(desk: Desk, facet: str, value: str) -> Iterator[Output]:
    """Yield the agenda of a kind, a place or visitors; nothing when it is empty."""
    name = f"{facet}:{value}"
    coming = desk.shelf.listed(name, _PER_PAGE * _MOST_PAGES, since=COMING)
    running = desk.shelf.listed(name, _MOST_RUNNING)
    running = [one for one in running if one not in set(coming)]
    if not coming and not running:
        return
    desk.shelf.prefetch("activity", [*coming, *running])
    for number, total, some in parts(coming, _PER_PAGE):
        slug = facet_slug(desk, facet, value)
        for language, paths in each_language("agenda", facet, slug=slug, page=number):
            heading = facet_heading(desk, facet, value, language)
            feed_kind = value if facet == "kind" else ""
            view = AgendaView(
                heading=heading,
                intro="",
                mode="facet",
                days=_by_day(desk, event_cards(desk, some, language), language),
                running=event_cards(desk, running, language) if number == 1 else (),
                more_running=None,
                facets=facets(desk, language, name),
                month=(),
                month_label="",
                previous=None,
                next=_month_link(desk, desk.shelf.today.isoformat()[:7], language)
                if number == _MOST_PAGES
                else None,
                paging=paging(language, number, total, "agenda", facet, slug=slug),
                feed=calendar_link(desk, language, feed_kind),
            )
            about = _meta(desk, language, view, paths, is_indexed=number == 1)
            yield Page("agenda.html", about, view)


def _meta(
    desk: Desk,
    language: Language,
    view: AgendaView,
    paths: Mapping[Language, str],
    *,
    is_indexed: bool = True,
    made_on: date | None = None,
) -> PageMeta:
    trail = [list_link(desk, language, "agenda")]
    return meta(
        desk,
        language,
        view.heading,
        desk.words[language].description("agenda", view.heading),
        paths,
        section="agenda",
        trail=trail,
        feeds=[view.feed],
        is_indexed=is_indexed,
        made_on=made_on,
    )


def _day_group(desk: Desk, day: date, language: Language, most: int) -> DayGroup:
    return _group(desk, day, desk.shelf.on_day(day), language, most)


def _group(
    desk: Desk, day: date, found: Sequence[tuple[str, str]], language: Language, most: int
) -> DayGroup:
    desk.shelf.prefetch("activity", [one for one, _ in found[:most]])
    cards = []
    for one, clock in found[:most]:
        thing = desk.shelf.activity(one)
        card = event_card(desk, thing, language, day=day, at=clock) if thing else None
        if card is not None:
            cards.append(card)
    return DayGroup(
        day=day,
        href=address(language, "agenda", slug=day.isoformat()),
        cards=cards,
        holiday=holiday_name(day, desk.words[language]),
        more=max(0, len(found) - most),
    )


def _cards_on(desk: Desk, ids: Sequence[str], day: date, language: Language) -> list[EventCard]:
    found = (desk.shelf.activity(one) for one in ids)
    cards = (event_card(desk, each, language, day=day) for each in found if each is not None)
    return [card for card in cards if card is not None]


def _by_day(desk: Desk, cards: Sequence[EventCard], language: Language) -> list[DayGroup]:
    return [
        DayGroup(
            day=day,
            href=address(language, "agenda", slug=day.isoformat()),
            cards=list(group),
            holiday=holiday_name(day, desk.words[language]),
        )
        for day, group in groupby(cards, key=lambda card: card.first)
    ]


def _month(desk: Desk, month: str, language: Language) -> list[list[MonthDay]]:
    """Return the weeks of a month, Monday first, with what there is on each day."""
    counts = desk.shelf.counts_of_month(month)
    first = date.fromisoformat(f"{month}-01")
    day = first - timedelta(first.weekday())
    weeks = []
    while day.isoformat()[:7] <= month:
        weeks.append(
            [_month_day(desk, day + timedelta(n), month, counts, language) for n in range(7)]
        )
        day += timedelta(7)
    return weeks


def _month_day(
    desk: Desk, day: date, month: str, counts: Mapping[str, int], language: Language
) -> MonthDay:
    in_month = day.isoformat()[:7] == month
    count = counts.get(day.isoformat(), 0) if in_month and desk.calendar.holds(day) else 0
    today = desk.shelf.today if in_month and month == desk.shelf.day.isoformat()[:7] else None
    return MonthDay(
        day=day,
        in_month=in_month,
        count=count,
        href=address(language, "agenda", slug=day.isoformat()) if count else "",
        is_today=day == today,
        holiday=holiday_name(day, desk.words[language]) if in_month else "",
    )


def facets(desk: Desk, language: Language, current: str) -> list[Facet]:
    """Return the ways to narrow the agenda."""
    words = desk.words[language]
    return [
        Facet(
            facet,
            words.label(facet),
            [
                Link(
                    facet_label(desk, facet, value, language),
                    address(language, "agenda", facet, slug=facet_slug(desk, facet, value)),
                    current=current == f"{facet}:{value}",
                )
                for value in desk.shelf.choices(facet)
            ],
        )
        for facet in ("kind", "place", "visitors")
    ]


def facet_heading(desk: Desk, facet: str, value: str, language: Language) -> str:
    """Return the heading of a narrowed agenda."""
    label = facet_label(desk, facet, value, language)
    if facet == "kind":
        return label
    if facet == "visitors" and language != "de":
        label = label.lower()
    return desk.words[language].heading(f"agenda_{facet}", label)


def _more_running(desk: Desk, language: Language, count: int) -> Link | None:
    if count <= _MOST_RUNNING:
        return None
    href = address(language, "agenda", "kind", slug=facet_slug(desk, "kind", "exhibition"))
    return Link(desk.words[language].label("more_running"), href)


def _day_link(desk: Desk, day: date, language: Language) -> Link | None:
    if not desk.calendar.holds(day) or not desk.shelf.has_day(day):
        return None
    return Link(desk.words[language].day(day), address(language, "agenda", slug=day.isoformat()))


def _month_link(desk: Desk, month: str, language: Language) -> Link:
    return Link(desk.words[language].month(month), address(language, "agenda", slug=month))
