"""Fetches the files of attachments that were written as an address, in the background."""

import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Final

import requests

from sandbox.airtable.attachments import Attachment
from sandbox.airtable.base import AirtableService
from sandbox.airtable.state import Actor
from sandbox.airtable.users import API_USER

MAX_BYTES: Final = 200 * 1024 * 1024
# Pauses before each try; after the last the attachment vanishes from its cell.
TRIES_S: Final = (0.0, 5.0, 60.0)
_CHUNK = 64 * 1024


class AttachmentFetcher:
    """One thread that fetches what attachments promise."""

    def __init__(self, airtable: AirtableService) -> None:
        self._airtable = airtable
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="fetcher", daemon=True)
        self._tried: dict[str, int] = {}
        self._next_s: dict[str, float] = {}

    def start(self) -> None:
        """Begin to fetch; what was promised before a restart goes first."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after what is under way."""
        self._stopped.set()
        self._airtable.attachments.promised.set()
        if self._thread.is_alive():
            self._thread.join(timeout=2)

    def _run(self) -> None:
        book = self._airtable.attachments
        while not self._stopped.is_set():
            book.promised.wait(timeout=1.0)
            book.promised.clear()
            for attachment in self._due():
                if not self._stopped.is_set():
                    self._fetch(attachment)

    def _due(self) -> list[Attachment]:
        now = self._airtable.clock.elapsed_s()
        return [
            one
            for one in self._airtable.attachments.pending()
            if self._next_s.get(one.id, 0.0) <= now and self._is_held(one)
        ]

    def _is_held(self, attachment: Attachment) -> bool:
        """Whether the promise was kept: a refused request leaves promises nobody holds."""
        return self._airtable.holds(attachment)

    def _fetch(self, attachment: Attachment) -> None:
        try:
            content, content_type = _download(attachment.source)
        except requests.RequestException:
            self._fail(attachment)
            return
        actor = Actor(API_USER["id"], "system")
        self._airtable.settle_attachment(attachment, content, content_type, actor)

    def _fail(self, attachment: Attachment) -> None:
        tried = self._tried.get(attachment.id, 0) + 1
        self._tried[attachment.id] = tried
        if tried < len(TRIES_S):
            self._next_s[attachment.id] = self._airtable.clock.elapsed_s() + TRIES_S[tried]
        else:
            self._airtable.drop_attachment(attachment, Actor(API_USER["id"], "system"))


def _download(url: str) -> tuple[bytes, str]:
    with closing(requests.get(url, timeout=25, stream=True)) as reply:
        reply.raise_for_status()
        content = b"".join(_limited(reply.iter_content(_CHUNK)))
        kind = reply.headers.get("Content-Type", "").partition(";")[0].strip()
    return content, "" if kind == "application/octet-stream" else kind


def _limited(chunks: Iterator[bytes]) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > MAX_BYTES:
            raise requests.exceptions.ContentDecodingError("too large")
        yield chunk
