"""The task list as the tables are now, with what was ticked lately."""

from museum.identity import RecordId
from museum.records import ProgrammeItem, TemplateTask
from museum.task_list import DatedTask, task_list
from museum.workload import Templates
from workflows.calendar_check import dated_records, event_templates, read_all, read_one
from workflows.context import Context
from workflows.programme_edits import ticked


def tasks_now(context: Context) -> list[DatedTask]:
    """Return all tasks of the items that have a date, in the order of their days."""
    if not context.mirror.binding().tables:
        return []
    items = [one for one in dated_records(context, "programme") if isinstance(one, ProgrammeItem)]
    tasks = [one for one in read_all(context, "template_tasks") if isinstance(one, TemplateTask)]
    return task_list(items, Templates(event_templates(context)), tasks, ticked(context))


def task_exists(context: Context, item_id: str, task_id: str) -> bool:
    """Whether both rows are in the tables."""
    return (
        read_one(context, "programme", RecordId(item_id)) is not None
        and read_one(context, "template_tasks", RecordId(task_id)) is not None
    )
