"""The task list: the tasks of the event templates, each with its day for each programme item.

A task is due so many weeks before its item begins, on the working day at or before that day.
No I/O.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from museum.hours.calendar import is_public_holiday
from museum.identity import RecordId
from museum.occurrences import plan_of
from museum.records import ProgrammeItem, TemplateTask
from museum.workload import Templates

_FRIDAY: Final = 4


@dataclass(frozen=True)
class DatedTask:
    """One task for one item. `weeks` before it begins; below 0 is after."""

    item: ProgrammeItem
    task: TemplateTask
    due: date
    is_done: bool

    @property
    def key(self) -> tuple[RecordId, RecordId]:
        """What it is known by."""
        return self.item.id, self.task.id

    def is_late(self, today: date) -> bool:
        """Whether it should have been done."""
        return not self.is_done and self.due < today


def task_list(
    items: Iterable[ProgrammeItem],
    templates: Templates,
    tasks: Iterable[TemplateTask],
    ticked: Mapping[tuple[str, str], bool],
) -> list[DatedTask]:
    """Return the tasks of all items that have a date, in the order of their days.

    `ticked` is what was ticked off (or on again) lately, by item and task: it goes before what the
    tables say. Items that are cancelled have none.
    """
    by_template: dict[str, list[TemplateTask]] = {}
    for task in tasks:
        if task.template is not None and task.weeks_before is not None:
            by_template.setdefault(str(task.template), []).append(task)
    found = [
        DatedTask(item, task, due_on(first, task.weeks_before or 0), _is_done(item, task, ticked))
        for item in items
        if (template := templates.of(item)) is not None and (first := _first_day(item)) is not None
        for task in by_template.get(str(template.id), ())
    ]
    return sorted(found, key=lambda one: (one.due, one.item.title, one.task.title, one.task.id))


def due_on(first_day: date, weeks_before: int) -> date:
    """Return the working day at or before the day that is so many weeks before."""
    day = first_day - timedelta(weeks=weeks_before)
    while day.weekday() > _FRIDAY or is_public_holiday(day):
        day -= timedelta(days=1)
    return day


def _is_done(
    item: ProgrammeItem, task: TemplateTask, ticked: Mapping[tuple[str, str], bool]
) -> bool:
    return ticked.get((str(item.id), str(task.id)), task.id in item.done_tasks)


def _first_day(item: ProgrammeItem) -> date | None:
    if item.date_status in ("cancelled", "unknown"):
        return None
    plan = plan_of(item).plan
    return plan.first_day if plan else None
