"""`spreadsheets.batchUpdate`: all requests, or none."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sandbox.airtable.errors import ApiError
from sandbox.sheets.blocks import BLOCKS
from sandbox.sheets.book import Book
from sandbox.sheets.content import CONTENT
from sandbox.sheets.dimensions import DIMENSIONS
from sandbox.sheets.errors import invalid, not_known_here
from sandbox.sheets.marks import MARKS
from sandbox.sheets.requests import Handler, Refused
from sandbox.sheets.shapes import more_than_one
from sandbox.sheets.structure import STRUCTURE

_HANDLERS: Final[Mapping[str, Handler]] = {**STRUCTURE, **DIMENSIONS, **CONTENT, **BLOCKS, **MARKS}


def apply_requests(draft: Book, body: Mapping[str, Any], now: datetime) -> list[dict[str, Any]]:
    """Carry out the requests of a checked body on a draft, and return the replies."""
    requests = body.get("requests") or []
    if not requests:
        raise invalid("Must specify at least one request.")
    replies = []
    for place, request in enumerate(requests):
        kinds = list(request)
        if not kinds:
            raise invalid(f"Invalid requests[{place}]: No request set.")
        if len(kinds) > 1:
            raise more_than_one(place, kinds[1])
        replies.append(_apply(draft, place, kinds[0], request[kinds[0]], now))
    return replies


def _apply(
    draft: Book, place: int, kind: str, request: dict[str, Any], now: datetime
) -> dict[str, Any]:
    handler = _HANDLERS.get(kind)
    if handler is None:
        raise not_known_here(f"the request {kind}")
    try:
        reply = handler(draft, request, now)
    except Refused as error:
        raise invalid(f"Invalid requests[{place}].{kind}: {error}") from error
    except ApiError as error:
        message = str(error.body.get("error", {}).get("message", ""))
        if error.status != 400 or message.startswith("Invalid requests"):
            raise
        raise invalid(f"Invalid requests[{place}].{kind}: {message}") from error
    return {kind: reply} if reply else {}
