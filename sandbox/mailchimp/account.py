"""The account: its items, its clock, its plan, and what the worker waits for."""

import secrets
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sandbox.clock import SandboxClock
from sandbox.errors import SandboxError
from sandbox.mail.mailbox import Mailbox
from sandbox.mailchimp.errors import ProblemError
from sandbox.mailchimp.items import Items
from sandbox.store import Store

MAX_CONNECTIONS: Final = 10
HOME_DOMAIN: Final = "drentsemusea.example"


@dataclass(frozen=True)
class Plan:
    """What an account may: contacts that count, and sends in a month."""

    name: str
    contacts: int
    sends: int


# Sources differ on Free, so both are here (contracts/mailchimp.md).
PLANS: Final = {
    one.name: one
    for one in (
        Plan("free", 250, 500),
        Plan("free500", 500, 1_000),
        Plan("essentials", 50_000, 500_000),
        Plan("standard", 100_000, 1_200_000),
        Plan("premium", 1_000_000, 15_000_000),
    )
}


class Account:
    """One Mailchimp account."""

    def __init__(self, store: Store, clock: SandboxClock, mailbox: Mailbox, address: str) -> None:
        self.items = Items(store)
        self.clock = clock
        self.mailbox = mailbox
        self.address = address
        self.condition = threading.Condition()
        self._lock = threading.Lock()
        self._connections = 0

    @property
    def id(self) -> str:
        """The account's own ID."""
        return self._kept("account_id", 12)

    @property
    def signing_secret(self) -> str:
        """What webhooks are signed with."""
        return self._kept("signing_secret", 16)

    @property
    def plan(self) -> Plan:
        """The plan that was chosen; Standard when none was."""
        return PLANS[self.items.store.read_setting("mailchimp_plan", "standard")]

    def choose_plan(self, name: str) -> None:
        """Take another plan; raises `SandboxError`."""
        if name not in PLANS:
            raise SandboxError(f'"mailchimp" must be one of: {", ".join(PLANS)}.')
        self.items.store.write_setting("mailchimp_plan", name)

    def now(self) -> str:
        """Return the moment as Mailchimp writes it."""
        return written(self.clock.now())

    def wake(self) -> None:
        """Tell the worker that there is something to do."""
        with self.condition:
            self.condition.notify_all()

    def connect(self) -> bool:
        """Count a call that begins; False when it is one too many. Each is let go once."""
        with self._lock:
            self._connections += 1
            return self._connections <= MAX_CONNECTIONS

    def let_go(self) -> None:
        """Count a call that ends."""
        with self._lock:
            self._connections -= 1

    def sends_this_month(self) -> int:
        """Return how many letters went out in this month, tests too."""
        return int(self.items.store.read_setting(self._month(), 0))

    def count_sends(self, letters: int) -> None:
        """Count letters that go out."""
        with self.items.store.transaction():
            self.items.store.write_setting(self._month(), self.sends_this_month() + letters)

    def contacts(self) -> int:
        """Return how many contacts count for the plan: all but cleaned and archived ones."""
        return sum(
            self.items.count("member", one["id"], status)
            for one in self.items.all("list")
            for status in ("subscribed", "unsubscribed", "transactional")
        )

    def check_plan(self, letters: int) -> None:
        """Raise Mailchimp's 400 when letters would go past the plan."""
        problem = self.plan_problem(letters)
        if problem:
            raise ProblemError(400, "Bad Request", problem)

    def plan_problem(self, letters: int) -> str:
        """Return what the plan has against sending, or nothing."""
        plan = self.plan
        if self.contacts() > plan.contacts:
            return f"You have more than the {plan.contacts} contacts of your plan. Upgrade to send."
        if self.sends_this_month() + letters > plan.sends:
            return f"You would go past the {plan.sends} sends a month of your plan."
        return ""

    def _month(self) -> str:
        return f"mailchimp_sends_{self.clock.now():%Y-%m}"

    def _kept(self, name: str, size: int) -> str:
        store = self.items.store
        with store.transaction():
            found = store.read_setting(f"mailchimp_{name}", "")
            if not found:
                found = secrets.token_hex(size)
                store.write_setting(f"mailchimp_{name}", found)
        return str(found)


def written(moment: datetime) -> str:
    """Write a moment as Mailchimp does: `2027-03-02T10:00:00+00:00`."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()
