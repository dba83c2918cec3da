"""Does what Mailchimp does in its own time: sends, delivers webhooks, carries out batches."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Final

from sandbox.ledger import Ledger
from sandbox.mailchimp.account import Account
from sandbox.mailchimp.hooks import deliver
from sandbox.mailchimp.items import Item
from sandbox.mailchimp.sending import send_letters

_LONGEST_WAIT_S: Final = 5.0


class Worker:
    """One thread; what was under way before a restart goes first."""

    def __init__(self, account: Account, ledger: Ledger) -> None:
        self._account = account
        self._ledger = ledger
        self._stopped = threading.Event()
        self._run_batch: Callable[[Item], None] | None = None
        self._thread = threading.Thread(target=self._run, name="mailchimp", daemon=True)
        account.clock.on_change(account.wake)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def use(self, run_batch: Callable[[Item], None]) -> None:
        """Say how a batch is carried out: by the app, which is made after this."""
        self._run_batch = run_batch

    def stop(self) -> None:
        """Stop after what is under way."""
        self._stopped.set()
        self._account.wake()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stopped.is_set():
            with self._account.condition:
                if not self._has_work():
                    self._account.condition.wait(self._wait_s())
            if not self._stopped.is_set():
                self._work()

    def _work(self) -> None:
        items = self._account.items
        for campaign in self._due_campaigns():
            begun = {**campaign, "status": "sending"}
            send_letters(self._account, items.put("campaign", "", campaign["id"], begun, "sending"))
        for batch in items.all("batch", "", "pending"):
            if self._run_batch:
                self._run_batch(batch)
        for owed in self._due_hooks():
            status = deliver(self._account, owed)
            self._ledger.record_sent("mailchimp", owed["url"], owed["form"], status)

    def _due_campaigns(self) -> list[Item]:
        items, now = self._account.items, self._account.clock.now()
        due = [
            one
            for one in items.all("campaign", "", "schedule")
            if datetime.fromisoformat(one["send_time"]) <= now
        ]
        return [*items.all("campaign", "", "sending"), *due]

    def _due_hooks(self) -> list[Item]:
        now = self._account.clock.now().timestamp()
        return [one for one in self._account.items.all("owed") if one["due"] <= now]

    def _has_work(self) -> bool:
        pending = self._account.items.count("batch", "", "pending")
        return bool(self._stopped.is_set() or pending or self._due_campaigns() or self._due_hooks())

    def _wait_s(self) -> float:
        items, now = self._account.items, self._account.clock.now().timestamp()
        moments = [one["due"] for one in items.all("owed")]
        moments += [
            datetime.fromisoformat(one["send_time"]).timestamp()
            for one in items.all("campaign", "", "schedule")
        ]
        wait = min(moments, default=now + _LONGEST_WAIT_S) - now
        return max(0.01, min(wait, _LONGEST_WAIT_S))
