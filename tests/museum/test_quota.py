"""The governor's arithmetic on months made by chance: the calls, and the wait from edit to page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest

from backbone.config_files import load_config
from museum.budget_rules import HERE, BudgetError, BudgetRules, parse_budget, with_quiet
from museum.collecting import Edits, Pace, Wait, due_at, ladder
from museum.quota import FETCHING, Decision, Known, decide, next_month

MARCH = date(2027, 3, 1)  # 23 workdays
FULL_READ_CALLS = 22


def rules(plan: str = "free") -> BudgetRules:
    return parse_budget(load_config("budget"), plan)


def edits_of_march(seed: int) -> list[datetime]:
    """40 sessions a workday of 5 to 30 cell changes, and 15 changes of museums every evening."""
    chance = Random(seed)
    found = []
    for number in range(31):
        day = MARCH + timedelta(days=number)
        for _ in range(40 if day.weekday() < 5 else 0):
            moment = datetime.combine(day, time(8, 30), HERE)
            moment += timedelta(hours=chance.uniform(0, 8.25))
            for _ in range(chance.randint(5, 30)):
                found.append(moment)
                moment += timedelta(seconds=chance.uniform(5, 25))
        evening = datetime.combine(day, time(18, 30), HERE)
        found += [evening + timedelta(hours=chance.uniform(0, 4.5)) for _ in range(15)]
    return sorted(found)


@dataclass
class Month:
    """A month as it was played."""

    used: dict[str, int]
    waits_s: list[float]
    paces: list[Pace]

    @property
    def calls(self) -> int:
        return sum(self.used.values())

    @property
    def p95_s(self) -> float:
        return sorted(self.waits_s)[int(len(self.waits_s) * 0.95)]


def play(budget: BudgetRules, edits: list[datetime]) -> Month:
    """Let the governor decide four times a day, and fetch by its pace until the month is over."""
    start = datetime.combine(MARCH, time(7), HERE)
    month = Month({"alles lezen": FULL_READ_CALLS, FETCHING: 0, "webhook": 0, "kanarie": 0}, [], [])
    decided, pace, place = start - timedelta(days=1), None, 0
    while place < len(edits):
        first = edits[place]
        days = (first.date() - MARCH).days
        month.used |= {"kanarie": 2 * days, "webhook": days // 2}
        if pace is None or first - decided > timedelta(hours=6):
            pace = decide(budget, Known(first, month.used, edits[:place], start)).pace
            decided = first
            month.paces.append(pace)
        end = place + 1
        while end < len(edits) and edits[end] <= due_at(first, edits[end - 1], pace, budget):
            end += 1
        fetched = max(due_at(first, edits[end - 1], pace, budget), edits[end - 1])
        calls = -(-(end - place) // 50)
        if budget.automatic_most is not None and month.calls + calls > budget.automatic_most:
            fetched = next_month(first)
        else:
            month.used[FETCHING] += calls
        month.waits_s += [(fetched - one).total_seconds() for one in edits[place:end]]
        place = end
    return month


@pytest.mark.slow
def test_a_usual_month_fits_the_free_plan() -> None:
    month = play(rules("free"), edits_of_march(1))
    assert month.calls <= 900
    assert month.p95_s <= 595


@pytest.mark.slow
def test_a_usual_month_is_quick_on_the_team_plan() -> None:
    month = play(rules("team"), edits_of_march(3))
    assert month.calls <= 5000
    assert month.p95_s <= 60


def test_what_is_left_decides_how_long_is_collected() -> None:
    budget = rules("free")
    begin = datetime(2027, 3, 1, 6, tzinfo=UTC)
    late = datetime(2027, 3, 20, 6, tzinfo=UTC)

    def office_s(now: datetime, used: int) -> float:
        return decide(budget, Known(now, {FETCHING: used}, (), now)).pace.office.longest_s

    assert 300 <= office_s(begin, 0) <= budget.office_most_s
    assert office_s(late, 100) < 200
    waits = [office_s(late, used) for used in range(0, 900, 50)]
    assert waits == sorted(waits)
    assert decide(budget, Known(late, {FETCHING: 880}, (), late)).is_tight


def test_a_plan_without_limit_never_waits_longer() -> None:
    now = datetime(2027, 3, 20, 6, tzinfo=UTC)
    decided = decide(rules("business"), Known(now, {FETCHING: 90_000}, (), now))
    assert decided.pace == ladder(rules("business"))[0]


def test_a_plan_with_room_never_waits_longer_than_a_minute() -> None:
    now = datetime(2027, 3, 20, 6, tzinfo=UTC)
    decided = decide(rules("team"), Known(now, {FETCHING: 20_000}, (), now))
    assert 50 <= decided.pace.office.longest_s <= 60
    late = decide(rules("team"), Known(now, {FETCHING: 87_900}, (), now))
    assert late.pace.office.longest_s > 300


@pytest.mark.parametrize("plan", ["free", "team"])
def test_polling_fits_as_well(plan: str) -> None:
    now = datetime(2027, 3, 1, 0, tzinfo=UTC)
    decided = decide(rules(plan), Known(now, {}, (), now, is_polling=True))
    assert decided.forecast <= {"free": 900, "team": 8_000}[plan]
    assert decided.forecast >= {"free": 600, "team": 4_000}[plan]


def test_a_slower_pace_never_takes_more_calls() -> None:
    budget = rules("free")
    edits = Edits(edits_of_march(4)[:3000], budget)
    totals = [sum(edits.calls_per_day(pace).values()) for pace in ladder(budget)]
    assert all(later <= sooner * 1.02 for sooner, later in pairwise(totals))


MONDAY = datetime(2027, 3, 1, 10, 0, tzinfo=HERE)
PACE = Pace(Wait(20, 60), Wait(100, 600))


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        (MONDAY, MONDAY, MONDAY + timedelta(seconds=20)),
        (MONDAY, MONDAY + timedelta(seconds=50), MONDAY + timedelta(seconds=60)),
        (MONDAY.replace(hour=20), MONDAY.replace(hour=20), MONDAY.replace(hour=20, second=0)
            + timedelta(seconds=100)),
        (MONDAY.replace(hour=7, minute=55), MONDAY.replace(hour=8),
            MONDAY.replace(hour=8) + timedelta(seconds=20)),
        (MONDAY.replace(hour=7, minute=55), MONDAY.replace(hour=8, second=55),
            MONDAY.replace(hour=8, minute=1)),
    ],
)  # fmt: skip
def test_when_changes_are_fetched(first: datetime, last: datetime, due: datetime) -> None:
    assert due_at(first, last, PACE, rules()) == due


def test_a_replay_fetches_when_the_rule_says() -> None:
    seconds = [0, 15, 30, 45, 58, 70, 200, 3600]
    edits = Edits([MONDAY + timedelta(seconds=one) for one in seconds], rules())
    assert [count for _, count in edits.fetches(PACE)] == [5, 1, 1, 1]


def test_airtables_month_turns_in_utc() -> None:
    assert next_month(datetime(2027, 12, 31, 23, 59, tzinfo=UTC)) == datetime(
        2028, 1, 1, tzinfo=UTC
    )
    late = datetime(2027, 4, 1, 1, 30, tzinfo=HERE)  # 31 March in UTC
    assert next_month(late) == datetime(2027, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"plan": "gratis"}, "gratis"),
        ({"quiet": {"quiet_s": 400, "longest_s": 300}}, "quiet_s"),
        ({"office": {"days": ["maandag"], "begins": "08:00", "ends": "18:00"}}, "maandag"),
        ({"office": {"days": ["ma"], "begins": "8 uur", "ends": "18:00"}}, "08:00"),
        ({"office": {"days": ["ma"], "begins": "18:00", "ends": "08:00"}}, "eindigt"),
        ({"collecting": {"usual_s": 40, "office_most_s": 30, "outside_most_s": 60}}, "usual_s"),
        ({"collecting": {}}, "usual_s"),
    ],
)
def test_a_wrong_rule_is_named(change: Mapping[str, object], said: str) -> None:
    with pytest.raises(BudgetError, match=said):
        parse_budget({**load_config("budget"), **change})


def test_who_may_call_often_need_not_wait_five_minutes() -> None:
    assert (rules("free").longest_s, rules("2500").longest_s) == (300, 300)
    assert (rules("team").longest_s, rules("enterprise").longest_s) == (50, 50)


def test_a_number_is_a_plan_too() -> None:
    assert rules("2500").calls_per_month == 2500
    assert rules("enterprise").calls_per_month is None


def test_without_quiet_time_nothing_waits() -> None:
    budget = with_quiet(rules("team"), 0)
    decided: Decision = decide(budget, Known(MONDAY, {}, (), MONDAY))
    assert due_at(MONDAY, MONDAY, decided.pace, budget) == MONDAY
