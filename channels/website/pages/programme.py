"""The year programme: what the platform organises for the museums, month by month."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from channels.website.desk import Desk, Output, Page, each_language, meta
from channels.website.placement import PROGRAMME
from channels.website.things import Thing
from channels.website.view import Language, Link, ProgrammeMonth, ProgrammeRow, ProgrammeView
from museum.date_words import joined
from museum.occurrences import next_occurrence, when_text
from museum.records import ProgrammeItem

CALENDARS = "/kalenders/"
SIGN_UPS = "/inschrijven/"


def year_programme(desk: Desk) -> Iterator[Output]:
    """Yield the page, in every language."""
    ids = desk.shelf.listed(PROGRAMME)
    desk.shelf.prefetch("programme", ids)
    things = [thing for one in ids if (thing := desk.shelf.programme(one)) is not None]
    _stale(desk, things)
    for language, paths in each_language("programme"):
        words = desk.words[language]
        view = ProgrammeView(
            heading=words.heading("programme"),
            intro=words.intro("programme"),
            months=list(_months(desk, things, language)),
            is_dutch=language == "nl",
            calendars_href=CALENDARS,
            papers=list(_papers(desk, language)),
        )
        about = meta(
            desk, language, view.heading, words.description("programme"), paths, section="over"
        )
        yield Page("programme.html", about, view)


def _stale(desk: Desk, things: list[Thing[ProgrammeItem]]) -> None:
    """Say when the page differs by itself: an occurrence that passes, and the turn of the year."""
    desk.shelf.stale(date(desk.shelf.day.year + 1, 1, 1))
    for thing in things:
        coming = next_occurrence(thing.plan, desk.shelf.day) if thing.plan else None
        if coming is not None and coming.last_day is not None:
            desk.shelf.stale(coming.last_day + timedelta(days=1))


def _month_of(desk: Desk, thing: Thing[ProgrammeItem]) -> str:
    """Return the month of its next time ("2027-03"); "" without a date."""
    if thing.plan is None or thing.record.date_status == "unknown":
        return ""
    coming = next_occurrence(thing.plan, desk.shelf.day)
    return coming.first_day.isoformat()[:7] if coming else ""


def _months(
    desk: Desk, things: list[Thing[ProgrammeItem]], language: Language
) -> Iterator[ProgrammeMonth]:
    words = desk.words[language]
    for month, members in groupby(things, key=lambda thing: _month_of(desk, thing)):
        heading = words.month(month) if month else words.label("programme_undated")
        rows = [_row(desk, thing, language) for thing in members]
        yield ProgrammeMonth(heading[:1].upper() + heading[1:], rows)


def _row(desk: Desk, thing: Thing[ProgrammeItem], language: Language) -> ProgrammeRow:
    item, words = thing.record, desk.words[language]
    is_dated = thing.plan is not None and item.date_status != "unknown"
    whom = [words.choice("programme_audiences", one) for one in item.audiences]
    status = item.date_status if item.date_status in ("provisional", "cancelled") else ""
    return ProgrammeRow(
        title=item.title,
        kind=words.choice("programme_kinds", item.kind) if item.kind else "",
        audiences=words.label("programme_for", joined(whom, language)) if whom else "",
        when=when_text(thing.plan, desk.shelf.day, language, short=False)
        if thing.plan and is_dated
        else "",
        where=", ".join(dict.fromkeys(part for part in (item.room, item.place) if part)),
        status=status,
        status_label=words.choice("programme_statuses", status) if status else "",
        description=desk.prose(item, "description", language),
        facts=list(_facts(desk, item, language)) if status != "cancelled" else [],
        sign_up=_sign_up(desk, thing, language) if is_dated and status != "cancelled" else None,
    )


def _sign_up(desk: Desk, thing: Thing[ProgrammeItem], language: Language) -> Link | None:
    """Return where one signs up, until it begins or its last day to sign up is past."""
    item = thing.record
    if not item.sign_up or thing.plan is None:
        return None
    last = min(thing.plan.first_day, item.register_before or thing.plan.first_day)
    desk.shelf.stale(last + timedelta(days=1))
    if last < desk.shelf.day:
        return None
    asked = "" if language == "nl" else f"?taal={language}"  # the letters that follow
    return Link(desk.words[language].label("programme_sign_up"), f"{SIGN_UPS}{item.id}{asked}")


def _facts(desk: Desk, item: ProgrammeItem, language: Language) -> Iterator[str]:
    words = desk.words[language]
    if item.speakers:
        yield item.speakers
    if item.partner:
        yield words.label("programme_with", item.partner)
    if item.price_text:
        yield item.price_text
    if item.capacity:
        yield words.label("programme_places", item.capacity)
    if item.register_before and item.register_before >= desk.shelf.day:
        desk.shelf.stale(item.register_before + timedelta(days=1))
        yield words.label(
            "programme_register", words.day(item.register_before, weekday=False, year=True)
        )


def _papers(desk: Desk, language: Language) -> Iterator[Link]:
    words, this_year = desk.words[language], desk.shelf.day.year
    for year in (this_year, this_year + 1):
        for paper, label in (("a3", "programme_wall"), ("a4", "programme_large")):
            href = f"{CALENDARS}jaarprogramma-{year}-{paper}.pdf"
            yield Link(words.label(label, year), href)
