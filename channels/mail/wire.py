"""Hands one message to a mail server, and says for certain, no, or in doubt whether it went.

SMTP cannot be asked whether a mail arrived: once the text has been handed over, a broken
connection leaves doubt (RFC 5321, 4.5.4.1; RFC 1047). Everything before that is certain.
"""

import re
import smtplib
import ssl
from dataclasses import dataclass, replace
from email.message import EmailMessage
from typing import Final, Literal

from backbone.mail_server import MailServer

TIMEOUT_S: Final = 30.0
_NO_REPLY: Final = 0
_NO_SUCH_MAILBOX: Final = (550, 551, 553)

Went = Literal["sent", "refused", "not_now", "unknown"]


@dataclass(frozen=True)
class Handed:
    """How a hand-over ended.

    `refused`: never (5xx); `not_now`: not, but perhaps later; `unknown`: the connection broke
    after the text was handed over. `code` is the server's reply, 0 without one. The server's
    words are not kept: they may hold the reader's address.
    """

    went: Went
    code: int = _NO_REPLY
    is_turned_away: bool = False
    """Refused before the letter was looked at: a login, or a server that cannot be trusted."""
    is_reader_unknown: bool = False
    """Refused for good because there is no such reader: their mail bounced, hard."""


class Wire:
    """A mail server to hand messages to, one connection a message."""

    def __init__(
        self, server: MailServer, tls: ssl.SSLContext, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._server = server
        self._tls = tls
        self._timeout_s = timeout_s

    def hand_over(self, message: EmailMessage, sender: str, reader: str) -> Handed:
        """Hand a message in for one reader; never raises for what the server or network does."""
        found = self._open()
        if isinstance(found, Handed):
            return found
        try:
            return _give(found, message, sender, reader)
        finally:
            found.close()

    def knock(self) -> Handed:
        """Connect and log in, and hand nothing over; `sent` says that a mail would be looked at."""
        found = self._open()
        if isinstance(found, Handed):
            return found
        found.close()
        return Handed("sent")

    def _open(self) -> smtplib.SMTP | Handed:
        """Return a connection, or why there is none."""
        try:
            return self._connect()
        except smtplib.SMTPNotSupportedError:  # it knows no STARTTLS, or no login
            return _turned_away(_NO_REPLY)
        except smtplib.SMTPResponseException as error:
            passes = 400 <= error.smtp_code < 500
            return _judged(error.smtp_code) if passes else _turned_away(error.smtp_code)
        except ssl.SSLCertVerificationError:
            return _turned_away(_NO_REPLY)
        except (OSError, smtplib.SMTPException):
            return Handed("not_now")

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        client: smtplib.SMTP
        if server.security == "tls":
            client = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._timeout_s, context=self._tls
            )
        else:
            client = smtplib.SMTP(server.host, server.port, timeout=self._timeout_s)
        try:
            client.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                client.starttls(context=self._tls)
            if server.user:
                client.login(server.user, server.password.get_secret_value())
        except BaseException:
            client.close()
            raise
        return client


def _give(client: smtplib.SMTP, message: EmailMessage, sender: str, reader: str) -> Handed:
    text_given = False
    try:
        code, _ = client.mail(sender)
        if not _is_accepted(code):
            return _judged(code)
        code, said = client.rcpt(reader)
        if not _is_accepted(code):
            return replace(_judged(code), is_reader_unknown=_is_no_reader(code, said))
        text_given = True
        code, _ = client.data(message.as_bytes())
        return _judged(code)
    except smtplib.SMTPResponseException as error:  # the command DATA itself was refused
        return _judged(error.smtp_code)
    except (OSError, smtplib.SMTPException):
        return Handed("unknown" if text_given else "not_now")


def _is_accepted(code: int) -> bool:
    return 200 <= code < 300


def _judged(code: int) -> Handed:
    if _is_accepted(code):
        return Handed("sent", code)
    if 500 <= code < 600:
        return Handed("refused", code)
    # A reply of less than three digits was cut off on its way: nobody knows what it said.
    return Handed("not_now" if 400 <= code < 500 else "unknown", code)


def _is_no_reader(code: int, said: bytes) -> bool:
    """Tell a reader who is not there from a server that will not have us.

    The words begin with an enhanced code (RFC 3463: 5.1.x is about the address, 5.2.1 a mailbox
    that was closed), or the reply itself says it (RFC 5321, 4.2.2).
    """
    found = re.match(rb"([245])\.(\d{1,3})\.(\d{1,3})\b", said.strip())
    if found is None:
        return code in _NO_SUCH_MAILBOX
    return code >= 500 and found[0].startswith((b"5.1.", b"5.2.1"))


def _turned_away(code: int) -> Handed:
    return Handed("refused", code, is_turned_away=True)
