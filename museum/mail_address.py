"""Mail addresses: which we send to, and how they are written. Nothing is looked up."""

import re
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Final

MAX_ADDRESS_CHARS: Final = 254  # RFC 5321, with erratum 1690
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_HAS_MORE: Final = re.compile(r"[^\w@.+-]")
_LABEL: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


class AddressError(ValueError):
    """An address that cannot be; the message is a Dutch sentence that does not repeat it."""


@dataclass(frozen=True)
class MailAddress:
    """An address such as `info@museum.example`, with the name beside it (may be empty)."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        """What stands after the at sign."""
        return self.address.rpartition("@")[2]


def read_address(text: str) -> MailAddress:
    """Read `naam@domein` or `Naam <naam@domein>`; raises `AddressError`.

    Line ends and other control characters are refused: they could add headers to a mail.
    A domain with accents becomes its ASCII form (IDNA); accents before the at sign are refused,
    as many servers still do not take them.
    """
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
        raise AddressError("In een mailadres kan geen regeleinde of stuurteken staan.")
    # Most are an address and nothing else: those need no parsing.
    name, address = parseaddr(text) if _HAS_MORE.search(text) else ("", text)
    if text.count("@") != 1 or not address:
        raise AddressError("Schrijf een mailadres als naam@domein.nl of Naam <naam@domein.nl>.")
    local, _, domain = address.rpartition("@")
    plain = _ascii_domain(domain)
    if not _LOCAL.fullmatch(local) or len(local) > 64:
        raise AddressError("Voor het apenstaartje staan tekens die in een mailadres niet kunnen.")
    labels = plain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise AddressError("Na het apenstaartje staat geen domein, zoals museum.nl.")
    if len(local) + len(plain) + 1 > MAX_ADDRESS_CHARS:
        raise AddressError("Dit mailadres is te lang.")
    return MailAddress(f"{local}@{plain}", name)


def mailbox_of(address: str) -> str:
    """Return where mail to an address ends up, for all we know: `jan+nieuws@` is that of `jan@`.

    To count mails by, not to mail to. Gmail reads no dots, as Google's own help says.
    """
    local, _, domain = address.strip().lower().rpartition("@")
    local = local.partition("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def read_addresses(text: str) -> tuple[MailAddress, ...]:
    """Read addresses with commas between them; raises `AddressError`."""
    return tuple(read_address(one.strip()) for one in text.split(",") if one.strip())


def _ascii_domain(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise AddressError("Na het apenstaartje staat geen domein, zoals museum.nl.") from error
