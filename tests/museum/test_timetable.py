"""The slots of a line: each once and in order, whatever the clock does; and wrong lines."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from museum.budget_rules import HERE
from museum.timetable import EVERY, Line, TimetableError, parse_timetable

JOBS = ("website", "ophalen")


def line(every: str = "dag", at: str = "07:00", **more: Any) -> Line:
    return Line("regel", "website", every, time.fromisoformat(at), **more)


def here(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=HERE)  # type: ignore[arg-type, misc]


def local(found: Line, after: datetime, until: datetime) -> list[str]:
    return [f"{slot.astimezone(HERE):%d-%m %H:%M}" for slot in found.slots(after, until)]


def test_a_time_that_summer_skips_is_due_an_hour_later() -> None:
    slots = local(line(at="02:30"), here(2027, 3, 27), here(2027, 3, 30))
    assert slots == ["27-03 02:30", "28-03 03:30", "29-03 02:30"]


def test_a_time_that_comes_twice_is_due_the_first_time() -> None:
    slots = list(line(at="02:30").slots(here(2027, 10, 30), here(2027, 11, 1)))
    assert slots == [
        datetime(2027, 10, 30, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
    ]


def test_day_31_is_the_last_day_of_every_month() -> None:
    slots = local(line("maand", "06:00", day=31), here(2027, 1, 1), here(2027, 5, 2))
    assert slots == ["31-01 06:00", "28-02 06:00", "31-03 06:00", "30-04 06:00"]


def test_workdays_and_weekdays() -> None:
    week = here(2027, 3, 1), here(2027, 3, 8)  # Monday to Sunday
    assert len(local(line("werkdag"), *week)) == 5
    assert local(line("zaterdag"), *week) == ["06-03 07:00"]


def test_minutes_do_not_know_summer_time() -> None:
    slots = list(line("minuten", minutes=15).slots(here(2027, 3, 28, 1), here(2027, 3, 28, 4)))
    assert len(slots) == 8  # two hours pass from one to four


def test_the_last_slot_after_a_night_asleep() -> None:
    assert line().last_slot(here(2027, 3, 2, 6)) == here(2027, 3, 1, 7)
    assert line().last_slot(here(2027, 3, 2, 7)) == here(2027, 3, 2, 7)
    assert line("maand", "06:00", day=31).last_slot(here(2027, 3, 30)) == here(2027, 2, 28, 6)


def test_a_run_is_named_after_its_slot() -> None:
    assert line().run_id(here(2027, 3, 1, 7)) == "website-regel-2027-03-01T06:00Z"


@settings(max_examples=60, deadline=None)
@given(
    every=st.sampled_from(EVERY),
    at=st.times().map(lambda moment: moment.replace(second=0, microsecond=0, tzinfo=None)),
    day=st.integers(1, 31),
    minutes=st.sampled_from([30, 60, 240, 1440]),
    cuts=st.lists(st.integers(0, 400 * 24 * 60), min_size=1, max_size=6),
)
def test_however_time_is_cut_each_slot_comes_once_and_in_order(
    every: str, at: time, day: int, minutes: int, cuts: list[int]
) -> None:
    one = Line("regel", "website", every, at, day, minutes)
    begin = datetime(2027, 1, 1, tzinfo=UTC)
    moments = [begin, *(begin + timedelta(minutes=cut) for cut in sorted(cuts))]
    whole = list(one.slots(moments[0], moments[-1]))
    pieces = [slot for after, until in pairwise(moments) for slot in one.slots(after, until)]
    assert pieces == whole == sorted(set(whole))
    assert all(one.last_slot(slot) == slot for slot in whole[:3])


GOOD = {"job": "website", "every": "dag", "at": "07:00"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"job": "webstie"}, "de taak (job) “webstie” bestaat niet; kies uit: website, ophalen"),
        ({"every": "dinsdags"}, "every = “dinsdags” bestaat niet"),
        ({"at": "25:00"}, "at = “25:00” is geen tijd"),
        ({"at": "7:00"}, "at = “7:00” is geen tijd"),
        ({"every": "maand", "day": 32}, "day = “32” komt in geen maand voor"),
        ({"every": "maand"}, "day = “None” komt in geen maand voor"),
        ({"day": 3}, "day hoort alleen bij every = “maand”"),
        ({"every": "minuten", "minutes": 7}, "minutes is een aantal waar een dag in past"),
        ({"minutes": 5}, "minutes hoort alleen bij every = “minuten”"),
        ({"within_hours": 0}, "within_hours is een aantal uren, meer dan 0"),
        ({"tijd": "07:00"}, "“tijd” is geen instelling van een regel"),
    ],
)
def test_a_line_that_cannot_be_is_named(change: dict[str, Any], told: str) -> None:
    with pytest.raises(TimetableError, match=r"regel \[nacht\]") as refused:
        parse_timetable({"nacht": {**GOOD, **change}, "goed": GOOD}, JOBS)
    assert told in str(refused.value)
    assert "goed" not in str(refused.value)


def test_all_wrong_lines_are_told_at_once() -> None:
    with pytest.raises(TimetableError) as refused:
        parse_timetable({"a": {**GOOD, "at": "x"}, "b": {**GOOD, "job": ""}}, JOBS)
    assert "[a]" in str(refused.value)
    assert "[b]" in str(refused.value)


def test_a_good_line_is_read() -> None:
    found = parse_timetable({"brief": {**GOOD, "every": "maandag", "within_hours": 6}}, JOBS)
    assert found == (Line("brief", "website", "maandag", time(7), within=timedelta(hours=6)),)
    assert found[0].next_slot(here(2027, 3, 1, 8)).astimezone(HERE).date() == date(2027, 3, 8)
