"""The cells of a range as lists of values: reading, writing, adding below, wiping."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.sheets.a1 import Area, column_letters, format_area
from sandbox.sheets.book import MAX_CELLS, Book, Sheet
from sandbox.sheets.cells import MAX_CHARS, Cell, CellError
from sandbox.sheets.entering import enter
from sandbox.sheets.errors import invalid
from sandbox.sheets.number_formats import is_date, show, unformatted
from sandbox.sheets.ranges import check_start, find_range, outside
from sandbox.sheets.tables import last_table


@dataclass(frozen=True)
class Shown:
    """How values are asked for."""

    values: str = "FORMATTED_VALUE"
    dates: str = "SERIAL_NUMBER"
    dimension: str = "ROWS"


@dataclass(frozen=True)
class Written:
    """What a write changed."""

    sheet: Sheet
    area: Area
    rows: frozenset[int]
    columns: frozenset[int]
    cells: int


def read_range(book: Book, text: str, shown: Shown) -> dict[str, Any]:
    """Return a ValueRange; empty rows and cells at the end are left out."""
    sheet, area = find_range(book, text)
    check_start(sheet, area)
    return read_area(book, sheet, area, shown)


def read_area(book: Book, sheet: Sheet, area: Area, shown: Shown) -> dict[str, Any]:
    """Return the ValueRange of an area."""
    closed = area.within(sheet.row_count, sheet.column_count)
    locale = book.locale

    def value(cell: Cell) -> Any:
        if shown.values == "FORMULA" and cell.formula:
            return cell.formula
        formatted = shown.values == "FORMATTED_VALUE"
        if formatted or (shown.dates == "FORMATTED_STRING" and is_date(cell)):
            return show(cell, locale)
        return unformatted(cell.value)

    lines = [
        [value(cell) for cell in row[closed.first_column : closed.end_column]]
        for row in sheet.rows[closed.first_row : closed.end_row]
    ]
    if shown.dimension == "COLUMNS":
        width = max((len(line) for line in lines), default=0)
        padded = [line + [""] * (width - len(line)) for line in lines]
        lines = [list(line) for line in zip(*padded, strict=True)]
    for line in lines:
        _trim(line)
    while lines and not lines[-1]:
        lines.pop()
    found = {"range": format_area(sheet.title, closed), "majorDimension": shown.dimension}
    return {**found, "values": lines} if lines else found


def _trim(line: list[Any]) -> None:
    while line and line[-1] == "":
        line.pop()


def write_range(
    book: Book, text: str, values: list[Any], dimension: str, option: str, now: datetime
) -> Written:
    """Write values from the first cell of a range on; raises Google's 400 before anything."""
    sheet, area = find_range(book, text)
    check_start(sheet, area)
    lines = _by_row(values, dimension)
    height, width = len(lines), max((len(line) for line in lines), default=0)
    _check_fit(sheet, area, height, width, text)
    _grow(book, sheet, area.first_row + height, area.first_column + width)
    return _put(book, sheet, (area.first_row, area.first_column), lines, option, now)


def append_below(
    book: Book,
    text: str,
    values: list[Any],
    dimension: str,
    option: str,
    insert: bool,
    now: datetime,
) -> tuple[Area | None, Written]:
    """Write values below the last table of a range (or at its start when there is none)."""
    sheet, area = find_range(book, text)
    check_start(sheet, area)
    table = last_table(sheet, area)
    lines = _by_row(values, dimension)
    row = table.end_row or 0 if table else area.first_row
    column = table.first_column if table else area.first_column
    width = max((len(line) for line in lines), default=0)
    if insert and row < sheet.row_count:
        sheet.rows[row:row] = [[] for _ in lines]
        sheet.resize(rows=sheet.row_count + len(lines))
    _grow(book, sheet, row + len(lines), column + width)
    return table, _put(book, sheet, (row, column), lines, option, now)


def clear_range(book: Book, text: str) -> tuple[Sheet, Area]:
    """Wipe the values of a range; looks and notes stay."""
    sheet, area = find_range(book, text)
    check_start(sheet, area)
    closed = area.within(sheet.row_count, sheet.column_count)
    for row in sheet.rows[closed.first_row : closed.end_row]:
        for column in range(closed.first_column, min(closed.end_column or 0, len(row))):
            row[column] = row[column].with_value(None)
    return sheet, closed


def update_answer(book: Book, written: Written) -> dict[str, Any]:
    """Return an UpdateValuesResponse."""
    answer: dict[str, Any] = {
        "spreadsheetId": book.id,
        "updatedRange": format_area(written.sheet.title, written.area),
    }
    if written.cells:
        answer["updatedRows"] = len(written.rows)
        answer["updatedColumns"] = len(written.columns)
        answer["updatedCells"] = written.cells
    return answer


def _by_row(values: list[Any], dimension: str) -> list[list[Any]]:
    for place, line in enumerate(values):
        if not isinstance(line, list):
            raise invalid(f"Invalid values[{place}]: a list was expected.")
        for position, value in enumerate(line):
            if isinstance(value, dict | list):
                kind = "struct_value" if isinstance(value, dict) else "list_value"
                raise invalid(f"Invalid values[{place}][{position}]: {kind} {{\n}}\n")
    if dimension != "COLUMNS":
        return values
    height = max((len(line) for line in values), default=0)
    padded = [line + [None] * (height - len(line)) for line in values]
    return [list(line) for line in zip(*padded, strict=True)]


def _check_fit(sheet: Sheet, area: Area, height: int, width: int, text: str) -> None:
    """A range of several cells is a frame that the values must fit in; a cell is a start."""
    if area.is_cell:
        return
    if (area.end_row or 0) > sheet.row_count or (area.end_column or 0) > sheet.column_count:
        raise outside(sheet, area)
    last_row, last_column = area.first_row + height, area.first_column + width
    asked = f"Requested writing within range [{text}], but tried writing to"
    if area.end_row is not None and last_row > area.end_row:
        raise invalid(f"{asked} row [{area.end_row + 1}]")
    if area.end_column is not None and last_column > area.end_column:
        raise invalid(f"{asked} column [{column_letters(area.end_column)}]")


def _grow(book: Book, sheet: Sheet, rows: int, columns: int) -> None:
    """Make room; raises Google's 400 past ten million cells."""
    rows, columns = max(rows, sheet.row_count), max(columns, sheet.column_count)
    more = rows * columns - sheet.row_count * sheet.column_count
    if more and book.cell_count() + more > MAX_CELLS:
        raise too_many_cells()
    sheet.resize(rows, columns)


def too_many_cells() -> Exception:
    """The refusal of more than ten million cells."""
    return invalid(
        "This action would increase the number of cells in the workbook above the limit of"
        f" {MAX_CELLS} cells."
    )


def _put(
    book: Book,
    sheet: Sheet,
    start: tuple[int, int],
    lines: list[list[Any]],
    option: str,
    now: datetime,
) -> Written:
    made = [
        (row, column, entered(book, sheet.cell(row, column), value, option, now))
        for row, line in enumerate(lines, start[0])
        for column, value in enumerate(line, start[1])
        if value is not None
    ]
    for row, column, cell in made:
        sheet.put(row, column, cell)
    width = max((len(line) for line in lines), default=0)
    end = (start[0] + max(len(lines), 1), start[1] + max(width, 1))
    rows = frozenset(row for row, _, _ in made)
    return Written(
        sheet, Area(*start, *end), rows, frozenset(column for _, column, _ in made), len(made)
    )


def _finite(value: float) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise invalid("Invalid value: the number is too large.")
    return number


def entered(book: Book, cell: Cell, value: Any, option: str, now: datetime) -> Cell:
    """Return a cell with a value put in as it is (RAW) or as if typed (USER_ENTERED)."""
    if isinstance(value, str) and len(value) > MAX_CHARS:
        raise invalid(
            f"Your input contains more than the maximum of {MAX_CHARS} characters in a single cell."
        )
    if isinstance(value, bool):
        return cell.with_value(value)
    if not isinstance(value, str):
        return cell.with_value(_finite(value))
    if option != "USER_ENTERED":
        return cell.with_value(value or None)
    typed = enter(cell, value, book.locale, now.date())
    return cell.with_value(CellError("#ERROR!"), typed) if isinstance(typed, str) else typed
