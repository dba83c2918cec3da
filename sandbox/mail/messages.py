"""A mail as it came in, read into what a reader sees: headers, text, HTML, attachments."""

from dataclasses import dataclass, field
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import default
from functools import cached_property


@dataclass(frozen=True)
class Part:
    """A piece of a mail that is not its text: an attachment, or a picture within the HTML."""

    name: str
    kind: str
    content: bytes
    content_id: str


@dataclass(frozen=True)
class Mail:
    """One mail. `source` is the bytes as they came; `readers` those it was handed in for."""

    id: int
    received: str
    sender: str
    readers: tuple[str, ...]
    source: bytes = field(repr=False)

    @cached_property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        return BytesParser(EmailMessage, policy=default).parsebytes(self.source)

    @property
    def subject(self) -> str:
        """The subject; empty when there is none."""
        return str(self.message.get("Subject", ""))

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Every header, decoded, in order."""
        return [(name, str(value)) for name, value in self.message.items()]

    @property
    def text(self) -> str:
        """The text part; empty when there is none."""
        return self._body("plain")

    @property
    def html(self) -> str:
        """The HTML part; empty when there is none."""
        return self._body("html")

    @property
    def parts(self) -> list[Part]:
        """What came along: attachments first to last, and pictures that the HTML shows."""
        bodies = [self.message.get_body((kind,)) for kind in ("plain", "html")]
        return [
            Part(
                name=part.get_filename() or "zonder-naam",
                kind=part.get_content_type(),
                content=_bytes(part),
                content_id=str(part.get("Content-ID", "")).strip(" <>"),
            )
            for part in self.message.walk()
            if not part.is_multipart() and all(part is not body for body in bodies)
        ]

    def _body(self, kind: str) -> str:
        found = self.message.get_body((kind,))
        if found is None:
            return ""
        content = _bytes(found)
        try:
            return content.decode(found.get_content_charset() or "utf-8", "replace")
        except LookupError:  # a character set that nobody knows
            return content.decode("utf-8", "replace")


def _bytes(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""
