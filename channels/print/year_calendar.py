"""The year calendar on paper: A3 for the wall, A4 in larger type; as a PDF that reads aloud well.

Takes the items of the year programme, gives PDF bytes: the same bytes for the same items. Typst
sets it (year_calendar.typ) with fonts of our own, as PDF/UA-1: tagged, titled, in Dutch.
"""

from calendar import Calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from channels.print.typesetting import page_count, pdf_of
from museum.answers.date_vocabulary import MONTH_NAMES
from museum.date_words import DateStyle, clock
from museum.hours import HolidaysUnknownError
from museum.hours.calendar import public_holidays, school_holidays
from museum.occurrences import Occurrence, occurrences, plan_of
from museum.records import ProgrammeItem

Paper = Literal["a3", "a4"]
PAPERS: Final[tuple[Paper, ...]] = ("a3", "a4")
_SOURCE: Final = "year_calendar.typ"
_SHORT: Final = DateStyle("nl", "short", 0)
_NOTES: Final = {"provisional": "Voorlopig", "cancelled": "Gaat niet door"}
_SCALES: Final = (1.2, 1.1, 1.0, 0.92)


@dataclass(frozen=True)
class CalendarSheet:
    """What is printed around the days. `audiences` are the words for each audience."""

    year: int
    author: str
    address: str
    audiences: Mapping[str, str]


def year_calendar_pdf(items: Iterable[ProgrammeItem], sheet: CalendarSheet, paper: Paper) -> bytes:
    """Return the calendar of a year as a PDF."""
    data = _data(list(items), sheet, paper)
    if paper == "a3":
        data["scale"] = _largest(data)
    return pdf_of(_SOURCE, data)


def _largest(data: Mapping[str, Any]) -> float:
    """Return the largest type with which the year is one sheet; else the smallest that reads."""
    for scale in _SCALES:
        if page_count(_SOURCE, {**data, "scale": scale}) == 1:
            return scale
    return _SCALES[-1]


def _data(items: list[ProgrammeItem], sheet: CalendarSheet, paper: Paper) -> dict[str, Any]:
    first, last = date(sheet.year, 1, 1), date(sheet.year, 12, 31)
    found = sorted(_times(items, first, last), key=lambda one: (one[0].first_day, one[1].title))
    busy = {day for when, item in found if item.date_status != "cancelled" for day in _days(when)}
    undated = [item for item in items if plan_of(item).plan is None]
    undated = [item for item in undated if item.date_status != "cancelled"]
    return {
        "paper": paper,
        "scale": 1.0,
        "language": "nl",
        "title": f"Jaarprogramma voor de musea {sheet.year}",
        "author": sheet.author,
        "footer": f"Het nieuwste programma staat op {sheet.address}",
        "page_word": "bladzijde",
        "nothing": "Nog niets gepland.",
        "weekdays": list(_WEEKDAYS),
        "legend": list(_legend()),
        "months": [_month(sheet, month, found, busy) for month in range(1, 13)],
        "undated_heading": "De datum volgt",
        "undated": [_item(sheet, item, "") for item in sorted(undated, key=lambda one: one.title)],
    }


def _times(
    items: Iterable[ProgrammeItem], first: date, last: date
) -> Iterator[tuple[Occurrence, ProgrammeItem]]:
    for item in items:
        plan = plan_of(item).plan if item.date_status != "unknown" else None
        if plan is not None:
            yield from ((when, item) for when in occurrences(plan, first, last))


def _days(when: Occurrence) -> Iterator[date]:
    day, last = when.first_day, when.last_day or when.first_day
    while day <= last:
        yield day
        day += timedelta(days=1)


def _legend() -> Iterator[dict[str, Any]]:
    for text, kind in (
        ("Jaarprogramma", "busy"),
        ("Feestdag", "public"),
        ("Schoolvakantie Noord", "school"),
    ):
        yield {"text": text, "day": {"day": 1, **_no_marks(), kind: True}}


def _no_marks() -> dict[str, bool]:
    return {"busy": False, "public": False, "school": False}


def _month(
    sheet: CalendarSheet,
    month: int,
    found: list[tuple[Occurrence, ProgrammeItem]],
    busy: set[date],
) -> dict[str, Any]:
    public, school = _holidays(sheet.year)
    weeks = [
        [_day(day, busy, public, school) if day.month == month else None for day in week]
        for week in Calendar().monthdatescalendar(sheet.year, month)
    ]
    return {
        "name": MONTH_NAMES[month - 1].capitalize(),
        "weeks": weeks,
        "items": [
            _item(sheet, item, _when(when), when)
            for when, item in found
            if (when.first_day.year, when.first_day.month) == (sheet.year, month)
        ],
        "holidays": [
            f"{day.day}\u00a0{name}" for day, name in sorted(public.items()) if day.month == month
        ],
    }


def _holidays(year: int) -> tuple[Mapping[date, str], Mapping[date, str]]:
    """Return the public and the school holidays; none for a year that is not known yet."""
    try:
        public: Mapping[date, str] = public_holidays(year)
    except HolidaysUnknownError:
        public = {}
    try:
        return public, school_holidays(year)
    except HolidaysUnknownError:
        return public, {}


def _day(
    day: date, busy: set[date], public: Mapping[date, str], school: Mapping[date, str]
) -> dict[str, Any]:
    return {
        "day": day.day,
        "busy": day in busy,
        "public": day in public,
        "school": day in school,
    }


def _when(when: Occurrence) -> str:
    """Return "di 12", "di 12 t/m do 14": the month is said above it."""
    first, last = when.first_day, when.last_day or when.first_day
    told = f"{_WEEKDAYS[first.weekday()]} {first.day}"
    if last == first:
        return told
    month = f" {_SHORT.day(last, weekday=False, year=False).partition(' ')[2]}"
    return f"{told} t/m {_WEEKDAYS[last.weekday()]} {last.day}" + (
        month if last.month != first.month else ""
    )


_WEEKDAYS: Final = ("ma", "di", "wo", "do", "vr", "za", "zo")


def _item(
    sheet: CalendarSheet, item: ProgrammeItem, day: str, when: Occurrence | None = None
) -> dict[str, str]:
    hours = ""
    if when is not None and when.starts is not None:
        hours = clock(when.starts.time(), "nl")
        hours += f"–{clock(when.ends.time(), 'nl')} uur" if when.ends else " uur"
    where = ", ".join(dict.fromkeys(part for part in (item.room, item.place) if part))
    whom = ", ".join(sheet.audiences.get(one, one).lower() for one in item.audiences)
    return {
        "when": day,
        "title": item.title,
        "note": _NOTES.get(item.date_status, ""),
        "details": " · ".join(part for part in (hours, where, whom) if part),
    }
