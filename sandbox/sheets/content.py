"""Requests on the cells of an area: write, format, copy, move, sort, merge."""

import copy
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sandbox.sheets.a1 import Area
from sandbox.sheets.book import Book, Sheet
from sandbox.sheets.cells import EMPTY, Cell, CellError
from sandbox.sheets.masks import Mask, merge
from sandbox.sheets.number_formats import show
from sandbox.sheets.ranges import to_grid_range
from sandbox.sheets.requests import Handler, Refused, area_of, mask_of, sheet_of
from sandbox.sheets.values import entered

_STYLES: Final = {
    "backgroundColor": "backgroundColorStyle",
    "foregroundColor": "foregroundColorStyle",
}


def _repeat(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    sheet, area = area_of(draft, request.get("range", {}))
    mask = mask_of(request, "CellData")
    for row, column in sheet.places(area):
        sheet.put(row, column, _with_data(sheet.cell(row, column), request.get("cell", {}), mask))


def _update(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    if "start" in request:
        start = request["start"]
        sheet = sheet_of(draft, start.get("sheetId", 0))
        first = (start.get("rowIndex", 0), start.get("columnIndex", 0))
        area = Area(*first, sheet.row_count, sheet.column_count)
    else:
        sheet, area = area_of(draft, request.get("range", {}))
        first = (area.first_row, area.first_column)
    mask, rows = mask_of(request, "CellData"), request.get("rows", [])
    given = _given(rows, first)
    if any(not _inside(place, area) for place in given):
        raise Refused("Attempting to write outside the range.")
    # A range without data for a cell clears what the mask names there.
    places = sheet.places(area) if "range" in request else given
    for row, column in list(places):
        data = given.get((row, column), {})
        sheet.put(row, column, _with_data(sheet.cell(row, column), data, mask))


def _append(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    sheet, mask = sheet_of(draft, request.get("sheetId", 0)), mask_of(request, "CellData")
    filled = [at for at, row in enumerate(sheet.rows) if any(one.value is not None for one in row)]
    given = _given(request.get("rows", []), (max(filled, default=-1) + 1, 0))
    rows = max((row + 1 for row, _ in given), default=0)
    columns = max((column + 1 for _, column in given), default=0)
    sheet.resize(max(rows, sheet.row_count), max(columns, sheet.column_count))
    for (row, column), data in given.items():
        sheet.put(row, column, _with_data(sheet.cell(row, column), data, mask))


def _given(
    rows: list[dict[str, Any]], first: tuple[int, int]
) -> dict[tuple[int, int], dict[str, Any]]:
    return {
        (first[0] + row, first[1] + column): data
        for row, line in enumerate(rows)
        for column, data in enumerate(line.get("values", []))
    }


def _inside(place: tuple[int, int], area: Area) -> bool:
    return place[0] < (area.end_row or 0) and place[1] < (area.end_column or 0)


def _with_data(cell: Cell, data: dict[str, Any], mask: Mask) -> Cell:
    """Return a cell with the parts of a CellData that a mask names."""
    every = "*" in mask
    if every or "userEnteredFormat" in mask:
        below = {"*": {}} if every else mask["userEnteredFormat"] or {"*": {}}
        wanted = _with_styles(data.get("userEnteredFormat", {}))
        looks = merge(cell.format, wanted, _mask_styles(below))
        cell = replace(cell, format=looks)
    if every or "note" in mask:
        cell = replace(cell, note=data.get("note", ""))
    if every or "dataValidation" in mask:
        cell = replace(cell, rule=data.get("dataValidation", {}))
    if every or "userEnteredValue" in mask:
        cell = _with_extended(cell, data.get("userEnteredValue", {}))
    return cell


def _with_extended(cell: Cell, value: dict[str, Any]) -> Cell:
    if "formulaValue" in value:
        formula = value["formulaValue"]
        return cell.with_value(
            CellError("#ERROR!"), formula if formula[:1] == "=" else f"={formula}"
        )
    if "numberValue" in value:
        return cell.with_value(float(value["numberValue"]))
    if "boolValue" in value:
        return cell.with_value(value["boolValue"])
    return cell.with_value(value.get("stringValue") or None)


def _with_styles(looks: Mapping[str, Any]) -> dict[str, Any]:
    """Return a format in which each colour stands in the old form and in the new."""
    found: dict[str, Any] = {}
    for name, value in looks.items():
        found[name] = (
            _with_styles(value) if isinstance(value, dict) and name != "rgbColor" else value
        )
        if name in _STYLES and _STYLES[name] not in looks:
            found[_STYLES[name]] = {"rgbColor": value}
    return found


def _mask_styles(mask: Mask) -> Mask:
    found: Mask = {}
    for name, below in mask.items():
        found[name] = _mask_styles(below)
        if name in _STYLES:
            found[_STYLES[name]] = {}
    return found


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


def _validate(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    sheet, area = area_of(draft, request.get("range", {}))
    rule = copy.deepcopy(request.get("rule", {}))
    if rule and "type" not in rule.get("condition", {}):
        raise Refused("A condition type must be specified.")
    for row, column in list(sheet.places(area)):
        sheet.put(row, column, replace(sheet.cell(row, column), rule=rule))


def _replace_text(draft: Book, request: dict[str, Any], now: datetime) -> dict[str, Any]:
    sought = request.get("find", "")
    if not sought:
        raise Refused("find cannot be empty.")
    pattern = re.compile(
        sought if request.get("searchByRegex") else re.escape(sought),
        0 if request.get("matchCase") else re.IGNORECASE,
    )
    places = _searched(draft, request)
    counts = {"values": 0, "occurrences": 0}
    rows, sheets = set(), set()
    for sheet, row, column in places:
        cell = sheet.cell(row, column)
        if cell.formula or cell.value is None:
            continue
        text = show(cell, draft.locale)
        if request.get("matchEntireCell") and not pattern.fullmatch(text):
            continue
        changed, times = pattern.subn(lambda _: request.get("replacement", ""), text)
        if times:
            sheet.put(row, column, entered(draft, cell, changed, "USER_ENTERED", now))
            counts["values"] += 1
            counts["occurrences"] += times
            rows.add((sheet.id, row))
            sheets.add(sheet.id)
    found = {
        "valuesChanged": counts["values"],
        "rowsChanged": len(rows),
        "sheetsChanged": len(sheets),
        "occurrencesChanged": counts["occurrences"],
    }
    return {name: count for name, count in found.items() if count}


def _searched(draft: Book, request: dict[str, Any]) -> list[tuple[Sheet, int, int]]:
    if request.get("allSheets"):
        areas = [(one, Area()) for one in draft.sheets]
    elif "range" in request:
        areas = [area_of(draft, request["range"])]
    elif "sheetId" in request:
        areas = [(sheet_of(draft, request["sheetId"]), Area())]
    else:
        raise Refused("No scope set: give range, sheetId or allSheets.")
    return [
        (sheet, row, column)
        for sheet, area in areas
        for row, column in sheet.places(area)
        if row < len(sheet.rows) and column < len(sheet.rows[row])
    ]


CONTENT: Final[Mapping[str, Handler]] = {
    "repeatCell": _repeat,
    "updateCells": _update,
    "appendCells": _append,
    "copyPaste": _copy,
    "cutPaste": _cut,
    "sortRange": _sort,
    "mergeCells": _merge,
    "unmergeCells": _unmerge,
    "setDataValidation": _validate,
    "findReplace": _replace_text,
}
