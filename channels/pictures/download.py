"""Fetches one attachment to a file: streamed, bounded in size and time, whole or not at all."""

import time
from pathlib import Path
from typing import BinaryIO, Final

import requests

from channels.pictures.files import write_whole
from channels.pictures.outcomes import PictureProblem
from museum.cells import Attachment

MOST_BYTES: Final = 25 * 1024 * 1024
MOST_SECONDS: Final = 120.0
CONNECT_AND_READ_S: Final = (5.0, 20.0)
_CHUNK_BYTES: Final = 64 * 1024
_DEAD_ADDRESS: Final = frozenset({401, 403, 404, 410})

TOO_LARGE: Final = PictureProblem(
    "refused",
    "Het bestand is groter dan 25 MB.",
    "Maak het beeld kleiner, bijvoorbeeld 2500 pixels breed, en zet het opnieuw in “Bestand”.",
)
EXPIRED: Final = PictureProblem(
    "expired",
    "Het adres van het bestand is verlopen.",
    "U hoeft niets te doen: het programma vraagt een nieuw adres.",
)


class _TooLargeError(Exception):
    """More bytes came than we take."""


def download(
    session: requests.Session, attachment: Attachment, target: Path
) -> PictureProblem | None:
    """Put the attachment's file at `target`; return why it could not be done, or None."""
    if attachment.size_bytes > MOST_BYTES:
        return TOO_LARGE
    try:
        with session.get(attachment.url, stream=True, timeout=CONNECT_AND_READ_S) as response:
            if response.status_code in _DEAD_ADDRESS:
                return EXPIRED
            if response.status_code != requests.codes.ok:
                return _later(f"de opslag antwoordde met code {response.status_code}")
            write_whole(target, lambda file: _receive(response, file))
    except _TooLargeError:
        return TOO_LARGE
    except requests.Timeout:
        return _later("de opslag antwoordde niet op tijd")
    except requests.RequestException:
        return _later("de verbinding werd verbroken")
    return None


def _receive(response: requests.Response, file: BinaryIO) -> None:
    if int(response.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise _TooLargeError
    stop_at = time.monotonic() + MOST_SECONDS
    received = 0
    for chunk in response.iter_content(_CHUNK_BYTES):
        received += len(chunk)
        if received > MOST_BYTES:
            raise _TooLargeError
        if time.monotonic() > stop_at:
            raise requests.Timeout
        file.write(chunk)


def _later(reason: str) -> PictureProblem:
    return PictureProblem(
        "later",
        f"Het bestand kon niet worden opgehaald: {reason}.",
        "U hoeft niets te doen: bij de volgende keer probeert het programma het opnieuw.",
    )
