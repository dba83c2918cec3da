"""The mail servers as `SMTP_URL` and `IMAP_URL` name them. Reads texts; connects to nothing."""

import ipaddress
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

Security = Literal["none", "starttls", "tls"]
_SCHEMES: Final[dict[str, tuple[Security, int]]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}


class MailServerError(ValueError):
    """An `SMTP_URL` that cannot be; the message is a Dutch sentence that does not repeat it."""


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in. `security` is `starttls` or `tls` where the address says so."""

    host: str
    port: int
    security: Security
    user: str
    password: SecretStr


def read_mail_server(text: str) -> MailServer:
    """Read `smtp+starttls://naam:wachtwoord@mail.example:587`; raises `MailServerError`.

    `smtps://` is TLS from the first byte (port 465, RFC 8314), `smtp+starttls://` upgrades
    (port 587), `smtp://` has no encryption (port 25) and then carries no password either,
    unless the server is this machine.
    """
    if any(not "!" <= sign <= "~" for sign in text):
        raise MailServerError("In het adres staat een spatie, een regeleinde of een accent.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise MailServerError("De poort is geen getal van 1 tot en met 65535.") from error
    if parts.scheme not in _SCHEMES or not parts.hostname or parts.path not in ("", "/"):
        raise MailServerError(
            "Schrijf smtp+starttls://naam:wachtwoord@server, smtps://… of smtp://server."
        )
    security, usual_port = _SCHEMES[parts.scheme]
    password = unquote(parts.password or "")
    if password and security == "none" and not _is_loopback(parts.hostname):
        raise MailServerError(
            "Het wachtwoord zou onversleuteld verstuurd worden: kies smtp+starttls:// of smtps://."
        )
    return MailServer(
        parts.hostname, port or usual_port, security, unquote(parts.username or ""),
        SecretStr(password),
    )  # fmt: skip


def read_reply_server(text: str) -> MailServer:
    """Read `imaps://naam:wachtwoord@mail.example:993`; raises `MailServerError`.

    `imap://` has no encryption and is for this machine only.
    """
    if any(not "!" <= sign <= "~" for sign in text):
        raise MailServerError("In het adres staat een spatie, een regeleinde of een accent.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise MailServerError("De poort is geen getal van 1 tot en met 65535.") from error
    is_ours = parts.scheme == "imap" and _is_loopback(parts.hostname or "")
    if not (parts.scheme == "imaps" or is_ours) or not parts.hostname or not parts.username:
        raise MailServerError("Schrijf imaps://naam:wachtwoord@server.")
    return MailServer(
        parts.hostname, port or (143 if is_ours else 993), "none" if is_ours else "tls",
        unquote(parts.username), SecretStr(unquote(parts.password or "")),
    )  # fmt: skip


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
