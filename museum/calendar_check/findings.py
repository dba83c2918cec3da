"""What the rules find: one thing that does not fit, with its reason and what would solve it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from museum.calendar_check.settings import Severity

ORDER: Final[tuple[Severity, ...]] = ("error", "warning", "hint")


@dataclass(frozen=True)
class Place:
    """A record that a finding is about. `table` is a key of `config/tables.toml`."""

    table: str
    id: str
    title: str


@dataclass(frozen=True)
class Finding:
    """One thing that does not fit. `key` is stable; `facts` are what it rests on.

    `what` and `remedy` are whole Dutch sentences. `places[0]` is where to mend it; there are none
    when it is about the calendar as a whole.
    """

    key: str
    rule: str
    severity: Severity
    what: str
    remedy: str
    places: tuple[Place, ...]
    facts: tuple[object, ...]

    @property
    def fingerprint(self) -> str:
        """Of the facts: an acceptance holds for as long as this is the same."""
        return hashlib.sha256(repr(self.facts).encode()).hexdigest()[:16]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with the worst first; the same findings always in the same order."""
    return sorted(findings, key=lambda one: (ORDER.index(one.severity), one.rule, one.key))
