"""What a reader gives when it is not certain: a reason that says what to write instead."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """Nothing was read. `reason` is whole Dutch sentences for whoever typed the answer."""

    reason: str


class RefusedError(ValueError):
    """Inside this package: stop reading. The message is the reason of the `Refusal`."""
