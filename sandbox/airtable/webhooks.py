"""Webhooks: what each watches, what it still has to read, and when it dies."""

import base64
import json
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sandbox.airtable.addresses import is_web_address
from sandbox.airtable.changes import find_changes
from sandbox.airtable.errors import invalid_request, not_found, unprocessable
from sandbox.airtable.ids import new_id
from sandbox.airtable.payloads import build_payload, read_specification
from sandbox.airtable.reader import Reader
from sandbox.airtable.specifications import accept_specification
from sandbox.airtable.state import BaseState, Draft
from sandbox.clock import SandboxClock, iso
from sandbox.store import Store

LIFE: Final = timedelta(days=7)
MOST_PER_BASE: Final = 10
PAGE: Final = 50


@dataclass
class Webhook:
    """One webhook. `pending` says that a notification is owed; `retry` how often it failed."""

    id: str
    base_id: str
    url: str | None
    specification: dict[str, Any]
    secret: str
    expires: str
    enabled: bool = True
    next_cursor: int = 1
    last_success: str | None = None
    last_result: dict[str, Any] | None = None
    pending: bool = False
    retry: int = 0
    due_s: float = field(default=0.0, compare=False)

    def as_listed(self, *, alive: bool) -> dict[str, Any]:
        """Write the webhook as the list call does; the secret is told only once."""
        return {
            "id": self.id,
            "areNotificationsEnabled": self.enabled,
            "cursorForNextPayload": self.next_cursor,
            "isHookEnabled": alive,
            "lastSuccessfulNotificationTime": self.last_success,
            "notificationUrl": self.url,
            "lastNotificationResult": self.last_result,
            "expirationTime": self.expires,
            "specification": self.specification,
        }


class Webhooks:
    """The webhooks of every base; `condition` is notified when a notification is owed."""

    def __init__(self, store: Store, clock: SandboxClock) -> None:
        self._store = store
        self._clock = clock
        self.condition = threading.Condition()
        rows = store.rows("SELECT body FROM webhooks ORDER BY position")
        self._known = {one.id: one for one in (Webhook(**json.loads(body)) for (body,) in rows)}
        for one in self._known.values():
            one.due_s = 0.0

    def listed(self, base_id: str) -> list[dict[str, Any]]:
        """The webhooks of a base, as the list call writes them."""
        return [one.as_listed(alive=self._is_alive(one)) for one in self._of_base(base_id)]

    def all(self) -> list[Webhook]:
        """Every webhook of every base."""
        return list(self._known.values())

    def create(self, base: BaseState, data: Mapping[str, Any]) -> dict[str, Any]:
        """Make a webhook; the answer holds the secret, which is never told again."""
        if len([one for one in self._of_base(base.id) if self._is_alive(one)]) >= MOST_PER_BASE:
            raise unprocessable("TOO_MANY_WEBHOOKS_BY_BASE", "A base has at most 10 webhooks.")
        made = Webhook(
            id=new_id("ach"),
            base_id=base.id,
            url=_address(data.get("notificationUrl")),
            specification=accept_specification(data.get("specification"), base),
            secret=base64.b64encode(secrets.token_bytes(32)).decode(),
            expires=iso(self._clock.now() + LIFE),
        )
        self._known[made.id] = made
        self.save(made)
        return {
            "id": made.id,
            "macSecretBase64": made.secret,
            "expirationTime": made.expires,
        }

    def find(self, base_id: str, webhook_id: str) -> Webhook:
        """Return a webhook of a base; raises the API's 404."""
        found = self._known.get(webhook_id)
        if found is None or found.base_id != base_id:
            raise not_found()
        return found

    def enable(self, base_id: str, webhook_id: str, *, enable: bool) -> None:
        """Turn notifications on or off; payloads go on either way."""
        found = self.find(base_id, webhook_id)
        found.enabled, found.retry = enable, 0
        if not enable:
            found.pending = False
        self.save(found)

    def refresh(self, base_id: str, webhook_id: str) -> dict[str, Any]:
        """Give a webhook seven more days; one that has died stays dead."""
        found = self.find(base_id, webhook_id)
        if not self._is_alive(found):
            raise unprocessable("INVALID_HOOK", "The webhook has expired: create a new one.")
        found.expires = iso(self._clock.now() + LIFE)
        self.save(found)
        return {"expirationTime": found.expires}

    def delete(self, base_id: str, webhook_id: str) -> None:
        """Take a webhook and its payloads away."""
        found = self.find(base_id, webhook_id)
        del self._known[found.id]
        with self._store.transaction() as connection:
            connection.execute("DELETE FROM webhooks WHERE id = ?", (found.id,))
            connection.execute("DELETE FROM payloads WHERE webhook_id = ?", (found.id,))

    def forget_base(self, base_id: str) -> None:
        """Take every webhook of a base away."""
        for one in self._of_base(base_id):
            self.delete(base_id, one.id)

    def payloads(self, base_id: str, webhook_id: str, cursor: int, limit: int) -> dict[str, Any]:
        """Return the payloads from a cursor on, at most 50; this keeps the webhook alive."""
        found = self.find(base_id, webhook_id)
        size = min(limit, PAGE)
        oldest = iso(self._clock.now() - LIFE)
        rows = self._store.rows(
            "SELECT cursor, body FROM payloads WHERE webhook_id = ? AND cursor >= ?"
            " AND created >= ? ORDER BY cursor LIMIT ?",
            (found.id, cursor, oldest, size + 1),
        )
        if self._is_alive(found):
            found.expires = iso(self._clock.now() + LIFE)
            self.save(found)
        shown = rows[:size]
        return {
            "cursor": shown[-1][0] + 1 if shown else max(cursor, found.next_cursor),
            "mightHaveMore": len(rows) > size,
            "payloads": [json.loads(body) for _, body in shown],
        }

    def record(
        self, draft: Draft, after: BaseState, reader: Callable[[BaseState], Reader]
    ) -> list[Webhook]:
        """Write the payloads of a change; returns the webhooks that owe a notification."""
        watching = [one for one in self._of_base(after.id) if self._is_alive(one)]
        if not watching:
            return []
        changes = find_changes(draft, after, reader)
        woken = []
        for one in watching:
            specification = read_specification(one.specification["options"], after)
            payload = build_payload(changes, draft, specification, changes.after.users)
            if payload is not None:
                self._keep(one, payload)
                woken.append(one)
        return woken

    def _keep(self, webhook: Webhook, payload: dict[str, Any]) -> None:
        with self._store.transaction() as connection:
            connection.execute(
                "INSERT INTO payloads VALUES (?, ?, ?, ?)",
                (webhook.id, webhook.next_cursor, payload["timestamp"], json.dumps(payload)),
            )
        webhook.next_cursor += 1
        if webhook.enabled and webhook.url:
            webhook.pending = True
        self.save(webhook)

    def wake(self, webhooks: list[Webhook]) -> None:
        """Tell the notifier that notifications are owed."""
        if webhooks:
            with self.condition:
                self.condition.notify_all()

    def save(self, webhook: Webhook) -> None:
        """Write a webhook down."""
        with self._store.transaction() as connection:
            connection.execute(
                "INSERT INTO webhooks VALUES (?, ?, (SELECT COALESCE(MAX(position), 0) + 1"
                " FROM webhooks), ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                (webhook.id, webhook.base_id, json.dumps(asdict(webhook))),
            )

    def save_if_known(self, webhook: Webhook) -> None:
        """Write a webhook down, unless it was deleted meanwhile."""
        with self._store.lock:
            if webhook.id in self._known:
                self.save(webhook)

    def _of_base(self, base_id: str) -> list[Webhook]:
        return [one for one in self._known.values() if one.base_id == base_id]

    def _is_alive(self, webhook: Webhook) -> bool:
        return datetime.fromisoformat(webhook.expires) > self._clock.now()


def _address(url: Any) -> str | None:
    if url is None:
        return None
    if not is_web_address(url):
        raise invalid_request("notificationUrl must be an address of http or https.")
    return url
