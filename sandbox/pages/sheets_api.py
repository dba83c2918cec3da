"""What the script of the spreadsheets' page asks and writes: `/rekenbladen/api/...`, all JSON.

Errors are `{"error": a Dutch sentence}`. Writes go as the owner of the spreadsheet: no quota.
"""

from typing import Any, Final

from flask import Blueprint, request

from sandbox.airtable.errors import ApiError
from sandbox.pages.refusals import GridError
from sandbox.pages.same_origin import is_own_script
from sandbox.pages.sheets import filled_area
from sandbox.services import Services
from sandbox.sheets.accounts import Caller
from sandbox.sheets.batch import apply_requests
from sandbox.sheets.book import Book, Sheet
from sandbox.sheets.number_formats import show
from sandbox.sheets.values import entered

MAX_ROWS: Final = 1000
_SPARE: Final = 20
_DIMENSIONS: Final = {"row": "ROWS", "column": "COLUMNS"}


def sheets_api(services: Services) -> Blueprint:
    """Return the blueprint of the endpoints."""
    routes = Blueprint(
        "sheets_api", __name__, url_prefix="/rekenbladen/api/<book_id>/<int:sheet_id>"
    )
    _add_guards(routes)

    @routes.get("")
    def read(book_id: str, sheet_id: int) -> dict[str, Any]:
        book, sheet = _find(services, book_id, sheet_id)
        return _described(book, sheet)

    @routes.get("/version")
    def version(book_id: str, sheet_id: int) -> dict[str, Any]:
        return {"version": _find(services, book_id, sheet_id)[0].modified}

    @routes.put("/cells/<int:row>/<int:column>")
    def write(book_id: str, sheet_id: int, row: int, column: int) -> dict[str, Any]:
        value = _object().get("value")
        if not isinstance(value, str):
            raise GridError("Stuur een waarde: {“value”: …}.", 400)
        book, sheet = _find(services, book_id, sheet_id)
        if row >= sheet.row_count or column >= sheet.column_count:
            raise GridError("Deze cel is er niet (meer). Laad de pagina opnieuw.", 404)
        with services.sheets.draft(book_id, _owner(book)) as draft:
            place = _sheet(draft, sheet_id)
            now = services.sheets.now(draft)
            cell = entered(draft, place.cell(row, column), value, "USER_ENTERED", now)
            place.put(row, column, cell)
        return _described(*_find(services, book_id, sheet_id))

    @routes.post("/<kind>/<action>")
    def change(book_id: str, sheet_id: int, kind: str, action: str) -> dict[str, Any]:
        if kind not in _DIMENSIONS or action not in ("insert", "delete", "move"):
            raise GridError("Dit kan een rekenblad niet.", 404)
        at, to = _object().get("at"), _object().get("to")
        if not isinstance(at, int) or (action == "move" and not isinstance(to, int)):
            raise GridError("Stuur waar: {“at”: …} en bij verplaatsen ook {“to”: …}.", 400)
        book, _ = _find(services, book_id, sheet_id)
        asked = _request(sheet_id, _DIMENSIONS[kind], action, at, to or 0)
        with services.sheets.draft(book_id, _owner(book)) as draft:
            apply_requests(draft, {"requests": [asked]}, services.sheets.now(draft))
        return _described(*_find(services, book_id, sheet_id))

    return routes


def _add_guards(routes: Blueprint) -> None:
    @routes.before_request
    def check_origin() -> None:
        if request.method not in ("GET", "HEAD") and not is_own_script():
            raise GridError("Wijzigen kan alleen vanaf de pagina met de rekenbladen.", 403)

    @routes.errorhandler(GridError)
    def refuse(error: GridError) -> tuple[dict[str, Any], int]:
        return {"error": str(error)}, error.status

    @routes.errorhandler(ApiError)
    def refuse_write(error: ApiError) -> tuple[dict[str, Any], int]:
        message = error.body.get("error", {}).get("message", "")
        return {"error": f"Dit kan niet. Google zou zeggen: {message}"}, 422


def _request(sheet_id: int, dimension: str, action: str, at: int, to: int) -> dict[str, Any]:
    span = {"sheetId": sheet_id, "dimension": dimension, "startIndex": at, "endIndex": at + 1}
    if action == "move":
        # The place is that before which it comes, as things stand now.
        return {"moveDimension": {"source": span, "destinationIndex": to + (to > at)}}
    return {f"{action}Dimension": {"range": span}}


def _find(services: Services, book_id: str, sheet_id: int) -> tuple[Book, Sheet]:
    book = next((one for one in services.sheets.books() if one.id == book_id), None)
    sheet = book.sheet(sheet_id) if book else None
    if book is None or sheet is None:
        raise GridError("Dit rekenblad is er niet (meer). Laad de pagina opnieuw.", 404)
    return book, sheet


def _sheet(draft: Book, sheet_id: int) -> Sheet:
    found = draft.sheet(sheet_id)
    if found is None:
        raise GridError("Dit blad is er niet (meer). Laad de pagina opnieuw.", 404)
    return found


def _owner(book: Book) -> Caller:
    owners = [one["emailAddress"] for one in book.permissions if one["role"] == "owner"]
    return Caller(owners[0])


def _described(book: Book, sheet: Sheet) -> dict[str, Any]:
    end = filled_area(sheet).end_row or 0
    height = min(end + _SPARE, sheet.row_count, MAX_ROWS)
    shown = [
        [show(cell, book.locale) for cell in row[: sheet.column_count]]
        for row in sheet.rows[:height]
    ]
    formulas = {
        f"{at},{column}": cell.formula
        for at, row in enumerate(sheet.rows[:height])
        for column, cell in enumerate(row)
        if cell.formula
    }
    return {
        "version": book.modified,
        "columns": sheet.column_count,
        "rows": height,
        "filled": end,
        "more": max(0, end - MAX_ROWS),
        "cells": shown,
        "formulas": formulas,
    }


def _object() -> dict[str, Any]:
    data = request.get_json(silent=True)
    if not isinstance(data, dict):
        raise GridError("Stuur een JSON-object.", 400)
    return data
