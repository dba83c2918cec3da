"""A certificate of attendance on A4, as a PDF that reads aloud well (PDF/UA-1), set by Typst.

Takes words, gives PDF bytes: the same bytes for the same words. Reads certificate.typ and fonts.
"""

from dataclasses import asdict, dataclass
from typing import Any

from channels.print.typesetting import pdf_of


@dataclass(frozen=True)
class Certificate:
    """What a certificate says. `note`: said above it all, such as that these are sample data."""

    name: str
    item: str
    when: str
    where: str
    speakers: str
    issued: str
    author: str
    note: str = ""


def certificate_pdf(certificate: Certificate) -> bytes:
    """Return a certificate as a PDF."""
    words: dict[str, Any] = {
        **asdict(certificate),
        "title": f"Bewijs van deelname: {certificate.item}",
        "heading": "Bewijs van deelname",
        "lead": "Hiermee verklaren wij dat",
        "was_at": "heeft deelgenomen aan",
    }
    return pdf_of("certificate.typ", words)
