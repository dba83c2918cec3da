"""Opening hours as pages show them: what a museum typed, what was understood, and the days."""

from datetime import time
from string import ascii_lowercase
from typing import Final

from channels.feeds.structured import GivenHours
from channels.website.calendar_words import holiday_name
from channels.website.desk import Desk
from channels.website.things import Thing
from channels.website.view import HoursDay, HoursSpan, HoursView, Language, OpenDays, Prose
from channels.website.words import Words
from museum.date_words import clock, closing_clock
from museum.hours import (
    HolidaysUnknownError,
    OpenDay,
    OpenSpan,
    Understanding,
    understand,
    weeks_ahead,
    words,
)
from museum.records import Museum

DAYS_SHOWN: Final = 28
DAYS_ON_CARD: Final = 14


def hours_view(desk: Desk, thing: Thing[Museum], language: Language) -> HoursView:
    """Return the hours of a museum's page. Not understood, or no days known: as typed."""
    text = thing.record.hours_text
    typed = Prose(desk.render_prose(text), "nl", language != "nl") if text else None
    meaning = understand(text)
    days = _days(desk, meaning)
    if not meaning.understood or (days is None and not meaning.by_appointment):
        return HoursView(typed=typed, understood=False, words="")
    return HoursView(
        typed=typed,
        understood=True,
        words=words(meaning, language),
        days=[_shown(desk, each, language) for each in days or ()],
        by_appointment=meaning.by_appointment,
    )


def is_open_today(desk: Desk, thing: Thing[Museum]) -> bool:
    """Return whether a museum is open today, as far as we know."""
    days = _days(desk, understand(thing.record.hours_text))
    return bool(days and days[0].spans)


def open_days(desk: Desk, thing: Thing[Museum], language: Language) -> OpenDays | None:
    """Return when a museum is open in the coming two weeks; None when that is not known."""
    days = _days(desk, understand(thing.record.hours_text))
    if not days:
        return None
    shown = [_spans_words(each, language) for each in days[:DAYS_ON_CARD]]
    spans = sorted({words for words in shown if words})
    letters = dict(zip(spans, ascii_lowercase, strict=False))
    return OpenDays(days[0].day, spans, "".join(letters.get(words, "-") for words in shown))


def today_words(desk: Desk, thing: Thing[Museum], say: Words) -> str:
    """Return today's hours in words; "" when they are not known."""
    days = _days(desk, understand(thing.record.hours_text))
    if not days:
        return ""
    spans = _spans_words(days[0], say.language)
    return say.label("open_today", spans) if spans else say.label("closed_today")


def given_hours(desk: Desk, thing: Thing[Museum]) -> list[GivenHours]:
    """Return the openings of the coming two weeks for machines, each on its own day.

    Day by day, so that seasons and holidays are worked out; a day that is not there is closed.
    """
    days = _days(desk, understand(thing.record.hours_text)) or []
    return [
        GivenHours((each.day.weekday(),), span.opens, _for_machines(span), each.day, each.day)
        for each in days[:DAYS_ON_CARD]
        for span in each.spans
    ]


def _for_machines(span: OpenSpan) -> time:
    """Return when it closes; midnight as 23:59, for 00:00 to 00:00 is read as closed all day.

    A closing before the opening is on the next day, as schema.org's readers take it too. Source:
    Google's "Local business structured data", late-night and all-day hours.
    """
    return span.closes if span.closes_next_day or span.closes != time() else time(23, 59)


def _days(desk: Desk, meaning: Understanding) -> list[OpenDay] | None:
    """Return the coming days; None when the hours say nothing of days, or nobody knows yet."""
    if not meaning.understood or not meaning.osm:
        return None
    today = desk.shelf.today
    try:
        return desk.shelf.remembered(
            ("hours", meaning.osm), lambda: weeks_ahead(meaning.osm, today, DAYS_SHOWN)
        )
    except HolidaysUnknownError:
        return None


def _shown(desk: Desk, day: OpenDay, language: Language) -> HoursDay:
    return HoursDay(
        day=day.day,
        spans=[HoursSpan(span.opens, span.closes, span.closes_next_day) for span in day.spans],
        holiday=holiday_name(day.day, desk.words[language]),
        is_today=day.day == desk.shelf.today,
    )


def _spans_words(day: OpenDay, language: Language) -> str:
    return ", ".join(
        f"{clock(span.opens, language)}–{closing_clock(span.closes, language)}"
        for span in day.spans
    )
