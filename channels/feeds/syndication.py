"""News feeds: Atom (RFC 4287) and JSON Feed 1.1. Pure.

Identities never change: they are made of record IDs, not of addresses. `updated` comes from the
caller, so equal input gives equal bytes.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from xml.etree import ElementTree

from channels.feeds.json_text import filled
from channels.feeds.xml_text import xml_document, xml_safe
from museum.identity import RecordId

ATOM: Final = "http://www.w3.org/2005/Atom"
JSON_FEED: Final = "https://jsonfeed.org/version/1.1"
_FIRST_YEAR: Final = 2026
"""The year in our tag URIs (RFC 4151): any in which the host was the platform's; never changes."""


@dataclass(frozen=True)
class FeedHead:
    """A feed itself; absolute addresses. `updated` is when its latest entry last changed."""

    title: str
    identity: str
    home_url: str
    feed_url: str
    author: str
    language: str
    updated: datetime
    description: str = ""


@dataclass(frozen=True)
class FeedEntry:
    """One message. `html` is clean HTML (or empty); `summary` is plain text."""

    record_id: RecordId
    title: str
    url: str
    published: datetime
    updated: datetime
    summary: str = ""
    html: str = ""
    image_url: str = ""
    tags: tuple[str, ...] = ()


def entry_id(identity: str, record_id: RecordId) -> str:
    """Return the identity of an entry, the same in every feed and for ever."""
    return f"tag:{identity},{_FIRST_YEAR}:{record_id}"


def atom_feed(head: FeedHead, entries: Sequence[FeedEntry]) -> bytes:
    """Return an Atom feed; the entries keep the order they come in (newest first)."""
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": head.language})
    _add(feed, "id", f"tag:{head.identity},{_FIRST_YEAR}:{_path(head)}")
    _add(feed, "title", head.title)
    if head.description:
        _add(feed, "subtitle", head.description)
    _add(feed, "updated", utc_text(head.updated))
    ElementTree.SubElement(
        feed, "link", rel="self", type="application/atom+xml", href=head.feed_url
    )
    ElementTree.SubElement(feed, "link", rel="alternate", type="text/html", href=head.home_url)
    _add(ElementTree.SubElement(feed, "author"), "name", head.author)
    _add(feed, "generator", "museumflow")
    for entry in entries:
        _add_entry(feed, head, entry)
    return xml_document(feed)


def _add_entry(feed: ElementTree.Element, head: FeedHead, entry: FeedEntry) -> None:
    element = ElementTree.SubElement(feed, "entry")
    _add(element, "id", entry_id(head.identity, entry.record_id))
    _add(element, "title", entry.title)
    ElementTree.SubElement(element, "link", rel="alternate", type="text/html", href=entry.url)
    _add(element, "published", utc_text(entry.published))
    _add(element, "updated", utc_text(entry.updated))
    for tag in entry.tags:
        ElementTree.SubElement(element, "category", term=xml_safe(tag))
    if entry.summary:
        _add(element, "summary", entry.summary)
    if entry.html:
        _add(element, "content", entry.html).set("type", "html")


def json_feed(head: FeedHead, entries: Sequence[FeedEntry]) -> bytes:
    """Return the same as a JSON Feed."""
    return _json(
        filled(
            {
                "version": JSON_FEED,
                "title": head.title,
                "description": head.description,
                "home_page_url": head.home_url,
                "feed_url": head.feed_url,
                "language": head.language,
                "authors": [{"name": head.author}],
                "items": [_json_item(head, entry) for entry in entries],
            }
        )
    )


def _json_item(head: FeedHead, entry: FeedEntry) -> dict[str, Any]:
    text = {"content_html": entry.html} if entry.html else {"content_text": entry.summary}
    return filled(
        {
            "id": entry_id(head.identity, entry.record_id),
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            **text,
            "image": entry.image_url,
            "date_published": utc_text(entry.published),
            "date_modified": utc_text(entry.updated),
            "tags": list(entry.tags),
        }
    )


def _path(head: FeedHead) -> str:
    return head.feed_url.partition("://")[2].partition("/")[2] or "feed"


def _add(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name)
    element.text = xml_safe(text)
    return element


def utc_text(value: datetime) -> str:
    """Return a moment as feeds write it: `2027-01-05T09:30:00Z`."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
