"""Sets a document with Typst: a source file beside this one, and data as JSON. Gives a PDF.

A source reads its data with `json(bytes(sys.inputs.data))`, so that no text can be markup. The PDF
is PDF/UA-1 (tagged, for screen readers), and the same bytes for the same data. Nothing is fetched,
and only the fonts in `fonts/` are used.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import typst

_HERE: Final = Path(__file__).parent
_STAMP: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Typst writes a moment in the file; a fixed one keeps the bytes the same for the same data."""


def pdf_of(source: str, data: Mapping[str, Any]) -> bytes:
    """Return a document as a PDF. `source` is the name of its file ("year_calendar.typ")."""
    made: bytes = typst.compile(**_inputs(source, data), pdf_standards="ua-1", timestamp=_STAMP)
    return made


def page_count(source: str, data: Mapping[str, Any]) -> int:
    """Return how many pages it comes to; the source says so itself, in `<pages>`."""
    told = typst.query(**_inputs(source, data), selector="<pages>", field="value", one=True)
    return int(json.loads(told))


def _inputs(source: str, data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "input": (_HERE / source).read_bytes(),
        "root": str(_HERE),
        "font_paths": [str(_HERE / "fonts")],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
    }
