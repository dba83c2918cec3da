"""Calendar feeds (iCalendar: RFC 5545, with the calendar's own properties of RFC 7986).

One event is one fragment of text, made once and kept by the caller; a feed is the fragments
between a head and a tail, so that a change of one activity costs one fragment. Nothing here knows
the time: `sequence` and `stamp` come from the caller, so equal input gives equal bytes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final, Literal, cast

from icalendar import (
    Alarm,
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vInt,
    vText,
)

from channels.feeds.xml_text import xml_safe
from museum.date_plan import ZONE, DatePlan, Rule
from museum.identity import RecordId
from museum.mail_address import MailAddress
from museum.recurrence import begin_days, week_of_month

PRODUCT: Final = "-//museumflow//NL"
REFRESH_EVERY: Final = timedelta(hours=6)
_LAST_MINUTE: Final = time(23, 59, 59)
_DAY_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STATUSES: Final = {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}
_TAIL: Final = "END:VCALENDAR\r\n"
_COMES: Final = {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE", "ROLE": "REQ-PARTICIPANT"}
_EVENT_TAIL: Final = "END:VEVENT\r\n"

Method = Literal["REQUEST", "CANCEL"]
"""What a file asks of the agenda it is opened in (RFC 5546): take this over, or take it out."""


@dataclass(frozen=True)
class FeedEvent:
    """What a calendar says of one activity; all texts plain.

    `sequence` grows when dates, status or place change; `stamp` is when the activity last changed.
    `status` is the activity's `event_status`. A cancelled event stays in the feed, as CANCELLED.
    """

    record_id: RecordId
    identity: str
    title: str
    plan: DatePlan
    sequence: int
    stamp: datetime
    created: datetime
    url: str
    status: str = ""
    description: str = ""
    location: str = ""
    latitude: float | None = None
    longitude: float | None = None
    categories: tuple[str, ...] = ()


def event_uid(record_id: RecordId, identity: str) -> str:
    """Return the UID of an activity. It holds nothing that staff can change."""
    return f"{record_id}@{identity}"


def event_fragment(event: FeedEvent) -> str:
    """Return the VEVENT of one activity: folded, with CRLF line ends."""
    return _text(event_component(event).to_ical())


def event_component(event: FeedEvent) -> Event:
    """Return the VEVENT of one activity as the icalendar library has it."""
    component = Event()
    component.add("uid", event_uid(event.record_id, event.identity))
    component.add("dtstamp", event.stamp.astimezone(UTC))
    component.add("last-modified", event.stamp.astimezone(UTC))
    component.add("created", event.created.astimezone(UTC))
    component.add("sequence", event.sequence)
    component.add("status", _STATUSES.get(event.status, "CONFIRMED"))
    component.add("summary", xml_safe(event.title))
    _add_dates(component, event.plan)
    for name, text in (("location", event.location), ("description", event.description)):
        if text:
            component.add(name, xml_safe(text))  # RFC 5545 forbids the same characters
    if event.latitude is not None and event.longitude is not None:
        component.add("geo", (event.latitude, event.longitude))
    component.add("url", event.url)
    if event.categories:
        component.add("categories", list(event.categories))
    return component


def calendar_text(
    name: str,
    source_url: str,
    fragments: Iterable[bytes],
    *,
    colour: str = "darkolivegreen",
    description: str = "",
) -> bytes:
    """Return a whole feed of fragments that were made before; `colour` is a CSS3 colour name."""
    head = calendar_head(name, source_url, colour, description)
    return b"".join((head.encode(), *fragments, _TAIL.encode()))


def events_within(feed: bytes) -> bytes:
    """Return the events of a feed that `calendar_text` made, to be put into another."""
    zone = timezone_text().encode()
    return feed.partition(zone)[2].removesuffix(_TAIL.encode())


def summary_of(fragment: str) -> str:
    """Return the title of an event as it was given."""
    return str(Event.from_ical(fragment)["summary"])


def single_event_file(fragment: str) -> bytes:
    """Return a file with one event, for "zet in mijn agenda"."""
    return "".join((_head(_calendar()), fragment, _TAIL)).encode()


def invitation_file(
    event: FeedEvent, method: Method, organiser: MailAddress, attendee: MailAddress
) -> bytes:
    """Return the calendar file of a mail that confirms a sign-up, or takes it back (RFC 5546).

    The UID is that of the feeds: a later file, or the feed, changes the entry that is there. To be
    sent as `text/calendar; method=…`. A CANCEL needs a `sequence` no lower than the last REQUEST's.
    """
    return _asked(event_component(event), method, organiser, attendee)


def taken_out_file(
    fragment: str, organiser: MailAddress, attendee: MailAddress, sequence: int
) -> bytes:
    """Return the file that takes out an event of which only the feeds' last fragment is left."""
    component = cast(Event, Event.from_ical(fragment))
    component["sequence"] = vInt(sequence)
    return _asked(component, "CANCEL", organiser, attendee)


def _asked(
    component: Event, method: Method, organiser: MailAddress, attendee: MailAddress
) -> bytes:
    component.add("organizer", _person(organiser, {}))
    component.add("attendee", _person(attendee, _COMES if method == "REQUEST" else {}))
    if method == "CANCEL":
        # Google and Outlook take an entry out by this, for one who signed off as well.
        component["status"] = vText("CANCELLED")
    calendar = _calendar()
    calendar.add("method", method)
    return "".join((_head(calendar), _text(component.to_ical()), _TAIL)).encode()


def _person(reader: MailAddress, parameters: dict[str, str]) -> vCalAddress:
    found = vCalAddress(f"mailto:{reader.address}")
    for name, value in {"CN": reader.name, **parameters}.items():
        if value:
            found.params[name] = xml_safe(value)
    return found


def with_alarm(fragment: str, before: timedelta, words: str) -> str:
    """Return an event that also rings, so long before it begins."""
    if "\r\nSTATUS:CANCELLED\r\n" in fragment:
        return fragment
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", xml_safe(words))
    alarm.add("trigger", -before)
    return fragment.removesuffix(_EVENT_TAIL) + _text(alarm.to_ical()) + _EVENT_TAIL


def cancelled_fragment(fragment: str, sequence: int, changed_at: datetime) -> str:
    """Return an event as cancelled, with a higher number than it had."""
    stamp = changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for name, value in (
        ("STATUS", "CANCELLED"),
        ("SEQUENCE", str(sequence)),
        ("DTSTAMP", stamp),
        ("LAST-MODIFIED", stamp),
    ):
        fragment = re.sub(rf"(?m)^{name}:[^\r\n]*", f"{name}:{value}", fragment, count=1)
    return fragment


def calendar_head(name: str, source_url: str, colour: str, description: str) -> str:
    """Return what comes before the events of a feed, the time zone included."""
    calendar = _calendar()
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", ZONE.key)
    if description:
        calendar.add("description", vText(description))
        calendar.add("x-wr-caldesc", vText(description))
    calendar.add("color", colour)
    calendar.add("source", source_url, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", REFRESH_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESH_EVERY // timedelta(hours=1)}H")
    return _head(calendar)


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _head(calendar: Calendar) -> str:
    return _text(calendar.to_ical()).removesuffix(_TAIL) + timezone_text()


@lru_cache(maxsize=1)
def timezone_text() -> str:
    """Return the VTIMEZONE of Europe/Amsterdam by the rule in force since 1996 (2000/84/EC).

    Written as a rule rather than as a list of years: it is short, never runs out, and is the form
    that Outlook understands. The rule is drawn back to 1970, as calendar programs expect.
    """
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    for component, name, month, hour, before, after in (
        (TimezoneDaylight(), "CEST", 3, 2, 1, 2),
        (TimezoneStandard(), "CET", 10, 3, 2, 1),
    ):
        first_sunday = date(1970, month, 29 if month == 3 else 25)
        component.add("dtstart", datetime.combine(first_sunday, time(hour)))
        component.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        component.add("tzname", name)
        component.add("tzoffsetfrom", timedelta(hours=before))
        component.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(component)
    return _text(zone.to_ical())


def _add_dates(component: Event, plan: DatePlan) -> None:
    component.add("dtstart", _begin(plan, plan.first_day))
    if plan.last_day is not None:
        if plan.opens is None:
            component.add("dtend", plan.last_day + timedelta(days=1))
        elif plan.closes is not None:
            component.add("dtend", _wall(plan, plan.last_day, plan.closes))
    component.add("transp", "TRANSPARENT" if plan.all_day else "OPAQUE")
    if plan.rule is not None:
        component.add("rrule", _rule(plan, plan.rule))
    elif plan.extras:
        # Without a rule, ical.js leaves out the first time when there are others.
        component.add("rrule", {"freq": "daily", "count": 1})
    for name, days in _exceptional_days(plan):
        if days:
            parameters = {"VALUE": "DATE"} if plan.all_day else {}
            component.add(name, [_begin(plan, day) for day in days], parameters=parameters)


def _exceptional_days(plan: DatePlan) -> tuple[tuple[str, list[date]], ...]:
    """Return the days left out and the days added, each only where it makes a difference.

    ical.js shows a day twice that is both regular and added, and stumbles over days left out that
    were not there.
    """
    regular = replace(plan, extras=(), exceptions=())

    def occurs(day: date) -> bool:
        return next(begin_days(regular, day), None) == day

    left_out = [day for day in plan.exceptions if occurs(day)]
    added = [day for day in plan.extras if not occurs(day) and day not in plan.exceptions]
    return (("exdate", left_out), ("rdate", added))


def _begin(plan: DatePlan, day: date) -> date | datetime:
    return day if plan.opens is None else _wall(plan, day, plan.opens)


def _wall(plan: DatePlan, day: date, clock: time) -> datetime:
    """Return a time on the wall; one event in an hour that comes twice or never is told in UTC.

    Programs differ in how they read such an hour, whatever RFC 5545 (3.3.5) says.
    """
    moment = datetime.combine(day, clock, tzinfo=ZONE)
    if plan.kind == "recurring" or not _has_odd_hour(plan):
        return moment
    return moment.astimezone(UTC)


def _has_odd_hour(plan: DatePlan) -> bool:
    return any(
        clock is not None and day is not None and _is_odd(datetime.combine(day, clock, ZONE))
        for day, clock in ((plan.first_day, plan.opens), (plan.last_day, plan.closes))
    )


def _is_odd(moment: datetime) -> bool:
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def _rule(plan: DatePlan, rule: Rule) -> dict[str, Any]:
    first = plan.first_day
    by_repeat: dict[str, dict[str, Any]] = {
        "daily": {"freq": "daily"},
        "weekly": {"freq": "weekly"},
        "fortnightly": {"freq": "weekly", "interval": 2},
        "monthly_weekday": {
            "freq": "monthly",
            "byday": f"{week_of_month(first)}{_DAY_CODES[first.weekday()]}",
        },
        "monthly_date": {"freq": "monthly", "bymonthday": first.day},
        "yearly": {"freq": "yearly"},
    }
    parts = by_repeat[rule.repeats]
    if rule.until is not None:
        last = datetime.combine(rule.until, _LAST_MINUTE, tzinfo=ZONE).astimezone(UTC)
        parts["until"] = rule.until if plan.all_day else last
    return parts


def _text(ical: bytes) -> str:
    return ical.decode()
