"""Where append writes: below the last table that a range touches.

A table is a block of cells with something in them and nothing around it (as Google's guide on
appending values shows).
"""

from sandbox.sheets.a1 import Area
from sandbox.sheets.book import Sheet


def last_table(sheet: Sheet, area: Area) -> Area | None:
    """Return the last table with a cell in the area, or None."""
    filled = _filled_spans(sheet)
    boxes = _boxes(filled)
    closed = area.within(sheet.row_count, sheet.column_count)
    touched = [box for box in boxes if _touch(box, closed)]
    return max(touched, key=lambda box: (box.end_row, box.end_column), default=None)


def _touch(box: Area, area: Area) -> bool:
    return (
        box.first_row < (area.end_row or 0)
        and area.first_row < (box.end_row or 0)
        and box.first_column < (area.end_column or 0)
        and area.first_column < (box.end_column or 0)
    )


def _filled_spans(sheet: Sheet) -> list[list[tuple[int, int]]]:
    """Return per row the runs of filled cells, as first and end column."""
    spans = []
    for row in sheet.rows:
        runs: list[tuple[int, int]] = []
        for column, cell in enumerate(row):
            if cell.value is None or cell.value == "":
                continue
            if runs and runs[-1][1] == column:
                runs[-1] = (runs[-1][0], column + 1)
            else:
                runs.append((column, column + 1))
        spans.append(runs)
    return spans


def _boxes(spans: list[list[tuple[int, int]]]) -> list[Area]:
    """Join runs that touch, also by a corner, into blocks; blocks that touch become one."""
    open_boxes: list[Area] = []
    done: list[Area] = []
    for row, runs in enumerate(spans):
        still: list[Area] = []
        for box in open_boxes:
            (still if box.end_row == row else done).append(box)
        open_boxes = still
        for first, end in runs:
            joined = Area(row, first, row + 1, end)
            near = [box for box in open_boxes if _near(box, joined)]
            for box in near:
                joined = _join(box, joined)
                open_boxes.remove(box)
            open_boxes.append(joined)
    return _settled(done + open_boxes)


def _near(one: Area, other: Area) -> bool:
    return (
        one.first_row <= (other.end_row or 0)
        and other.first_row <= (one.end_row or 0)
        and one.first_column <= (other.end_column or 0)
        and other.first_column <= (one.end_column or 0)
    )


def _join(one: Area, other: Area) -> Area:
    return Area(
        min(one.first_row, other.first_row),
        min(one.first_column, other.first_column),
        max(one.end_row or 0, other.end_row or 0),
        max(one.end_column or 0, other.end_column or 0),
    )


def _settled(boxes: list[Area]) -> list[Area]:
    """Join blocks until none touches another."""
    found: list[Area] = []
    for box in boxes:
        while near := [one for one in found if _near(one, box)]:
            for one in near:
                box = _join(one, box)  # noqa: PLW2901 - it grows
                found.remove(one)
        found.append(box)
    return found
