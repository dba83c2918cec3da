"""What a plan comes to, on both sides of every clock change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from dateutil.rrule import DAILY, WEEKLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from museum.date_plan import Repeats
from museum.occurrences import (
    ZONE,
    DatePlan,
    Occurrence,
    Rule,
    last_day,
    months,
    next_occurrence,
    occurrences,
)
from museum.recurrence import begin_days


def begins(plan: DatePlan, first: str, last: str) -> list[str]:
    found = occurrences(plan, date.fromisoformat(first), date.fromisoformat(last))
    return [
        each.starts.isoformat(timespec="minutes") if each.starts else each.first_day.isoformat()
        for each in found
    ]


def timed(day: str, opens: str, closes: str, repeats: Repeats, days: int = 0) -> DatePlan:
    first = date.fromisoformat(day)
    return DatePlan(
        first,
        first + timedelta(days=days),
        time.fromisoformat(opens),
        time.fromisoformat(closes),
        Rule(repeats),
    )


def test_a_weekly_time_stays_the_same_on_the_wall_across_both_clock_changes() -> None:
    plan = timed("2027-03-21", "14:00", "15:00", "weekly")
    assert begins(plan, "2027-03-20", "2027-04-01") == [
        "2027-03-21T14:00+01:00",
        "2027-03-28T14:00+02:00",
    ]
    assert begins(plan, "2027-10-24", "2027-11-01") == [
        "2027-10-24T14:00+02:00",
        "2027-10-31T14:00+01:00",
    ]


def test_a_time_that_does_not_exist_comes_an_hour_later() -> None:
    plan = timed("2027-03-21", "02:30", "03:15", "weekly")
    night = occurrences(plan, date(2027, 3, 28), date(2027, 3, 28))
    moment = datetime(2027, 3, 28, 3, 30, tzinfo=ZONE)
    assert night == [Occurrence(date(2027, 3, 28), date(2027, 3, 28), moment, moment)]
    assert night[0].starts is not None
    assert night[0].starts.isoformat() == "2027-03-28T03:30:00+02:00"


def test_a_time_that_exists_twice_is_the_first() -> None:
    plan = timed("2027-10-24", "02:30", "02:45", "weekly")
    assert begins(plan, "2027-10-31", "2027-10-31") == ["2027-10-31T02:30+02:00"]
    second = DatePlan(date(2027, 10, 31), date(2027, 10, 31), time(2, 30, fold=1))
    assert begins(second, "2027-10-31", "2027-10-31") == ["2027-10-31T02:30+01:00"]


def test_an_evening_past_midnight_belongs_to_the_day_it_begins_and_ends_by_the_wall() -> None:
    plan = timed("2027-03-20", "20:00", "04:00", "weekly", days=1)
    found = occurrences(plan, date(2027, 3, 27), date(2027, 3, 28))
    assert found == [
        Occurrence(
            date(2027, 3, 27),
            date(2027, 3, 27),
            datetime(2027, 3, 27, 20, tzinfo=ZONE),
            datetime(2027, 3, 28, 4, tzinfo=ZONE),
        )
    ]
    assert found[0].starts is not None
    assert found[0].ends is not None
    assert found[0].ends.astimezone(UTC) - found[0].starts.astimezone(UTC) == timedelta(hours=7)
    assert occurrences(plan, date(2027, 3, 28), date(2027, 3, 28)) == []


def test_months_skip_what_they_do_not_have() -> None:
    on_the_31st = DatePlan(date(2027, 1, 31), date(2027, 1, 31), rule=Rule("monthly_date"))
    assert begins(on_the_31st, "2027-01-01", "2027-07-31") == [
        "2027-01-31",
        "2027-03-31",
        "2027-05-31",
        "2027-07-31",
    ]
    leap_day = DatePlan(date(2028, 2, 29), date(2028, 2, 29), rule=Rule("yearly"))
    assert begins(leap_day, "2028-01-01", "2036-12-31") == [
        "2028-02-29",
        "2032-02-29",
        "2036-02-29",
    ]


def test_a_second_saturday_and_a_last_saturday() -> None:
    second = DatePlan(date(2027, 4, 10), date(2027, 4, 10), rule=Rule("monthly_weekday"))
    assert begins(second, "2027-04-01", "2027-06-30") == ["2027-04-10", "2027-05-08", "2027-06-12"]
    fifth = DatePlan(date(2027, 5, 29), date(2027, 5, 29), rule=Rule("monthly_weekday"))
    assert begins(fifth, "2027-05-01", "2027-07-31") == ["2027-05-29", "2027-06-26", "2027-07-31"]


def test_exceptions_and_extras() -> None:
    plan = DatePlan(
        date(2027, 4, 3),
        date(2027, 4, 3),
        rule=Rule("fortnightly", date(2027, 5, 1)),
        exceptions=(date(2027, 4, 17),),
        extras=(date(2027, 5, 1), date(2027, 5, 5)),
    )
    assert begins(plan, "2027-01-01", "2027-12-31") == ["2027-04-03", "2027-05-01", "2027-05-05"]
    assert last_day(plan, date(2030, 1, 1)) == date(2027, 5, 5)


def test_a_running_period_is_the_next_occurrence_until_its_last_day() -> None:
    plan = DatePlan(date(2027, 4, 3), date(2027, 6, 30))
    period = Occurrence(date(2027, 4, 3), date(2027, 6, 30))
    assert next_occurrence(plan, date(2027, 1, 1)) == period
    assert next_occurrence(plan, date(2027, 6, 30)) == period
    assert next_occurrence(plan, date(2027, 7, 1)) is None
    assert occurrences(plan, date(2027, 6, 30), date(2027, 8, 1)) == [period]
    assert months(plan, date(2027, 5, 15), date(2027, 12, 31)) == {"2027-05", "2027-06"}


def test_what_has_no_end_lasts_as_long_as_the_horizon() -> None:
    horizon = date(2028, 1, 31)
    period = DatePlan(date(2027, 11, 3), None)
    assert next_occurrence(period, date(2040, 1, 1)) == Occurrence(date(2027, 11, 3), None)
    assert last_day(period, horizon) == horizon
    assert months(period, date(2027, 1, 1), horizon) == {"2027-11", "2027-12", "2028-01"}
    weekly = timed("2027-11-03", "14:00", "15:00", "weekly")
    assert last_day(weekly, horizon) == horizon


days = st.dates(date(2026, 1, 1), date(2031, 12, 31))


@given(first=days, since=days, repeats=st.sampled_from(["daily", "weekly", "fortnightly"]))
def test_days_and_weeks_are_counted_as_dateutil_counts_them(
    first: date, since: date, repeats: Repeats
) -> None:
    until = date(2032, 12, 31)
    expected = rrule(
        DAILY if repeats == "daily" else WEEKLY,
        interval=2 if repeats == "fortnightly" else 1,
        dtstart=datetime.combine(first, time()),
        until=datetime.combine(until, time()),
    )
    found = takewhile(
        lambda day: day <= until, begin_days(DatePlan(first, first, rule=Rule(repeats)), since)
    )
    assert list(found) == [each.date() for each in expected if each.date() >= since]


@given(
    first=days,
    length=st.integers(0, 40),
    repeats=st.sampled_from(["monthly_weekday", "yearly", "weekly"]),
    today=days,
)
def test_the_parts_agree(first: date, length: int, repeats: Repeats, today: date) -> None:
    span = length % 7 if repeats == "weekly" else length % 28
    plan = DatePlan(first, first + timedelta(days=span), rule=Rule(repeats, date(2033, 1, 1)))
    found = occurrences(plan, today, date(2034, 12, 31))
    assert next_occurrence(plan, today) == (found[0] if found else None)
    if found:
        assert found[-1].last_day == last_day(plan, today)
    seen = {
        (each.first_day + timedelta(days=number)).isoformat()[:7]
        for each in found
        for number in range(span + 1)
        if each.first_day + timedelta(days=number) >= today
    }
    assert months(plan, today, date(2034, 12, 31)) == seen
