"""All activities as open data: one JSON document, one activity on each line. Pure.

As in the calendars, one activity is one fragment that the caller keeps.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.feeds.json_text import filled
from channels.feeds.syndication import FeedHead, entry_id, utc_text
from museum.date_plan import ZONE, DatePlan
from museum.identity import RecordId


@dataclass(frozen=True)
class OpenActivity:
    """One activity as open data. Keys are English; texts as on the website, plain."""

    record_id: RecordId
    url: str
    kind: str
    status: str
    titles: dict[str, str]
    summaries: dict[str, str]
    museum: str
    museum_url: str
    place: str
    plan: DatePlan
    updated: datetime
    price: str = ""
    image_url: str = ""
    latitude: float | None = None
    longitude: float | None = None


def activity_fragment(activity: OpenActivity, identity: str) -> str:
    """Return one activity as JSON on one line, to be kept by the caller."""
    data = {
        "id": entry_id(identity, activity.record_id),
        "url": activity.url,
        "kind": activity.kind,
        "status": activity.status or "scheduled",
        "title": activity.titles,
        "summary": activity.summaries,
        "museum": {"name": activity.museum, "url": activity.museum_url},
        "place": activity.place,
        "latitude": activity.latitude,
        "longitude": activity.longitude,
        "dates": _dates(activity.plan),
        "price": activity.price,
        "image": activity.image_url,
        "updated": utc_text(activity.updated),
    }
    return json.dumps(filled(data), ensure_ascii=False, separators=(",", ":"))


def activities_json(head: FeedHead, licence_url: str, fragments: Iterable[bytes]) -> bytes:
    """Return all activities as one JSON document, one on each line; "" promises no licence."""
    about = {
        "title": head.title,
        "home_page_url": head.home_url,
        "feed_url": head.feed_url,
        **({"licence": licence_url} if licence_url else {}),
        "time_zone": ZONE.key,
        "updated": utc_text(head.updated),
    }
    opening = json.dumps(about, ensure_ascii=False)[:-1] + ', "activities": [\n'
    return b"".join((opening.encode(), b",\n".join(fragments), b"\n]}\n"))


def _dates(plan: DatePlan) -> dict[str, Any]:
    rule = plan.rule
    return filled(
        {
            "type": plan.kind,
            "first_day": plan.first_day.isoformat(),
            "last_day": plan.last_day.isoformat() if plan.last_day else None,
            "opens": f"{plan.opens:%H:%M}" if plan.opens else None,
            "closes": f"{plan.closes:%H:%M}" if plan.closes else None,
            "repeats": rule.repeats if rule else None,
            "repeats_until": rule.until.isoformat() if rule and rule.until else None,
            "not_on": [day.isoformat() for day in plan.exceptions],
            "also_on": [day.isoformat() for day in plan.extras],
        }
    )
