"""Reads an iCalendar file (RFC 5545) of somebody else: its events, as candidates. No I/O.

Private events and what is over are passed over. An event keeps the UID of its source, so that the
same event is known again whatever else changes.
"""

import hashlib
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import nh3
from icalendar import Calendar

from museum.calendars_in.bounds import Budget
from museum.calendars_in.dates import Foreign, Timing, is_cancelled, timings

MOST_EVENTS: Final = 5_000
LONGEST_LINE_CHARS: Final = 250
LONGEST_TEXT_CHARS: Final = 6_000
_BROKEN: Final = (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError)
"""What the library raises for a file that is none; the last for parts within parts without end."""
_PRIVATE: Final = frozenset({"PRIVATE", "CONFIDENTIAL"})
_BREAKS: Final = re.compile(r"<\s*(?:br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)
_EMPTY_LINES: Final = re.compile(r"\n{3,}")
_WEB: Final = re.compile(r"https?://\S+")


class UnreadableCalendarError(ValueError):
    """This is no iCalendar file; the message is a Dutch sentence."""


@dataclass(frozen=True)
class Candidate:
    """One event, or one part of it. `uid` is its identity at its source, the part included."""

    uid: str
    title: str
    description: str
    place: str
    website: str
    is_cancelled: bool
    timing: Timing

    @property
    def fingerprint(self) -> str:
        """What tells one state of the event from another."""
        told = repr((self.title, self.description, self.place, self.website, self.is_cancelled,
                     sorted(self.timing.cells.items()), self.timing.trouble))  # fmt: skip
        return hashlib.sha256(told.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class CalendarRead:
    """What a file holds. `events` counts all of it, also what is over or private."""

    candidates: tuple[Candidate, ...]
    events: int


def read_calendar(content: bytes, today: date) -> CalendarRead:
    """Return the coming events of an iCalendar file; raises `UnreadableCalendarError`."""
    groups = _groups(_events(content))
    count = sum(len(one) for one in groups.values())
    found: dict[str, Candidate] = {}
    budget = Budget()
    for uid, events in groups.items():
        for one in _candidates(uid, events, today, budget):
            found.setdefault(one.uid, one)
    return CalendarRead(tuple(found.values()), count)


def _events(content: bytes) -> list[Foreign]:
    if b"BEGIN:VCALENDAR" not in content[:4096].upper():
        raise UnreadableCalendarError("Dit is geen agendabestand (iCalendar, .ics).")
    broken = "Het agendabestand is beschadigd of afgebroken."
    if not content.rstrip().upper().endswith(b"END:VCALENDAR"):
        raise UnreadableCalendarError(broken)
    count = content.upper().count(b"BEGIN:VEVENT")
    if count > MOST_EVENTS:
        raise UnreadableCalendarError(
            f"Het agendabestand is te groot: {count} afspraken, hoogstens {MOST_EVENTS}."
        )
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        return [event for one in calendars for event in one.walk("VEVENT")]
    except _BROKEN as error:
        raise UnreadableCalendarError(broken) from error


def _groups(events: Sequence[Foreign]) -> dict[str, list[Foreign]]:
    """Return the events by UID; one without is known by its title and first day."""
    groups: dict[str, list[Foreign]] = {}
    for event in events:
        groups.setdefault(_uid(event), []).append(event)
    return groups


def _uid(event: Foreign) -> str:
    given = str(event.get("UID", "")).strip()
    if given:
        return given
    begins = event["DTSTART"].to_ical() if event.get("DTSTART") is not None else b""
    return hashlib.sha256(str(event.get("SUMMARY", "")).encode() + b"|" + begins).hexdigest()[:32]


def _candidates(
    uid: str, events: Sequence[Foreign], today: date, budget: Budget
) -> list[Candidate]:
    masters = [one for one in events if one.get("RECURRENCE-ID") is None]
    others = [one for one in events if one.get("RECURRENCE-ID") is not None]
    if not masters:
        # A file with only a changed time of a series: that time stands by itself.
        masters, others = others[:1], []
        masters[0].pop("RECURRENCE-ID")
    master = max(masters, key=_version)
    if str(master.get("CLASS", "")).upper() in _PRIVATE:
        return []
    return [_candidate(uid, master, one) for one in _timings(master, others, today, budget)]


def _timings(
    master: Foreign, others: Sequence[Foreign], today: date, budget: Budget
) -> list[Timing]:
    try:
        return timings(master, others, today, budget)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        # What the libraries cannot work out is said, and the other events are read.
        return [Timing("", {}, None, "De datum of de herhaling is niet te lezen.")]


def _version(event: Foreign) -> tuple[int, str]:
    stamp = event.get("LAST-MODIFIED") or event.get("DTSTAMP")
    try:
        number = int(event.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        number = 0
    return number, stamp.to_ical().decode() if stamp is not None else ""


def _candidate(uid: str, event: Foreign, timing: Timing) -> Candidate:
    description = plain_text(str(event.get("DESCRIPTION", "")), LONGEST_TEXT_CHARS)
    return Candidate(
        uid=uid + timing.part,
        title=_line(str(event.get("SUMMARY", ""))),
        description=description,
        place=_line(str(event.get("LOCATION", ""))),
        website=_website(str(event.get("URL", "")), description),
        is_cancelled=is_cancelled(event),
        timing=timing,
    )


def plain_text(text: str, most: int) -> str:
    """Return text without mark-up: agendas often hold HTML in a description."""
    bare = text
    if "<" in text:
        bare = html.unescape(nh3.clean(_BREAKS.sub("\n", text), tags=set()))
    lines = (" ".join(line.split()) for line in bare.replace("\r\n", "\n").split("\n"))
    whole = _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()
    return whole if len(whole) <= most else whole[: most - 1].rstrip() + "…"


def _line(text: str) -> str:
    return " ".join(plain_text(text, LONGEST_LINE_CHARS).split())


def _website(url: str, description: str) -> str:
    """Return the event's own address, when it is one that a browser opens."""
    if _WEB.fullmatch(url.strip()):
        return url.strip()
    return "" if url.strip() else _only_address(description)


def _only_address(text: str) -> str:
    found = {one.rstrip(".,;:!?)") for one in _WEB.findall(text)}
    return found.pop() if len(found) == 1 else ""


def values_of(candidate: Candidate) -> Mapping[str, Any]:
    """Return what an event says, by field key of Activiteiten (JSON values)."""
    return {
        "title": candidate.title,
        "description": candidate.description,
        **candidate.timing.cells,
        "location_name": candidate.place,
        "website": candidate.website,
        "event_status": "cancelled" if candidate.is_cancelled else "",
    }
