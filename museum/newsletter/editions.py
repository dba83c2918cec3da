"""Which editions make themselves: the list `editions` of `config/newsletter.toml`. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from babel.dates import format_date
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from museum.newsletter.rules import ComposingError
from museum.occurrences import wall_moment
from museum.timetable import WEEKDAYS

LAST_WEEK: Final = 5
_ENVIRONMENT: Final = SandboxedEnvironment(undefined=StrictUndefined)


@dataclass(frozen=True)
class EditionPlan:
    """A newsletter that comes round: on a weekday of a week (1 to 4, 5 the last) of some months.

    `title` is a Jinja2 template; `ahead` says how long before its date its row is made.
    """

    key: str
    title: str
    audiences: tuple[str, ...]
    weekday: int
    week: int
    months: tuple[int, ...]
    at: time
    ahead: timedelta


@dataclass(frozen=True)
class PlannedEdition:
    """An edition whose row is to be there. `key` is ours, the same however often one asks."""

    key: str
    title: str
    audiences: tuple[str, ...]
    planned_for: datetime


def parse_edition_plans(data: Mapping[str, Any]) -> tuple[EditionPlan, ...]:
    """Read `config/newsletter.toml`; raises `ComposingError`."""
    plans = [_plan(one) for one in data.get("editions", ())]
    keys = [one.key for one in plans]
    if len(set(keys)) != len(keys):
        raise ComposingError("twee edities bij [[editions]] hebben dezelfde key")
    return tuple(plans)


def _plan(found: Mapping[str, Any]) -> EditionPlan:
    try:
        plan = EditionPlan(
            key=str(found["key"]),
            title=str(found["title"]),
            audiences=tuple(str(one) for one in found["audiences"]),
            weekday=WEEKDAYS.index(found["weekday"]),
            week=int(found["week"]),
            months=tuple(int(one) for one in found.get("months", range(1, 13))),
            at=time.fromisoformat(found["at"]),
            ahead=timedelta(days=int(found["days_ahead"])),
        )
        _titled(plan, date(2027, 1, 1))
    except (KeyError, TypeError, ValueError, TemplateError) as error:
        raise ComposingError(f"bij [[editions]] klopt iets niet: {error}") from error
    if not 1 <= plan.week <= LAST_WEEK or not plan.audiences or not plan.key.isidentifier():
        raise ComposingError(
            f"bij editie “{plan.key}”: week is 1 tot en met 5, voor wie is niet leeg, en key is "
            "één woord"
        )
    return plan


def due_editions(plans: Sequence[EditionPlan], now: datetime) -> list[PlannedEdition]:
    """Return the editions that are near enough for their row to be there, and still to come."""
    found = [one for plan in plans for one in _coming(plan, now)]
    return sorted(found, key=lambda one: (one.planned_for, one.key))


def _coming(plan: EditionPlan, now: datetime) -> list[PlannedEdition]:
    made = []
    for number in range(now.month - 1, now.month + plan.ahead.days // 28 + 1):
        year, month = now.year + number // 12, number % 12 + 1
        day = _day(plan, year, month)
        moment = wall_moment(day, plan.at)
        if month in plan.months and now < moment <= now + plan.ahead:
            key = f"{plan.key}-{year}-{month:02}"
            made.append(PlannedEdition(key, _titled(plan, day), plan.audiences, moment))
    return made


def _day(plan: EditionPlan, year: int, month: int) -> date:
    """Return the weekday of a month: its first to fourth, or its last."""
    first = date(year, month, 1)
    day = first + timedelta(days=(plan.weekday - first.weekday()) % 7)
    days = [one for one in (day + timedelta(weeks=week) for week in range(LAST_WEEK))
            if one.month == month]  # fmt: skip
    return days[-1] if plan.week == LAST_WEEK else days[plan.week - 1]


def _titled(plan: EditionPlan, day: date) -> str:
    month = str(format_date(day, "MMMM", locale="nl"))
    return _ENVIRONMENT.from_string(plan.title).render(month=month, year=day.year)
