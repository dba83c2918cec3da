"""The year programme as events: what counts as a change, and the files that mails bring."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from channels.feeds.ical import invitation_file, single_event_file, with_alarm
from channels.feeds.programme import (
    ProgrammeSite,
    keep_cancelled,
    keep_event,
    programme_event,
)
from museum.identity import RecordId
from museum.mail_address import MailAddress
from museum.records import ProgrammeItem

SITE = ProgrammeSite("musea.example", "https://musea.example/kalenders/")
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
ITEM = ProgrammeItem(
    id=RecordId("recWorkshop"),
    created=datetime(2027, 1, 4, tzinfo=UTC),
    title="Workshop textiel",
    kind="workshop",
    audiences=("volunteer",),
    date_status="fixed",
    starts=datetime(2027, 4, 12, 12, tzinfo=UTC),
    ends=datetime(2027, 4, 12, 14, tzinfo=UTC),
    place="Assen",
    room="Zaal 2",
    speakers="Jo van den Berg",
    register_before=date(2027, 4, 1),
)


def event_of(item: ProgrammeItem, kept: Any = None) -> Any:
    return programme_event(item, SITE, ["Workshop"], kept)


KEPT = keep_event(event_of(ITEM), ITEM.audiences, None, MONDAY)


@pytest.mark.parametrize(
    ("changed", "sequence"),
    [
        ({"starts": datetime(2027, 4, 12, 11, tzinfo=UTC)}, 1),
        ({"place": "Emmen"}, 1),
        ({"date_status": "cancelled"}, 1),
        ({"date_status": "provisional"}, 1),
        ({"except_dates": "", "repeats": "weekly"}, 1),
        ({"title": "Workshop zijde"}, 1),
        ({"description": "Neem een schort mee."}, 0),
        ({"speakers": ""}, 0),
    ],
)
def test_the_number_grows_with_what_people_plan_by(changed: dict[str, Any], sequence: int) -> None:
    after = keep_event(event_of(replace(ITEM, **changed), KEPT), ITEM.audiences, KEPT, TUESDAY)
    event: Any = Calendar.from_ical(single_event_file(after.fragment)).events[0]
    assert (str(event["uid"]), event["sequence"]) == ("recWorkshop@musea.example", sequence)
    assert event["last-modified"].dt == after.stamp == TUESDAY


def test_what_did_not_change_stays_to_the_byte() -> None:
    assert keep_event(event_of(ITEM, KEPT), ITEM.audiences, KEPT, TUESDAY) is KEPT
    otherwise = replace(KEPT, facts="as an earlier version reckoned them")
    assert keep_event(event_of(ITEM, KEPT), ITEM.audiences, otherwise, TUESDAY) == KEPT


def test_an_item_that_is_gone_is_cancelled_once_and_may_come_back() -> None:
    gone = keep_cancelled(KEPT, TUESDAY)
    event: Any = Calendar.from_ical(single_event_file(gone.fragment)).events[0]
    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 1)
    assert keep_cancelled(gone, TUESDAY + timedelta(days=1)) is gone
    back = keep_event(event_of(ITEM, gone), ITEM.audiences, gone, TUESDAY)
    assert (back.sequence, back.is_gone) == (2, False)
    assert "STATUS:CONFIRMED" in back.fragment


@pytest.mark.parametrize("cells", [{"starts": None, "ends": None}, {"date_status": "unknown"}])
def test_without_a_date_there_is_no_event(cells: dict[str, Any]) -> None:
    assert event_of(replace(ITEM, **cells)) is None


@pytest.mark.parametrize(("method", "status"), [("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")])
def test_a_mail_brings_a_file_with_the_uid_of_the_feed(method: Any, status: str) -> None:
    file = invitation_file(
        event_of(ITEM, KEPT),
        method,
        MailAddress("platform@musea.example", "Platform; Musea"),
        MailAddress("jo@elders.example", "Jo"),
    )
    calendar: Any = Calendar.from_ical(file)
    event = calendar.events[0]
    assert (str(calendar["method"]), str(event["status"])) == (method, status)
    assert str(event["uid"]) == "recWorkshop@musea.example"
    assert str(event["organizer"]) == "mailto:platform@musea.example"
    assert event["organizer"].params["CN"] == "Platform; Musea"
    assert str(event["attendee"]) == "mailto:jo@elders.example"
    assert len(calendar.timezones) == 1


def test_an_alarm_rings_before_it_begins_but_not_when_it_is_off() -> None:
    rings = with_alarm(KEPT.fragment, timedelta(days=1), ITEM.title)
    event: Any = Calendar.from_ical(single_event_file(rings)).events[0]
    assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [-timedelta(days=1)]
    gone = keep_cancelled(KEPT, TUESDAY).fragment
    assert with_alarm(gone, timedelta(days=1), ITEM.title) == gone
