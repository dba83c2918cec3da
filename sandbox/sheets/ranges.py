"""Finding the cells that a request names."""

from typing import Any

from sandbox.airtable.errors import ApiError
from sandbox.sheets.a1 import Area, format_area, parse_area, split_sheet
from sandbox.sheets.book import Book, Sheet
from sandbox.sheets.errors import invalid


def find_range(book: Book, text: str) -> tuple[Sheet, Area]:
    """Return the sheet and the area of a range in A1 notation, of a name, or of a whole sheet."""
    title, cells = split_sheet(text)
    sheet = book.titled(title) if title is not None else book.sheets[0]
    if sheet is not None and cells is not None:
        area = parse_area(cells)
        named = _named(book, cells) if area is None else None
        if area is not None:
            return sheet, area
        if named is not None:
            return named
    if title is None and cells is not None:
        sheet = book.titled(cells)
    if sheet is None or (title is not None and cells is not None):
        raise invalid(f"Unable to parse range: {text}")
    return sheet, Area()


def _named(book: Book, name: str) -> tuple[Sheet, Area] | None:
    for one in book.named_ranges:
        if one["name"].casefold() == name.casefold():
            sheet = book.sheet(one["range"].get("sheetId", 0))
            if sheet is not None:
                return sheet, to_area(one["range"])
    return None


def to_area(grid_range: dict[str, Any]) -> Area:
    """Return a GridRange of the API as an area."""
    return Area(
        grid_range.get("startRowIndex", 0),
        grid_range.get("startColumnIndex", 0),
        grid_range.get("endRowIndex"),
        grid_range.get("endColumnIndex"),
    )


def to_grid_range(sheet: Sheet, area: Area) -> dict[str, int]:
    """Return an area as the API shows it, within the grid and closed."""
    closed = area.within(sheet.row_count, sheet.column_count)
    return {
        "sheetId": sheet.id,
        "startRowIndex": closed.first_row,
        "endRowIndex": closed.end_row or 0,
        "startColumnIndex": closed.first_column,
        "endColumnIndex": closed.end_column or 0,
    }


def check_start(sheet: Sheet, area: Area) -> None:
    """Raise Google's 400 for an area that begins outside the grid."""
    if area.first_row >= sheet.row_count or area.first_column >= sheet.column_count:
        raise outside(sheet, area)


def outside(sheet: Sheet, area: Area) -> ApiError:
    """The refusal of what lies outside the grid."""
    shown = format_area(
        sheet.title,
        Area(
            area.first_row,
            area.first_column,
            area.end_row or max(sheet.row_count, area.first_row + 1),
            area.end_column or max(sheet.column_count, area.first_column + 1),
        ),
    )
    return invalid(
        f"Range ({shown}) exceeds grid limits. Max rows: {sheet.row_count},"
        f" max columns: {sheet.column_count}"
    )
