"""The times of one event of an iCalendar file, in the cells that our tables have for dates.

What an event comes to (its rule, the days left out and added, single times that were moved) is
worked out by recurring-ical-events; then the simplest rule of ours is sought that says the same,
day by day. What cannot be said with our cells is refused with a reason: nothing is guessed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import recurring_ical_events
from dateutil.relativedelta import relativedelta
from icalendar import Calendar

from museum.calendars_in.bounds import Budget, most_times
from museum.date_plan import ZONE, DatePlan, Repeats, Rule
from museum.recurrence import begin_days

Foreign = Any
"""An event as the icalendar library hands it over: its values may be of any of its types."""

AHEAD: Final = relativedelta(years=2)
"""So far ahead an event without an end is held against our rule."""
LONGEST: Final = relativedelta(years=6)
MOST_ODD_DAYS: Final = 60
MOST_ODD_TIMES: Final = 12
MOST_PARTS: Final = 3
_REPEATS: Final[Mapping[tuple[str, int], tuple[Repeats, ...]]] = {
    ("DAILY", 1): ("daily",),
    ("WEEKLY", 1): ("weekly",),
    ("WEEKLY", 2): ("fortnightly",),
    ("MONTHLY", 1): ("monthly_weekday", "monthly_date"),
    ("YEARLY", 1): ("yearly",),
}
_TOO_ODD: Final = "De herhaling is te ingewikkeld om over te nemen."
_NO_TIME: Final = "Er staat geen dag bij."


@dataclass(frozen=True)
class Once:
    """One time: the day and clock it begins, its length; `clock` is None for whole days."""

    day: date
    clock: time | None
    lasts: timedelta | None


@dataclass(frozen=True)
class Timing:
    """When something is, as cells of our tables (JSON values by field key).

    `part` tells the parts of one event apart: "" for the first. `last` is the last day, None
    without an end. `trouble` says in Dutch why there are no cells.
    """

    part: str
    cells: Mapping[str, Any]
    last: date | None
    trouble: str = ""


def timings(
    master: Foreign, others: Sequence[Foreign], today: date, budget: Budget
) -> list[Timing]:
    """Return when an event is: usually one timing, more when some times are otherwise.

    `others` are the single times of it that were moved or changed (RECURRENCE-ID). What may mean
    more work than `budget` allows is not worked out.
    """
    if master.get("DTSTART") is None:
        return [Timing("", {}, None, _NO_TIME)]
    first = once_of(master)
    rule = master.get("RRULE")
    is_endless = rule is not None and "UNTIL" not in rule and "COUNT" not in rule
    horizon = max(today, first.day) + AHEAD if is_endless else first.day + LONGEST
    times = most_times(rule, master.get("RDATE"), first.day, horizon)
    if times is None or not budget.allows(times + len(others)):
        return [Timing("", {}, None, _TOO_ODD)]
    there = sorted(set(_times(master, others, first.day, horizon)), key=_order)
    if not there:
        return []
    usual = [one for one in there if one.clock == first.clock and one.lasts == first.lasts]
    odd = [one for one in there if one not in usual]
    if len(odd) > (MOST_ODD_TIMES if is_endless else MOST_ODD_DAYS):
        return [Timing("", {}, None, _TOO_ODD)]
    found = _said(usual, _repeats_of(rule), is_endless, horizon) if usual else []
    if any(one.trouble for one in found):
        return found
    found += [_single(one, f"#{one.day.isoformat()}") for one in odd]
    return [one for one in found if one.trouble or one.last is None or one.last >= today]


def once_of(event: Foreign) -> Once:
    """Return the first time of an event, on the wall in Drenthe."""
    return _once(event["DTSTART"].dt, _end_of(event))


def _end_of(event: Foreign) -> date | datetime | None:
    if event.get("DTEND") is not None:
        found: date | datetime = event["DTEND"].dt
        return found
    if event.get("DURATION") is not None:
        end: date | datetime = event["DTSTART"].dt + event["DURATION"].dt
        return end
    return None


def _once(begin: date | datetime, end: date | datetime | None) -> Once:
    if not isinstance(begin, datetime):
        days = end - begin if end is not None and not isinstance(end, datetime) else timedelta(1)
        return Once(begin, None, max(days, timedelta(1)))
    start = _here(begin)
    until = _here(end) if isinstance(end, datetime) else None
    lasts = until.replace(tzinfo=None) - start.replace(tzinfo=None) if until else None
    if lasts is not None and lasts <= timedelta(0):
        lasts = None  # an end that is no end
    return Once(start.date(), start.time().replace(second=0, microsecond=0), lasts)


def _here(moment: datetime) -> datetime:
    """Return a moment in Drenthe; a floating one is read as the time on the wall here."""
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)


def _times(master: Foreign, others: Sequence[Foreign], first: date, last: date) -> Iterator[Once]:
    calendar = Calendar()
    for one in (master, *others):
        calendar.add_component(one)
    was_cancelled = is_cancelled(master)
    query = recurring_ical_events.of(calendar, skip_bad_series=False)
    for event in query.between(first, last + timedelta(days=1)):
        # A single time that was taken off; of an event that is off as a whole, all times stay.
        if was_cancelled or not is_cancelled(event):
            yield once_of(event)


def is_cancelled(event: Foreign) -> bool:
    """Tell whether an event says that it is off."""
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def _order(one: Once) -> tuple[date, time, timedelta]:
    return one.day, one.clock or time.min, one.lasts or timedelta(0)


def _repeats_of(rule: Any) -> tuple[Repeats, ...]:
    if rule is None:
        return ()
    frequency = str(rule.get("FREQ", [""])[0]).upper()
    return _REPEATS.get((frequency, int(rule.get("INTERVAL", [1])[0])), ())


def _said(
    usual: Sequence[Once], repeats: Sequence[Repeats], is_endless: bool, horizon: date
) -> list[Timing]:
    """Return the same times as cells: by one rule, by a rule per weekday, or day by day."""
    days = [one.day for one in usual]
    whole = _by_rule(usual[0], days, repeats, is_endless, horizon)
    if whole is not None:
        return [whole]
    if "weekly" in repeats or "fortnightly" in repeats:
        apart = _by_weekday(usual, repeats, is_endless, horizon)
        if apart:
            return apart
    if not is_endless and len(days) <= MOST_ODD_DAYS:
        return [Timing("", _cells(usual[0]) | _days_cells((), days[1:]), _last(usual[-1]))]
    return [Timing("", {}, None, _TOO_ODD)]


def _by_weekday(
    usual: Sequence[Once], repeats: Sequence[Repeats], is_endless: bool, horizon: date
) -> list[Timing]:
    """Return "every Wednesday and Saturday" as two; [] when that says it no simpler."""
    weekdays = list(dict.fromkeys(one.day.weekday() for one in usual))
    if not 1 < len(weekdays) <= MOST_PARTS:
        return []
    parts: list[Timing] = []
    for weekday in weekdays:
        own = [one for one in usual if one.day.weekday() == weekday]
        part = f"@{weekday}" if parts else ""
        found = _by_rule(own[0], [one.day for one in own], repeats, is_endless, horizon, part)
        if found is None:
            return []
        parts.append(found)
    return parts


def _by_rule(
    first: Once,
    days: Sequence[date],
    repeats: Sequence[Repeats],
    is_endless: bool,
    horizon: date,
    part: str = "",
) -> Timing | None:
    """Return cells with the rule that fits best; None when none fits well enough."""
    if len(days) == 1 and not is_endless:
        return _single(first, part)
    until = None if is_endless else days[-1]
    best: tuple[int, Timing] | None = None
    for name in repeats:
        ruled = set(_rule_days(first.day, Rule(name, until), horizon))
        left_out, added = sorted(ruled - set(days)), sorted(set(days) - ruled)
        odd = len(left_out) + len(added)
        if odd > MOST_ODD_DAYS or odd * 2 > len(days) or first.day not in ruled:
            continue
        cells = _cells(first) | _days_cells(left_out, added) | {"repeats": name}
        cells["repeats_until"] = until.isoformat() if until else None
        last = None if until is None else _last(Once(until, first.clock, first.lasts))
        if best is None or odd < best[0]:
            best = (odd, Timing(part, cells, last))
    return best[1] if best else None


def _rule_days(first: date, rule: Rule, horizon: date) -> Iterator[date]:
    for day in begin_days(DatePlan(first, first, None, None, rule)):
        if day > horizon:
            return
        yield day


def _single(one: Once, part: str) -> Timing:
    return Timing(part, _cells(one) | _days_cells((), ()), _last(one))


def _last(one: Once) -> date:
    if one.clock is None:
        return one.day + (one.lasts or timedelta(1)) - timedelta(1)
    return (datetime.combine(one.day, one.clock) + (one.lasts or timedelta(0))).date()


def _days_cells(left_out: Sequence[date], added: Sequence[date]) -> dict[str, Any]:
    return {
        "repeats": "",
        "repeats_until": None,
        "except_dates": _typed(left_out),
        "extra_dates": _typed(added),
    }


def _typed(days: Sequence[date]) -> str:
    return ", ".join(f"{day:%d-%m-%Y}" for day in days)


def _cells(one: Once) -> dict[str, Any]:
    if one.clock is None:
        first, last = one.day.isoformat(), _last(one).isoformat()
        return {"starts": None, "ends": None, "first_day": first, "last_day": last}
    start = datetime.combine(one.day, one.clock)
    end = None if one.lasts is None else start + one.lasts
    return {
        "starts": _moment(start),
        "ends": _moment(end) if end else None,
        "first_day": None,
        "last_day": None,
    }


def _moment(wall: datetime) -> str:
    return wall.replace(tzinfo=ZONE).astimezone(UTC).isoformat().replace("+00:00", "Z")
