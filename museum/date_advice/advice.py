"""The best dates for a request, each with its reasons: the same answer for the same calendar."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from museum.calendar_check import Calendar
from museum.calendar_check.words import day_words
from museum.date_advice.candidate import Shape, calendar_item, programme_item, shape_of
from museum.date_advice.hours_needed import hours_reasons
from museum.date_advice.reasons import Reason, reasons_of
from museum.date_advice.request import Request, Span
from museum.date_advice.settings import AdviceSettings
from museum.hours import HolidaysUnknownError
from museum.hours.calendar import is_school_holiday, public_holidays
from museum.records import ProgrammeItem

_START: Final = 100
_LEVELS: Final = ((95, "past goed"), (75, "kan goed"), (50, "kan, met bezwaren"))
_WORST: Final = "liever niet"


@dataclass(frozen=True)
class AdvisedDate:
    """One day, as the row it would become, with the reasons for and against it."""

    record: ProgrammeItem
    day: date
    last_day: date
    part: str
    score: int
    reasons: tuple[Reason, ...]

    @property
    def level(self) -> str:
        """How well it fits, in words."""
        return next((words for least, words in _LEVELS if self.score >= least), _WORST)

    @property
    def reasons_for(self) -> tuple[Reason, ...]:
        """What speaks for it, the heaviest first."""
        found = [one for one in self.reasons if one.points >= 0]
        return tuple(sorted(found, key=lambda one: -one.points))

    @property
    def reasons_against(self) -> tuple[Reason, ...]:
        """What speaks against it, the heaviest first."""
        found = [one for one in self.reasons if one.points < 0]
        return tuple(sorted(found, key=lambda one: one.points))


@dataclass(frozen=True)
class Advice:
    """The best dates, the best first. `considered`: so many days were compared."""

    dates: tuple[AdvisedDate, ...]
    considered: int
    notes: tuple[str, ...]
    """What one should know of the whole, each a Dutch sentence."""


def default_days(calendar: Calendar, kind: str) -> Span:
    """Return the days to look at when no period was said: from when it can be fixed in time."""
    first = calendar.today + timedelta(days=calendar.settings.fixed_before(kind))
    return Span(first, first + timedelta(days=365))


def advise(calendar: Calendar, settings: AdviceSettings, request: Request, now: datetime) -> Advice:
    """Return the best dates for a request."""
    shape = shape_of(request, settings)
    notes: list[str] = []
    days = list(_days(calendar, request, notes))
    if not days:
        notes.append("Er blijft geen enkele dag over. Neem een ruimere periode of meer weekdagen.")
    looked = [_look(calendar, settings, request, shape, day, now) for day in days]
    return Advice(tuple(_best(looked, settings)), len(looked), tuple(notes))


def _days(calendar: Calendar, request: Request, notes: list[str]) -> Iterator[date]:
    """Yield the days to choose from that can be judged; what cannot is noted."""
    length = timedelta(days=request.days - 1, weeks=request.times - 1)
    last = calendar.window.last - length
    days = request.candidates()
    if days and days[-1] > last:
        notes.append(f"Verder dan {day_words(last)} kijkt museumflow niet vooruit.")
    unknown: set[str] = set()
    for day in days:
        if day <= last and not _is_out(day, request, unknown):
            yield day
    notes.extend(f"{problem} Daar is dus niet op gelet." for problem in sorted(unknown))


def _is_out(day: date, request: Request, unknown: set[str]) -> bool:
    """Tell whether a day was ruled out as a holiday; notes the years that are not known."""
    is_out = False
    try:
        is_out = day in public_holidays(day.year) and request.not_on_public_holidays
        is_out |= is_school_holiday(day) and request.not_in_school_holidays
    except HolidaysUnknownError as error:
        unknown.add(str(error))
    return is_out


def _look(
    calendar: Calendar,
    settings: AdviceSettings,
    request: Request,
    shape: Shape,
    day: date,
    now: datetime,
) -> AdvisedDate:
    record = programme_item(request, shape, day, now)
    item = calendar_item(record, calendar.window)
    reasons = (
        *reasons_of(calendar, settings, request, shape, item),
        *hours_reasons(calendar, settings, item),
    )
    last = date.fromordinal(item.begins[-1] + item.span_days)
    score = _START + sum(one.points for one in reasons)
    return AdvisedDate(record, day, last, shape.part, score, reasons)


def _best(looked: Iterable[AdvisedDate], settings: AdviceSettings) -> list[AdvisedDate]:
    """Return the best, at most so many from one week; of equals the earliest."""
    ranked = sorted(looked, key=lambda one: (-one.score, one.day))
    chosen: list[AdvisedDate] = []
    weeks: Counter[tuple[int, int]] = Counter()
    for one in ranked:
        week = one.day.isocalendar()[:2]
        if weeks[week] < settings.per_week and len(chosen) < settings.best:
            weeks[week] += 1
            chosen.append(one)
    return chosen
