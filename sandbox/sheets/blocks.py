"""Requests on an area as a block: copy, move, sort, merge."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sandbox.sheets.a1 import Area
from sandbox.sheets.book import Book, Sheet
from sandbox.sheets.cells import EMPTY, Cell, CellError
from sandbox.sheets.ranges import to_grid_range
from sandbox.sheets.requests import Handler, Refused, area_of, sheet_of


def _copy(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    source, area = area_of(draft, request.get("source", {}))
    target, to = area_of(draft, request.get("destination", {}))
    cells = _block(source, area)
    if request.get("pasteOrientation") == "TRANSPOSE":
        cells = [list(line) for line in zip(*cells, strict=True)]
    height, width = len(cells), len(cells[0])
    end = (
        max(to.end_row or 0, to.first_row + height),
        max(to.end_column or 0, to.first_column + width),
    )
    kind = request.get("pasteType", "PASTE_NORMAL")
    for row in range(to.first_row, end[0]):
        for column in range(to.first_column, end[1]):
            one = cells[(row - to.first_row) % height][(column - to.first_column) % width]
            _paste(target, row, column, one, kind)


def _cut(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    source, area = area_of(draft, request.get("source", {}))
    to = request.get("destination", {})
    target, cells = sheet_of(draft, to.get("sheetId", 0)), _block(source, area)
    kind = request.get("pasteType", "PASTE_NORMAL")
    for row, column in list(source.places(area)):
        source.put(row, column, EMPTY)
    for down, line in enumerate(cells):
        for right, one in enumerate(line):
            row, column = to.get("rowIndex", 0) + down, to.get("columnIndex", 0) + right
            _paste(target, row, column, one, kind)


def _block(sheet: Sheet, area: Area) -> list[list[Cell]]:
    columns = range(area.first_column, area.end_column or 0)
    rows = range(area.first_row, area.end_row or 0)
    return [[sheet.cell(row, column) for column in columns] for row in rows]


def _paste(sheet: Sheet, row: int, column: int, one: Cell, kind: str) -> None:
    if row >= sheet.row_count or column >= sheet.column_count:
        raise Refused("Attempting to paste outside the grid.")
    old = sheet.cell(row, column)
    pasted = {
        "PASTE_VALUES": old.with_value(one.value),
        "PASTE_FORMAT": replace(old, format=one.format),
        "PASTE_FORMULA": old.with_value(one.value, one.formula),
        "PASTE_DATA_VALIDATION": replace(old, rule=one.rule),
        "PASTE_CONDITIONAL_FORMATTING": old,
    }
    sheet.put(row, column, pasted.get(kind, one))


def _sort(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    sheet, area = area_of(draft, request.get("range", {}))
    specs = request.get("sortSpecs", [])
    if not specs:
        raise Refused("At least one sort spec must be specified.")
    lines = _block(sheet, area)
    for spec in reversed(specs):
        at = spec.get("dimensionIndex", 0) - area.first_column
        if not 0 <= at < (area.end_column or 0) - area.first_column:
            raise Refused(f"Dimension index {spec.get('dimensionIndex', 0)} is not in the range.")
        filled = [line for line in lines if line[at].value is not None]
        blank = [line for line in lines if line[at].value is None]
        down = spec.get("sortOrder") == "DESCENDING"
        filled.sort(key=lambda line, at=at: _rank(line[at]), reverse=down)  # type: ignore[misc]
        lines = filled + blank
    for down_by, line in enumerate(lines):
        for right, one in enumerate(line):
            sheet.put(area.first_row + down_by, area.first_column + right, one)


def _rank(cell: Cell) -> tuple[int, Any]:
    """Order of values: numbers, texts without regard to capitals, yes and no, errors."""
    value = cell.value
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, CellError):
        return 3, value.code
    if isinstance(value, str):
        return 1, value.casefold()
    return 0, value


def _merge(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    sheet, area = area_of(draft, request.get("range", {}))
    rows = range(area.first_row, area.end_row or 0)
    columns = range(area.first_column, area.end_column or 0)
    kind = request.get("mergeType", "MERGE_ALL")
    if kind == "MERGE_ROWS":
        parts = [Area(row, columns.start, row + 1, columns.stop) for row in rows]
    elif kind == "MERGE_COLUMNS":
        parts = [Area(rows.start, column, rows.stop, column + 1) for column in columns]
    else:
        parts = [area]
    merges = [one for one in sheet.extra.get("merges", []) if not _covers(area, one)]
    for part in parts:
        if not part.is_cell:
            merges.append(to_grid_range(sheet, part))
            _keep_first(sheet, part)
    sheet.extra["merges"] = merges


def _covers(area: Area, merged: dict[str, int]) -> bool:
    """Whether an area takes in a merged one; half of one is refused."""
    rows = (merged["startRowIndex"], merged["endRowIndex"])
    columns = (merged["startColumnIndex"], merged["endColumnIndex"])
    apart = (
        rows[1] <= area.first_row
        or rows[0] >= (area.end_row or 0)
        or columns[1] <= area.first_column
        or columns[0] >= (area.end_column or 0)
    )
    whole = (
        rows[0] >= area.first_row
        and rows[1] <= (area.end_row or 0)
        and columns[0] >= area.first_column
        and columns[1] <= (area.end_column or 0)
    )
    if not apart and not whole:
        raise Refused("You must select all cells in a merged range to merge or unmerge them.")
    return not apart


def _keep_first(sheet: Sheet, area: Area) -> None:
    places = list(sheet.places(area))
    filled = [sheet.cell(*place) for place in places if sheet.cell(*place).value is not None]
    for place in places:
        sheet.put(*place, sheet.cell(*place).with_value(None))
    if filled:
        kept = sheet.cell(*places[0])
        sheet.put(*places[0], kept.with_value(filled[0].value, filled[0].formula))


def _unmerge(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    sheet, area = area_of(draft, request.get("range", {}))
    left = [one for one in sheet.extra.get("merges", []) if not _covers(area, one)]
    sheet.extra.pop("merges", None)
    if left:
        sheet.extra["merges"] = left


BLOCKS: Final[Mapping[str, Handler]] = {
    "copyPaste": _copy,
    "cutPaste": _cut,
    "sortRange": _sort,
    "mergeCells": _merge,
    "unmergeCells": _unmerge,
}
