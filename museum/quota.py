"""The governor's arithmetic: forecast the month's calls, choose the pace with which they fit. Pure.

The edits of the last weeks are replayed with each pace of the ladder; that gives calls per
workday and per other day. Until a platform's own days are known, an expected day counts for them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from museum.budget_rules import HERE, TARGET_SHARE, BudgetRules
from museum.collecting import Edits, Pace, ladder

HISTORY_DAYS: Final = 35
"""How long the moments of edits are kept: whole weeks, and a month at that."""

PRIOR_DAYS: Final = 2.0
"""The expected day weighs as much as so many days that were seen."""

FETCHING: Final = "wijzigingen"
CARE: Final = "webhook"
WHOLE_READ: Final = "alles lezen"
FRUGAL_MOST_S: Final = 60.0
FRUGAL_POLL_S: Final = 300.0
"""Sparing calls that the plan does allow: so long at most. Polls are mostly for nothing."""

CARE_A_DAY: Final = 0.2
"""Airtable is asked whether our webhook still pings: weekly, and after two days without a ping."""


@dataclass(frozen=True)
class Known:
    """What is known of this month: calls by purpose, the edits seen and since when we look."""

    now: datetime
    used: Mapping[str, int]
    edits: Sequence[datetime]
    since: datetime | None
    is_polling: bool = False


@dataclass(frozen=True)
class Decision:
    """The pace in force and what it leads to. `forecast` is the month's total, rounded."""

    pace: Pace
    forecast: int
    used: int
    is_tight: bool
    """Even the slowest pace that the rules like would not make the month fit."""


def decide(rules: BudgetRules, known: Known) -> Decision:
    """Return the quickest pace with which the month fits the plan's quota."""
    judge = _forecaster(rules, known)
    used = sum(known.used.values())
    paces = ladder(rules)
    fits = _limit(rules, FRUGAL_POLL_S if known.is_polling else FRUGAL_MOST_S)
    low, high = 0, len(paces) - 1
    # Slower never takes more calls, but for rounding: halving finds the quickest that fits.
    while low < high:
        middle = (low + high) // 2
        most = fits(paces[middle])
        if most is None or judge(paces[middle]) <= most:
            high = middle
        else:
            low = middle + 1
    chosen = paces[low]
    return Decision(chosen, round(judge(chosen)), used, chosen.is_beyond)


def _limit(rules: BudgetRules, frugal_most_s: float) -> Callable[[Pace], float | None]:
    """Return how many calls the forecast of a pace may reach; None when any number will do.

    Frugality never makes people wait longer than `frugal_most_s`, only the quota does. And before
    going slower than the rules like, a little more than the target is allowed; and nearly as much
    then, so that it goes no slower than it must.
    """
    quota, automatic = rules.calls_per_month, rules.automatic_most
    liked = [pace for pace in ladder(rules) if not pace.is_beyond]
    quick = [pace for pace in liked if pace.office.longest_s <= frugal_most_s]

    def limit(pace: Pace) -> float | None:
        if quota is None or automatic is None:
            return None
        if pace == liked[-1] or pace.is_beyond:
            return (0.99 if pace.is_beyond else 0.995) * automatic
        if pace in quick[:-1] and rules.quiet_s:
            return min(TARGET_SHARE * quota, rules.frugal_calls)
        return TARGET_SHARE * quota

    return limit


def _forecaster(rules: BudgetRules, known: Known) -> Callable[[Pace], float]:
    used = sum(known.used.values())
    ahead = _days_ahead(rules, known.now)
    fixed = used + _other_calls(rules, known)
    if known.is_polling:
        return lambda pace: fixed + _polls(rules, known.now, pace)
    seen = _DaysSeen(rules, known)

    def judge(pace: Pace) -> float:
        workday, other = seen.calls(pace)
        total = fixed
        for day, share in ahead:
            total += share * (workday if rules.office.is_workday(day) else other)
        return total

    return judge


def _days_ahead(rules: BudgetRules, now: datetime) -> list[tuple[date, float]]:
    """Return the days left of Airtable's month (UTC), today by the share that is left of it.

    Edits come in office hours on a workday, and between 8 and 22 hours on another.
    """
    today, local = now.astimezone(UTC).date(), now.astimezone(HERE)
    begins, length_s = datetime.combine(local.date(), time(8), HERE), 14 * 3600.0
    if rules.office.is_workday(local.date()):
        begins, length_s = rules.office.begin_on(local.date()), rules.office.seconds()
    gone = (local - begins) / timedelta(seconds=length_s)
    days = [(today, 1.0 - min(1.0, max(0.0, gone)))]
    turn = next_month(now).date()
    days += [(today + timedelta(days=n), 1.0) for n in range(1, (turn - today).days)]
    return days


def next_month(now: datetime) -> datetime:
    """Return when Airtable's month turns: the first of the next one, in UTC."""
    local = now.astimezone(UTC)
    year, month = (local.year + 1, 1) if local.month == 12 else (local.year, local.month + 1)
    return datetime(year, month, 1, tzinfo=UTC)


def _other_calls(rules: BudgetRules, known: Known) -> float:
    """Return the calls to come that have nothing to do with edits: care, nightly work, files."""
    days_left = (next_month(known.now) - known.now) / timedelta(days=1)
    days_gone = known.now.astimezone(UTC).day - 1 + known.now.astimezone(UTC).hour / 24
    other = sum(
        count
        for purpose, count in known.used.items()
        if purpose not in (FETCHING, CARE, WHOLE_READ)
    )
    seen_a_day = other / days_gone if days_gone >= 3 else 0.0
    return days_left * (max(rules.reserve_a_day, seen_a_day) + CARE_A_DAY)


def _polls(rules: BudgetRules, now: datetime, pace: Pace) -> float:
    """Return how many polls the rest of the month takes, one call each."""
    total = 0.0
    office_s = rules.office.seconds()
    for day, share in _days_ahead(rules, now):
        in_office_s = office_s if rules.office.is_workday(day) else 0.0
        total += share * in_office_s / max(pace.office.longest_s, 1.0)
        total += share * (86_400 - in_office_s) / max(pace.outside.longest_s, 1.0)
    return total


class _DaysSeen:
    """Calls per workday and per other day, from what was seen and what is expected."""

    def __init__(self, rules: BudgetRules, known: Known) -> None:
        self._rules = rules
        self._edits = Edits(_whole_days(known), rules)
        self._expected = Edits(expected_week(rules), rules)
        self._count = _count_days(rules, known)

    def calls(self, pace: Pace) -> tuple[float, float]:
        """Return the calls on a workday and on another day with this pace."""
        usual = self._totals(self._expected, pace)
        seen = self._totals(self._edits, pace)
        workdays = len(self._rules.office.days)
        means = [
            (seen[kind] + PRIOR_DAYS * usual[kind] / max(days, 1))
            / (self._count[kind] + PRIOR_DAYS)
            for kind, days in ((True, workdays), (False, 7 - workdays))
        ]
        return means[0], means[1]

    def _totals(self, edits: Edits, pace: Pace) -> dict[bool, int]:
        """Return the calls on all workdays together, and on all other days."""
        totals = {True: 0, False: 0}
        for day, calls in edits.calls_per_day(pace).items():
            totals[self._rules.office.is_workday(day)] += calls
        return totals


def _whole_days(known: Known) -> list[datetime]:
    """Leave out today, which is not over yet."""
    today = known.now.astimezone(HERE).date()
    return [moment for moment in known.edits if moment.astimezone(HERE).date() < today]


def _count_days(rules: BudgetRules, known: Known) -> dict[bool, int]:
    today = known.now.astimezone(HERE).date()
    since = known.since.astimezone(HERE).date() if known.since else today
    first = max(since, today - timedelta(days=HISTORY_DAYS))
    days = [first + timedelta(days=n) for n in range((today - first).days)]
    return {
        kind: sum(rules.office.is_workday(day) == kind for day in days) for kind in (True, False)
    }


def expected_week(rules: BudgetRules) -> list[datetime]:
    """Return the edits of one expected week: sessions in office hours, museums' in the evening.

    They fall as by chance, but the same each time.
    """
    chance = Random(2025)
    monday = date(2001, 1, 1)
    found: list[datetime] = []
    for number in range(7):
        day = monday + timedelta(days=number)
        if rules.office.is_workday(day):
            found += _sessions(rules, day, chance)
        evening = datetime.combine(day, time(18), HERE)
        for _ in range(rules.expected.evening_changes):
            found.append(evening + timedelta(hours=chance.uniform(0, 4)))
    return sorted(found)


def _sessions(rules: BudgetRules, day: date, chance: Random) -> list[datetime]:
    """Return edits a quarter of a minute apart, in sessions that may overlap."""
    found = []
    for _ in range(rules.expected.sessions_a_day):
        since_s = chance.uniform(0, 0.95 * rules.office.seconds())
        start = rules.office.begin_on(day) + timedelta(seconds=since_s)
        changes = rules.expected.changes_a_session
        found += [start + timedelta(seconds=15 * change) for change in range(changes)]
    return found
