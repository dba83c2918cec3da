"""Dates: reading, showing, reckoning."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.airtable.formula import Value, parse_formula
from tests.sandbox.formula.rows import ERROR, NOW, CellRow, same, value_of


def at(*parts: int) -> datetime:
    """A moment at Greenwich."""
    year, month, day, *clock = parts
    hour, minute, second, micro = (*clock, 0, 0, 0, 0)[:4]
    return datetime(year, month, day, hour, minute, second, micro, tzinfo=UTC)


READING: list[tuple[str, Value]] = [
    ("TODAY()", date(2026, 11, 23)),
    ("NOW()", NOW),
    ("DATETIME_PARSE('2023-12-01')", at(2023, 12, 1)),
    ("DATETIME_PARSE('2023-12-01T12:34:56.000Z')", at(2023, 12, 1, 12, 34, 56)),
    ("DATETIME_PARSE('2023-12-01T12:34:56.789')", at(2023, 12, 1, 12, 34, 56, 789_000)),
    ("DATETIME_PARSE('2023-12-01 12:34+02:00')", at(2023, 12, 1, 10, 34)),
    ("DATETIME_PARSE('4/28/2021')", at(2021, 4, 28)),
    ("DATETIME_PARSE('4/28/2021 3:05 pm')", at(2021, 4, 28, 15, 5)),
    ("DATETIME_PARSE('28 Apr 2021')", at(2021, 4, 28)),
    ("DATETIME_PARSE('April 28, 2021')", at(2021, 4, 28)),
    ("DATETIME_PARSE('28-04-2021', 'DD-MM-YYYY')", at(2021, 4, 28)),
    ("DATETIME_PARSE('28/4/21 9:05', 'D-M-YY H:mm')", at(2021, 4, 28, 9, 5)),
    ("DATETIME_PARSE('4 Mar 2017 23:00', 'D MMM YYYY HH:mm')", at(2017, 3, 4, 23)),
    ("DATETIME_PARSE('1 maart 2026', 'D MMMM YYYY', 'nl')", at(2026, 3, 1)),
    ("DATETIME_PARSE('3 mrt. 2026', 'D MMM YYYY', 'nl')", at(2026, 3, 3)),
    ("DATETIME_PARSE('20260301T0930', 'YYYYMMDD[T]HHmm')", at(2026, 3, 1, 9, 30)),
    ("DATETIME_PARSE('12:15 am', 'h:mm a')", at(2026, 11, 23, 0, 15)),
    ("DATETIME_PARSE('5 May', 'D MMM')", at(2026, 5, 5)),
    ("DATETIME_PARSE('1772357400', 'X')", at(2026, 3, 1, 9, 30)),
    ("DATETIME_PARSE('2026 60', 'YYYY DDD')", at(2026, 3, 1)),
    ("DATETIME_PARSE('2026-02-30')", ERROR),
    ("DATETIME_PARSE('binnenkort')", ERROR),
    ("DATETIME_PARSE({Empty})", ERROR),
    ("DATETIME_PARSE('1 maart 2026', 'D MMMM YYYY', 'tlh')", ERROR),
    ("YEAR('2026-03-01')", 2026),
    ("MONTH({Day})", 3),
    ("DAY({Moment})", 1),
    ("HOUR({Moment})", 9),
    ("MINUTE({Moment})", 30),
    ("SECOND(NOW())", 12),
    ("YEAR({Empty})", math.nan),
    ("YEAR('soon')", ERROR),
    ("WEEKDAY({Day})", 0),
    ("WEEKDAY({Day}, 'Monday')", 6),
    ("WEEKDAY({Day}, 'Tuesday')", ERROR),
    ("WEEKNUM('2026-01-03')", 1),
    ("WEEKNUM('2026-01-04')", 2),
    ("WEEKNUM('2026-01-04', 'Monday')", 1),
    ("WEEKNUM('2026-12-31')", 1),
    ("DATESTR({Moment})", "2026-03-01"),
    ("TIMESTR({Moment})", "09:30:00"),
    ("FROMNOW(DATEADD(NOW(), 25, 'days'))", "25 days"),
    ("TONOW(DATEADD(NOW(), -1, 'day'))", "a day"),
    ("TONOW(NOW())", "a few seconds"),
    ("TONOW({Empty})", ERROR),
]

SHOWING: list[tuple[str, Value]] = [
    ("'YYYY-MM-DD'", "2026-03-01"),
    ("'D/M/YY'", "1/3/26"),
    ("'dd ddd dddd'", "Su Sun Sunday"),
    ("'Mo MMM MMMM'", "3rd Mar March"),
    ("'Do DDD DDDo DDDD'", "1st 60 60th 060"),
    ("'d E e'", "0 7 0"),
    ("'w ww W WW gggg GGGG'", "10 10 9 09 2026 2026"),
    ("'Q Qo'", "1 1st"),
    ("'H HH h hh k kk A a'", "9 09 9 09 9 09 AM am"),
    ("'mm m ss s S SSS'", "30 30 00 0 0 000"),
    ("'Z ZZ z'", "+00:00 +0000 UTC"),
    ("'X x'", "1772357400 1772357400000"),
    ("'L'", "03/01/2026"),
    ("'LL'", "March 1, 2026"),
    ("'LLL'", "March 1, 2026 9:30 AM"),
    ("'LLLL'", "Sunday, March 1, 2026 9:30 AM"),
    ("'LT LTS'", "9:30 AM 9:30:00 AM"),
    ("'l'", "3/1/2026"),
    ("'ll'", "Mar 1, 2026"),
    ("'[om] HH[u]mm'", "om 09u30"),
]

RECKONING: list[tuple[str, Value]] = [
    ("DATEADD({Day}, 1, 'days')", date(2026, 3, 2)),
    ("DATEADD({Day}, -1, 'month')", date(2026, 2, 1)),
    ("DATEADD('2026-01-31', 1, 'months')", at(2026, 2, 28)),
    ("DATEADD('2024-02-29', 1, 'year')", at(2025, 2, 28)),
    ("DATEADD({Day}, 90, 'minutes')", at(2026, 3, 1, 1, 30)),
    ("DATEADD({Moment}, 1, 'w')", at(2026, 3, 8, 9, 30)),
    ("DATEADD({Moment}, 1, 'M')", at(2026, 4, 1, 9, 30)),
    ("DATEADD({Moment}, 1, 'm')", at(2026, 3, 1, 9, 31)),
    ("DATEADD({Moment}, 1, 'quarter')", at(2026, 6, 1, 9, 30)),
    ("DATEADD({Moment}, 1.5, 'hours')", at(2026, 3, 1, 11)),
    ("DATEADD({Day}, 1, 'eons')", ERROR),
    ("DATEADD({Day}, 9999, 'years')", ERROR),
    ("DATEADD({Day}, 99999999, 'days')", ERROR),
    ("DATEADD({Empty}, 1, 'days')", ERROR),
    ("DATETIME_DIFF('2026-03-02', '2026-03-01')", 86400),
    ("DATETIME_DIFF({Moment}, {Day}, 'hours')", 9),
    ("DATETIME_DIFF({Day}, {Moment}, 'hours')", -9),
    ("DATETIME_DIFF({Moment}, {Day}, 'minutes')", 570),
    ("DATETIME_DIFF({Moment}, {Day}, 'ms')", 34_200_000),
    ("DATETIME_DIFF('2026-03-15', '2026-03-01', 'weeks')", 2),
    ("DATETIME_DIFF('2026-03-14', '2026-03-01', 'weeks')", 1),
    ("DATETIME_DIFF('2026-03-01', '2026-01-31', 'months')", 1),
    ("DATETIME_DIFF('2026-02-27', '2026-01-28', 'months')", 0),
    ("DATETIME_DIFF('2026-01-01', '2026-12-31', 'quarters')", -3),
    ("DATETIME_DIFF('2026-03-01', '2000-03-02', 'years')", 25),
    ("DATETIME_DIFF('2026-03-02', '2000-03-02', 'y')", 26),
    ("DATETIME_DIFF({Day}, {Empty}, 'days')", math.nan),
    ("DATETIME_DIFF({Day}, 'soon', 'days')", ERROR),
    ("IS_AFTER({Moment}, {Day})", True),
    ("IS_AFTER({Day}, '2026-03-01')", False),
    ("IS_BEFORE({Day}, TODAY())", True),
    ("IS_BEFORE({Empty}, TODAY())", ERROR),
    ("IS_SAME({Moment}, {Day})", False),
    ("IS_SAME({Moment}, {Day}, 'day')", True),
    ("IS_SAME({Moment}, {Day}, 'hour')", False),
    ("IS_SAME('2026-03-01', '2026-03-07', 'week')", True),
    ("IS_SAME('2026-02-28', '2026-03-01', 'week')", False),
    ("IS_SAME('2026-01-01', '2026-03-31', 'quarter')", True),
    ("IS_SAME('2026-01-01', '2025-12-31', 'year')", False),
    ("WORKDAY({Day}, 1)", date(2026, 3, 2)),
    ("WORKDAY('2026-03-06', 1)", at(2026, 3, 9)),
    ("WORKDAY('2026-03-06', 1, '2026-03-09, 2026-03-10')", at(2026, 3, 11)),
    ("WORKDAY('2026-03-09', -1)", at(2026, 3, 6)),
    ("WORKDAY_DIFF('2026-03-02', '2026-03-08')", 5),
    ("WORKDAY_DIFF('2026-03-02', '2026-03-08', '2026-03-03')", 4),
    ("WORKDAY_DIFF('2026-03-08', '2026-03-02')", -5),
]


@pytest.mark.parametrize(("source", "value"), READING + RECKONING)
def test_dates(source: str, value: Value) -> None:
    assert same(value_of(source), value)


@pytest.mark.parametrize(("form", "text"), SHOWING)
def test_shown_in_a_format(form: str, text: str) -> None:
    assert value_of(f"DATETIME_FORMAT({{Moment}}, {form})") == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("DATETIME_FORMAT({Moment})", "2026-03-01T09:30:00Z"),
        ("DATETIME_FORMAT({Empty}, 'L')", ERROR),
        ("DATETIME_FORMAT('2026-03-01', 'DD-MM')", "01-03"),
        (
            "DATETIME_FORMAT(SET_LOCALE({Moment}, 'nl'), 'dddd D MMMM, dd D MMM Do LLLL')",
            "zondag 1 maart, zo 1 mrt. 1ste zondag 1 maart 2026 09:30",
        ),
        ("DATETIME_FORMAT(SET_LOCALE({Moment}, 'de'), 'LL')", "1. März 2026"),
        (
            "DATETIME_FORMAT(SET_TIMEZONE('2026-07-01T10:00', 'Europe/Amsterdam'), 'HH:mm Z z')",
            "12:00 +02:00 CEST",
        ),
        (
            "DATETIME_FORMAT(SET_LOCALE(SET_TIMEZONE({Moment}, 'Asia/Tokyo'), 'en-gb'), 'LLL')",
            "1 March 2026 18:30",
        ),
        (
            "DATETIME_FORMAT(SET_TIMEZONE(SET_LOCALE({Moment}, 'nl'), 'Europe/Paris'), 'ddd LT')",
            "zo. 10:30",
        ),
        ("SET_TIMEZONE({Moment}, 'Europe/Nergens')", ERROR),
        ("HOUR(SET_TIMEZONE({Moment}, 'Asia/Tokyo'))", 9),
    ],
)
def test_shown_elsewhere(source: str, text: Value) -> None:
    assert value_of(source) == text


def test_the_zone_and_language_asked_for_move_moments_but_not_dates() -> None:
    source = "DATETIME_FORMAT({Moment}, 'dddd HH:mm') & ' ' & DATETIME_FORMAT({Day}, 'dddd HH:mm')"
    assert value_of(source, "Asia/Tokyo", "nl") == "zondag 18:30 zondag 00:00"
    assert value_of("HOUR({Moment})", "Europe/Amsterdam") == 10


@pytest.mark.timeout(5)
def test_an_odd_format_does_not_stall_the_reader() -> None:
    digits, form = "1" * 100, "D." * 60 + "[!]"
    assert value_of(f"DATETIME_PARSE('{digits}', '{form}')") == ERROR


MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (Hypothesis wants bounds without a zone)


@given(MOMENTS, st.integers(-600, 600))
def test_months_added_are_the_months_between(moment: datetime, months: int) -> None:
    first = moment.replace(day=1)
    row = CellRow({"M": first})
    source = f"DATETIME_DIFF(DATEADD(M, {months}, 'months'), M, 'months')"
    assert parse_formula(source).evaluate(row, NOW) == months


@given(MOMENTS)
def test_what_is_shown_reads_back(moment: datetime) -> None:
    row = CellRow({"M": moment.replace(microsecond=0)})
    source = "DATETIME_PARSE(DATETIME_FORMAT(M, 'D MMM YYYY h:mm:ss a'), 'D MMM YYYY h:mm:ss a')"
    read = parse_formula(source).evaluate(row, NOW)
    assert isinstance(read, datetime)
    assert abs(read - row.cells["M"]) == timedelta()  # type: ignore[operator]  # it is a datetime
