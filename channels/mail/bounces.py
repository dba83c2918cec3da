"""A mail that came back: whose address does not exist, as the mail server's report says (RFC 3464).

Anybody can write such a report. It therefore counts only for letters that it gives back with our
own Message-ID, which only their reader and the servers on the way have seen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.parser import BytesParser, Parser
from email.policy import default
from typing import Final

from museum.mail_address import AddressError, read_address

_GONE: Final = re.compile(r"5\.(1\.\d{1,3}|2\.1)\b")
"""There is no such address, or its mailbox was closed (RFC 3463); a full one may be emptied."""
_RETURNED: Final = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")


@dataclass(frozen=True)
class Bounce:
    """One address that does not exist, and the Message-ID of the letter that came back."""

    address: str
    message_id: str


def bounces_in(source: bytes) -> tuple[Bounce, ...]:
    """Return the hard bounces that a letter reports; none when it is no such report."""
    message = BytesParser(EmailMessage, policy=default).parsebytes(source)
    is_report = message.get_content_type() == "multipart/report"
    if not is_report or message.get_param("report-type") != "delivery-status":
        return ()
    returned = next(filter(None, map(_returned_id, message.walk())), "")
    if not returned:
        return ()
    found = dict.fromkeys(one for part in message.walk() for one in _gone(part))
    return tuple(Bounce(address, returned) for address in found)


def _gone(part: Message) -> Iterator[str]:
    """Yield the addresses of a status part to which nothing can be delivered."""
    if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
        return
    for block in part.get_payload():
        if not isinstance(block, Message):
            continue
        action, status = str(block.get("Action", "")), str(block.get("Status", ""))
        kind, _, typed = str(block.get("Final-Recipient", "")).partition(";")
        is_failed = action.strip().casefold() == "failed" and _GONE.match(status.strip())
        if is_failed and kind.strip().casefold() == "rfc822":
            try:
                yield read_address(typed.strip().strip("<>")).address
            except AddressError:
                continue


def _returned_id(part: Message) -> str:
    """Return the Message-ID of the letter that is given back; "" when this is not that part."""
    if part.get_content_type() not in _RETURNED:
        return ""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(inner, Message):
        inner = Parser(policy=default).parsestr(str(payload))
    return " ".join(str(inner.get("Message-ID", "")).split())
