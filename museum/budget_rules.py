"""The rules of the call budget, as `config/budget.toml` gives them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

HERE: Final = ZoneInfo("Europe/Amsterdam")

PLANS: Final[Mapping[str, int | None]] = {
    "free": 1_000,
    "team": 100_000,
    "business": None,
    "enterprise": None,
}
"""Airtable's calls a month per workspace (contracts/airtable.md); None is without limit."""

AUTOMATIC_SHARE: Final = 0.90
"""Past this share of the quota only what a person waits for may call."""

TARGET_SHARE: Final = 0.88
"""What the forecast aims at: a little below, so that chance does not reach that line."""

_DAYS: Final = ("ma", "di", "wo", "do", "vr", "za", "zo")


class BudgetError(ValueError):
    """`config/budget.toml` (or AIRTABLE_PLAN) says something that cannot be; in Dutch."""


@dataclass(frozen=True)
class OfficeHours:
    """When staff work: `days` counts from 0 (Monday); the hours are those of Drenthe."""

    days: frozenset[int]
    begins: time
    ends: time

    def covers(self, moment: datetime) -> bool:
        """Tell whether an aware moment lies in office hours."""
        local = moment.astimezone(HERE)
        return local.weekday() in self.days and self.begins <= local.time() < self.ends

    def is_workday(self, day: date) -> bool:
        """Tell whether staff work on this day."""
        return day.weekday() in self.days

    def begin_on(self, day: date) -> datetime:
        """Return when office hours begin on this day."""
        return datetime.combine(day, self.begins, HERE)

    def seconds(self) -> float:
        """Return how long one office day lasts."""
        start = datetime.combine(date(2000, 1, 1), self.begins)
        return (datetime.combine(date(2000, 1, 1), self.ends) - start) / timedelta(seconds=1)


@dataclass(frozen=True)
class Expected:
    """A usual day, until a platform's own edits are known."""

    sessions_a_day: int
    changes_a_session: int
    evening_changes: int


@dataclass(frozen=True)
class BudgetRules:
    """All that decides when changes are fetched and when they may be published.

    `quiet_s` and `longest_s` guard half-typed values, per record; a plan with more calls than
    we like to make (`frugal_calls`) waits shorter. `collect_s` is how long changes
    of different records are collected for one call when the budget is no matter; the two
    `most_s` are how long they may be, at most, while the month can still fit.
    """

    calls_per_month: int | None
    frugal_calls: int
    quiet_s: float
    longest_s: float
    collect_s: float
    office_most_s: float
    outside_most_s: float
    office: OfficeHours
    reserve_a_day: int
    expected: Expected

    @property
    def automatic_most(self) -> int | None:
        """How many calls a month may have before only people may cause more."""
        if self.calls_per_month is None:
            return None
        return int(AUTOMATIC_SHARE * self.calls_per_month)


def parse_budget(data: Mapping[str, Any], plan: str = "") -> BudgetRules:
    """Read the rules; `plan` (from the environment) wins. Raises `BudgetError`."""
    try:
        quiet, collecting = data["quiet"], data["collecting"]
        calls, frugal = _calls(plan or data["plan"]), int(data["frugal_calls"])
        longest = "longest_roomy_s" if calls is None or calls > frugal else "longest_s"
        rules = BudgetRules(
            calls_per_month=calls,
            frugal_calls=frugal,
            quiet_s=float(quiet["quiet_s"]),
            longest_s=float(quiet[longest]),
            collect_s=float(collecting["usual_s"]),
            office_most_s=float(collecting["office_most_s"]),
            outside_most_s=float(collecting["outside_most_s"]),
            office=_office(data["office"]),
            reserve_a_day=int(data["reserve_a_day"]),
            expected=Expected(**{key: int(value) for key, value in data["expected"].items()}),
        )
    except (KeyError, TypeError) as error:
        raise BudgetError(f"hier ontbreekt of staat iets verkeerd: {error}") from error
    _check(rules)
    return rules


def with_quiet(rules: BudgetRules, quiet_s: float) -> BudgetRules:
    """Return the rules with another quiet time; the collecting shrinks and grows along."""
    longest_s = max(rules.longest_s, quiet_s)
    collect_s = rules.collect_s if quiet_s == rules.quiet_s else 2 * quiet_s
    return replace(rules, quiet_s=quiet_s, longest_s=longest_s, collect_s=collect_s)


def _calls(plan: Any) -> int | None:
    text = str(plan).strip().lower()
    if text in PLANS:
        return PLANS[text]
    if text.isdecimal() and int(text) > 0:
        return int(text)
    known = ", ".join(f"“{name}”" for name in PLANS)
    raise BudgetError(f"het abonnement “{plan}” is niet bekend; kies {known} of een aantal")


def _office(data: Mapping[str, Any]) -> OfficeHours:
    unknown = [day for day in data["days"] if day not in _DAYS]
    if unknown:
        raise BudgetError(f"de dag “{unknown[0]}” is niet bekend; kies uit {', '.join(_DAYS)}")
    try:
        begins, ends = time.fromisoformat(data["begins"]), time.fromisoformat(data["ends"])
    except ValueError as error:
        raise BudgetError("een kantoortijd schrijft u als “08:00”") from error
    if begins >= ends:
        raise BudgetError("de kantoortijd eindigt voor zij begint")
    return OfficeHours(frozenset(_DAYS.index(day) for day in data["days"]), begins, ends)


def _check(rules: BudgetRules) -> None:
    if not 0 <= rules.quiet_s <= rules.longest_s:
        raise BudgetError(
            "quiet_s is niet negatief en niet groter dan longest_s of longest_roomy_s"
        )
    if not 0 <= rules.collect_s <= rules.office_most_s <= rules.outside_most_s:
        raise BudgetError("usual_s ≤ office_most_s ≤ outside_most_s moet kloppen")
