"""The attendance list as rows of a sheet, and the invoice list as rows of a file. No I/O."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from museum.signups.words import euro_words

ATTENDANCE_HEADERS: Final = ("Naam", "Museum", "Doelgroep", "Wensen", "Aanwezig")
INVOICE_HEADERS: Final = (
    *("Onderdeel", "Wanneer", "Museum", "E-mail", "Namen", "Aantal", "Bedrag per persoon"),
    *("Totaal", "Aangemeld op", "Kenmerk"),
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Listed:
    """Somebody on an attendance list."""

    name: str
    museum: str
    audience: str
    needs: str
    is_present: bool


@dataclass(frozen=True)
class InvoiceLine:
    """What one sign-up is to pay. `reference` is ours, and stays the same."""

    title: str
    when: str
    museum: str
    reader: str
    names: Sequence[str]
    price_cents: int
    signed_up: str
    reference: str


def attendance_rows(people: Iterable[Listed]) -> list[tuple[str, ...]]:
    """Return the list with its headers, by name."""
    listed = sorted(people, key=lambda one: one.name.casefold())
    rows = [
        (one.name, one.museum, one.audience, one.needs, "ja" if one.is_present else "")
        for one in listed
    ]
    return [ATTENDANCE_HEADERS, *rows]


def invoice_file(lines: Iterable[InvoiceLine]) -> str:
    """Return the invoice list as a file that Dutch Excel opens: semicolons, and a mark for UTF-8.

    No cell can be taken for a formula, whatever people typed.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(INVOICE_HEADERS)
    for one in lines:
        total = one.price_cents * len(one.names)
        cells = (one.title, one.when, one.museum, one.reader, ", ".join(one.names))
        amounts = (str(len(one.names)), _amount(one.price_cents), _amount(total))
        writer.writerow(
            [safe_cell(text) for text in (*cells, *amounts, one.signed_up, one.reference)]
        )
    return "\ufeff" + out.getvalue()


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _amount(cents: int) -> str:
    return euro_words(cents).removeprefix("€ ")
