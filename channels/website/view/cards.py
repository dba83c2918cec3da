"""What stands in lists: museums, activities, vacancies, news, and days of the agenda."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from channels.website.view.hours import OpenDays
from channels.website.view.parts import Picture


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
