"""An engine within the process of the tests."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from workflows.engine import Engine, EngineSettings, JobFunction


@contextmanager
def running(settings: EngineSettings, jobs: Mapping[str, JobFunction]) -> Iterator[None]:
    """An engine that begins in a thread of its own.

    Playwright leaves an event loop in the thread of the tests, and DBOS begins beside none.
    """
    engine = Engine(settings, jobs)
    with ThreadPoolExecutor(1) as own:
        own.submit(engine.__enter__).result()
        try:
            yield
        finally:
            own.submit(engine.__exit__, None, None, None).result()
