"""The staff pages to plan with: date advice, the hours of each week, the tasks."""

from collections.abc import Callable

from flask import Blueprint

from webhooks.planning.date_advice import show_date_advice
from webhooks.planning.hours import show_hours
from webhooks.planning.tasks import show_tasks
from workflows.context import Context


def show_planning(
    blueprint: Blueprint, context: Context, start: Callable[[str, str], None]
) -> None:
    """Add the pages to the staff pages. `start` enqueues a job by its name, under a run ID."""
    show_date_advice(blueprint, context, start)
    show_hours(blueprint, context)
    show_tasks(blueprint, context, start)
