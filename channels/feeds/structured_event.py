"""Structured data of activities: schema.org's Event and its kinds. Pure.

A kortingsactie is a SaleEvent. Sold out is said by an offer's availability, for schema.org has no
such event status. A price is only told when the whole cell is one price.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from channels.feeds.json_text import filled
from channels.feeds.structured import (
    CONTEXT,
    DAYS,
    JsonLd,
    museum_place,
    postal_address,
)
from museum.date_plan import ZONE, DatePlan
from museum.occurrences import Occurrence, occurrence_on
from museum.records import Activity, Museum
from museum.recurrence import week_of_month

_TYPES: Final = {
    "activity": "Event",
    "exhibition": "ExhibitionEvent",
    "education": "EducationEvent",
    "offer": "SaleEvent",
}
_STATUSES: Final = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}
_FREQUENCIES: Final = {
    "daily": "P1D",
    "weekly": "P1W",
    "fortnightly": "P2W",
    "monthly_weekday": "P1M",
    "monthly_date": "P1M",
    "yearly": "P1Y",
}
_DAY_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PRICE: Final = re.compile(
    r"(?:€|eur)?\s*(?P<euros>\d{1,4})(?:[.,](?P<cents>\d\d|-|–))?\s*(?:euro)?(?:\s*p\.?p\.?)?",
    re.IGNORECASE,
)
_FREE: Final = re.compile(r"(?:gratis|vrij)(?: toegang(?:kelijk)?| entree)?\.?", re.IGNORECASE)


@dataclass(frozen=True)
class EventPage:
    """The page an event is described for: texts in its language, absolute addresses."""

    url: str
    language: str
    title: str
    description: str
    museum_url: str
    images: Sequence[str] = ()


def event_data(
    activity: Activity,
    plan: DatePlan,
    museum: Museum,
    page: EventPage,
    *,
    occurrence: Occurrence | None = None,
) -> JsonLd:
    """Return an activity as an Event, dated by `occurrence` (the next one), else by its first."""
    shown = occurrence or occurrence_on(plan, plan.first_day)
    price = certain_price(activity.price_text)
    organiser = museum_place(museum, page.museum_url)
    return filled(
        {
            "@context": CONTEXT,
            "@type": _TYPES.get(activity.kind, "Event"),
            "@id": f"{page.url}#event",
            "name": page.title,
            "description": page.description,
            "url": page.url,
            "image": list(page.images),
            "startDate": _day_or_moment(shown.starts, shown.first_day),
            "endDate": _end(shown),
            "eventStatus": f"{CONTEXT}/{_STATUSES.get(activity.event_status, 'EventScheduled')}",
            "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode",
            "eventSchedule": _schedule(plan),
            "location": _location(activity, organiser),
            "organizer": {
                key: organiser[key] for key in ("@type", "@id", "name", "url") if key in organiser
            },
            "inLanguage": page.language,
            "isAccessibleForFree": True if price == "0.00" else None,
            "offers": _offer(activity, page, price),
        }
    )


def certain_price(text: str) -> str | None:
    """Return a price in euros ("7.50") when the text is one price and nothing else; else None."""
    if _FREE.fullmatch(text.strip()):
        return "0.00"
    match = _PRICE.fullmatch(text.strip())
    if match is None or not re.search(r"€|eur", text, re.IGNORECASE):
        return None
    cents = match["cents"] or "00"
    return f"{match['euros']}.{cents if cents.isdigit() else '00'}"


def _offer(activity: Activity, page: EventPage, price: str | None) -> JsonLd:
    sold_out = activity.event_status == "sold_out"
    if price is None and not sold_out:
        return {}
    return filled(
        {
            "@type": "Offer",
            "url": activity.booking_url or page.url,
            "price": price,
            "priceCurrency": "EUR" if price else "",
            "availability": f"{CONTEXT}/{'SoldOut' if sold_out else 'InStock'}",
        }
    )


def _location(activity: Activity, museum: JsonLd) -> JsonLd:
    if not (activity.location_name or activity.location_address or activity.location_place):
        return museum
    return filled(
        {
            "@type": "Place",
            "name": activity.location_name or activity.location_place,
            "address": postal_address(activity.location_address, "", activity.location_place),
        }
    )


def _day_or_moment(moment: datetime | None, day: Any) -> str:
    return moment.isoformat(timespec="minutes") if moment else str(day.isoformat())


def _end(shown: Occurrence) -> str:
    if not shown.all_day:
        return shown.ends.isoformat(timespec="minutes") if shown.ends else ""
    return shown.last_day.isoformat() if shown.last_day else ""


def _schedule(plan: DatePlan) -> JsonLd:
    rule = plan.rule
    if rule is None:
        return {}
    first = plan.first_day
    day_of_week: dict[str, Any] = {
        "weekly": {"byDay": f"{CONTEXT}/{DAYS[first.weekday()]}"},
        "fortnightly": {"byDay": f"{CONTEXT}/{DAYS[first.weekday()]}"},
        "monthly_weekday": {"byDay": f"{week_of_month(first)}{_DAY_CODES[first.weekday()]}"},
        "monthly_date": {"byMonthDay": first.day},
    }
    return filled(
        {
            "@type": "Schedule",
            "repeatFrequency": _FREQUENCIES[rule.repeats],
            **day_of_week.get(rule.repeats, {}),
            "startDate": first.isoformat(),
            "endDate": rule.until.isoformat() if rule.until else "",
            "startTime": f"{plan.opens:%H:%M}" if plan.opens else "",
            "endTime": f"{plan.closes:%H:%M}" if plan.closes else "",
            "exceptDate": [day.isoformat() for day in plan.exceptions],
            "scheduleTimezone": ZONE.key,
        }
    )
