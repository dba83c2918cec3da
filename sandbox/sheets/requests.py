"""What the requests of a batch share: their refusals, and the sheet and cells that they name."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox.sheets.a1 import Area
from sandbox.sheets.book import Book, Sheet
from sandbox.sheets.masks import Mask, check_mask, parse_mask
from sandbox.sheets.ranges import to_area

Handler = Callable[[Book, dict[str, Any], datetime], dict[str, Any] | None]


class Refused(ValueError):  # noqa: N818 - says what happened
    """A request of a batch that cannot be done; the sentence is Google's."""


def sheet_of(draft: Book, sheet_id: int) -> Sheet:
    """Return a sheet by its number; raises Google's refusal."""
    found = draft.sheet(sheet_id)
    if found is None:
        raise Refused(f"No sheet with id: {sheet_id}")
    return found


def area_of(draft: Book, grid_range: dict[str, Any]) -> tuple[Sheet, Area]:
    """Return the sheet and the closed area of a GridRange; raises Google's refusals."""
    sheet, area = sheet_of(draft, grid_range.get("sheetId", 0)), to_area(grid_range)
    for first, end, size, name in (
        (area.first_row, area.end_row, sheet.row_count, "Row"),
        (area.first_column, area.end_column, sheet.column_count, "Column"),
    ):
        if first < 0:
            raise Refused(f"{name}Index[{first}] must be greater than or equal to 0")
        if end is not None and end <= first:
            raise Refused(f"end{name}Index[{end}] must be greater than start{name}Index[{first}]")
        if first >= size:
            raise Refused(
                f"range start{name}Index[{first}] is after last {name.lower()} in sheet[{size}]"
            )
    return sheet, area.within(sheet.row_count, sheet.column_count)


def mask_of(request: dict[str, Any], schema: str) -> Mask:
    """Return the mask of a request; raises Google's refusal when there is none."""
    mask = parse_mask(request.get("fields", ""))
    if not mask:
        raise Refused(
            "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
        )
    check_mask(mask, schema)
    return mask
