"""The door for Airtable's pings: check the MAC on the raw body, store one row, answer 204.

A ping carries no data and may come twice, late or for nothing; the watcher reads what changed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, abort, request

MAX_PING_BYTES = 64 * 1024


@dataclass(frozen=True)
class AirtableDoor:
    """`verify(raw_body, mac_header)` tells a true ping from a forged one; `store` keeps it."""

    verify: Callable[[bytes, str], bool]
    store: Callable[[bytes], None]


def airtable_blueprint(door: AirtableDoor) -> Blueprint:
    """Return the blueprint for `POST /hooks/airtable`."""
    blueprint = Blueprint("airtable_hook", __name__, url_prefix="/hooks")

    @blueprint.post("/airtable")
    def ping() -> Response:
        if (request.content_length or 0) > MAX_PING_BYTES:
            abort(413)
        body = request.get_data()
        if not door.verify(body, request.headers.get("X-Airtable-Content-MAC", "")):
            abort(403)
        door.store(body)
        return Response(status=204)

    return blueprint
