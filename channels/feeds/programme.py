"""The year programme as calendar events: one per programme item, and what counts as a change.

Pure: the caller keeps `KeptEvent`s and gives the clock. A moved item keeps its UID (its record ID)
and its SEQUENCE grows; one that was removed or lost its date stays, as cancelled.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from backbone.calendar_items import KeptEvent
from channels.feeds.ical import FeedEvent, cancelled_fragment, event_fragment
from museum.date_plan import DatePlan
from museum.occurrences import last_day, plan_of
from museum.publishing import FAR_AHEAD
from museum.records import ProgrammeItem

_STATUS: Final = {"cancelled": "cancelled", "provisional": "postponed"}
_IN_TITLE: Final = {"cancelled": "Afgelast: ", "provisional": "Voorlopig: "}
_NO_DATE: Final = "unknown"
_WRITING: Final = 1
"""To be raised when the same facts are written otherwise: what was kept is then made anew."""
_SUBSTANCE: Final = frozenset(
    {"SUMMARY", "STATUS", "DTSTART", "DTEND", "RRULE", "RDATE", "EXDATE", "LOCATION"}
)


@dataclass(frozen=True)
class ProgrammeSite:
    """Under which name calendars know the events, and the page about the programme."""

    identity: str
    url: str


def programme_plan(item: ProgrammeItem) -> DatePlan | None:
    """Return the dates of an item; None when it has none yet, or they cannot be read."""
    if item.date_status == _NO_DATE or not (item.starts or item.first_day):
        return None
    return plan_of(item).plan


def programme_event(
    item: ProgrammeItem, site: ProgrammeSite, categories: Sequence[str], kept: KeptEvent | None
) -> FeedEvent | None:
    """Return an item as an event, numbered as it was last kept; None when it has no date."""
    plan = programme_plan(item)
    if plan is None:
        return None
    return FeedEvent(
        record_id=item.id,
        identity=site.identity,
        title=_IN_TITLE.get(item.date_status, "") + item.title,
        plan=plan,
        sequence=kept.sequence if kept else 0,
        stamp=kept.stamp if kept else item.created,
        created=item.created,
        url=site.url,
        status=_STATUS.get(item.date_status, ""),
        description=_description(item),
        location=", ".join(part for part in (item.room, item.place) if part),
        categories=tuple(categories),
    )


def _description(item: ProgrammeItem) -> str:
    lines = [item.description]
    if item.speakers:
        lines.append(f"Met: {item.speakers}")
    if item.partner:
        lines.append(f"Samen met: {item.partner}")
    if item.price_text:
        lines.append(f"Prijs: {item.price_text}")
    if item.register_before:
        lines.append(f"Aanmelden tot en met {item.register_before:%d-%m-%Y}")
    return "\n".join(line for line in lines if line)


def keep_event(
    event: FeedEvent, audiences: tuple[str, ...], kept: KeptEvent | None, now: datetime
) -> KeptEvent:
    """Return what the feeds say of an event from now on; equal to `kept` when nothing changed.

    The number grows when dates, place, title or status change; the stamp at any change. What has
    the fingerprint that was kept is not written anew: of many, one change costs one.
    """
    facts = _facts(event, audiences)
    if kept is not None and kept.facts == facts and not kept.is_gone:
        return kept
    until = last_day(event.plan, FAR_AHEAD)
    text = event_fragment(event)
    as_kept = KeptEvent(
        event.record_id, event.sequence, event.stamp, text, audiences, until, facts=facts
    )
    if kept is not None and replace(kept, facts=facts) == as_kept:
        return as_kept  # another way to write it that comes to the same
    grows = kept is not None and substance(kept.fragment) != substance(as_kept.fragment)
    changed = replace(event, sequence=event.sequence + grows, stamp=now)
    return replace(as_kept, sequence=changed.sequence, stamp=now, fragment=event_fragment(changed))


def _facts(event: FeedEvent, audiences: tuple[str, ...]) -> str:
    """Return a fingerprint of what an event says: all but its number and when it changed."""
    said = replace(event, sequence=0, stamp=event.created)
    return hashlib.sha256(repr((_WRITING, said, audiences)).encode()).hexdigest()


def keep_cancelled(kept: KeptEvent, now: datetime) -> KeptEvent:
    """Return an event that is no more, as cancelled: an agenda that took it over takes it out."""
    if kept.is_gone:
        return kept
    number = kept.sequence + 1
    fragment = cancelled_fragment(kept.fragment, number, now)
    return replace(kept, sequence=number, stamp=now, fragment=fragment, is_gone=True)


def substance(fragment: str) -> str:
    """Return a fingerprint of what people plan by: dates, place, title and status."""
    lines = re.sub(r"\r\n[ \t]", "", fragment).split("\r\n")
    told = [line for line in lines if re.split("[;:]", line, maxsplit=1)[0] in _SUBSTANCE]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
