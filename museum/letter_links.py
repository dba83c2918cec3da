"""What each link of a letter is called, so that clicks can be told per item. Pure."""

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

MOST_CHARS: Final = 80


def link_words(pages: Iterable[str]) -> dict[str, str]:
    """Return the words of each link in these HTML pages, by its address without UTM tags.

    Of several links to one address the longest words count: a title says more than “Lees meer”.
    """
    found: dict[str, str] = {}
    for page in pages:
        links = _Links()
        links.feed(page)
        for address, words in links.found:
            plain, told = without_utm(address), " ".join(words.split())[:MOST_CHARS]
            if len(told) > len(found.get(plain, "")):
                found[plain] = told
    return found


def without_utm(address: str) -> str:
    """Return an address without what only counts where a visitor came from."""
    parts = urlsplit(address)
    kept = [pair for pair in parse_qsl(parts.query) if not pair[0].startswith("utm_")]
    return urlunsplit(parts._replace(query=urlencode(kept), fragment=""))


class _Links(HTMLParser):
    """Gathers the links as (address, words); a picture says its `alt`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._address = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a link, or take what a picture in it says."""
        given = dict(attrs)
        if tag == "a":
            self._address, self._words = given.get("href") or "", []
        elif tag == "img" and self._address:
            self._words.append(given.get("alt") or "")

    def handle_data(self, data: str) -> None:
        """Take the words of a link."""
        if self._address:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close a link."""
        if tag == "a" and self._address:
            self.found.append((self._address, " ".join(self._words)))
            self._address = ""
