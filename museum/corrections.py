"""Corrections: what a sent newsletter announced, and what has since become otherwise. Pure.

Facts are what a reader acts on: when, where, and whether it goes on. Each change is proposed
once: readers hear of it, or a person decided that they need not.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from museum.date_plan import ZONE
from museum.records import Activity, ProgrammeItem


@dataclass(frozen=True)
class Facts:
    """What readers were told of one activity. Moments and days as ISO texts, in Dutch time."""

    title: str
    starts: str
    ends: str
    first_day: str
    last_day: str
    repeats: str
    place: str
    museum: str
    is_off: bool
    """Cancelled, postponed, or taken from the website altogether."""

    @property
    def digest(self) -> str:
        """What tells one state of affairs from another; a title that was mended does not."""
        told = {name: value for name, value in asdict(self).items() if name != "title"}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Changed:
    """One announced activity that is otherwise now."""

    item: str
    before: Facts
    after: Facts


def facts_of(found: Activity | ProgrammeItem) -> Facts:
    """Return what readers are told of an activity, or of an item of the year programme."""
    repeats = (found.repeats, found.repeats_until, found.except_dates, found.extra_dates)
    if isinstance(found, Activity):
        place = (found.location_name, found.location_address, found.location_place)
        off = found.event_status in ("cancelled", "postponed")
        is_off, museum = off or found.workflow_status != "approved", found.museum or ""
    else:
        place = (found.room, "", found.place)
        is_off, museum = found.date_status == "cancelled", ""
    return Facts(
        title=found.title,
        starts=_moment(found.starts),
        ends=_moment(found.ends),
        first_day=_day(found.first_day),
        last_day=_day(found.last_day),
        repeats="|".join(str(one or "") for one in repeats).strip("|"),
        place=", ".join(one for one in place if one),
        museum=museum,
        is_off=is_off,
    )


def changed_since(
    told: Mapping[str, Facts],
    now: Mapping[str, Facts],
    dismissed: Iterable[tuple[str, str]],
    today: date,
) -> tuple[Changed, ...]:
    """Return what must be put right: announced, not over yet, otherwise now, not decided upon.

    `told` is what readers heard last, `now` what stands in the tables (an activity that is gone
    is off); `dismissed` are pairs of an item and the digest of facts readers need not hear of.
    """
    known = set(dismissed)
    found = []
    for item, before in sorted(told.items()):
        after = now.get(item) or _gone(before)
        is_over = _last_day(before) < today.isoformat() and _last_day(after) < today.isoformat()
        if after.digest != before.digest and not is_over and (item, after.digest) not in known:
            found.append(Changed(item, before, after))
    return tuple(found)


def correction_key(record_id: str, changes: Iterable[Changed]) -> str:
    """Return the key of the mailing that tells of exactly these changes."""
    told = sorted((one.item, one.before.digest, one.after.digest) for one in changes)
    digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:10]
    return f"{record_id}-{digest}"


def _gone(before: Facts) -> Facts:
    return Facts(**{**asdict(before), "is_off": True})


def _last_day(facts: Facts) -> str:
    """Return the last day as an ISO text; one that repeats does not end by its first date."""
    if facts.repeats:
        return "9999-12-31"
    days = (facts.last_day, facts.ends[:10], facts.first_day, facts.starts[:10])
    return max(days) or "9999-12-31"


def _moment(found: datetime | None) -> str:
    return found.astimezone(ZONE).isoformat(timespec="minutes") if found else ""


def _day(found: date | None) -> str:
    return found.isoformat() if found else ""
