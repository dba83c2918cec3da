"""Waiting for what another process or thread is about to do."""

import time
from collections.abc import Callable


def wait_until(is_so: Callable[[], object], patience_s: float = 10) -> None:
    """Wait for a condition; fails when it does not come about."""
    end = time.monotonic() + patience_s
    while not is_so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)
