"""Listing records: what a request may ask, and which records answer it in which order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sandbox.airtable.dates import is_zone
from sandbox.airtable.errors import invalid_request, unknown_field, unprocessable
from sandbox.airtable.reader import Reader
from sandbox.airtable.schema import Field, Table, View
from sandbox.airtable.state import Record
from sandbox.airtable.texts import PLAIN, TextStyle, cell_text

MAX_PAGE: Final = 100
_SORT = re.compile(r"sort\[(\d+)\]\[(field|direction)\]")


@dataclass(frozen=True)
class ListRequest:
    """What a list request asks, from a query string or from a `listRecords` body."""

    view: str = ""
    page_size: int = MAX_PAGE
    max_records: int | None = None
    fields: tuple[str, ...] | None = None
    sort: tuple[tuple[str, bool], ...] = ()
    formula: str = ""
    as_text: bool = False
    style: TextStyle = PLAIN
    by_field_id: bool = False
    comment_count: bool = False
    offset: str = ""


def from_query(args: Mapping[str, list[str]]) -> ListRequest:
    """Read the query string of a GET; keys come as `fields[]`, `sort[0][field]`."""
    sort: dict[int, dict[str, str]] = {}
    for key, values in args.items():
        found = _SORT.fullmatch(key)
        if found:
            sort.setdefault(int(found[1]), {})[found[2]] = values[-1]
    data: dict[str, Any] = {key: values[-1] for key, values in args.items() if "[" not in key}
    for name in ("fields", "recordMetadata"):
        values = [
            v for key, vs in args.items() if re.fullmatch(rf"{name}(\[\d*\])?", key) for v in vs
        ]
        if values:
            data[name] = values
    data["sort"] = [*([data["sort"]] if "sort" in data else []), *(sort[at] for at in sorted(sort))]
    return from_body(data)


def from_body(data: Mapping[str, Any]) -> ListRequest:
    """Read the body of `listRecords`; raises 422 for a parameter of the wrong form."""
    cell_format = data.get("cellFormat") or "json"
    if cell_format not in ("json", "string"):
        raise invalid_request()
    zone, locale = data.get("timeZone") or "", data.get("userLocale") or ""
    if cell_format == "string" and not (zone and locale):
        raise invalid_request("timeZone and userLocale are required when cellFormat is string.")
    return ListRequest(
        view=_text(data.get("view")),
        page_size=_whole(data.get("pageSize"), MAX_PAGE, MAX_PAGE),
        max_records=_whole(data.get("maxRecords"), None, None),
        fields=_texts(data["fields"]) if data.get("fields") is not None else None,
        sort=_parse_sort(data.get("sort") or ()),
        formula=_text(data.get("filterByFormula")),
        as_text=cell_format == "string",
        style=TextStyle(_zone(_text(zone)), _text(locale) or "en"),
        by_field_id=is_true(data.get("returnFieldsByFieldId")),
        comment_count=_wants_comment_count(_texts(data.get("recordMetadata") or [])),
        offset=_text(data.get("offset")),
    )


def is_true(value: Any) -> bool:
    """Whether a flag is set, as JSON or as a query string writes it."""
    return value is True or str(value).lower() in ("1", "true")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise invalid_request()
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise invalid_request()
    return tuple(_text(one) for one in value)


def _zone(name: str) -> str:
    if name and not is_zone(name):
        raise invalid_request(f"timeZone: {name} is not a time zone.")
    return name or "utc"


def _wants_comment_count(metadata: tuple[str, ...]) -> bool:
    if set(metadata) - {"commentCount"}:
        raise invalid_request()
    return bool(metadata)


def _whole(value: Any, default: int | None, most: int | None) -> Any:
    if value is None or value == "":
        return default
    try:
        number = int(value)
    except (TypeError, ValueError) as error:
        raise invalid_request() from error
    if number < 1 or (most is not None and number > most):
        raise invalid_request()
    return number


def _parse_sort(sort: Any) -> tuple[tuple[str, bool], ...]:
    if not all(isinstance(one, Mapping) and _text(one.get("field")) for one in sort):
        raise invalid_request()
    if any(one.get("direction", "asc") not in ("asc", "desc") for one in sort):
        raise invalid_request()
    return tuple((one["field"], one.get("direction", "asc") == "desc") for one in sort)


def select_records(reader: Reader, table: Table, request: ListRequest) -> list[Record]:
    """Return the records that answer a request, in their order."""
    view = _view(table, request.view)
    for name in request.fields or ():
        _field(table, name)
    found = list(reader.state.records[table.id].values())
    for formula in (view.filter if view else "", request.formula):
        if formula:
            found = reader.formulas.select(reader, table, found, formula)
    view_sort = (
        tuple((one["field"], one.get("direction") == "desc") for one in view.sort) if view else ()
    )
    for name, descending in reversed(request.sort or view_sort):
        field = _field(table, name)
        found.sort(key=lambda one: sort_key(reader, table, one, field), reverse=descending)
    return found[: request.max_records]


def _view(table: Table, name: str) -> View | None:
    if not name:
        return None
    found = table.view(name)
    if found is None:
        raise unprocessable("VIEW_NAME_NOT_FOUND", f"View {name} not found")
    return found


def _field(table: Table, name: str) -> Field:
    found = table.field(name)
    if found is None:
        raise unknown_field(name)
    return found


def sort_key(reader: Reader, table: Table, record: Record, field: Field) -> tuple[Any, ...]:
    """Empty cells come first; options in their own order; numbers before text."""
    value = reader.cell(table, record, field)
    if value is None or value == "":
        return (0,)
    if field.type == "singleSelect":
        return (1, 0, list(field.choices).index(value) if value in field.choices else -1)
    if isinstance(value, bool | int | float):
        return (1, 0, value)
    if isinstance(value, str) and field.type in ("date", "dateTime", "createdTime"):
        return (1, 1, value)
    return (1, 1, cell_text(reader, table, record, field, PLAIN).casefold())
