"""Builds many units: alone, or with a worker per processor when there are many."""

import os
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final

import sqlalchemy as sa

from backbone.database import reading
from channels.website import catalogue_tables as t
from channels.website.builder import Builder, Staged, Task
from channels.website.settings import Workshop
from channels.website.worker import Batch, Order, build_with_workers

_ALONE: Final = 800
"""Up to so many units one process is quicker than starting more."""
_BATCH: Final = 60


def stage_units(
    workshop: Workshop, engine: sa.Engine, tasks: Sequence[Task], today: date
) -> Iterator[Staged]:
    """Build units and yield what came of each."""
    if len(tasks) > _ALONE:
        count = len(os.sched_getaffinity(0))
        order = Order(workshop.settings, today)
        yield from build_with_workers(order, _neighbours_together(engine, tasks), count)
    else:
        yield from _alone(workshop, engine, tasks, today)


def _alone(
    workshop: Workshop, engine: sa.Engine, tasks: Sequence[Task], today: date
) -> Iterator[Staged]:
    if tasks:
        with reading(engine).begin() as connection:
            builder = Builder(workshop, connection, today)
            builder.prefetch(task.unit for task in tasks)
            for task in tasks:
                yield builder.stage(task)


def _neighbours_together(engine: sa.Engine, tasks: Sequence[Task]) -> Iterator[Batch]:
    """Cut tasks in batches, with the activities of a museum side by side: they share a lot."""
    query = sa.select(t.things.c.id, t.things.c.museum_id).where(t.things.c.kind == "activity")
    with reading(engine).begin() as connection:
        museum_of = {f"activity:{row.id}": row.museum_id for row in connection.execute(query)}
    ordered = iter(sorted(tasks, key=lambda task: (museum_of.get(task.unit, ""), task.unit)))
    while batch := list(islice(ordered, _BATCH)):
        yield batch
