"""Requests on the spreadsheet and its sheets as a whole: names, places, sizes, copies."""

import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from sandbox.sheets.book import MAX_CELLS, Book, Sheet, new_sheet
from sandbox.sheets.colours import kept_colour
from sandbox.sheets.locales import is_locale
from sandbox.sheets.masks import merge
from sandbox.sheets.requests import Handler, Refused, mask_of, sheet_of

_ROOM: Final = range(1, 2**31 - 1)
_GRID: Final = "gridProperties"


def _update_spreadsheet(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    mask = mask_of(request, "SpreadsheetProperties")
    merged = merge(draft.properties, request.get("properties", {}), mask)
    if not merged.get("title"):
        raise Refused("Spreadsheet title cannot be empty.")
    if not is_locale(merged.get("locale", "")):
        raise Refused(f"Unsupported locale: {merged.get('locale', '')}")
    if not is_time_zone(merged.get("timeZone", "")):
        raise Refused(f"Invalid time zone: {merged.get('timeZone', '')}")
    draft.properties = merged


def is_time_zone(name: str) -> bool:
    """Whether this is a zone of the tz database."""
    return name in available_timezones() and ZoneInfo(name) is not None


def _add_sheet(draft: Book, request: dict[str, Any], _now: datetime) -> dict[str, Any]:
    properties = dict(request.get("properties", {}))
    sheet_id = properties.pop("sheetId", None)
    if sheet_id is not None and draft.sheet(sheet_id) is not None:
        raise Refused(f"Sheet with id {sheet_id} already exists")
    title = properties.pop("title", "") or _free_title(draft)
    _check_title(draft, title, None)
    place = properties.pop("index", len(draft.sheets))
    chosen = sheet_id if sheet_id is not None else _free_id(draft)
    made = new_sheet(chosen, title, **_without_defaults(properties))
    _check_index(place, len(draft.sheets))
    draft.sheets.insert(place, made)
    _check_cells(draft)
    draft.renumber()
    return {"properties": made.properties}


def _delete_sheet(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    sheet = sheet_of(draft, request.get("sheetId", 0))
    if len([one for one in draft.sheets if not one.properties.get("hidden")]) == 1 and (
        not sheet.properties.get("hidden")
    ):
        raise Refused("You can't remove all the sheets in a document.")
    draft.sheets.remove(sheet)
    draft.named_ranges = [
        one for one in draft.named_ranges if one["range"].get("sheetId", 0) != sheet.id
    ]
    draft.renumber()


def _duplicate_sheet(draft: Book, request: dict[str, Any], _now: datetime) -> dict[str, Any]:
    source = sheet_of(draft, request.get("sourceSheetId", 0))
    title = request.get("newSheetName") or _copy_title(draft, source.title)
    _check_title(draft, title, None)
    sheet_id = request.get("newSheetId")
    if sheet_id is not None and draft.sheet(sheet_id) is not None:
        raise Refused(f"Sheet with id {sheet_id} already exists")
    place = request.get("insertSheetIndex", 0)
    _check_index(place, len(draft.sheets))
    made = copy_sheet(source, sheet_id if sheet_id is not None else _free_id(draft), title)
    draft.sheets.insert(place, made)
    _check_cells(draft)
    draft.renumber()
    return {"properties": made.properties}


def copy_sheet(source: Sheet, sheet_id: int, title: str) -> Sheet:
    """Return a copy of a sheet under another number and name."""
    made = source.copied()
    made.properties |= {"sheetId": sheet_id, "title": title}
    for name in ("merges", "protectedRanges", "columnGroups", "rowGroups"):
        for one in made.extra.get(name, []):
            one.get("range", one)["sheetId"] = sheet_id
    if "basicFilter" in made.extra:
        made.extra["basicFilter"]["range"]["sheetId"] = sheet_id
    return made


def copy_to(source: Sheet, destination: Book) -> Sheet:
    """Put a copy of a sheet at the end of another spreadsheet."""
    title = _copy_title(destination, source.title)
    made = copy_sheet(source, _free_id(destination), title)
    destination.sheets.append(made)
    destination.renumber()
    return made


def _update_sheet(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    mask = mask_of(request, "SheetProperties")
    given = request.get("properties", {})
    sheet = sheet_of(draft, given.get("sheetId", 0))
    everything = {name: {} for name in given} if "*" in mask else dict(mask)
    everything.pop("sheetId", None)
    index = given.get("index", 0) if "index" in everything else None
    everything.pop("index", None)
    merged = _without_defaults(merge(sheet.properties, given, everything))
    _check_title(draft, str(merged.get("title", "")), sheet)
    _resize(sheet, merged)
    _colour(merged, everything)
    sheet.properties = merged
    if all(one.properties.get("hidden") for one in draft.sheets):
        raise Refused("You can't hide all the sheets in a document.")
    _check_cells(draft)
    if index is not None:
        _move(draft, sheet, index)


def _resize(sheet: Sheet, merged: dict[str, Any]) -> None:
    grid = merged.setdefault(_GRID, {})
    for name in ("rowCount", "columnCount"):
        if grid.get(name, 0) < 1:
            raise Refused(f"{_GRID}.{name} must be greater than 0")
    if grid.get("frozenRowCount", 0) >= grid["rowCount"] > 0 and "frozenRowCount" in grid:
        raise Refused("You can't freeze all visible rows on the sheet.")
    if grid.get("frozenColumnCount", 0) >= grid["columnCount"] > 0 and "frozenColumnCount" in grid:
        raise Refused("You can't freeze all visible columns on the sheet.")
    sheet.resize(grid["rowCount"], grid["columnCount"])


def _colour(merged: dict[str, Any], mask: Mapping[str, Any]) -> None:
    """A tab's colour is shown in the old form and in the new."""
    if "tabColorStyle" in mask:
        style = merged.get("tabColorStyle", {}).get("rgbColor")
        merged.pop("tabColor", None)
        if style is None:
            merged.pop("tabColorStyle", None)
        else:
            merged["tabColor"] = kept_colour(style)
            merged["tabColorStyle"] = {"rgbColor": kept_colour(style)}
    elif "tabColor" in mask:
        merged.pop("tabColorStyle", None)
        if merged.get("tabColor"):
            merged["tabColor"] = kept_colour(merged["tabColor"])
            merged["tabColorStyle"] = {"rgbColor": merged["tabColor"]}


def _move(draft: Book, sheet: Sheet, index: int) -> None:
    """Put a sheet before the one that stands at an index now, as the API counts."""
    _check_index(index, len(draft.sheets))
    now = draft.sheets.index(sheet)
    draft.sheets.remove(sheet)
    draft.sheets.insert(index - 1 if index > now else index, sheet)
    draft.renumber()


def _without_defaults(properties: dict[str, Any]) -> dict[str, Any]:
    """Leave out what the API does not show: no, and none."""
    found = {
        name: value
        for name, value in properties.items()
        if value is not False and value is not None
    }
    if _GRID in found:
        found[_GRID] = {
            name: value
            for name, value in found[_GRID].items()
            if value is not False
            and value is not None
            and not (name.startswith("frozen") and not value)
        }
    return found


def _check_title(draft: Book, title: str, own: Sheet | None) -> None:
    if not title:
        raise Refused("Sheet name cannot be empty.")
    if len(title) > 100:
        raise Refused("Sheet name cannot be longer than 100 characters.")
    other = next((one for one in draft.sheets if one.title.casefold() == title.casefold()), None)
    if other is not None and other is not own:
        raise Refused(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _check_index(index: int, most: int) -> None:
    if not 0 <= index <= most:
        raise Refused(f"Sheet index {index} is out of range (0 to {most}).")


def _check_cells(draft: Book) -> None:
    if draft.cell_count() > MAX_CELLS:
        raise Refused(
            "This action would increase the number of cells in the workbook above the limit of"
            f" {MAX_CELLS} cells."
        )


def _free_id(draft: Book) -> int:
    while True:
        found = random.choice(_ROOM)
        if draft.sheet(found) is None:
            return found


def _free_title(draft: Book) -> str:
    number = len(draft.sheets) + 1
    while draft.titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def _copy_title(draft: Book, title: str) -> str:
    found, number = f"Copy of {title}", 1
    while draft.titled(found):
        number += 1
        found = f"Copy of {title} {number}"
    return found


STRUCTURE: Final[Mapping[str, Handler]] = {
    "updateSpreadsheetProperties": _update_spreadsheet,
    "addSheet": _add_sheet,
    "deleteSheet": _delete_sheet,
    "duplicateSheet": _duplicate_sheet,
    "updateSheetProperties": _update_sheet,
}
