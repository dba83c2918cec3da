"""List iterators: a page's offset leads to the next page of the very same picture.

They live in memory only, as Airtable's may vanish: a restart or half an hour loses them.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from sandbox.airtable.errors import ApiError, unprocessable
from sandbox.airtable.ids import new_id
from sandbox.airtable.state import BaseState
from sandbox.clock import SandboxClock

LIFE_S: Final = 1800.0
MOST: Final = 200


@dataclass(frozen=True)
class ListIterator:
    """What a list request found, at the moment of its first page."""

    state: BaseState
    table_id: str
    record_ids: tuple[str, ...]
    expires_s: float


class Iterators:
    """The iterators that are still alive."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._alive: OrderedDict[str, ListIterator] = OrderedDict()

    def keep(self, state: BaseState, table_id: str, record_ids: tuple[str, ...]) -> str:
        """Keep a picture and return its name."""
        name = new_id("itr")
        expires = self._clock.elapsed_s() + LIFE_S
        with self._lock:
            self._alive[name] = ListIterator(state, table_id, record_ids, expires)
            while len(self._alive) > MOST:
                self._alive.popitem(last=False)
        return name

    def find(self, offset: str, table_id: str) -> tuple[str, ListIterator, int]:
        """Return the name, the iterator and the position that an offset leads to."""
        name, _, record_id = offset.partition("/")
        with self._lock:
            found = self._alive.get(name)
        if found is None or found.table_id != table_id:
            raise _gone()
        if found.expires_s <= self._clock.elapsed_s() or record_id not in found.record_ids:
            raise _gone()
        return name, found, found.record_ids.index(record_id)

    def lose(self) -> None:
        """Lose every iterator, as the real service now and then does."""
        with self._lock:
            self._alive.clear()


def _gone() -> ApiError:
    return unprocessable(
        "LIST_RECORDS_ITERATOR_NOT_AVAILABLE",
        "The list records iterator is not available: start again without an offset.",
    )
