"""How every long-running command ends: at the first Ctrl-C or SIGTERM, in order."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType


class _StopAskedError(SystemExit):  # waitress swallows all that is no SystemExit in its loop
    """Raised by the signal handler, wherever the process is."""


@contextmanager
def until_told_to_stop() -> Iterator[None]:
    """Leave the block at the first Ctrl-C or SIGTERM; a second one does not disturb the leaving."""
    numbers = (signal.SIGTERM, signal.SIGINT)

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise _StopAskedError

    for number in numbers:
        signal.signal(number, stop)
    with suppress(_StopAskedError):
        yield
