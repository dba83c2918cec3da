"""Reading the bodies and queries of API requests, with Airtable's refusals."""

import json
from collections.abc import Mapping
from typing import Any, Final

from flask import request

from sandbox.airtable.errors import (
    invalid_records,
    invalid_request,
    same_record_twice,
    unprocessable,
)
from sandbox.airtable.listing import is_true

BATCH: Final = 10


def body() -> dict[str, Any]:
    """Return the JSON object of a request; raises 422 when there is none."""
    try:
        data = json.loads(request.get_data(as_text=True) or "{}", parse_constant=_refuse)
    except ValueError as error:
        raise unprocessable("INVALID_REQUEST_BODY", "Could not parse request body") from error
    if not isinstance(data, dict):
        raise unprocessable("INVALID_REQUEST_BODY", "Could not parse request body")
    return data


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def fields_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cell values of one record."""
    fields = data.get("fields")
    if not isinstance(fields, dict):
        raise unprocessable(
            "INVALID_REQUEST_MISSING_FIELDS", 'Could not find field "fields" in the request body'
        )
    return fields


def batch_of(data: Mapping[str, Any], *, with_id: bool) -> list[dict[str, Any]]:
    """Return the records of a batch: at most ten, each with `fields` (and an `id`)."""
    rows = data.get("records")
    what = 'record objects, each with a "fields" object for cell values'
    if with_id:
        what = 'record objects, each with an "id" ID field and a "fields" object for cell values'
    if not isinstance(rows, list) or not 1 <= len(rows) <= BATCH:
        raise invalid_records(what)
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("fields"), dict):
            raise invalid_records(what)
        if with_id and not isinstance(row.get("id"), str):
            raise invalid_records(what)
    ids = [row["id"] for row in rows if row.get("id")]
    if len(set(ids)) < len(ids):
        raise same_record_twice()
    return rows


def flag(data: Mapping[str, Any], name: str) -> bool:
    """Whether a flag of the body (or the query) is set."""
    return is_true(data.get(name, request.args.get(name)))


def page_size(default: int) -> int:
    """Return `pageSize` of the query, from 1 to 100."""
    text = request.args.get("pageSize", str(default))
    if not text.isdigit() or not 1 <= int(text) <= 100:
        raise invalid_request()
    return int(text)
