"""Requests on what is drawn around areas: names, protection, filters."""

import random
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sandbox.sheets.a1 import parse_area
from sandbox.sheets.book import Book, Sheet
from sandbox.sheets.masks import merge
from sandbox.sheets.ranges import to_grid_range
from sandbox.sheets.requests import Handler, Refused, area_of, mask_of, sheet_of


def _add_name(draft: Book, request: dict[str, Any], _now: datetime) -> dict[str, Any]:
    given = request.get("namedRange", {})
    made = {
        "namedRangeId": given.get("namedRangeId") or str(random.randrange(10**9, 2 * 10**9)),
        "name": _checked_name(draft, given.get("name", ""), ""),
        "range": _closed(draft, given.get("range", {})),
    }
    if any(one["namedRangeId"] == made["namedRangeId"] for one in draft.named_ranges):
        raise Refused(f"A named range with id {made['namedRangeId']} already exists.")
    draft.named_ranges.append(made)
    return {"namedRange": made}


def _update_name(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    given, mask = request.get("namedRange", {}), mask_of(request, "NamedRange")
    old = _named(draft, given.get("namedRangeId", ""))
    merged = merge(old, given, mask)
    _checked_name(draft, merged.get("name", ""), old["namedRangeId"])
    merged["range"] = _closed(draft, merged.get("range", {}))
    old.update(merged)


def _delete_name(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    draft.named_ranges.remove(_named(draft, request.get("namedRangeId", "")))


def _named(draft: Book, name_id: str) -> dict[str, Any]:
    found = next((one for one in draft.named_ranges if one["namedRangeId"] == name_id), None)
    if found is None:
        raise Refused(f"No named range with id: {name_id}")
    return found


def _checked_name(draft: Book, name: str, own: str) -> str:
    right = re.fullmatch(r"[^\W\d]\w{0,249}", name) and parse_area(name) is None
    if not right or name.casefold() in ("true", "false"):
        raise Refused(f"The name '{name}' is not valid for a named range.")
    for one in draft.named_ranges:
        if one["name"].casefold() == name.casefold() and one["namedRangeId"] != own:
            raise Refused(f"A named range with name: {name} already exists.")
    return name


def _closed(draft: Book, grid_range: dict[str, Any]) -> dict[str, int]:
    return to_grid_range(*area_of(draft, grid_range))


def _add_protected(draft: Book, request: dict[str, Any], _now: datetime) -> dict[str, Any]:
    given = dict(request.get("protectedRange", {}))
    sheet = sheet_of(draft, given.get("range", {}).get("sheetId", 0))
    given["range"] = _closed(draft, given.get("range", {}))
    given.setdefault("protectedRangeId", random.randrange(1, 2**31))
    owner = [one["emailAddress"] for one in draft.permissions if one["role"] == "owner"]
    if given.pop("warningOnly", False):
        given["warningOnly"] = True
        given.pop("editors", None)
    else:
        editors = given.get("editors") or {}
        users = list(dict.fromkeys([*editors.get("users", []), *owner]))
        given["editors"] = {"users": users}
        if editors.get("groups"):
            given["editors"]["groups"] = editors["groups"]
    given["requestingUserCanEdit"] = True
    sheet.extra.setdefault("protectedRanges", []).append(given)
    return {"protectedRange": given}


def _update_protected(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    given, mask = request.get("protectedRange", {}), mask_of(request, "ProtectedRange")
    _, old = _protected(draft, given.get("protectedRangeId", 0))
    merged = merge(old, given, mask)
    merged["range"] = _closed(draft, merged.get("range", {}))
    old.clear()
    old.update(merged)


def _delete_protected(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    sheet, found = _protected(draft, request.get("protectedRangeId", 0))
    sheet.extra["protectedRanges"].remove(found)
    if not sheet.extra["protectedRanges"]:
        sheet.extra.pop("protectedRanges")


def _protected(draft: Book, range_id: int) -> tuple[Sheet, dict[str, Any]]:
    for sheet in draft.sheets:
        for one in sheet.extra.get("protectedRanges", []):
            if one["protectedRangeId"] == range_id:
                return sheet, one
    raise Refused(f"No protected range with id: {range_id}")


def _set_filter(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    given = dict(request.get("filter", {}))
    sheet = sheet_of(draft, given.get("range", {}).get("sheetId", 0))
    given["range"] = _closed(draft, given.get("range", {}))
    sheet.extra["basicFilter"] = given


def _clear_filter(draft: Book, request: dict[str, Any], _now: datetime) -> None:
    sheet_of(draft, request.get("sheetId", 0)).extra.pop("basicFilter", None)


MARKS: Final[Mapping[str, Handler]] = {
    "addNamedRange": _add_name,
    "updateNamedRange": _update_name,
    "deleteNamedRange": _delete_name,
    "addProtectedRange": _add_protected,
    "updateProtectedRange": _update_protected,
    "deleteProtectedRange": _delete_protected,
    "setBasicFilter": _set_filter,
    "clearBasicFilter": _clear_filter,
}
