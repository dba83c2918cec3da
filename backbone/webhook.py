"""Our webhook at Airtable: made once, its secret kept where only its own user can read it."""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from backbone.airtable import AirtableBase
from backbone.mirror import Mirror

HOOK_PATH = "/hooks/airtable"


LIFE = timedelta(days=7)
"""A webhook lives this long after it was made, refreshed or read (contracts/airtable.md)."""

MARGIN = timedelta(hours=1)
"""A webhook this near its end is not trusted: a change may already be missing."""

LOOK_EVERY = timedelta(days=2)
"""After so long without a ping Airtable is asked whether our webhook still pings: one call."""

LOOK_AT_LEAST_EVERY = timedelta(days=7)
"""However much it pings: others of ours that were left behind are removed at a look."""

PINGED = "webhook_pinged"
"""When the last ping came that was answered by a fetch."""


@dataclass(frozen=True)
class KnownWebhook:
    """The webhook whose payloads feed the mirror. `url` is "" when nobody can be pinged.

    `expires` and `looked_at` are moments by our own clock, as ISO texts.
    """

    id: str
    url: str
    expires: str
    looked_at: str


class SecretFile:
    """The webhook's secret: shown once by Airtable, kept in a file of the data folder (0600).

    A file rather than the database, so that a copy of the database is no key to anything.
    """

    def __init__(self, data: Path) -> None:
        self._path = data / "airtable-webhook.secret"

    def write(self, mac_secret: str) -> None:
        """Replace the secret; a reader sees the old one or the new one, never half of it."""
        fresh = self._path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(mac_secret)
        fresh.replace(self._path)

    def read(self) -> str:
        """Return the secret, or "" when there is none."""
        try:
            return self._path.read_text("ascii").strip()
        except FileNotFoundError:
            return ""


def known_webhook(mirror: Mirror) -> KnownWebhook | None:
    """Return the webhook that we made earlier, or None."""
    stored = mirror.state("webhook")
    try:
        return KnownWebhook(**stored) if stored else None
    except TypeError:
        # Kept by another version, in another shape: make one of our own, `look_after` removes
        # the former.
        return None


def next_look(mirror: Mirror) -> datetime | None:
    """Return when Airtable is to be asked after our webhook; None when nobody can be pinged.

    A webhook that pinged says by that that it lives: no call is needed to know it.
    """
    known = known_webhook(mirror)
    if known is None or not known.url:
        return None
    looked = datetime.fromisoformat(known.looked_at)
    pinged = mirror.state(PINGED)
    heard = max(looked, datetime.fromisoformat(pinged)) if pinged else looked
    return min(heard + LOOK_EVERY, looked + LOOK_AT_LEAST_EVERY)


class WebhookKeeper:
    """Makes our webhook, sees that it lives and pings, and makes another when it does not."""

    def __init__(
        self,
        airtable: AirtableBase,
        mirror: Mirror,
        secrets: SecretFile,
        hook_url: str,
        now: Callable[[], datetime],
    ) -> None:
        self._airtable = airtable
        self._mirror = mirror
        self._secrets = secrets
        self._hook_url = hook_url
        self._now = now

    def known(self) -> KnownWebhook | None:
        """Return the webhook that we made earlier, or None."""
        return known_webhook(self._mirror)

    def known_id(self) -> str:
        """Return the ID of our webhook, "" when there is none."""
        known = self.known()
        return known.id if known else ""

    def is_usable(self) -> bool:
        """Tell whether our webhook tells of every change since it was last read."""
        known = self.known()
        if known is None or known.url != self._hook_url:
            return False
        return datetime.fromisoformat(known.expires) - MARGIN > self._now()

    def is_due(self) -> bool:
        """Tell whether it is time to ask Airtable whether our webhook still pings."""
        at = next_look(self._mirror)
        return at is not None and at <= self._now()

    def extended(self) -> dict[str, Any]:
        """Return the state to keep after its payloads were read: that gives it 7 more days."""
        known = self.known()
        if known is None:
            return {}
        return {"webhook": asdict(replace(known, expires=self._in_a_life()))}

    def forget(self) -> None:
        """Let our webhook go: a new one is to be made, and everything read again."""
        self._mirror.set_state("webhook", None)

    def look_after(self) -> None:
        """See that our webhook is there, pings, and is the only one at our address."""
        known = self.known()
        if known is None:
            return
        with self._airtable.for_purpose("webhook"):
            found = {one["id"]: one for one in self._airtable.webhooks()}
            ours = found.get(known.id)
            if ours is None or not ours.get("isHookEnabled", True):
                self.forget()
                return
            if not ours.get("areNotificationsEnabled", True):
                self._airtable.enable_notifications(known.id)
            for other in set(self._at_our_address(found.values())) - {known.id}:
                self._airtable.delete_webhook(other)
        looked = replace(known, looked_at=self._now().isoformat())
        self._mirror.set_state("webhook", asdict(looked))

    def make(self) -> None:
        """Make our webhook; its payloads begin at the first. One call when all goes well.

        The secret is written before the webhook is known: killed in between, another one is made
        and this one is removed by `look_after`.
        """
        former = self.known_id()
        if former:
            self._airtable.delete_webhook(former)
        address = self._hook_url + HOOK_PATH if self._hook_url else None
        made = self._airtable.create_surely(
            lambda: self._airtable.create_webhook(address), self._remove_strays
        )
        self._secrets.write(made.mac_secret)
        known = KnownWebhook(made.id, self._hook_url, self._in_a_life(), self._now().isoformat())
        self._mirror.apply((), {"webhook": asdict(known), "cursor": 1})

    def _remove_strays(self) -> None:
        """Remove webhooks of ours whose secret got lost with the reply."""
        for stray in self._at_our_address(self._airtable.webhooks()):
            self._airtable.delete_webhook(stray)

    def _at_our_address(self, webhooks: Iterable[dict[str, Any]]) -> list[str]:
        address = self._hook_url + HOOK_PATH
        return [
            str(one["id"])
            for one in webhooks
            if self._hook_url and one.get("notificationUrl") == address
        ]

    def _in_a_life(self) -> str:
        return (self._now() + LIFE).isoformat()


def verify_mac(mac_secret: str, raw_body: bytes, header: str) -> bool:
    """Tell whether a ping comes from Airtable: its MAC on the raw body, in constant time.

    `header` is `hmac-sha256=<hex>`; `mac_secret` is base64, as Airtable gave it.
    """
    if not mac_secret:
        return False
    try:
        key = base64.b64decode(mac_secret, validate=True)
    except binascii.Error:
        return False
    expected = "hmac-sha256=" + hmac.new(key, raw_body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), header.encode("utf-8", "replace"))
