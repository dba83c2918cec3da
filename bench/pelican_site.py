"""Pelican, from PyPI, rendering as many pages of the same size: what our build is held against.

Pelican gets the easiest job: one plain template, no feeds, no archives, no categories.
"""

import subprocess
import sys
import time
from pathlib import Path

_SETTINGS = """
AUTHOR = "bench"
SITENAME = "bench"
SITEURL = ""
PATH = "content"
TIMEZONE = "Europe/Amsterdam"
DEFAULT_LANG = "nl"
THEME = "theme"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DIRECT_TEMPLATES = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
PLUGINS = []
CACHE_CONTENT = False
LOAD_CONTENT_CACHE = False
"""

_TEMPLATE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>{{ article.title }}</title>
<link rel="stylesheet" href="/style.css"></head>
<body><header><a href="/">{{ SITENAME }}</a></header>
<main><h1>{{ article.title }}</h1>{{ article.content }}</main></body></html>
"""

_SENTENCE = "Het museum laat zien hoe mensen hier *vroeger* leefden, werkten en feestvierden. "


def seconds_of_pelican(folder: Path, pages: int, page_bytes: int) -> float:
    """Return how long Pelican takes for `pages` pages of about `page_bytes` each."""
    _write_site(folder, pages, page_bytes)
    command = [sys.executable, "-m", "pelican", "-s", "settings.py", "-o", "output", "-q"]
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    took_s = time.perf_counter() - started
    written = sum(1 for _ in (folder / "output").glob("*.html"))
    if written < pages:
        raise RuntimeError(f"Pelican wrote {written} of {pages} pages")
    return took_s


def _write_site(folder: Path, pages: int, page_bytes: int) -> None:
    content, templates = folder / "content", folder / "theme" / "templates"
    for place in (content, templates, folder / "theme" / "static"):
        place.mkdir(parents=True)
    (folder / "settings.py").write_text(_SETTINGS, encoding="utf-8")
    for name in ("article.html", "page.html", "index.html"):
        (templates / name).write_text(_TEMPLATE, encoding="utf-8")
    paragraph = _SENTENCE * 5 + "\n\n"
    body = paragraph * max(1, round(page_bytes / len(paragraph)))
    for number in range(pages):
        head = f"Title: Pagina {number}\nDate: 2027-03-01\nSlug: pagina-{number}\n\n"
        (content / f"{number}.md").write_text(head + body, encoding="utf-8")
