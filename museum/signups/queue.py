"""The waiting list: who gets a place that is free.

A group comes together or waits together. A free place goes to the first in the queue whom it is
enough for: a group that it is too small for keeps its place in the queue, and no place stays empty.
"""

from collections.abc import Iterable


def fits(free: int | None, size: int) -> bool:
    """Tell whether so many people can have a place now; `free` is None when there is no end."""
    return free is None or size <= free


def who_moves_up(free: int | None, waiting: Iterable[tuple[str, int]]) -> list[str]:
    """Return who is offered a place: keys of those who wait, in their order.

    `waiting` holds (key, how many people), the first in the queue first.
    """
    offered: list[str] = []
    left = free
    for key, size in waiting:
        if left is not None and left <= 0:
            break
        if fits(left, size):
            offered.append(key)
            left = None if left is None else left - size
    return offered
