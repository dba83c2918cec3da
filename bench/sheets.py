"""Ten thousand answers in a spreadsheet: read, parsed and compared with what was known."""

import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import requests

from backbone.settings import Settings
from museum.sheet_forms import SheetForm
from sandbox.sheets.sample import SAMPLE_ID, TAB
from tests.bases import BASE_ID, base_of
from tests.sandbox.sheets.conftest import client_at
from tests.servers import start_sandbox
from workflows.context import Context, open_context
from workflows.fetch import fetch
from workflows.sheet_rows_read import RowReader
from workflows.sheets_intake import read_and_compare

ROWS: Final = 10_000
_NOW: Final = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
_MUSEUMS: Final = 50


@dataclass(frozen=True)
class SheetFigures:
    """What a first reading of a whole tab took: reading and comparing, then parsing each answer."""

    rows: int
    calls: int
    took_s: float
    problems: int


def measure_sheets() -> SheetFigures:
    """Read a tab of ten thousand answers for the first time, and read every answer in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = [f"Museum {number}" for number in range(_MUSEUMS)]
        base = base_of({"museums": [{"id": one, "name": one, "place": "Assen"} for one in names]})
        with start_sandbox(folder / "sandbox", base=base, requests_per_s=5) as url:
            context = _opened(url, folder)
            return _measure(url, context, _filled(url, context))


def _opened(url: str, folder: Path) -> Context:
    key = folder / "sleutel.json"
    key.write_text(requests.get(f"{url}/sandbox/google-key", timeout=10).text, "utf-8")
    settings = Settings(
        data=folder,
        airtable_url=url,
        airtable_token="token",
        airtable_base=BASE_ID,
        google_key=key,
        sheets_url=url,
    )
    context = open_context(settings, lambda: _NOW)
    fetch(context, always=True)
    return context


def _filled(url: str, context: Context) -> SheetForm:
    """Make the sheet, in which every row is another answer, and return its settings."""
    book = client_at(url).create("Tienduizend antwoorden")
    book.update_locale("nl_NL")
    book.sheet1.update_title(TAB)
    (form,) = (one for one in context.sheet_forms if one.spreadsheet_id == SAMPLE_ID)
    head = [one[0] for one in form.headers.values()]
    rows: list[list[Any]] = [head]
    for number in range(ROWS):
        answer = {
            "@timestamp": 46_000 + number / 1000,
            "@sender": f"inzender{number}@museum.example",
            "@museum": f"Museum {number % _MUSEUMS}",
            "title": f"Activiteit {number}",
            "description": "Een middag voor wie van oude ambachten houdt. " * 4,
            "starts": f"{number % 28 + 1} mei 2027",
            "starts_time": "half drie",
            "ends_time": "16.30 uur",
            "price_text": "€ 7,50",
            "visitors": "Kinderen, Gezinnen",
        }
        rows.append([answer[name] for name in form.headers])
    book.sheet1.resize(ROWS + 100, len(head))
    book.sheet1.update(rows, "A1")
    return replace(form, spreadsheet_id=book.id)


def _measure(url: str, context: Context, form: SheetForm) -> SheetFigures:
    requests.delete(f"{url}/sandbox/ledger", timeout=10)
    began_s = time.perf_counter()
    read = read_and_compare(context, context.spreadsheets(), form)
    rows = RowReader(context, form)
    problems = sum(bool(rows.read(answer).trouble) for _, answer in read.compared.new)
    took_s = time.perf_counter() - began_s
    found = requests.get(f"{url}/sandbox/ledger?service=sheets", timeout=10).json()["entries"]
    return SheetFigures(len(read.compared.new), len(found), took_s, problems)
