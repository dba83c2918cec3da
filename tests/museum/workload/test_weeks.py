"""Hours go where there is somebody and none is lost; leave and holidays reduce what there is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from museum.identity import RecordId
from museum.records import EventTemplate
from museum.workload import Share, Templates, Workload, WorkRules, monday_of, weeks_between
from museum.workload.templates import Cost
from museum.workload.weeks import Work
from tests.museum.calendar_check.made import item, leave

RULES = WorkRules({"coordinator": 24, "assistant": 8}, 6, 2, 1.0, 16)
TUESDAY = date(2027, 6, 8)
MONDAY = date(2027, 6, 7)


def work(cost: Cost, *staff: str, day: date = TUESDAY, days: int = 1) -> Work:
    begins = [day.toordinal() + 7 * number for number in range(days)]
    return Work("a", "Workshop", cost, staff, day, begins)


def test_leave_and_public_holidays_reduce_what_there_is() -> None:
    load = Workload(RULES)
    assert load.available("coordinator", MONDAY) == 24
    assert load.available("coordinator", date(2027, 4, 26)) == pytest.approx(24 * 4 / 5)  # 27 April
    load.put_leave(leave("l", "2027-06-05", "2027-06-09"))
    assert load.available("coordinator", MONDAY) == pytest.approx(24 * 2 / 5)
    assert load.available("assistant", MONDAY) == 8
    assert load.available("", MONDAY) == pytest.approx(24 * 2 / 5 + 8)
    load.drop_leave("l")
    assert load.available("coordinator", MONDAY) == 24


def test_hours_before_avoid_weeks_of_leave_and_those_after_follow() -> None:
    load = Workload(RULES)
    load.put_leave(leave("l", "2027-05-31", "2027-06-04"))
    load.put(work(Cost(10, 5, 3, 3), "coordinator"))
    found = {
        f"{monday:%m-%d}": round(load.week("coordinator", monday).hours, 2)
        for monday in weeks_between(date(2027, 5, 10), date(2027, 7, 1))
    }
    # 17 May has Whit Monday; the week of 31 May is leave; 5 hours on the day; then two weeks after.
    assert found == {
        "05-10": 0, "05-17": 4.44, "05-24": 5.56, "05-31": 0, "06-07": 5, "06-14": 1.5,
        "06-21": 1.5, "06-28": 0,
    }  # fmt: skip
    assert load.week("coordinator", MONDAY).shares == (Share("a", "Workshop", 5),)
    assert load.total(MONDAY) == 5


def test_a_template_fills_what_the_row_leaves_empty() -> None:
    made = datetime(2026, 1, 1, tzinfo=UTC)
    templates = Templates(
        [
            EventTemplate(RecordId("t"), made, "Groot", "", 40.0, 8.0, None, 20),
            EventTemplate(
                RecordId("later"), made + timedelta(1), "B", "workshop", 9.0, 9.0, 9.0, 9
            ),
            EventTemplate(RecordId("kind"), made, "A", "workshop", 6.0, 5.0, 2.0, None),
        ]
    )
    assert templates.cost(item("a", hours_before=3), 6) == Cost(3, 5, 2, 6)
    chosen = item("a", template=RecordId("t"), hours_after=1)
    assert templates.cost(chosen, 6) == Cost(40, 8, 1, 20)
    assert templates.cost(item("a", kind="drinks"), 6).is_nothing


hours = st.floats(0, 80)


@given(
    st.builds(Cost, hours, hours, hours, st.integers(1, 30)),
    st.sampled_from([(), ("coordinator",), ("coordinator", "assistant")]),
    st.dates(date(2027, 1, 1), date(2028, 12, 31)),
    st.integers(1, 5),
    st.lists(
        st.tuples(st.dates(date(2026, 9, 1), date(2028, 12, 1)), st.integers(0, 30)), max_size=5
    ),
)
def test_no_hour_is_lost_and_none_falls_in_a_week_without_anybody(
    cost: Cost,
    staff: tuple[str, ...],
    day: date,
    days: int,
    away: list[tuple[date, int]],
) -> None:
    load = Workload(RULES)
    for number, (first, length) in enumerate(away):
        last = first + timedelta(days=length)
        load.put_leave(leave(f"l{number}", first.isoformat(), last.isoformat()))
    one = work(cost, *staff, day=day, days=days)
    load.put(one)
    asked = load.asks(one)
    assert sum(asked.values()) == pytest.approx(cost.before + days * cost.on_the_day + cost.after)
    assert {person for person, _ in asked} <= set(staff or ("",))
    first = monday_of(day)
    before = [first - timedelta(weeks=number) for number in range(1, cost.weeks_before + 1)]
    for person in staff:
        if any(load.available(person, monday) for monday in before):
            gone = [monday for monday in before if not load.available(person, monday)]
            assert [asked.get((person, monday), 0) for monday in gone] == [0] * len(gone)
    load.drop("a")
    assert load.total(first) == 0
