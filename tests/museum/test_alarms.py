"""When somebody must be told."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from backbone.config_files import load_config
from museum.alarms import (
    Flight,
    LeftRun,
    LeftState,
    Seen,
    judge,
    last_due,
    parse_alarm_rules,
)
from museum.attention import AttentionPoint

RULES = parse_alarm_rules(load_config("alarms"))
NOW = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)
BACK = Flight(NOW - timedelta(hours=9), NOW - timedelta(hours=8))
CALM = Seen(
    now=NOW,
    watching_since=NOW - timedelta(days=30),
    awake_since=NOW - timedelta(days=30),
    last_run=NOW - timedelta(hours=2),
    left_runs=(),
    points=(),
    flight=BACK,
    back_from=BACK.sent,
)


def keys(**other: Any) -> list[str]:
    return [alarm.key for alarm in judge(replace(CALM, **other), RULES)]


def left(state: LeftState, minutes: float, is_other: bool = False) -> LeftRun:
    return LeftRun("run-1", "website", state, NOW - timedelta(minutes=minutes), is_other)


def test_nothing_is_wrong() -> None:
    assert keys() == []


@pytest.mark.parametrize(("hours", "found"), [(25.9, []), (26, ["no_run"])])
def test_nothing_ran_in_the_set_time(hours: float, found: list[str]) -> None:
    assert keys(last_run=NOW - timedelta(hours=hours)) == found


def test_a_new_installation_gets_the_same_time_for_its_first_run() -> None:
    assert keys(last_run=None, watching_since=NOW - timedelta(hours=25)) == []
    assert keys(last_run=None, watching_since=NOW - timedelta(hours=26)) == ["no_run"]


@pytest.mark.parametrize(
    ("state", "minutes", "found"),
    [
        ("running", 9.9, []),
        ("running", 10, ["stuck:running"]),
        ("waiting", 29, []),
        ("waiting", 30, ["stuck:waiting"]),
        ("given_up", 0, ["stuck:given_up"]),
        ("given_up", 60 * 25, []),
    ],
)
def test_a_run_that_does_not_end(state: LeftState, minutes: float, found: list[str]) -> None:
    assert keys(left_runs=(left(state, minutes),)) == found


def test_a_run_of_another_version_is_told_at_once_and_once() -> None:
    assert keys(left_runs=(left("running", 60, is_other=True),)) == ["version"]


def test_an_urgent_point_is_an_alarm_and_others_are_not() -> None:
    point = AttentionPoint("quota", "De maand is op.", "Neem een groter abonnement.")
    assert keys(points=(point,)) == []
    assert keys(points=(replace(point, severity="urgent"),)) == ["point:quota"]


@pytest.mark.parametrize(
    ("flight", "found"),
    [
        (None, ["canary"]),
        (Flight(NOW - timedelta(days=2), NOW - timedelta(days=2)), ["canary"]),
        (Flight(NOW - timedelta(hours=9), None, "Zij staat niet op de website."), ["canary"]),
        (Flight(NOW - timedelta(hours=9), NOW), []),
    ],
)
def test_a_canary_that_is_not_back(flight: Flight | None, found: list[str]) -> None:
    back_from = flight.sent if flight and flight.returned else None
    assert keys(flight=flight, back_from=back_from) == found
    alarms = judge(replace(CALM, flight=flight, back_from=back_from), RULES)
    if flight and flight.stopped:
        assert alarms[0].what.endswith("Zij staat niet op de website.")


def test_before_the_set_time_the_night_before_counts() -> None:
    early = datetime(2027, 3, 2, 5, 59, tzinfo=UTC)  # 06:59 in Amsterdam
    tonight = Flight(early - timedelta(hours=3), None)
    seen = replace(
        CALM, now=early, last_run=early, flight=tonight, back_from=early - timedelta(hours=27)
    )
    assert judge(seen, RULES) == []
    later = replace(seen, now=early + timedelta(minutes=1))
    assert [one.key for one in judge(later, RULES)] == ["canary"]


def test_a_canary_may_be_off_and_the_first_night_is_none() -> None:
    off = replace(RULES, canary_back_by=None)
    assert judge(replace(CALM, flight=None, back_from=None), off) == []
    assert keys(flight=None, back_from=None, watching_since=NOW - timedelta(hours=20)) == []


def test_a_machine_that_just_woke_gets_time() -> None:
    slept: dict[str, Any] = {
        "last_run": None,
        "left_runs": (left("running", 600),),
        "flight": None,
        "back_from": None,
    }
    assert keys(awake_since=NOW - timedelta(minutes=14), **slept) == []
    assert keys(awake_since=NOW - timedelta(minutes=15), **slept) == [
        "canary",
        "no_run",
        "stuck:running",
    ]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2027-03-28T06:00+02:00", "2027-03-27T07:00+01:00"),  # the clock went forward
        ("2027-03-28T07:00+02:00", "2027-03-28T07:00+02:00"),
        ("2027-10-31T06:59+01:00", "2027-10-30T07:00+02:00"),  # and back
        ("2027-10-31T07:00+01:00", "2027-10-31T07:00+01:00"),
    ],
)
def test_the_set_time_is_amsterdams(now: str, due: str) -> None:
    assert last_due(datetime.fromisoformat(now), time(7)) == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    "change",
    [
        {"no_run_hours": 0},
        {"no_run_hours": "veel"},
        {"running_minutes": True},
        {"anders": 1},
        {"canary": {"is_on": True, "back_by": "zeven uur"}},
        {"canary": {"is_on": "ja", "back_by": "07:00"}},
        {"canary": {"is_on": True}},
    ],
)
def test_a_wrong_setting_gets_a_sentence(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"config/alarms\.toml klopt niet"):
        parse_alarm_rules({**load_config("alarms"), **change})
