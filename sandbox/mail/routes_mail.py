"""The mailbox for tests and scripts: `GET /sandbox/mails?to=`, `DELETE /sandbox/mails`."""

from typing import Any

from flask import Blueprint, request

from sandbox.mail.messages import Mail
from sandbox.services import Services


def mail_routes(services: Services) -> Blueprint:
    """Return the blueprint; a mail comes whole, oldest first, with its links and tokens."""
    routes = Blueprint("mails", __name__, url_prefix="/sandbox/mails")

    @routes.get("")
    def read() -> dict[str, Any]:
        found = services.mailbox.mails(request.args.get("to", ""))
        return {"smtp": services.mail_server.address, "mails": [_whole(one) for one in found[::-1]]}

    @routes.delete("")
    def clear() -> tuple[str, int]:
        services.mailbox.clear()
        return "", 204

    return routes


def _whole(mail: Mail) -> dict[str, Any]:
    return {
        "id": mail.id,
        "received": mail.received,
        "from": mail.sender,
        "to": list(mail.readers),
        "subject": mail.subject,
        "headers": mail.headers,
        "text": mail.text,
        "html": mail.html,
        "attachments": [{"name": one.name, "type": one.kind} for one in mail.parts],
    }
