"""Texts from the tables as clean HTML: a little Markdown, no pictures, nothing that can run."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

from channels.website.view import Html

_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "hr"}
_ATTRIBUTES = {"a": {"href"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_HIGHEST_HEADING, _LOWEST_HEADING = 3, 4

_markdown = MarkdownIt("js-default", {"html": False, "breaks": True, "linkify": False})
_markdown.disable(["image", "table", "code", "fence"])


@lru_cache(maxsize=20_000)
def render_prose(text: str) -> Html:
    """Return safe HTML for a text that somebody typed. Headings go below the page's own."""
    made = _markdown.render(text)
    lowered = re.sub(r"<(/?)h([1-6])>", _lower, made)
    return Html(
        nh3.clean(
            lowered,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes=_SCHEMES,
            link_rel="noopener nofollow ugc",
        )
    )


def _lower(match: re.Match[str]) -> str:
    level = _HIGHEST_HEADING if int(match.group(2)) < _HIGHEST_HEADING else _LOWEST_HEADING
    return f"<{match.group(1)}h{level}>"


def plain(text: str, limit: int) -> str:
    """Return a text as one line of at most `limit` characters, without marks."""
    words = " ".join(re.sub(r"<[^>]+>", " ", render_prose(text)).split())
    if len(words) <= limit:
        return words
    return words[: limit - 1].rsplit(" ", 1)[0].rstrip(",.;:") + "…"
