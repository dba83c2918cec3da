"""The sitemap (sitemaps.org 0.9, languages as Google reads them) and robots.txt. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from xml.etree import ElementTree

from channels.feeds.xml_text import xml_document

SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML: Final = "http://www.w3.org/1999/xhtml"
MOST_URLS: Final = 5_000
"""Ours; the protocol's own limit is 50,000. Small parts keep a change small."""


@dataclass(frozen=True)
class SitemapUrl:
    """A page. `languages` maps a language to the page's absolute address in it, itself included."""

    url: str
    changed_on: date | None = None
    languages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SitemapPart:
    """One part: its absolute address, and when its newest page changed."""

    url: str
    changed_on: date | None = None


def sitemap_part(pages: Sequence[SitemapUrl]) -> bytes:
    """Return one part. Raises `ValueError` above `MOST_URLS`: the caller splits by group."""
    if len(pages) > MOST_URLS:
        raise ValueError(f"{len(pages)} pages in one part of the sitemap; at most {MOST_URLS}")
    root = ElementTree.Element("urlset", {"xmlns": SITEMAP, "xmlns:xhtml": XHTML})
    for page in pages:
        element = ElementTree.SubElement(root, "url")
        _locate(element, page.url, page.changed_on)
        if len(page.languages) > 1:
            _add_languages(element, page.languages)
    return xml_document(root)


def sitemap_index(parts: Sequence[SitemapPart]) -> bytes:
    """Return the index of all parts."""
    root = ElementTree.Element("sitemapindex", {"xmlns": SITEMAP})
    for part in parts:
        _locate(ElementTree.SubElement(root, "sitemap"), part.url, part.changed_on)
    return xml_document(root)


def robots_text(sitemap_url: str, closed_paths: Sequence[str] = ()) -> bytes:
    """Return robots.txt: all may read all, but the paths given."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed_paths)]
    if not closed_paths:
        lines.append("Disallow:")
    return "\n".join([*lines, "", f"Sitemap: {sitemap_url}", ""]).encode()


def _locate(element: ElementTree.Element, url: str, changed_on: date | None) -> None:
    ElementTree.SubElement(element, "loc").text = url
    if changed_on is not None:
        ElementTree.SubElement(element, "lastmod").text = changed_on.isoformat()


def _add_languages(element: ElementTree.Element, languages: Mapping[str, str]) -> None:
    default = languages.get("nl")
    alternates = dict(languages) | ({"x-default": default} if default else {})
    for language, url in alternates.items():
        ElementTree.SubElement(
            element, "xhtml:link", {"rel": "alternate", "hreflang": language, "href": url}
        )
