"""Structured data (schema.org, JSON-LD): museums, news, the site itself. Pure.

Events are in `structured_event`, vacancies in `structured_job`. What is not certain is left out:
a search engine that is told something false tells it to visitors. Empty values never appear.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from channels.feeds.json_text import filled
from museum.records import Museum, NewsItem
from museum.tables import FieldDefinition

JsonLd = dict[str, Any]
CONTEXT: Final = "https://schema.org"
COUNTRY: Final = "NL"
REGION: Final = "Drenthe"
DAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_UNSAFE_IN_SCRIPT: Final = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


@dataclass(frozen=True)
class GivenHours:
    """Opening hours for some days of the week (0 is Monday) within a stretch of days.

    `opens` and `closes` both None: closed on those days. What schema.org calls an
    OpeningHoursSpecification.
    """

    weekdays: tuple[int, ...]
    opens: time | None
    closes: time | None
    valid_from: date | None = None
    valid_through: date | None = None


@dataclass(frozen=True)
class Publisher:
    """Who runs the site."""

    name: str
    url: str
    logo_url: str = ""


def dump_jsonld(data: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str:
    """Return the text for inside a `<script type="application/ld+json">`; nothing can end it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_UNSAFE_IN_SCRIPT)


def museum_data(
    museum: Museum,
    url: str,
    *,
    description: str = "",
    images: Sequence[str] = (),
    hours: Sequence[GivenHours] = (),
    facilities: FieldDefinition | None = None,
) -> JsonLd:
    """Return a Museum. `images` are absolute addresses; `facilities` gives the labels to say."""
    labels = facilities.options if facilities else {}
    return filled(
        {
            "@context": CONTEXT,
            "@type": "Museum",
            "@id": museum_id(url),
            "name": museum.name,
            "url": url,
            "description": description,
            "image": list(images),
            "address": museum_address(museum),
            "geo": museum_geo(museum),
            "telephone": museum.phone,
            "email": museum.email,
            "sameAs": museum.website,
            "openingHoursSpecification": [_hours(given) for given in hours],
            "amenityFeature": [_amenity(labels.get(key, key)) for key in museum.facilities],
        }
    )


def museum_id(url: str) -> str:
    """Return the identity of a museum in structured data, from the address of its page."""
    return f"{url}#museum"


def museum_place(museum: Museum, url: str) -> JsonLd:
    """Return a museum as the place or organiser of something else."""
    return filled(
        {
            "@type": "Museum",
            "@id": museum_id(url),
            "name": museum.name,
            "url": url,
            "address": museum_address(museum),
            "geo": museum_geo(museum),
        }
    )


def museum_address(museum: Museum) -> JsonLd:
    """Return the PostalAddress of a museum; empty without a place."""
    return postal_address(museum.street, museum.postcode, museum.place)


def postal_address(street: str, postcode: str, place: str) -> JsonLd:
    """Return a PostalAddress in Drenthe; empty when nothing of it is known."""
    if not (street or place):
        return {}
    return filled(
        {
            "@type": "PostalAddress",
            "streetAddress": street,
            "postalCode": postcode,
            "addressLocality": place,
            "addressRegion": REGION,
            "addressCountry": COUNTRY,
        }
    )


def museum_geo(museum: Museum) -> JsonLd:
    """Return where a museum lies, or nothing when one of the two numbers is missing."""
    if museum.latitude is None or museum.longitude is None:
        return {}
    return {
        "@type": "GeoCoordinates",
        "latitude": museum.latitude,
        "longitude": museum.longitude,
    }


def news_data(
    item: NewsItem,
    url: str,
    publisher: Publisher,
    *,
    headline: str,
    description: str,
    language: str,
    images: Sequence[str] = (),
) -> JsonLd:
    """Return a NewsArticle in one language."""
    return filled(
        {
            "@context": CONTEXT,
            "@type": "NewsArticle",
            "@id": f"{url}#article",
            "headline": headline,
            "description": description,
            "url": url,
            "mainEntityOfPage": url,
            "image": list(images),
            "datePublished": item.published_on.isoformat() if item.published_on else "",
            "inLanguage": language,
            "publisher": publisher_data(publisher),
            "author": publisher_data(publisher),
        }
    )


def publisher_data(publisher: Publisher) -> JsonLd:
    """Return who runs the site as an Organization."""
    return filled(
        {
            "@type": "Organization",
            "@id": f"{publisher.url}#organisation",
            "name": publisher.name,
            "url": publisher.url,
            "logo": publisher.logo_url,
        }
    )


def breadcrumbs_data(trail: Sequence[tuple[str, str]]) -> JsonLd:
    """Return a BreadcrumbList of (name, absolute address), from home to this page."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": url}
            for number, (name, url) in enumerate(trail, start=1)
        ],
    }


def website_data(publisher: Publisher, language: str, search_url: str) -> JsonLd:
    """Return a WebSite that can be searched; `search_url` holds `{search_term_string}`."""
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "@id": f"{publisher.url}#website",
        "name": publisher.name,
        "url": publisher.url,
        "inLanguage": language,
        "publisher": publisher_data(publisher),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search_url},
            "query-input": "required name=search_term_string",
        },
    }


def _amenity(label: str) -> JsonLd:
    return {"@type": "LocationFeatureSpecification", "name": label, "value": True}


def _hours(given: GivenHours) -> JsonLd:
    closed = given.opens is None or given.closes is None
    opens = time(0) if given.opens is None or closed else given.opens
    closes = time(0) if given.closes is None or closed else given.closes
    if not closed and opens == closes == time(0):
        closes = time(23, 59)  # from 00:00 to 00:00 is read as closed
    return filled(
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"{CONTEXT}/{DAYS[number]}" for number in given.weekdays],
            "opens": f"{opens:%H:%M}",
            "closes": f"{closes:%H:%M}",
            "validFrom": given.valid_from.isoformat() if given.valid_from else "",
            "validThrough": given.valid_through.isoformat() if given.valid_through else "",
        }
    )
