"""A certificate of attendance on A4, as a PDF that reads aloud well (PDF/UA-1), set by Typst.

Takes words, gives PDF bytes: the same bytes for the same words. Reads certificate.typ and fonts.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import typst

_HERE: Final = Path(__file__).parent
_STAMP: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Typst writes a moment in the file; a fixed one keeps the bytes the same for the same words."""


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
    return typst.compile(
        _HERE / "certificate.typ",
        root=_HERE,
        font_paths=[_HERE / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(words, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=_STAMP,
    )
