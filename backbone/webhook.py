"""Our webhook at Airtable: made once, its secret kept where only its own user can read it."""

import base64
import binascii
import hashlib
import hmac
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from backbone.airtable import AirtableBase
from backbone.mirror import Mirror

HOOK_PATH = "/hooks/airtable"


@dataclass(frozen=True)
class KnownWebhook:
    """The webhook whose payloads feed the mirror. `url` is "" when nobody can be pinged."""

    id: str
    url: str


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
    """Return the webhook we made earlier, or None."""
    stored = mirror.state("webhook")
    return KnownWebhook(**stored) if stored else None


def make_webhook(airtable: AirtableBase, mirror: Mirror, secrets: SecretFile, url: str) -> None:
    """Make our webhook and begin its payloads at the first; one call.

    The secret is written before the webhook is known: killed in between, another one is made,
    and Airtable lets this one expire after 7 days.
    """
    made = airtable.create_webhook(url + HOOK_PATH if url else None)
    secrets.write(made.mac_secret)
    mirror.apply((), {"webhook": asdict(KnownWebhook(made.id, url)), "cursor": 1})


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
