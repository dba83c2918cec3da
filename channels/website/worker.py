"""Builds units in a process of its own, for one per processor: `python -m channels.website.worker`.

Speaks pickle with the process that started it, over its standard streams. A plain program rather
than `multiprocessing`, which would run the starter's main module again, and cannot fork safely
where threads are.
"""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import BinaryIO, Final

from backbone.database import open_database, reading
from channels.website.builder import Builder, Staged, Task
from channels.website.settings import WebsiteSettings, open_workshop
from museum.errors import StopRun

Batch = list[Task]
_CODE: Final = Path(__file__).parents[2]
_AHEAD: Final = 3


@dataclass(frozen=True)
class Order:
    """What a worker needs to begin."""

    settings: WebsiteSettings
    today: date


class Worker:
    """A process that builds batches, one after another."""

    def __init__(self, order: Order) -> None:
        path = os.pathsep.join((str(_CODE), os.environ.get("PYTHONPATH", "")))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "channels.website.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._tell(order)

    def __enter__(self) -> "Worker":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _: TracebackType | None,
    ) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):  # it may have gone before it read all
                    stream.close()
        self._process.kill()
        self._process.wait()

    def build(self, batch: Batch) -> list[Staged]:
        """Build a batch. Raises `StopRun` when the process stopped."""
        try:
            self._tell(batch)
            assert self._process.stdout is not None
            found: list[Staged] = pickle.load(self._process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise StopRun(
                what="Het maken van de bladzijden is halverwege gestopt.",
                remedy="Start de publicatie opnieuw; stopt zij weer, kijk dan in het logboek.",
            ) from error
        return found

    def _tell(self, message: object) -> None:
        assert self._process.stdin is not None
        pickle.dump(message, self._process.stdin)
        self._process.stdin.flush()


def build_with_workers(order: Order, batches: Iterable[Batch], count: int) -> Iterator[Staged]:
    """Build batches in `count` processes; yield what came of each unit, in the batches' order."""
    rest = iter(batches)
    with ExitStack() as stack:
        idle: SimpleQueue[Worker] = SimpleQueue()
        for _ in range(count):
            idle.put(stack.enter_context(Worker(order)))
        pool = stack.enter_context(ThreadPoolExecutor(count, thread_name_prefix="builder"))

        def build(batch: Batch) -> list[Staged]:
            worker = idle.get()
            try:
                return worker.build(batch)
            finally:
                idle.put(worker)

        waiting = deque(pool.submit(build, batch) for batch in islice(rest, _AHEAD * count))
        while waiting:
            yield from waiting.popleft().result()
            waiting.extend(pool.submit(build, batch) for batch in islice(rest, 1))


def main() -> None:
    """Read an order and then batches from standard input, until there are no more."""
    stream, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints goes to the log, not between our answers
    order: Order = pickle.load(stream)
    engine = open_database(order.settings.database_url)
    with reading(engine).begin() as connection:
        builder = Builder(open_workshop(order.settings), connection, order.today)
        while (batch := _next(stream)) is not None:
            builder.prefetch(task.unit for task in batch)
            pickle.dump([builder.stage(task) for task in batch], answers)
            answers.flush()


def _next(stream: BinaryIO) -> Batch | None:
    try:
        found: Batch = pickle.load(stream)
    except EOFError:
        return None
    return found


if __name__ == "__main__":
    # by its full name, so that what travels is of the same classes on both sides
    from channels.website.worker import main as work

    work()
