"""The brake: a plan that removes more than a set share waits until a person approves it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class BrakeLimit:
    """How much may go at once. `share` is of what stands now (0.1 is a tenth).

    Below `minimum` removals the brake never stops: one of three is a third, and an ordinary day.
    """

    share: float
    minimum: int


@dataclass(frozen=True)
class Removal:
    """How many of one kind a plan removes, of how many that stand now. `label` is Dutch."""

    kind: str
    label: str
    removed: int
    present: int


@dataclass(frozen=True)
class Verdict:
    """`reasons` are Dutch sentences; none: the plan may go on."""

    reasons: tuple[str, ...]

    @property
    def is_blocked(self) -> bool:
        """Whether the plan waits for a person."""
        return bool(self.reasons)


def judge(removals: list[Removal], limits: Mapping[str, BrakeLimit]) -> Verdict:
    """Say whether a plan removes too much. A kind without a limit is never stopped."""
    reasons = [
        _sentence(removal, limits[removal.kind])
        for removal in removals
        if removal.kind in limits and _is_too_much(removal, limits[removal.kind])
    ]
    return Verdict(tuple(reasons))


def _is_too_much(removal: Removal, limit: BrakeLimit) -> bool:
    return removal.removed >= limit.minimum and removal.removed > removal.present * limit.share


def _sentence(removal: Removal, limit: BrakeLimit) -> str:
    return (
        f"Van de {removal.present} {removal.label} zouden er {removal.removed} in één keer "
        f"verdwijnen; zonder goedkeuring mag dat {limit.share:.0%} zijn."
    )
