"""The page of an activity, its calendar file, and what it leaves for the feeds."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from channels.feeds.ical import (
    FeedEvent,
    cancelled_fragment,
    event_fragment,
    single_event_file,
)
from channels.feeds.open_data import OpenActivity, activity_fragment
from channels.feeds.structured import dump_jsonld
from channels.feeds.structured_event import EventPage, event_data
from channels.website.addresses import addresses
from channels.website.cards import (
    event_cards,
    event_path,
    museum_card,
    museum_path,
    pictures,
    social_picture,
    watch_words,
)
from channels.website.desk import Desk, File, Fragment, Output, Page, list_link, localized, meta
from channels.website.things import Thing
from channels.website.view import LANGUAGES, EventView, Fact, FeedLink, Language, Link
from museum.date_plan import DatePlan
from museum.date_words import clock, with_hour_word
from museum.occurrences import last_day, next_occurrence, when_text
from museum.publishing import FAR_AHEAD
from museum.records import Activity, Museum
from museum.recurrence import begin_days

_MOST_DATES = 12
_MOST_RELATED = 3


def event_outputs(desk: Desk, one: str) -> Iterator[Output]:
    """Yield all of an activity; nothing when it is not published."""
    thing = desk.shelf.activity(one)
    museum = desk.shelf.museum(thing.record.museum) if thing else None
    if thing is None or thing.plan is None or museum is None:
        yield from withdrawn(desk, one)
        return
    watch_words(desk, thing.plan)
    calendar = _calendar_fragment(desk, thing, museum)
    for language in LANGUAGES:
        yield _page(desk, thing, museum, language)
    yield File(_calendar_path(thing), single_event_file(calendar))
    yield Fragment(
        record_id=thing.id,
        kind=thing.record.kind,
        museum_id=str(thing.record.museum),
        until=last_day(thing.plan, FAR_AHEAD).isoformat(),
        calendar=calendar,
        open_data=_open_data(desk, thing, museum),
    )


def _page(desk: Desk, thing: Thing[Activity], museum: Thing[Museum], language: Language) -> Page:
    view = event_view(desk, thing, museum, language)
    paths = addresses("events", slug=thing.slug)
    images = [desk.absolute(each.fallback) for each in view.pictures]
    page = EventPage(
        url=desk.absolute(paths[language]),
        language=language,
        title=view.title,
        description=view.summary,
        museum_url=desk.absolute(museum_path(language, museum)),
        images=images,
    )
    assert thing.plan is not None
    data = event_data(
        thing.record,
        thing.plan,
        museum.record,
        page,
        occurrence=next_occurrence(thing.plan, desk.shelf.day),
    )
    about = meta(
        desk,
        language,
        view.title,
        view.summary or f"{view.kind_label}, {museum.record.name}, {view.when}",
        paths,
        section="agenda" if thing.record.kind != "education" else "educatie",
        trail=[list_link(desk, language, "agenda")],
        og_image=social_picture(desk, thing.record) or social_picture(desk, museum.record),
        jsonld=[dump_jsonld(data)],
        search_kind="" if view.is_past else "activiteit",
        is_title_fallback=view.is_title_fallback,
        is_indexed=not view.is_past,
    )
    return Page("event.html", about, view)


def event_view(
    desk: Desk, thing: Thing[Activity], museum: Thing[Museum], language: Language
) -> EventView:
    """Return what the page of an activity shows."""
    activity, plan, words = thing.record, thing.plan, desk.words[language]
    assert plan is not None
    title, title_language = localized(activity, "title", language)
    summary, summary_language = localized(activity, "summary", language)
    status = activity.event_status or "scheduled"
    return EventView(
        title=title,
        kind=activity.kind,
        kind_label=words.choice("kinds", activity.kind),
        status=status,  # type: ignore[arg-type]  # the tables' options are these
        status_label=words.choice("statuses", status) if status != "scheduled" else "",
        summary=summary,
        is_summary_fallback=summary_language != language,
        description=desk.prose(activity, "description", language),
        when=when_text(plan, desk.shelf.day, language, short=False),
        dates=_dates(desk, plan, language),
        is_past=last_day(plan, FAR_AHEAD) < desk.shelf.day,
        museum=museum_card(desk, museum, language, with_hours=False),
        location=[
            line
            for line in (
                activity.location_name,
                activity.location_address,
                activity.location_place,
            )
            if line
        ]
        or _museum_lines(museum.record),
        facts=_facts(desk, activity, language),
        terms=desk.prose(activity, "offer_terms", language),
        goals=desk.prose(activity, "learning_goals", language),
        pictures=pictures(desk, activity.images, language),
        booking=_link(words.label("booking"), activity.booking_url),
        website=_link(words.label("more_info"), activity.website),
        calendar_file=FeedLink(
            words.label("calendar_event"), _calendar_path(thing), "text/calendar"
        ),
        related=event_cards(desk, _related(desk, thing), language),
        is_title_fallback=title_language != language,
    )


def _museum_lines(museum: Museum) -> list[str]:
    lines = (museum.name, museum.street, f"{museum.postcode} {museum.place}".strip())
    return [line for line in lines if line]


def _dates(desk: Desk, plan: DatePlan, language: Language) -> list[str]:
    """Return the coming dates in words, when there are several."""
    if plan.kind != "recurring":
        return []
    style = desk.words[language]
    return [
        style.day(day) + _clock_tail(plan, language)
        for day in islice(begin_days(plan, desk.shelf.day), _MOST_DATES)
    ]


def _clock_tail(plan: DatePlan, language: Language) -> str:
    if plan.opens is None:
        return ""
    ends = f"–{clock(plan.closes, language)}" if plan.closes else ""
    return ", " + with_hour_word(clock(plan.opens, language) + ends, language)


def _facts(desk: Desk, activity: Activity, language: Language) -> list[Fact]:
    words = desk.words[language]
    facts = [
        Fact(words.label("price"), activity.price_text),
        Fact(
            words.label("for_whom"),
            ", ".join(words.choice("visitors", key) for key in activity.visitors),
        ),
        Fact(
            words.label("age_group"),
            ", ".join(words.choice("age_groups", key) for key in activity.age_groups),
        ),
        Fact(
            words.label("duration"),
            words.label("minutes", activity.duration_min) if activity.duration_min else "",
        ),
    ]
    return [fact for fact in facts if fact.value]


def _related(desk: Desk, thing: Thing[Activity]) -> list[str]:
    found = desk.shelf.listed(f"of:{thing.record.museum}", _MOST_RELATED + 1)
    return [one for one in found if one != thing.id][:_MOST_RELATED]


def _link(label: str, url: str) -> Link | None:
    return Link(label, url) if url.startswith(("https://", "http://")) else None


def _calendar_path(thing: Thing[Activity]) -> str:
    return f"{event_path('nl', thing)}{thing.slug}.ics"


def _calendar_fragment(desk: Desk, thing: Thing[Activity], museum: Thing[Museum]) -> str:
    activity, plan = thing.record, thing.plan
    assert plan is not None
    elsewhere = bool(activity.location_name or activity.location_place)
    return event_fragment(
        FeedEvent(
            record_id=thing.id,
            identity=desk.site.identity,
            title=activity.title,
            plan=plan,
            sequence=thing.ics_sequence,
            stamp=thing.changed_at,
            created=activity.created,
            url=desk.absolute(event_path("nl", thing)),
            status=activity.event_status,
            description=activity.summary,
            location=", ".join(_place_lines(activity, museum.record)),
            latitude=None if elsewhere else museum.record.latitude,
            longitude=None if elsewhere else museum.record.longitude,
            categories=(desk.words["nl"].choice("kinds", activity.kind),),
        )
    )


def _place_lines(activity: Activity, museum: Museum) -> list[str]:
    own = (activity.location_name, activity.location_address, activity.location_place)
    return [line for line in own if line] or _museum_lines(museum)


def _open_data(desk: Desk, thing: Thing[Activity], museum: Thing[Museum]) -> str:
    activity, plan = thing.record, thing.plan
    assert plan is not None
    social = social_picture(desk, activity)
    data = OpenActivity(
        record_id=thing.id,
        url=desk.absolute(event_path("nl", thing)),
        kind=activity.kind,
        status=activity.event_status,
        titles=_in_languages(activity, "title"),
        summaries=_in_languages(activity, "summary"),
        museum=museum.record.name,
        museum_url=desk.absolute(museum_path("nl", museum)),
        place=activity.location_place or museum.record.place,
        plan=plan,
        updated=thing.changed_at,
        price=activity.price_text,
        image_url=desk.absolute(social),
        latitude=museum.record.latitude,
        longitude=museum.record.longitude,
    )
    return activity_fragment(data, desk.site.identity)


def _in_languages(activity: Activity, name: str) -> dict[str, str]:
    found = {language: localized(activity, name, language) for language in LANGUAGES}
    return {key: text for key, (text, language) in found.items() if text and language == key}


def withdrawn(desk: Desk, one: str) -> Iterator[Fragment]:
    """Yield what the feeds keep of an activity that was taken off before its time: cancelled.

    A calendar that merely drops an event leaves it in the agendas of all who took it over.
    """
    known = desk.shelf.withdrawn(one)
    if known is not None:
        fragment, sequence, changed_at = known
        yield replace(
            fragment,
            calendar=cancelled_fragment(fragment.calendar, sequence, changed_at),
            open_data="",
        )
