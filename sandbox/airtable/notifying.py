"""Tells webhooks that something changed: soon, signed, and again when nobody answers."""

import base64
import hashlib
import hmac
import json
import threading
import time
from typing import Any, Final

import requests

from sandbox.airtable.webhooks import Webhook, Webhooks
from sandbox.clock import SandboxClock, iso
from sandbox.ledger import Ledger

# Changes within this time after the first come in one notification.
COALESCE_S: Final = 0.1
ANSWER_WITHIN_S: Final = 25
RETRIES: Final = 13
# The first pause; each next one is twice as long, so that 13 of them take about a day.
FIRST_PAUSE_S: Final = 10.0
_LONGEST_WAIT_S: Final = 5.0


class Notifier:
    """One thread that delivers what webhooks are owed."""

    def __init__(self, webhooks: Webhooks, clock: SandboxClock, ledger: Ledger) -> None:
        self._webhooks = webhooks
        self._clock = clock
        self._ledger = ledger
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="notifier", daemon=True)
        clock.on_change(self._wake)

    def start(self) -> None:
        """Begin to deliver; what was owed before a restart goes first."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after what is under way."""
        self._stopped.set()
        self._wake()
        if self._thread.is_alive():
            self._thread.join(timeout=2)

    def _wake(self) -> None:
        with self._webhooks.condition:
            self._webhooks.condition.notify_all()

    def _run(self) -> None:
        while not self._stopped.is_set():
            due = self._due()
            if not due:
                self._wait()
                continue
            self._stopped.wait(COALESCE_S)
            for webhook in due:
                if webhook.pending and not self._stopped.is_set():
                    self._deliver(webhook)

    def _due(self) -> list[Webhook]:
        now = self._clock.elapsed_s()
        return [one for one in self._webhooks.all() if one.pending and one.due_s <= now]

    def _wait(self) -> None:
        with self._webhooks.condition:
            if not self._due() and not self._stopped.is_set():
                owed = [one.due_s for one in self._webhooks.all() if one.pending]
                wait = min(owed, default=float("inf")) - self._clock.elapsed_s()
                self._webhooks.condition.wait(max(0.01, min(wait, _LONGEST_WAIT_S)))

    def _deliver(self, webhook: Webhook) -> None:
        webhook.pending = False
        body = json.dumps(
            {
                "base": {"id": webhook.base_id},
                "webhook": {"id": webhook.id},
                "timestamp": iso(self._clock.now()),
            }
        ).encode("ascii")
        started = time.monotonic()
        status, problem = _post(str(webhook.url), body, webhook.secret)
        self._ledger.record_sent("airtable", str(webhook.url), json.loads(body), status)
        self._settle(webhook, problem, time.monotonic() - started)

    def _settle(self, webhook: Webhook, problem: str, duration_s: float) -> None:
        result: dict[str, Any] = {
            "success": not problem,
            "completionTimestamp": iso(self._clock.now()),
            "durationMs": round(duration_s * 1000, 3),
            "retryNumber": webhook.retry,
        }
        if not problem:
            webhook.retry, webhook.due_s = 0, 0.0
            webhook.last_success = iso(self._clock.now())
        else:
            again = webhook.retry < RETRIES
            result |= {"willBeRetried": again, "error": {"message": problem}}
            if again:
                webhook.due_s = self._clock.elapsed_s() + FIRST_PAUSE_S * 2**webhook.retry
                webhook.retry += 1
                webhook.pending = True
            else:
                webhook.enabled, webhook.retry, webhook.pending = False, 0, False
        webhook.last_result = result
        self._webhooks.save_if_known(webhook)


def _post(url: str, body: bytes, secret: str) -> tuple[int, str]:
    """Send a notification; returns the status (0 for none) and what was wrong, if anything."""
    mac = hmac.new(base64.b64decode(secret), body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Airtable-Content-MAC": f"hmac-sha256={mac}",
    }
    try:
        reply = requests.post(
            url, data=body, headers=headers, timeout=ANSWER_WITHIN_S, allow_redirects=False
        )
    except requests.RequestException as error:
        return 0, f"The HTTP request failed: {type(error).__name__}"
    if reply.status_code in (200, 204):
        return reply.status_code, ""
    return (
        reply.status_code,
        f"The HTTP request returned a {reply.status_code} status code instead of 200 or 204",
    )
