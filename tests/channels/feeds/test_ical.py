"""Calendars: what programs that read them make of it equals what the site says."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from channels.feeds.ical import (
    FeedEvent,
    calendar_text,
    event_fragment,
    single_event_file,
    timezone_text,
)
from museum.date_plan import Repeats
from museum.identity import RecordId
from museum.occurrences import ZONE, DatePlan, Rule, occurrences

SATURDAY = date(2027, 4, 3)
STAMP = datetime(2027, 1, 5, 9, 30, tzinfo=UTC)


def feed_event(plan: DatePlan, status: str = "") -> FeedEvent:
    return FeedEvent(
        record_id=RecordId("recA1"),
        site_host="drentsemusea.example",
        title="Proeverij; met thee, koek\nen <script>",
        plan=plan,
        sequence=3,
        stamp=STAMP,
        created=datetime(2026, 12, 1, tzinfo=UTC),
        url="https://drentsemusea.example/agenda/proeverij/",
        status=status,
        description="Een middag met thee uit de kruidentuin. Zin na zin, tot de regel te lang is.",
        location="Museum Één, Brink 1, Assen",
        latitude=52.99,
        longitude=6.56,
        categories=("Activiteit", "Eten, drinken"),
    )


WEEKLY = DatePlan(
    SATURDAY,
    SATURDAY,
    time(14),
    time(16, 30),
    Rule("weekly", date(2027, 5, 1)),
    exceptions=(date(2027, 4, 17),),
    extras=(date(2027, 5, 2),),
)
EXHIBITION = DatePlan(SATURDAY, date(2027, 10, 31))


def test_the_feed_is_the_golden_one(equals_golden: Callable[[str, bytes], None]) -> None:
    feed = calendar_text(
        "Agenda, alles",
        "https://drentsemusea.example/agenda.ics",
        [
            event_fragment(feed_event(WEEKLY)).encode(),
            event_fragment(feed_event(EXHIBITION, "cancelled")).encode(),
        ],
        description="Alle activiteiten",
    )
    equals_golden("agenda.ics", feed)


def test_it_reads_back_as_it_was_meant() -> None:
    event: Any = Calendar.from_ical(single_event_file(event_fragment(feed_event(WEEKLY)))).events[0]
    assert str(event["uid"]) == "recA1@drentsemusea.example"
    assert str(event["summary"]) == "Proeverij; met thee, koek\nen <script>"
    assert event["sequence"] == 3
    assert event["dtstamp"].dt == event["last-modified"].dt == STAMP
    assert event["dtstart"].dt == datetime(2027, 4, 3, 14, tzinfo=ZONE)
    assert event["dtend"].dt == datetime(2027, 4, 3, 16, 30, tzinfo=ZONE)
    assert str(event["location"]) == "Museum Één, Brink 1, Assen"
    assert [str(each) for each in event["categories"].cats] == ["Activiteit", "Eten, drinken"]
    assert (str(event["status"]), str(event["transp"])) == ("CONFIRMED", "OPAQUE")


def test_an_exhibition_takes_whole_days_and_leaves_the_visitor_free() -> None:
    lines = event_fragment(feed_event(EXHIBITION, "postponed")).split("\r\n")
    assert "DTSTART;VALUE=DATE:20270403" in lines
    assert "DTEND;VALUE=DATE:20271101" in lines
    assert "TRANSP:TRANSPARENT" in lines
    assert "STATUS:TENTATIVE" in lines


def test_an_open_period_has_no_end() -> None:
    assert "DTEND" not in event_fragment(feed_event(DatePlan(SATURDAY, None)))


def test_every_line_is_folded_and_ends_as_the_standard_wants() -> None:
    feed = calendar_text(
        "A" * 100, "https://a.example", [event_fragment(feed_event(WEEKLY)).encode()]
    )
    lines = feed.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(len(line) for line in lines) <= 75


def test_the_time_zone_tells_the_hour_of_every_day() -> None:
    wrapped = "BEGIN:VCALENDAR\r\n" + timezone_text() + "END:VCALENDAR\r\n"
    zone = Calendar.from_ical(wrapped).timezones[0].to_tz(lookup_tzid=False)
    noon = datetime(2026, 1, 1, 12, tzinfo=ZONE)
    for moment in (noon + timedelta(days=number) for number in range(365 * 6)):
        assert moment.replace(tzinfo=zone).utcoffset() == moment.utcoffset(), moment


def test_the_second_of_two_equal_hours_is_told_in_utc() -> None:
    plan = DatePlan(date(2027, 10, 31), date(2027, 10, 31), time(2, 30, fold=1), time(4))
    lines = event_fragment(feed_event(plan)).split("\r\n")
    assert "DTSTART:20271031T013000Z" in lines
    assert "DTEND:20271031T030000Z" in lines


REPEATS = ["daily", "weekly", "fortnightly", "monthly_weekday", "monthly_date", "yearly"]


@st.composite
def plans(draw: st.DrawFn) -> DatePlan:
    """Draw plans as `plan_of` can make them; every hour but those of the clock change."""
    first = draw(st.dates(date(2026, 2, 1), date(2028, 3, 31)))
    repeats: Repeats | None = draw(st.sampled_from([None, *REPEATS]))
    rule = None
    if repeats:
        ends_after = draw(st.integers(0, 500))
        rule = Rule(repeats, draw(st.sampled_from([None, first + timedelta(days=ends_after)])))
    near = st.lists(st.integers(0, 120), max_size=4, unique=True)
    extras = tuple(first + timedelta(days=days) for days in sorted(draw(near)))
    exceptions = tuple(first + timedelta(days=days) for days in sorted(draw(near)))
    if draw(st.booleans()):
        span = 0 if rule or extras else draw(st.integers(0, 200))
        return DatePlan(first, first + timedelta(days=span), None, None, rule, exceptions, extras)
    opens = draw(st.times(time(4), time(22)))
    opens = opens.replace(second=0, microsecond=0, fold=0)
    overnight = draw(st.booleans())
    closes = draw(st.sampled_from([time(1, 30), time(4)])) if overnight else time(23)
    last = first + timedelta(days=1 if overnight else 0)
    return DatePlan(first, last, opens, closes, rule, exceptions, extras)


@settings(max_examples=150, deadline=None)
@given(plan=plans())
def test_a_calendar_program_sees_the_occurrences_that_the_site_shows(plan: DatePlan) -> None:
    first, last = date(2026, 1, 1), date(2028, 12, 31)
    calendar = Calendar.from_ical(single_event_file(event_fragment(feed_event(plan))))
    seen = sorted(
        (event.start, event.end)
        for event in recurring_ical_events.of(calendar).between(first, last + timedelta(days=1))
    )
    shown = [
        (each.starts, each.ends)
        if each.starts
        else (each.first_day, (each.last_day or each.first_day) + timedelta(days=1))
        for each in occurrences(plan, first, last)
    ]
    assert seen == shown
