"""The mailbox in which answers to our letters arrive, read by IMAP (RFC 3501).

Letters are looked at without marking them read, and marked once what they say is stored: killed in
between, they are read again. Raises `TryLater` and `FixConfiguration`, never the client's errors.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from backbone.mail_server import MailServer
from museum.errors import FixConfiguration, TryLater

TIMEOUT_S: Final = 30.0
MOST_LETTERS: Final = 50
MOST_BYTES: Final = 2 * 1024 * 1024
_FOLDER: Final = "INBOX"
_SIZE: Final = re.compile(rb"RFC822\.SIZE ([0-9]+)")


@dataclass(frozen=True)
class Arrived:
    """A letter that nobody read yet. `source` is None for one that is too large to read."""

    uid: str
    source: bytes | None


class ReplyBox:
    """One mailbox; each use is a connection of its own."""

    def __init__(self, server: MailServer, timeout_s: float = TIMEOUT_S) -> None:
        self._server = server
        self._timeout_s = timeout_s

    def knock(self) -> None:
        """Log in and open the mailbox, and look at nothing."""
        with self._open():
            return

    def unread(self) -> list[Arrived]:
        """Return the oldest letters that nobody read, at most `MOST_LETTERS`."""
        with self._open() as client:
            found = _answered(client.uid("SEARCH", "UNSEEN"))
            uids = b" ".join(one for one in found if isinstance(one, bytes)).split()
            return [_fetched(client, uid.decode("ascii")) for uid in uids[:MOST_LETTERS]]

    def mark_read(self, uids: Sequence[str]) -> None:
        """Mark letters as read."""
        if not uids:
            return
        with self._open() as client:
            _answered(client.uid("STORE", ",".join(uids), "+FLAGS", "(\\Seen)"))

    @contextmanager
    def _open(self) -> Iterator[imaplib.IMAP4]:
        try:
            client = self._connect()
        except (OSError, imaplib.IMAP4.abort) as error:
            raise _later() from error
        try:
            try:
                password = self._server.password.get_secret_value()
                client.login(self._server.user, password)
            except imaplib.IMAP4.abort as error:
                raise _later() from error
            except imaplib.IMAP4.error as error:
                raise FixConfiguration(
                    what="De postbus met antwoorden laat museumflow niet binnen.",
                    remedy="Controleer de naam en het wachtwoord in IMAP_URL.",
                ) from error
            _answered(client.select(_FOLDER))
            yield client
        except (OSError, imaplib.IMAP4.error) as error:
            raise _later() from error
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                client.logout()

    def _connect(self) -> imaplib.IMAP4:
        host, port = self._server.host, self._server.port
        if self._server.security == "tls":
            context = ssl.create_default_context()
            return imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=self._timeout_s)
        return imaplib.IMAP4(host, port, timeout=self._timeout_s)


def _later() -> TryLater:
    return TryLater(
        what="De postbus met antwoorden is niet te lezen.",
        remedy="museumflow probeert het vanzelf opnieuw.",
    )


def _answered(reply: tuple[str, Sequence[object]]) -> Sequence[object]:
    if reply[0] != "OK":
        raise _later()
    return reply[1]


def _fetched(client: imaplib.IMAP4, uid: str) -> Arrived:
    sizes = _answered(client.uid("FETCH", uid, "(RFC822.SIZE)"))
    match = next((_SIZE.search(one) for one in sizes if isinstance(one, bytes)), None)
    if match is None or int(match[1]) > MOST_BYTES:
        return Arrived(uid, None)
    parts = _answered(client.uid("FETCH", uid, "(BODY.PEEK[])"))
    source = next((one[1] for one in parts if isinstance(one, tuple)), None)
    return Arrived(uid, source if isinstance(source, bytes) else None)
