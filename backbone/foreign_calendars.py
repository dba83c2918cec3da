"""Fetches the agendas of others over HTTP: bounded, and only what changed since the last time.

The address is staff's own (config/agendas.toml); where its server sends us on to is not, so that a
redirect into this machine or its network is refused.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from museum.errors import TryLater

MOST_BYTES: Final = 5_000_000
TIMEOUT_S: Final = (10.0, 30.0)
MOST_SECONDS: Final = 60.0
_CHUNK_BYTES: Final = 65_536
MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_AGAIN: Final = "Het wordt bij de volgende keer vanzelf opnieuw geprobeerd."
_NEW_ADDRESS: Final = "Vraag om het nieuwe adres en zet het in config/agendas.toml."


@dataclass(frozen=True)
class Marks:
    """What a server gave to recognise a version by; "" when it gave nothing."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """An agenda as it came; `content` is None when it is as it was."""

    content: bytes | None
    marks: Marks


Resolve = Callable[[str], list[str]]
"""The numerical addresses of a host."""


def addresses_of(host: str) -> list[str]:
    """Return the addresses of a host as this machine finds them; raises `OSError`."""
    return [str(one[4][0]) for one in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def fetch_calendar(
    url: str,
    marks: Marks,
    resolve: Resolve = addresses_of,
    most_seconds: float = MOST_SECONDS,
) -> Fetched:
    """Fetch an agenda, unless it still has these marks.

    Raises `TryLater` with what to do when it cannot be had now.
    """
    try:
        with _answer(url, _asking(marks), resolve) as reply:
            if reply.status_code == requests.codes.not_modified:
                return Fetched(None, marks)
            if reply.status_code != requests.codes.ok:
                raise _refused(reply.status_code)
            content = _received(reply, most_seconds)
            headers = reply.headers
            return Fetched(
                content, Marks(headers.get("ETag", ""), headers.get("Last-Modified", ""))
            )
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        raise TryLater(
            what="De agenda was niet te bereiken: de verbinding kwam er niet of brak af.",
            remedy=_AGAIN,
        ) from error


@contextmanager
def _answer(url: str, asked: dict[str, str], resolve: Resolve) -> Iterator[requests.Response]:
    """Give the last answer of a chain of redirects."""
    address = url
    for _ in range(MOST_REDIRECTS + 1):
        with requests.get(
            address, headers=asked, timeout=TIMEOUT_S, stream=True, allow_redirects=False
        ) as reply:
            target = reply.headers.get("Location", "")
            if reply.status_code not in _REDIRECTS or not target:
                yield reply
                return
        address = urljoin(address, target)
        _check_target(url, address, resolve)
    raise TryLater(what="De server van de agenda stuurt ons steeds verder.", remedy=_NEW_ADDRESS)


def _check_target(url: str, target: str, resolve: Resolve) -> None:
    """Let a redirect lead to the same host, or to the internet; raises `TryLater`."""
    parts = urlsplit(target)
    host = parts.hostname or ""
    if parts.scheme in ("http", "https") and host:
        if host == urlsplit(url).hostname:
            return
        if all(ipaddress.ip_address(one.partition("%")[0]).is_global for one in resolve(host)):
            return
    raise TryLater(
        what="De server van de agenda stuurt ons door naar een adres dat niet op internet staat.",
        remedy=_NEW_ADDRESS,
    )


def _asking(marks: Marks) -> dict[str, str]:
    asked = {
        "Accept": "text/calendar, */*;q=0.1",
        "Accept-Encoding": "gzip",
        "User-Agent": "museumflow",
    }
    if marks.etag:
        asked["If-None-Match"] = marks.etag
    if marks.modified:
        asked["If-Modified-Since"] = marks.modified
    return asked


def _refused(status: int) -> TryLater:
    if status in (401, 403, 404, 410):
        return TryLater(
            what=f"De agenda is niet (meer) op dit adres te vinden (code {status}).",
            remedy=_NEW_ADDRESS,
        )
    return TryLater(what=f"De server van de agenda antwoordde met code {status}.", remedy=_AGAIN)


def _received(reply: requests.Response, most_seconds: float) -> bytes:
    """Return the whole body; raises `TryLater` for one that is too large, too slow or cut off."""
    parts, received, stop_at = [], 0, time.monotonic() + most_seconds
    # Whatever is there, and no waiting for a whole chunk: who sends a byte a minute is cut off.
    while chunk := reply.raw.read1(_CHUNK_BYTES, decode_content=True):
        received += len(chunk)
        if received > MOST_BYTES:
            raise TryLater(
                what=f"De agenda is te groot (meer dan {MOST_BYTES // 1_000_000} MB).",
                remedy="Vraag om een agenda met alleen wat nog komt.",
            )
        if time.monotonic() > stop_at:
            raise TryLater(what="De agenda kwam te langzaam binnen.", remedy=_AGAIN)
        parts.append(chunk)
    return b"".join(parts)
