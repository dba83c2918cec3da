"""Uploading attachments, and the addresses at which they are read for two hours."""

import base64
import binascii
from typing import Any, Final

from flask import Blueprint, Response, send_file

from sandbox.airtable.attachments import MAX_UPLOAD_BYTES
from sandbox.airtable.base import API, table_of_record
from sandbox.airtable.errors import invalid_request, refusal
from sandbox.airtable.pictures import HEIGHTS, write_thumbnail
from sandbox.airtable.render import RecordStyle
from sandbox.airtable.requests import body
from sandbox.gate import note_effect
from sandbox.services import Services

# What a browser may show by itself; all else (a page, an SVG) is saved, since it can hold scripts.
_SHOWN: Final = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"})
_UPLOAD: Final = "/v0/<base_id>/<record_id>/<field>/uploadAttachment"


def attachment_routes(services: Services) -> Blueprint:
    """Return the blueprint of uploads (`content.airtable.com` in the real service) and files."""
    airtable, book = services.airtable, services.airtable.attachments
    routes = Blueprint("attachments", __name__)

    @routes.post(_UPLOAD)
    def upload(base_id: str, record_id: str, field: str) -> dict[str, Any]:
        data = body()
        name, kind = data.get("filename"), data.get("contentType")
        if not isinstance(name, str) or not isinstance(kind, str):
            raise invalid_request()
        content = _content(data.get("file"))
        made = airtable.attach_file(base_id, record_id, field, name, content, kind, API)
        note_effect(record=record_id, attachment=made.id)
        state = airtable.base(base_id)
        table_id = table_of_record(state, record_id)
        style = RecordStyle(fields=(field,), by_field_id=True)
        return airtable.render(state, table_id, [record_id], style)[0]

    @routes.get("/attachments/<int:expires>/<mac>/<attachment_id>/<variant>/<_name>")
    def read(expires: int, mac: str, attachment_id: str, variant: str, _name: str) -> Response:
        known = book.find(attachment_id)
        if known is None or not book.is_signed(expires, mac, attachment_id, variant):
            return Response("Forbidden\n", 403, content_type="text/plain")
        if book.is_expired(expires):
            return Response("This address has expired.\n", 410, content_type="text/plain")
        path = book.path(attachment_id)
        if variant in HEIGHTS and variant != "full":
            small = path.with_name(f"{attachment_id}.{variant}")
            if not small.exists():
                write_thumbnail(path, small, variant)
            path = small
        response = send_file(
            path.absolute(),
            mimetype=known.type,
            as_attachment=known.type not in _SHOWN,
            download_name=known.filename,
        )
        response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return routes


def _content(file: Any) -> bytes:
    if not isinstance(file, str):
        raise invalid_request()
    try:
        content = base64.b64decode("".join(file.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise invalid_request() from error
    if len(content) > MAX_UPLOAD_BYTES:
        raise refusal(413, "REQUEST_TOO_LARGE", "An upload holds at most 5 MB.")
    return content
