"""Requests on whole rows and columns: insert, delete, move, hide, group, fit."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sandbox.sheets.book import DEFAULT_PIXELS, MAX_CELLS, Book, Sheet
from sandbox.sheets.cells import EMPTY
from sandbox.sheets.formula_syntax import move_references
from sandbox.sheets.masks import merge
from sandbox.sheets.number_formats import show
from sandbox.sheets.requests import Handler, Refused, mask_of, sheet_of

Moved = Callable[[int], int | None]
"""Tells where a row or column is now, or that it is gone."""

_PIXELS_PER_LETTER: Final = 7


def _span(
    draft: Book, given: dict[str, Any], *, beyond: bool = False
) -> tuple[Sheet, str, int, int]:
    """Return sheet, dimension, first and end of a DimensionRange; raises Google's refusals."""
    sheet = sheet_of(draft, given.get("sheetId", 0))
    dimension = given.get("dimension", "")
    if dimension not in DEFAULT_PIXELS:
        raise Refused("No dimension specified.")
    count = sheet.count(dimension)
    first, end = given.get("startIndex", 0), given.get("endIndex", count)
    if first < 0 or end <= first:
        raise Refused(f"endIndex[{end}] must be greater than startIndex[{first}]")
    name = "row" if dimension == "ROWS" else "column"
    if first > count or (not beyond and end > count):
        raise Refused(
            f"range startIndex[{first}] endIndex[{end}] is after last {name} in sheet[{count}]"
        )
    return sheet, dimension, first, end


def _insert(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    sheet, dimension, first, end = _span(draft, request.get("range", {}), beyond=True)
    before = request.get("inheritFromBefore", False)
    if before and first == 0:
        raise Refused("inheritFromBefore cannot be true when inserting at the start.")
    count = end - first
    _check_room(draft, sheet, dimension, count)
    if dimension == "ROWS":
        if first < len(sheet.rows):
            sheet.rows[first:first] = [[] for _ in range(count)]
        sheet.resize(rows=sheet.row_count + count)
    else:
        for row in sheet.rows:
            if first < len(row):
                row[first:first] = [EMPTY] * count
        sheet.resize(columns=sheet.column_count + count)
    shift(draft, sheet, dimension, lambda at: at + count if at >= first else at)


def _append(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    sheet, length = sheet_of(draft, request.get("sheetId", 0)), request.get("length", 0)
    if length < 1:
        raise Refused("length must be greater than 0")
    dimension = request.get("dimension", "")
    if dimension not in DEFAULT_PIXELS:
        raise Refused("No dimension specified.")
    _check_room(draft, sheet, dimension, length)
    if dimension == "ROWS":
        sheet.resize(rows=sheet.row_count + length)
    else:
        sheet.resize(columns=sheet.column_count + length)


def _check_room(draft: Book, sheet: Sheet, dimension: str, count: int) -> None:
    across = sheet.column_count if dimension == "ROWS" else sheet.row_count
    if draft.cell_count() + count * across > MAX_CELLS:
        raise Refused(
            "This action would increase the number of cells in the workbook above the limit of"
            f" {MAX_CELLS} cells."
        )


def _delete(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    sheet, dimension, first, end = _span(draft, request.get("range", {}))
    name = "rows" if dimension == "ROWS" else "columns"
    if end - first >= sheet.count(dimension):
        raise Refused(f"You can't delete all the {name} on the sheet.")
    if dimension == "ROWS":
        del sheet.rows[first:end]
        sheet.resize(rows=sheet.row_count - (end - first))
    else:
        for row in sheet.rows:
            del row[first:end]
        sheet.resize(columns=sheet.column_count - (end - first))

    def moved(at: int) -> int | None:
        return None if first <= at < end else at - (end - first) if at >= end else at

    shift(draft, sheet, dimension, moved)


def _move(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    """Move rows or columns to before the one that stands at `destinationIndex` now."""
    sheet, dimension, first, end = _span(draft, request.get("source", {}))
    to, count = request.get("destinationIndex", 0), sheet.count(dimension)
    if not 0 <= to <= count or first < to < end:
        raise Refused(f"destinationIndex[{to}] is not a place to move to.")
    order = [at for at in range(count) if not first <= at < end]
    place = to if to <= first else to - (end - first)
    order[place:place] = range(first, end)
    if dimension == "ROWS":
        sheet.rows.extend([] for _ in range(min(count, max(end, to)) - len(sheet.rows)))
        rows = list(sheet.rows)
        sheet.rows = [rows[at] for at in order if at < len(rows)]
    else:
        for row in sheet.rows:
            line = list(row)
            row[:] = [line[at] if at < len(line) else EMPTY for at in order]
            while row and row[-1].is_bare:
                row.pop()
    now = {old: new for new, old in enumerate(order)}
    shift(draft, sheet, dimension, lambda at: now.get(at, at))


def shift(draft: Book, sheet: Sheet, dimension: str, moved: Moved) -> None:
    """Let all that points at rows or columns follow them: merges, filters, names, formulas."""
    sizes = sheet.sizes[dimension]
    sheet.sizes[dimension] = {
        at: size for old, size in sizes.items() if (at := moved(old)) is not None
    }
    extra = sheet.extra
    for name in ("merges", "protectedRanges"):
        ranges = [
            (one, one.get("range", one) if name != "merges" else one) for one in extra.get(name, [])
        ]
        extra[name] = [one for one, span in ranges if _shift_range(span, dimension, moved)]
    found = extra.get("basicFilter")
    if found is not None and not _shift_range(found["range"], dimension, moved):
        extra.pop("basicFilter")
    draft.named_ranges = [
        one
        for one in draft.named_ranges
        if one["range"].get("sheetId", 0) != sheet.id
        or _shift_range(one["range"], dimension, moved)
    ]
    sheet.extra = {name: value for name, value in extra.items() if value != []}
    _shift_formulas(draft, sheet, dimension, moved)


def _shift_range(grid_range: dict[str, Any], dimension: str, moved: Moved) -> bool:
    """Move a GridRange along; False when nothing of it is left."""
    name = "Row" if dimension == "ROWS" else "Column"
    start, end = f"start{name}Index", f"end{name}Index"
    if start not in grid_range or end not in grid_range:
        return True
    places = [moved(at) for at in range(grid_range[start], grid_range[end])]
    left = [at for at in places if at is not None]
    if not left:
        return False
    grid_range[start], grid_range[end] = min(left), max(left) + 1
    return True


def _shift_formulas(draft: Book, sheet: Sheet, dimension: str, moved: Moved) -> None:
    for one in draft.sheets:

        def place(
            title: str | None, row: int, column: int, one: Sheet = one
        ) -> tuple[int, int] | None:
            meant = draft.titled(title) if title is not None else one
            if meant is not sheet:
                return row, column
            at = moved(row if dimension == "ROWS" else column)
            if at is None:
                return None
            return (at, column) if dimension == "ROWS" else (row, at)

        for line in one.rows:
            for at, cell in enumerate(line):
                if cell.formula:
                    formula = move_references(cell.formula, place)
                    line[at] = cell.with_value(cell.value, formula)


def _update(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    sheet, dimension, first, end = _span(draft, request.get("range", {}))
    mask = mask_of(request, "DimensionProperties")
    for at in range(first, end):
        merged = merge(sheet.sizes[dimension].get(at, {}), request.get("properties", {}), mask)
        kept = {name: value for name, value in merged.items() if value is not False}
        sheet.sizes[dimension][at] = kept


def _fit(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    sheet, dimension, first, end = _span(draft, request.get("dimensions", {}))
    for at in range(first, end):
        size = sheet.sizes[dimension].setdefault(at, {})
        if dimension == "ROWS":
            size.pop("pixelSize", None)
            continue
        shown = [show(row[at], draft.locale) for row in sheet.rows if at < len(row)]
        letters = max((len(line) for text in shown for line in text.split("\n")), default=0)
        size["pixelSize"] = max(letters * _PIXELS_PER_LETTER + 6, DEFAULT_PIXELS["ROWS"])


def _add_group(draft: Book, request: dict[str, Any], _now: datetime) -> dict[str, Any]:
    sheet, dimension, first, end = _span(draft, request.get("range", {}))
    groups = sheet.extra.setdefault("rowGroups" if dimension == "ROWS" else "columnGroups", [])
    depth = 1 + sum(
        one["range"]["startIndex"] <= first < one["range"]["endIndex"] for one in groups
    )
    span = {"sheetId": sheet.id, "dimension": dimension, "startIndex": first, "endIndex": end}
    groups.append({"range": span, "depth": depth})
    return {"dimensionGroups": groups}


def _delete_group(draft: Book, request: dict[str, Any], _now: datetime) -> dict[str, Any]:
    sheet, dimension, first, end = _span(draft, request.get("range", {}))
    name = "rowGroups" if dimension == "ROWS" else "columnGroups"
    groups = sheet.extra.get(name, [])
    for one in reversed(groups):
        if (one["range"]["startIndex"], one["range"]["endIndex"]) == (first, end):
            groups.remove(one)
            if not groups:
                sheet.extra.pop(name)
            return {"dimensionGroups": groups} if groups else {}
    raise Refused(f"Cannot delete a dimension group that does not exist: {first} to {end}.")


DIMENSIONS: Final[Mapping[str, Handler]] = {
    "insertDimension": _insert,
    "appendDimension": _append,
    "deleteDimension": _delete,
    "moveDimension": _move,
    "updateDimensionProperties": _update,
    "autoResizeDimensions": _fit,
    "addDimensionGroup": _add_group,
    "deleteDimensionGroup": _delete_group,
}
