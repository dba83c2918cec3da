"""Calendars: what programs that read them make of it equals what the site says."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import recurring_ical_events
from dateutil.rrule import rruleset, rrulestr
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from channels.feeds.ical import (
    FeedEvent,
    calendar_text,
    event_fragment,
    single_event_file,
    timezone_text,
)
from museum.identity import RecordId
from museum.occurrences import ZONE, DatePlan, Rule, occurrences
from tests.channels.feeds.plans import plans
from tests.other_parser import Moment, read_by_other

SATURDAY = date(2027, 4, 3)
STAMP = datetime(2027, 1, 5, 9, 30, tzinfo=UTC)


def feed_event(plan: DatePlan, status: str = "") -> FeedEvent:
    return FeedEvent(
        record_id=RecordId("recA1"),
        identity="drentsemusea.example",
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


@pytest.mark.parametrize(
    ("day", "opens", "start", "end"),
    [
        (date(2027, 10, 31), time(2, 30, fold=1), "20271031T013000Z", "20271031T030000Z"),
        (date(2027, 10, 31), time(2, 30), "20271031T003000Z", "20271031T030000Z"),
        (date(2027, 3, 28), time(2, 30), "20270328T013000Z", "20270328T020000Z"),
    ],
)
def test_an_hour_that_comes_twice_or_never_is_told_in_utc(
    day: date, opens: time, start: str, end: str
) -> None:
    lines = event_fragment(feed_event(DatePlan(day, day, opens, time(4)))).split("\r\n")
    assert f"DTSTART:{start}" in lines
    assert f"DTEND:{end}" in lines


FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)


def shown(plan: DatePlan) -> list[tuple[Moment, Moment]]:
    """What the site shows: instants, or days up to and without the last."""
    return [
        (each.starts.astimezone(UTC), (each.ends or each.starts).astimezone(UTC))
        if each.starts
        else (each.first_day, (each.last_day or each.first_day) + timedelta(days=1))
        for each in occurrences(plan, FIRST, LAST)
    ]


def file_of(plan: DatePlan) -> bytes:
    return single_event_file(event_fragment(feed_event(plan)))


@settings(max_examples=100, deadline=None)
@given(plan=plans())
def test_a_calendar_program_sees_the_occurrences_that_the_site_shows(plan: DatePlan) -> None:
    found = recurring_ical_events.of(Calendar.from_ical(file_of(plan)))
    seen = sorted(
        tuple(_in_utc(each) for each in (event.start, event.end))
        for event in found.between(FIRST, LAST + timedelta(days=1))
    )
    assert seen == shown(plan)


def _in_utc(moment: Any) -> Any:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


@settings(max_examples=80, deadline=None)
@given(plan=plans())
def test_dateutil_counts_the_same_starts(plan: DatePlan) -> None:
    begin = datetime.combine(plan.first_day, (plan.opens or time()).replace(fold=0))
    found = rruleset()
    for day in (plan.first_day, *plan.extras):
        found.rdate(datetime.combine(day, begin.time()))
    for line in event_fragment(feed_event(plan)).split("\r\n"):
        if line.startswith("RRULE:"):
            # dateutil is given days of the wall clock: an end in UTC becomes that day.
            rule = re.sub(r"UNTIL=[^;]*;?", "", line).rstrip(";")
            found.rrule(rrulestr(rule, dtstart=begin))  # type: ignore[arg-type]
    for day in plan.exceptions:
        found.exdate(datetime.combine(day, begin.time()))
    until = plan.rule.until if plan.rule else None
    begins = found.between(_midnight(FIRST), _midnight(LAST + timedelta(days=1)))
    days = [one.date() for one in begins]
    counted = [day for day in days if until is None or day <= until or day in plan.extras]
    assert [each.first_day for each in occurrences(plan, FIRST, LAST)] == counted


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


@settings(max_examples=2, deadline=None, phases=[Phase.generate])
@given(
    drawn=st.lists(plans(), min_size=60, max_size=60),
    zone=st.sampled_from(["UTC", "Europe/Amsterdam", "America/New_York"]),
)
def test_another_parser_sees_the_same_instants(drawn: list[DatePlan], zone: str) -> None:
    files = [file_of(plan) for plan in drawn]
    for plan, (seen,) in zip(drawn, read_by_other(files, FIRST, LAST, zone), strict=True):
        expected = shown(plan)
        once = shown(replace(plan, rule=None, extras=(), exceptions=()))
        assert len(seen.times) == len(expected), plan
        for times, (start, end) in zip(seen.times, expected, strict=True):
            odd = _changes_clock(start, end) or _changes_clock(*once[0])
            if plan.kind == "recurring" and odd:
                continue  # ical.js reads that hour otherwise, and keeps the length, not the end
            assert times == (start, end), plan


def _changes_clock(start: Moment, end: Moment) -> bool:
    """Whether a clock changes meanwhile, or just did: in the hour that comes twice or never."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return False
    before, after = start - timedelta(hours=1), end + timedelta(hours=1)
    return before.astimezone(ZONE).utcoffset() != after.astimezone(ZONE).utcoffset()
