"""Fetches the agendas of others over HTTP: bounded, and only what changed since the last time."""

import time
from dataclasses import dataclass
from typing import Final

import requests

from museum.errors import TryLater

MOST_BYTES: Final = 5_000_000
TIMEOUT_S: Final = (10.0, 30.0)
MOST_SECONDS: Final = 60.0
_CHUNK_BYTES: Final = 65_536
_AGAIN: Final = "Het wordt bij de volgende keer vanzelf opnieuw geprobeerd."


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


def fetch_calendar(url: str, marks: Marks) -> Fetched:
    """Fetch an agenda, unless it still has these marks.

    `url` is staff's own (config/agendas.toml): no address that a stranger gave comes here. Raises
    `TryLater` with what to do when it cannot be had now.
    """
    try:
        with requests.get(url, headers=_asking(marks), timeout=TIMEOUT_S, stream=True) as reply:
            if reply.status_code == requests.codes.not_modified:
                return Fetched(None, marks)
            if reply.status_code != requests.codes.ok:
                raise _refused(reply.status_code)
            content = _received(reply)
            headers = reply.headers
            return Fetched(
                content, Marks(headers.get("ETag", ""), headers.get("Last-Modified", ""))
            )
    except requests.RequestException as error:
        raise TryLater(
            what="De agenda was niet te bereiken: de verbinding kwam er niet of brak af.",
            remedy=_AGAIN,
        ) from error


def _asking(marks: Marks) -> dict[str, str]:
    asked = {"Accept": "text/calendar, */*;q=0.1", "User-Agent": "museumflow"}
    if marks.etag:
        asked["If-None-Match"] = marks.etag
    if marks.modified:
        asked["If-Modified-Since"] = marks.modified
    return asked


def _refused(status: int) -> TryLater:
    if status in (401, 403, 404, 410):
        return TryLater(
            what=f"De agenda is niet (meer) op dit adres te vinden (code {status}).",
            remedy="Vraag om het nieuwe adres en zet het in config/agendas.toml.",
        )
    return TryLater(what=f"De server van de agenda antwoordde met code {status}.", remedy=_AGAIN)


def _received(reply: requests.Response) -> bytes:
    """Return the whole body; raises `TryLater` for one that is too large, too slow or cut off."""
    parts, received, stop_at = [], 0, time.monotonic() + MOST_SECONDS
    for chunk in reply.iter_content(_CHUNK_BYTES):
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
