"""A letter that came in: who wrote it, what it answers, and what was written above the quotes."""

import re
from dataclasses import dataclass
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.policy import default
from email.utils import parseaddr
from typing import Final

import nh3

LONGEST_CHARS: Final = 6000
_IDS: Final = re.compile(r"<[^<>\s]{3,250}>")
_QUOTE_BEGINS: Final = re.compile(
    r"^\s*(?:op .{4,200} schreef .{1,200}:|on .{4,200} wrote:|am .{4,200} schrieb .{1,200}:"
    r"|-{2,} ?(?:oorspronkelijk bericht|original message|doorgestuurd bericht).*"
    r"|_{5,}|van: .+|from: .+|verzonden vanaf .*|sent from my .*|-- )$",
    re.IGNORECASE,
)
_AUTOMATIC: Final = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress")
_BREAKS: Final = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Received:
    """`answers` are the Message-IDs it refers to. `is_automatic`: no person wrote it."""

    sender: str
    subject: str
    message_id: str
    answers: tuple[str, ...]
    text: str
    is_automatic: bool


def read_received(source: bytes) -> Received:
    """Read a letter; whatever is wrong with it, something comes back."""
    message = BytesParser(EmailMessage, policy=default).parsebytes(source)
    refers = " ".join(_header(message, one) for one in ("In-Reply-To", "References"))
    return Received(
        sender=parseaddr(_header(message, "From"))[1].casefold()[:254],
        subject=" ".join(_header(message, "Subject").split())[:120],
        message_id=_header(message, "Message-ID").strip()[:250],
        answers=tuple(dict.fromkeys(_IDS.findall(refers)))[:50],
        text=above_quotes(_text(message))[:LONGEST_CHARS],
        is_automatic=_is_automatic(message),
    )


def above_quotes(text: str) -> str:
    """Return what somebody wrote, without the letter that mail programs quote below it."""
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if _QUOTE_BEGINS.match(line) and any(one.strip() for one in kept):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError):  # headers that no parser understands
        return ""


def _text(message: EmailMessage) -> str:
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    if plain is not None:
        return _decoded(plain)
    if html is None:
        return ""
    broken = _BREAKS.sub("\n", _decoded(html))
    bare = nh3.clean(broken, tags=set(), clean_content_tags={"script", "style", "title"})
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
        bare = bare.replace(entity, sign)
    return bare


def _decoded(part: MIMEPart) -> str:
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a character set that nobody knows
        return raw.decode("utf-8", "replace")


def _is_automatic(message: EmailMessage) -> bool:
    """Tell whether a machine wrote it (RFC 3834): an answer to it could go on for ever."""
    submitted = _header(message, "Auto-Submitted").strip().casefold()
    is_bulk = _header(message, "Precedence").strip().casefold() in ("bulk", "junk", "list",
                                                                    "auto_reply")  # fmt: skip
    is_bounce = message.get_content_type() == "multipart/report"
    return (
        submitted not in ("", "no")
        or is_bulk
        or is_bounce
        or any(_header(message, one) for one in _AUTOMATIC)
    )
