"""The door for Mailchimp's messages, at a secret address: store which readers, answer at once.

Mailchimp looks at the address with a GET, then posts forms (contracts/mailchimp.md). Only keys of
addresses are kept (`backbone.readers`): what a reader is now is asked of Mailchimp itself.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, abort, request

from backbone.mailchimp_readers import EVENTS
from backbone.readers import Message
from museum.audiences import key_of

MAX_BYTES: Final = 64 * 1024


@dataclass(frozen=True)
class MailchimpDoor:
    """`is_ours` tells whether the secret of the address is right; `store` keeps a message.

    `signing_secret` is "" when messages need not be signed. `list_id` is the only list we hear of.
    """

    is_ours: Callable[[str], bool]
    store: Callable[[Message, str], None]
    signing_secret: str
    list_id: str


def mailchimp_blueprint(door: MailchimpDoor) -> Blueprint:
    """Return the blueprint for `/hooks/mailchimp/SECRET`."""
    blueprint = Blueprint("mailchimp_hook", __name__, url_prefix="/hooks")

    @blueprint.get("/mailchimp/<secret>")
    def look(secret: str) -> Response:
        if not door.is_ours(secret):
            abort(404)
        return Response(status=200)

    @blueprint.post("/mailchimp/<secret>")
    def take(secret: str) -> Response:
        if not door.is_ours(secret):
            abort(404)
        if (request.content_length or 0) > MAX_BYTES:
            abort(413)
        body = request.get_data()
        signature = request.headers.get("X-Mailchimp-Signature", "")
        if door.signing_secret and not is_signed(door.signing_secret, body, signature):
            abort(403)
        form = request.form.to_dict()
        message = read_message(form, door.list_id)
        if message is not None:
            door.store(message, repr(sorted(form.items())))
        return Response(status=200)

    return blueprint


def read_message(form: Mapping[str, str], list_id: str) -> Message | None:
    """Read what Mailchimp posts; None for another list, or a kind that we do not know."""
    kind = form.get("type", "")
    if kind not in EVENTS or form.get("data[list_id]", list_id) != list_id:
        return None
    if kind == "campaign":
        return Message("event", (), {"campaign": form.get("data[id]", "")})
    names = ("data[old_email]", "data[new_email]") if kind == "upemail" else ("data[email]",)
    keys = tuple(key_of(form[one].strip()) for one in names if form.get(one))
    return Message("event", keys, {"type": kind}) if keys else None


def is_signed(secret: str, body: bytes, header: str) -> bool:
    """Check `t=…,v1=…`: the HMAC-SHA256 of `{t}.{raw body}`, in constant time."""
    parts = dict(one.split("=", 1) for one in header.split(",") if "=" in one)
    stamp, given = parts.get("t", ""), parts.get("v1", "")
    signed = f"{stamp}.".encode("utf-8", "replace") + body
    wanted = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return bool(stamp) and hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))
