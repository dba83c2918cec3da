"""The webhook routes."""

from typing import Any

from flask import Blueprint, request

from sandbox.airtable.errors import invalid_request
from sandbox.airtable.requests import body
from sandbox.gate import note_effect
from sandbox.services import Services


def webhook_routes(services: Services) -> Blueprint:
    """Return the blueprint of `/v0/bases/{base}/webhooks...`."""
    airtable, webhooks = services.airtable, services.airtable.webhooks
    routes = Blueprint("webhooks", __name__, url_prefix="/v0/bases/<base_id>/webhooks")

    @routes.get("")
    def list_webhooks(base_id: str) -> dict[str, Any]:
        return {"webhooks": webhooks.listed(airtable.base(base_id).id)}

    @routes.post("")
    def create(base_id: str) -> dict[str, Any]:
        made = webhooks.create(airtable.base(base_id), body())
        note_effect(created_webhook=made["id"])
        return made

    @routes.delete("/<webhook_id>")
    def delete(base_id: str, webhook_id: str) -> tuple[str, int]:
        webhooks.delete(airtable.base(base_id).id, webhook_id)
        note_effect(deleted_webhook=webhook_id)
        return "", 200

    @routes.post("/<webhook_id>/enableNotifications")
    def enable(base_id: str, webhook_id: str) -> tuple[str, int]:
        wanted = body().get("enable")
        if not isinstance(wanted, bool):
            raise invalid_request()
        webhooks.enable(airtable.base(base_id).id, webhook_id, enable=wanted)
        return "", 200

    @routes.post("/<webhook_id>/refresh")
    def refresh(base_id: str, webhook_id: str) -> dict[str, Any]:
        return webhooks.refresh(airtable.base(base_id).id, webhook_id)

    @routes.get("/<webhook_id>/payloads")
    def payloads(base_id: str, webhook_id: str) -> dict[str, Any]:
        cursor, limit = _number("cursor", 1), _number("limit", 50)
        return webhooks.payloads(airtable.base(base_id).id, webhook_id, cursor, limit)

    return routes


def _number(name: str, default: int) -> int:
    text = request.args.get(name, str(default))
    if not text.isdigit() or int(text) < 1:
        raise invalid_request()
    return int(text)
