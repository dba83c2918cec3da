"""Opening hours as pages show them: what a museum typed, what was understood of it, and the days."""

from datetime import date

from channels.feeds.structured import GivenHours
from channels.website.desk import Desk, localized
from channels.website.things import Thing
from channels.website.view import HoursView, Language, Prose
from channels.website.words import Words
from museum.records import Museum

DAYS_SHOWN = 28
DAYS_ON_CARD = 14


def hours_view(desk: Desk, thing: Thing[Museum], language: Language) -> HoursView:
    """Return the hours of a museum's page."""
    text, found = localized(thing.record, "hours_text", language)
    typed = Prose(desk.render_prose(text), found, found != language) if text else None
    return HoursView(typed=typed, understood=False, words="")


def open_days(desk: Desk, thing: Thing[Museum]) -> list[date]:
    """Return the days of the coming two weeks on which a museum is open, as far as we know."""
    return []


def today_words(desk: Desk, thing: Thing[Museum], words: Words) -> str:
    """Return today's hours in words; "" when they are not known."""
    return ""


def given_hours(desk: Desk, thing: Thing[Museum]) -> list[GivenHours]:
    """Return the hours for machines."""
    return []
