"""Somebody's iCalendar file: what it says is taken over exactly, or refused with a reason."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings

from channels.feeds.ical import calendar_text, event_fragment
from museum.calendars_in import SourcesError, UnreadableCalendarError, parse_sources, read_calendar
from museum.calendars_in.bounds import Budget
from museum.calendars_in.reading import Candidate, plain_text, values_of
from museum.date_plan import ZONE, DatePlan
from museum.date_reading import plan_of
from museum.identity import RecordId
from museum.occurrences import Occurrence, occurrences
from museum.records import Activity
from tests.channels.feeds.plans import plans
from tests.channels.feeds.test_ical import feed_event

TODAY = date(2026, 1, 1)
WHEN = ("starts", "ends", "first_day", "last_day", "repeats", "repeats_until", "except_dates",
        "extra_dates")  # fmt: skip


def read(*events: str) -> tuple[Candidate, ...]:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"]
    for one in events:
        lines += ["BEGIN:VEVENT", *one.split("\n"), "END:VEVENT"]
    return read_calendar("\r\n".join([*lines, "END:VCALENDAR", ""]).encode(), TODAY).candidates


def told(candidate: Candidate) -> dict[str, Any]:
    """The cells that are filled in, without the words."""
    return {key: one for key, one in values_of(candidate).items() if one and key in WHEN}


def plan(candidate: Candidate) -> DatePlan | None:
    cells: dict[str, Any] = dict(values_of(candidate))
    made: dict[str, Any] = {}
    for key in WHEN:
        value = cells[key]
        if key in ("starts", "ends"):
            made[key] = datetime.fromisoformat(value) if value else None
        elif key in ("first_day", "last_day", "repeats_until"):
            made[key] = date.fromisoformat(value) if value else None
        else:
            made[key] = value
    row = Activity(
        id=RecordId("r"), created=datetime(2026, 1, 1, tzinfo=UTC), kind="activity", **made
    )
    return plan_of(row).plan


ONE = "UID:a\nSUMMARY:Lezing\nDTSTART;TZID=Europe/Amsterdam:20270305T140000"
AT_TWO = {"starts": "2027-03-05T13:00:00Z"}
TILL_FOUR = AT_TWO | {"ends": "2027-03-05T15:00:00Z"}


@pytest.mark.parametrize(
    ("event", "cells"),
    [
        (ONE, AT_TWO),
        (f"{ONE}\nDURATION:PT2H", TILL_FOUR),
        (f"{ONE}\nDTEND;TZID=Europe/Amsterdam:20270305T140000", AT_TWO),
        ("UID:a\nSUMMARY:x\nDTSTART:20270305T130000Z\nDTEND:20270305T150000Z", TILL_FOUR),
        ("UID:a\nSUMMARY:x\nDTSTART:20270305T140000", AT_TWO),
        ("UID:a\nSUMMARY:x\nDTSTART;TZID=W. Europe Standard Time:20270305T140000", AT_TWO),
        ("UID:a\nSUMMARY:x\nDTSTART;VALUE=DATE:20270305",
         {"first_day": "2027-03-05", "last_day": "2027-03-05"}),
        ("UID:a\nSUMMARY:x\nDTSTART;VALUE=DATE:20270305\nDTEND;VALUE=DATE:20270501",
         {"first_day": "2027-03-05", "last_day": "2027-04-30"}),
        (f"{ONE}\nRRULE:FREQ=WEEKLY\nEXDATE;TZID=Europe/Amsterdam:20270312T140000",
         AT_TWO | {"repeats": "weekly", "except_dates": "12-03-2027"}),
        (f"{ONE}\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3",
         AT_TWO | {"repeats": "fortnightly", "repeats_until": "2027-04-02"}),
        (f"{ONE}\nRRULE:FREQ=MONTHLY;BYDAY=1FR", AT_TWO | {"repeats": "monthly_weekday"}),
        (f"{ONE}\nRRULE:FREQ=MONTHLY;BYMONTHDAY=5", AT_TWO | {"repeats": "monthly_date"}),
        (f"{ONE}\nRRULE:FREQ=DAILY;UNTIL=20270307T225959Z",
         AT_TWO | {"repeats": "daily", "repeats_until": "2027-03-07"}),
        (f"{ONE}\nRRULE:FREQ=WEEKLY;INTERVAL=5;COUNT=2", AT_TWO | {"extra_dates": "09-04-2027"}),
        (f"{ONE}\nRDATE;TZID=Europe/Amsterdam:20270309T140000",
         AT_TWO | {"extra_dates": "09-03-2027"}),
    ],
)  # fmt: skip
def test_dates_become_our_cells(event: str, cells: dict[str, str]) -> None:
    assert [told(one) for one in read(event)] == [cells]


def test_one_event_may_become_more() -> None:
    wednesday, saturday = read(
        "UID:a\nSUMMARY:x\nDTSTART;TZID=Europe/Amsterdam:20270303T140000\n"
        "RRULE:FREQ=WEEKLY;BYDAY=WE,SA"
    )
    assert told(wednesday) == {"starts": "2027-03-03T13:00:00Z", "repeats": "weekly"}
    assert told(saturday) == {"starts": "2027-03-06T13:00:00Z", "repeats": "weekly"}
    series = (
        "UID:b\nSUMMARY:x\nDTSTART;TZID=Europe/Amsterdam:20270305T140000\nRRULE:FREQ=WEEKLY;COUNT=4"
    )
    moved = (
        "UID:b\nRECURRENCE-ID;TZID=Europe/Amsterdam:20270312T140000\nSUMMARY:x\n"
        "DTSTART;TZID=Europe/Amsterdam:20270313T110000"
    )
    off = (
        "UID:b\nRECURRENCE-ID;TZID=Europe/Amsterdam:20270319T140000\nSUMMARY:x\nSTATUS:CANCELLED\n"
        "DTSTART;TZID=Europe/Amsterdam:20270319T140000"
    )
    usual, odd = read(series, moved, off)
    assert told(usual) == AT_TWO | {"extra_dates": "26-03-2027"}
    assert (odd.uid, told(odd)) == ("b#2027-03-13", {"starts": "2027-03-13T10:00:00Z"})


def test_what_is_over_private_or_too_odd_is_not_taken() -> None:
    over = "UID:a\nSUMMARY:x\nDTSTART:20200305T130000Z"
    assert read(over, f"{ONE}\nCLASS:PRIVATE") == ()
    (odd,) = read(f"{ONE}\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")
    (never,) = read("UID:a\nSUMMARY:x\nDTSTART:20XX0305")
    (bad,) = read("UID:b\nSUMMARY:x\nDTSTART:20270305T130000Z\nRRULE:FREQ=SOMETIMES")
    assert [bool(one.timing.trouble) for one in (odd, never, bad)] == [True] * 3


BOMBS = [
    *("FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=100000000", "FREQ=HOURLY"),
    "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3;BYSECOND=1,2,3",
    "FREQ=DAILY;INTERVAL=0",
    *("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31"),
    *("FREQ=MONTHLY;BYDAY=6FR", "FREQ=MONTHLY;BYDAY=5FR;BYMONTHDAY=1", "FREQ=YEARLY;BYMONTH=13"),
    *("FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9"),
    *("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "FREQ=MONTHLY;INTERVAL=12;BYMONTH=4"),
    "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 400),
]


def test_a_line_that_means_years_of_work_is_not_worked_out() -> None:
    bombs = [f"UID:{rule}\nSUMMARY:x\nDTSTART:20270305T130000Z\nRRULE:{rule}" for rule in BOMBS]
    ancient = "UID:b\nSUMMARY:x\nDTSTART:00010305T130000Z\nRRULE:FREQ=DAILY"
    moments = ",".join(
        f"{2027 + number // 300}0305T{number % 24:02}0000Z" for number in range(9_000)
    )
    added = f"UID:c\nSUMMARY:x\nDTSTART:20270305T130000Z\nRDATE:{moments}"
    found = read(*bombs, ancient, added)
    assert len(found) == len(BOMBS) + 2
    assert {one.timing.trouble for one in found} == {
        "De herhaling is te ingewikkeld om over te nemen."
    }
    # Many that are each well are together too much: the first are read, the rest is said.
    budget = Budget()
    assert [budget.allows(3_000) for _ in range(7)] == [True] * 6 + [False]
    assert (budget.allows(2_000), budget.allows(1)) == (True, False)


def test_what_other_programs_write_is_still_worked_out() -> None:
    (outlook,) = read(f"{ONE}\nRRULE:FREQ=MONTHLY;BYDAY=FR;BYSETPOS=1;WKST=MO")
    assert told(outlook) == AT_TWO | {"repeats": "monthly_weekday"}
    (apple,) = read(f"{ONE}\nRRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5;COUNT=3;BYHOUR=14")
    assert told(apple) == AT_TWO | {"repeats": "yearly", "repeats_until": "2029-03-05"}


def test_parts_within_parts_and_too_many_events_are_refused() -> None:
    deep = b"BEGIN:VCALENDAR\r\n" * 20_000 + b"END:VCALENDAR\r\n" * 20_000
    assert read_calendar(deep, TODAY).candidates == ()
    events = b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 5_001
    with pytest.raises(UnreadableCalendarError, match="5001 afspraken, hoogstens 5000"):
        read_calendar(b"BEGIN:VCALENDAR\r\n" + events + b"END:VCALENDAR\r\n", TODAY)


def test_words_lose_their_mark_up_and_nothing_else() -> None:
    (one,) = read(
        f"{ONE}\nDESCRIPTION:<p>Thee &amp\\; koek</p><script>alert(1)</script>1 < 2\\nhttps://m.example/x."
    )
    assert one.description == "Thee & koek\n1 < 2\nhttps://m.example/x."
    assert one.website == "https://m.example/x"
    assert plain_text("a" * 30, 10) == "aaaaaaaaa…"
    (script,) = read(f"{ONE}\nURL:javascript:alert(1)")
    assert script.website == ""


@pytest.mark.parametrize(
    "junk", [b"", b"hallo", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"\xff\xfe"]
)
def test_junk_is_refused_with_a_sentence(junk: bytes) -> None:
    with pytest.raises(UnreadableCalendarError, match="agendabestand"):
        read_calendar(junk, TODAY)


def _begins_in_no_hour(drawn: DatePlan) -> bool:
    """Whether the first time is in the hour that a spring night skips: no cell can hold that."""
    if drawn.opens is None:
        return False
    wall = datetime.combine(drawn.first_day, drawn.opens, ZONE)
    return wall.astimezone(UTC).astimezone(ZONE).time() != drawn.opens


@settings(deadline=None, max_examples=60)
@given(plans())
def test_our_own_feed_read_back_is_the_same_days_and_times(drawn: DatePlan) -> None:
    assume(not _begins_in_no_hour(drawn))
    feed = calendar_text(
        "x", "https://m.example/x.ics", [event_fragment(feed_event(drawn)).encode()]
    )
    found = read_calendar(feed, TODAY).candidates
    if any(one.timing.trouble for one in found):
        return  # said, not guessed: an event may be too odd for our cells
    last = drawn.first_day + timedelta(days=400)
    here = [plan(one) for one in found]
    again = {one for made in here if made for one in occurrences(made, drawn.first_day, last)}
    assert _instants(again) == _instants(occurrences(drawn, drawn.first_day, last))


def _instants(found: Iterable[Occurrence]) -> list[tuple[Any, ...]]:
    return sorted(
        (one.first_day, str(one.starts and one.starts.astimezone(UTC)),
         str(one.ends and one.ends.astimezone(UTC)))
        for one in found
    )  # fmt: skip


def test_the_configuration_names_every_problem() -> None:
    rules = {"missing": {"share": 0.5, "minimum": 3}}
    good = {"title": "M", "url": "webcal://m.example/a.ics", "museum": "M"}
    assert parse_sources({"m": good, "regels": rules}).all[0].url == "https://m.example/a.ics"
    with pytest.raises(SourcesError) as error:
        parse_sources({"M!": {"url": "ftp://x", "soort": 1}, "n": {"title": "N", "becomes": "x"}})
    assert str(error.value).count("\n- ") == 7
