"""Requests on the cells of an area: write, format, check, find and replace."""

import copy
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sandbox.sheets.a1 import Area
from sandbox.sheets.book import Book, Sheet
from sandbox.sheets.cells import Cell, CellError
from sandbox.sheets.colours import is_colour, kept_colour
from sandbox.sheets.masks import Mask, merge
from sandbox.sheets.number_formats import show
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
        if name == "rgbColor" or (name in _STYLES and is_colour(value)):
            found[name] = kept_colour(value)
        else:
            found[name] = _with_styles(value) if isinstance(value, dict) else value
        if name in _STYLES and _STYLES[name] not in looks:
            found[_STYLES[name]] = {"rgbColor": found[name]}
    return found


def _mask_styles(mask: Mask) -> Mask:
    found: Mask = {}
    for name, below in mask.items():
        found[name] = _mask_styles(below)
        if name in _STYLES:
            found[_STYLES[name]] = {}
    return found


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
    "setDataValidation": _validate,
    "findReplace": _replace_text,
}
