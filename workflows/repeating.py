"""What is done again and again beside the work, in a thread of its own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

ENDS_WITHIN_S: Final = 60.0

_log = structlog.get_logger(__name__)


@contextmanager
def repeating(
    name: str,
    every_s: float,
    act: Callable[[], object],
    survives: tuple[type[Exception], ...] = (SQLAlchemyError,),
) -> Iterator[None]:
    """Do `act` every so many seconds until the block ends.

    What a turn `survives` (a database that is away for a moment) is noted: the next makes up for
    it.
    """
    stopped = threading.Event()

    def turns() -> None:
        while not stopped.wait(every_s):
            try:
                act()
            except survives as error:
                _log.warning(f"{name}.turn_failed", kind=type(error).__name__)

    thread = threading.Thread(target=turns, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(timeout=ENDS_WITHIN_S)
