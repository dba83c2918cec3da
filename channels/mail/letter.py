"""A letter: what it says, to whom, and the message that goes over the wire."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final
from zoneinfo import ZoneInfo

from museum.errors import SkipRecord
from museum.mail_address import MailAddress

HERE: Final = ZoneInfo("Europe/Amsterdam")
MAX_SUBJECT_CHARS: Final = 200
_FILE_NAME: Final = "afspraak.ics"


@dataclass(frozen=True)
class CalendarFile:
    """A calendar file that goes with a mail. `method` is that of the file: REQUEST or CANCEL."""

    method: str
    content: str


@dataclass(frozen=True)
class Letter:
    """One mail to one reader.

    `key` is ours and says what this letter is (such as `alarm:kanarie:…:opened`): the same key
    is sent once. `may_repeat` says what happens when nobody knows whether it went: a repeat
    (an alarm is better told twice than never) or a person who looks.
    """

    key: str
    to: MailAddress
    subject: str
    text: str
    html: str
    may_repeat: bool
    calendar: CalendarFile | None = None
    stop_url: str = ""
    """Where the reader says “geen mail meer”; empty for mail to staff."""

    def __post_init__(self) -> None:
        headers = (self.subject, self.to.address, self.to.name, self.stop_url)
        if any(ord(sign) < 32 or ord(sign) == 127 for text in headers for sign in text):
            raise SkipRecord(
                what="In het onderwerp of het adres van een mail staat een regeleinde.",
                remedy="Haal het weg: zo kan iemand anders regels aan de mail toevoegen.",
            )


def message_of(letter: Letter, sender: MailAddress, now: datetime) -> EmailMessage:
    """Return the message; the same letter always has the same Message-ID.

    `Auto-Submitted` (RFC 3834) keeps answering machines from answering.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _header(sender)
    message["To"] = _header(letter.to)
    message["Subject"] = letter.subject[:MAX_SUBJECT_CHARS]
    message["Date"] = now.astimezone(HERE)
    message["Message-ID"] = message_id(letter.key, sender)
    message["Auto-Submitted"] = "auto-generated"
    if letter.stop_url:  # RFC 8058: the reader's own mail program has a button for it
        message["List-Unsubscribe"] = f"<{letter.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar is not None:
        _add_calendar(message, letter.calendar)
    message["Content-Language"] = "nl"  # the lines above throw earlier Content- headers away
    return message


def _add_calendar(message: EmailMessage, found: CalendarFile) -> None:
    """Add the file twice, as Google does: agendas read the first, people open the second."""
    parameters = {"method": found.method}
    message.add_alternative(found.content, subtype="calendar", cte="base64", params=parameters)
    content = found.content.encode()
    message.add_attachment(content, maintype="application", subtype="ics", filename=_FILE_NAME)


def message_id(key: str, sender: MailAddress) -> str:
    """Return the Message-ID of a letter: a server that sees it twice can tell."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{sender.domain}>"


def _header(found: MailAddress) -> Address:
    return Address(display_name=found.name, addr_spec=found.address)
