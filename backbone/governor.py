"""The governor: keeps the month within the plan's quota by how long changes are collected.

It reads the calls of this month and the moments of edits of the last weeks, lets `museum.quota`
decide, and keeps the decision in the database, so that all processes go by the same.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from backbone.calls import CallCounts, month_of
from backbone.edit_history import EditHistory
from backbone.mirror import Mirror
from backbone.month_gate import MonthGate
from museum.budget_rules import BudgetRules
from museum.collecting import Pace, Wait
from museum.quota import HISTORY_DAYS, Decision, Known, decide, next_month

HOLDS_FOR: Final = timedelta(hours=1)
"""A decision is looked at again after this, or when the month turned or the rules changed."""

_KEPT: Final = "governor"


@dataclass(frozen=True)
class Month:
    """How this month stands. `closed_until`: no automatic call before; `is_spent`: none at all."""

    name: str
    used: dict[str, int]
    quota: int | None
    decision: Decision
    closed_until: datetime | None
    is_spent: bool

    @property
    def total(self) -> int:
        """All calls so far."""
        return sum(self.used.values())


class Governor:
    """Decides how long changes are collected, and whether there may be automatic calls at all."""

    def __init__(
        self,
        engine: sa.Engine,
        mirror: Mirror,
        service: str,
        rules: BudgetRules,
        now: Callable[[], datetime],
        is_polling: bool,
    ) -> None:
        self._mirror = mirror
        self._service = service
        self._rules = rules
        self._now = now
        self._is_polling = is_polling
        self._calls = CallCounts(engine)
        self._history = EditHistory(engine)
        self._gate = MonthGate(engine, service, rules.calls_per_month)

    def pace(self) -> Pace:
        """Return the pace in force; worked out again once it is an hour old."""
        return self.decision().pace

    def decision(self) -> Decision:
        """Return the decision in force."""
        now = self._now()
        kept = self._mirror.state(_KEPT)
        if kept and kept["for"] == self._fingerprint(now):
            age = now - datetime.fromisoformat(kept["at"])
            if timedelta(0) <= age < HOLDS_FOR:
                return _decision(kept["decision"])
        return self.decide_anew()

    def decide_anew(self) -> Decision:
        """Forecast the month, choose the pace, and keep that."""
        now = self._now()
        begin = now - timedelta(days=HISTORY_DAYS)
        self._history.forget_before(begin)
        known = Known(
            now=now,
            used=self._used(now),
            edits=self._history.since(begin),
            since=self._known_since(now),
            is_polling=self._is_polling,
        )
        decision = decide(self._rules, known)
        told = {"at": now.isoformat(), "for": self._fingerprint(now), "decision": asdict(decision)}
        self._mirror.set_state(_KEPT, told)
        return decision

    def month(self) -> Month:
        """Return how the month stands now."""
        now = self._now()
        return Month(
            month_of(now),
            self._used(now),
            self._rules.calls_per_month,
            self.decision(),
            self.closed_until(),
            self.is_spent(),
        )

    def month_name(self) -> str:
        """Return Airtable's month of now ("2027-03")."""
        return month_of(self._now())

    def is_spent(self) -> bool:
        """Tell whether Airtable said that this month's calls are used up."""
        return self._gate.is_spent(self._now())

    def closed_until(self) -> datetime | None:
        """Return until when nothing is fetched that nobody waits for; None when it may be now."""
        now = self._now()
        most = self._rules.automatic_most
        is_full = most is not None and sum(self._used(now).values()) >= most
        return next_month(now) if is_full or self.is_spent() else None

    def _used(self, now: datetime) -> dict[str, int]:
        return self._calls.calls(month_of(now)).get(self._service, {})

    def _known_since(self, now: datetime) -> datetime:
        """Return since when edits are counted; the first look begins that."""
        kept = self._mirror.state("edits_since")
        if kept is None:
            self._mirror.set_state("edits_since", now.isoformat())
            return now
        return datetime.fromisoformat(kept)

    def _fingerprint(self, now: datetime) -> str:
        return f"{month_of(now)} {self._is_polling} {self._rules}"


def _decision(kept: dict[str, Any]) -> Decision:
    pace = kept["pace"]
    return Decision(
        Pace(Wait(**pace["office"]), Wait(**pace["outside"]), pace["is_beyond"]),
        kept["forecast"],
        kept["used"],
        kept["is_tight"],
    )
