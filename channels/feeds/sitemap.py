"""The sitemap (sitemaps.org 0.9, languages as Google reads them) and robots.txt. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from channels.feeds.xml_text import xml_safe

SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML: Final = "http://www.w3.org/1999/xhtml"
_XML: Final = "<?xml version='1.0' encoding='utf-8'?>\n"
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
    # Written by hand: a tree of thousands of elements takes ten times as long, at each change.
    entries = "".join(map(_entry, pages))
    return f'{_XML}<urlset xmlns="{SITEMAP}" xmlns:xhtml="{XHTML}">\n{entries}</urlset>\n'.encode()


def sitemap_index(parts: Sequence[SitemapPart]) -> bytes:
    """Return the index of all parts."""
    entries = "".join(
        f" <sitemap>\n{_location(part.url, part.changed_on)} </sitemap>\n" for part in parts
    )
    return f'{_XML}<sitemapindex xmlns="{SITEMAP}">\n{entries}</sitemapindex>\n'.encode()


def robots_text(sitemap_url: str, closed_paths: Sequence[str] = ()) -> bytes:
    """Return robots.txt: all may read all, but the paths given."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed_paths)]
    if not closed_paths:
        lines.append("Disallow:")
    return "\n".join([*lines, "", f"Sitemap: {sitemap_url}", ""]).encode()


def _entry(page: SitemapUrl) -> str:
    alternates = _alternates(page.languages) if len(page.languages) > 1 else ""
    return f" <url>\n{_location(page.url, page.changed_on)}{alternates} </url>\n"


def _location(url: str, changed_on: date | None) -> str:
    changed = f"  <lastmod>{changed_on.isoformat()}</lastmod>\n" if changed_on else ""
    return f"  <loc>{escape(xml_safe(url))}</loc>\n{changed}"


def _alternates(languages: Mapping[str, str]) -> str:
    default = languages.get("nl")
    alternates = dict(languages) | ({"x-default": default} if default else {})
    return "".join(
        f'  <xhtml:link rel="alternate" hreflang={quoteattr(language)}'
        f" href={quoteattr(xml_safe(url))} />\n"
        for language, url in alternates.items()
    )
