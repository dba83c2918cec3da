"""Airtable's limits: calls per second, calls per month, records per base."""

import threading
from collections import deque
from dataclasses import dataclass
from typing import Final

from sandbox.airtable.errors import ApiError, unprocessable
from sandbox.clock import SandboxClock
from sandbox.store import Store

PENALTY_S: Final = 30.0
USER_REQUESTS_PER_S: Final = 50
# A client that keeps to a full second may still arrive a little closer together.
WINDOW_S: Final = 0.98


@dataclass(frozen=True)
class Plan:
    """What a workspace may use; `None` is without limit."""

    name: str
    calls_per_month: int | None
    records_per_base: int


PLANS: Final = {
    "free": Plan("free", 1_000, 1_000),
    "team": Plan("team", 100_000, 50_000),
    "business": Plan("business", None, 125_000),
}


def smallest_plan(records: int) -> str:
    """The name of the smallest plan that holds this many records (the largest if none does)."""
    for plan in PLANS.values():
        if records <= plan.records_per_base:
            return plan.name
    return "business"


class RateLimiter:
    """So many requests in any second per key; past it, 30 seconds of refusals."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._recent: dict[str, deque[float]] = {}
        self._penalty_until: dict[str, float] = {}

    def check(self, key: str, per_s: int) -> None:
        """Count a request; raises the API's 429 when it is one too many."""
        if per_s <= 0:
            return
        now = self._clock.elapsed_s()
        with self._lock:
            if now < self._penalty_until.get(key, 0.0):
                raise _rate_limit()
            recent = self._recent.setdefault(key, deque())
            while recent and recent[0] <= now - WINDOW_S:
                recent.popleft()
            if len(recent) >= per_s:
                self._penalty_until[key] = now + PENALTY_S
                recent.clear()
                raise _rate_limit()
            recent.append(now)


class Quota:
    """Calls per calendar month of the sandbox's clock, and the plan that limits them."""

    def __init__(self, store: Store, clock: SandboxClock) -> None:
        self._store = store
        self._clock = clock
        self._plan = PLANS[store.read_setting("airtable_plan", "free")]

    @property
    def plan(self) -> Plan:
        """The plan of the workspace."""
        return self._plan

    def choose(self, name: str) -> None:
        """Move the workspace to another plan."""
        self._plan = PLANS[name]
        self._store.write_setting("airtable_plan", name)

    def used(self) -> int:
        """How many calls were made this month."""
        rows = self._store.rows(
            "SELECT calls FROM usage WHERE month = ? AND service = 'airtable'", (self._month(),)
        )
        return int(rows[0][0]) if rows else 0

    def count_call(self) -> None:
        """Count a call; raises the API's 429 when the month is full."""
        limit = self._plan.calls_per_month
        if limit is not None and self.used() >= limit:
            raise _over_quota()
        with self._store.transaction() as connection:
            connection.execute(
                "INSERT INTO usage VALUES (?, 'airtable', 1)"
                " ON CONFLICT (month, service) DO UPDATE SET calls = calls + 1",
                (self._month(),),
            )

    def check_records(self, records: int) -> None:
        """Refuse a base of more records than its plan holds."""
        if records > self._plan.records_per_base:
            raise unprocessable(
                "ROW_LIMIT_EXCEEDED",
                f"A base on the {self._plan.name} plan holds at most"
                f" {self._plan.records_per_base} records.",
            )

    def _month(self) -> str:
        return self._clock.now().strftime("%Y-%m")


def _rate_limit() -> ApiError:
    message = "Rate limit exceeded. Please try again later"
    return ApiError(429, {"errors": [{"error": "RATE_LIMIT_REACHED", "message": message}]})


def _over_quota() -> ApiError:
    message = "Your workspace has exceeded its monthly limit of API calls."
    kind = "PUBLIC_API_BILLING_LIMIT_EXCEEDED"
    return ApiError(429, {"errors": [{"error": kind, "message": message}]})
