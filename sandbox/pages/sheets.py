"""The spreadsheets in a grid, as people work in Google Sheets: `/rekenbladen/<book>/<sheet>`."""

from typing import Any, Final

from flask import Blueprint, Response, redirect

from sandbox.pages.rendering import render_missing, render_page
from sandbox.services import Services
from sandbox.sheets.a1 import Area, column_letters
from sandbox.sheets.book import Book, Sheet
from sandbox.sheets.number_formats import show

PLAIN_ROWS: Final = 100


def sheet_pages(services: Services) -> Blueprint:
    """Return the blueprint of the pages."""
    sheets = services.sheets
    routes = Blueprint("sheet_pages", __name__)

    @routes.get("/rekenbladen/")
    def first() -> Any:
        for book in sheets.books():
            return redirect(_address(book, book.sheets[0]), 302)
        return render_page("no_sheets.html")

    @routes.get("/rekenbladen/<book_id>/<int:sheet_id>")
    def show_sheet(book_id: str, sheet_id: int) -> Response:
        book = next((one for one in sheets.books() if one.id == book_id), None)
        sheet = book.sheet(sheet_id) if book else None
        if book is None or sheet is None:
            return render_missing("Dit rekenblad is er niet (meer).")
        others = [one for one in sheets.books() if one.id != book.id]
        return render_page(
            "sheets.html",
            book=book,
            sheet=sheet,
            tabs=[(one.title, _address(book, one), one is sheet) for one in book.sheets],
            others=[(one.title, _address(one, one.sheets[0])) for one in others],
            letters=[column_letters(at) for at in range(sheet.column_count)],
            rows=_plain_rows(book, sheet),
        )

    return routes


def _address(book: Book, sheet: Sheet) -> str:
    return f"/rekenbladen/{book.id}/{sheet.id}"


def _plain_rows(book: Book, sheet: Sheet) -> list[list[str]]:
    columns = range(sheet.column_count)
    shown = sheet.rows[:PLAIN_ROWS]
    return [[show(sheet.cell(at, one), book.locale) for one in columns] for at in range(len(shown))]


def filled_area(sheet: Sheet) -> Area:
    """Return the part of a sheet that has something in it."""
    rows = [at for at, row in enumerate(sheet.rows) if any(one.value is not None for one in row)]
    width = max((len(row) for row in sheet.rows), default=0)
    return Area(0, 0, max(rows, default=-1) + 1, width)
