"""The spreadsheet as `spreadsheets.get` shows it, with or without its cells."""

import copy
from typing import Any, Final

from sandbox.sheets.a1 import Area
from sandbox.sheets.book import DEFAULT_PIXELS, Book, Sheet
from sandbox.sheets.cells import Cell, CellError, Value
from sandbox.sheets.locales import Locale
from sandbox.sheets.number_formats import show
from sandbox.sheets.ranges import find_range

_WHITE: Final = {"red": 1, "green": 1, "blue": 1}
_ACCENTS: Final = (
    ("ACCENT1", (0.25882354, 0.52156866, 0.95686275)),
    ("ACCENT2", (0.91764706, 0.2627451, 0.20784314)),
    ("ACCENT3", (0.9843137, 0.7372549, 0.015686275)),
    ("ACCENT4", (0.20392157, 0.65882355, 0.3254902)),
    ("ACCENT5", (1, 0.42745098, 0.003921569)),
    ("ACCENT6", (0.27450982, 0.7411765, 0.7764706)),
    ("LINK", (0.06666667, 0.33333334, 0.8)),
)
_DEFAULT_FORMAT: Final = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": _WHITE},
}


def new_properties(title: str, locale: str = "en_US", zone: str = "Etc/GMT") -> dict[str, Any]:
    """Return the properties of a new spreadsheet."""
    colours: list[dict[str, Any]] = [
        {"colorType": "TEXT", "color": {"rgbColor": {}}},
        {"colorType": "BACKGROUND", "color": {"rgbColor": _WHITE}},
    ]
    for name, (red, green, blue) in _ACCENTS:
        colour = {"red": red, "green": green, "blue": blue}
        colours.append({"colorType": name, "color": {"rgbColor": colour}})
    return {
        "title": title,
        "locale": locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": zone,
        "defaultFormat": copy.deepcopy(_DEFAULT_FORMAT),
        "spreadsheetTheme": {"primaryFontFamily": "Arial", "themeColors": colours},
    }


def describe(book: Book, ranges: list[str], *, grid: bool) -> dict[str, Any]:
    """Return a spreadsheet; `ranges` keep it to the sheets and cells that they name."""
    areas = [find_range(book, one) for one in ranges]
    sheets = [
        _described(book, one, [area for sheet, area in areas if sheet is one], grid=grid)
        for one in book.sheets
        if not areas or any(sheet is one for sheet, _ in areas)
    ]
    found: dict[str, Any] = {
        "spreadsheetId": book.id,
        "properties": book.properties,
        "sheets": sheets,
    }
    if book.named_ranges:
        found["namedRanges"] = book.named_ranges
    found["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{book.id}/edit"
    return found


def _described(book: Book, sheet: Sheet, areas: list[Area], *, grid: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"properties": sheet.properties, **sheet.extra}
    if grid:
        found["data"] = [_grid_data(book, sheet, area) for area in areas or [Area()]]
    return found


def _grid_data(book: Book, sheet: Sheet, area: Area) -> dict[str, Any]:
    closed = area.within(sheet.row_count, sheet.column_count)
    lines = [
        [_cell_data(cell, book.locale) for cell in row[closed.first_column : closed.end_column]]
        for row in sheet.rows[closed.first_row : closed.end_row]
    ]
    for line in lines:
        while line and not line[-1]:
            line.pop()
    while lines and not lines[-1]:
        lines.pop()
    found: dict[str, Any] = {}
    if closed.first_row:
        found["startRow"] = closed.first_row
    if closed.first_column:
        found["startColumn"] = closed.first_column
    if lines:
        found["rowData"] = [{"values": line} if line else {} for line in lines]
    found["rowMetadata"] = _sizes(sheet, "ROWS", closed.first_row, closed.end_row or 0)
    columns = _sizes(sheet, "COLUMNS", closed.first_column, closed.end_column or 0)
    found["columnMetadata"] = columns
    return found


def _sizes(sheet: Sheet, dimension: str, first: int, end: int) -> list[dict[str, Any]]:
    standard = {"pixelSize": DEFAULT_PIXELS[dimension]}
    return [{**standard, **sheet.sizes[dimension].get(at, {})} for at in range(first, end)]


def _cell_data(cell: Cell, locale: Locale) -> dict[str, Any]:
    if cell.is_bare:
        return {}
    found: dict[str, Any] = {}
    if cell.formula:
        found["userEnteredValue"] = {"formulaValue": cell.formula}
    elif cell.value is not None:
        found["userEnteredValue"] = _extended(cell.value)
    if cell.value is not None:
        found["effectiveValue"] = _extended(cell.value)
        found["formattedValue"] = show(cell, locale)
    if cell.format:
        found["userEnteredFormat"] = dict(cell.format)
    if cell.value is not None or cell.format:
        found["effectiveFormat"] = {**_DEFAULT_FORMAT, **cell.format}
    if cell.note:
        found["note"] = cell.note
    if cell.rule:
        found["dataValidation"] = dict(cell.rule)
    return found


def _extended(value: Value) -> dict[str, Any]:
    if isinstance(value, CellError):
        error = {"type": value.type}
        return {"errorValue": {**error, "message": value.message} if value.message else error}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, str):
        return {"stringValue": value}
    number = value or 0.0
    return {"numberValue": int(number) if number == int(number) else number}
