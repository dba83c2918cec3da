"""`/beheer/taken`: the tasks of the event templates, by day, and ticking them off."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from backbone.programme_edits import ProgrammeEdits
from museum.date_words import DateStyle
from museum.task_list import DatedTask
from webhooks.programme import row_url
from workflows.calendar_check import today_of
from workflows.context import Context
from workflows.programme_edits import PROGRAMME_EDITS, edits_due
from workflows.tasks_ahead import task_exists, tasks_now

_STYLE: Final = DateStyle("nl", "long", 0)
_DONE_SHOWN: Final = 60
_HEADINGS: Final = ("Te laat", "Deze week", "De komende vier weken", "Later")


def show_tasks(blueprint: Blueprint, context: Context, start: Callable[[str, str], None]) -> None:
    """Add the page to the staff pages. `start` enqueues a job under a run ID."""

    @blueprint.get("/taken")
    def tasks() -> str:
        today = today_of(context)
        who = _who(context)
        found = [one for one in tasks_now(context) if not who or one.task.person in (who, "")]
        waiting = sorted(
            (one for one in found if not one.is_done), key=lambda one: (_group(one, today), one.due)
        )
        groups = [
            {"heading": _HEADINGS[number], "tasks": [_view(context, o, today) for o in members]}
            for number, members in groupby(waiting, key=lambda one: _group(one, today))
        ]
        done = [one for one in reversed(found) if one.is_done][:_DONE_SHOWN]
        return render(
            "staff/tasks.html",
            groups=groups,
            done=[_view(context, one, today) for one in done],
            people=context.definitions.table("template_tasks").field("person").options,
            who=who,
        )

    @blueprint.post("/taken/<item_id>/<task_id>")
    def tick(item_id: str, task_id: str) -> Response:
        wish = request.form.get("doe")
        if wish not in ("gedaan", "toch-niet") or not task_exists(context, item_id, task_id):
            abort(404)
        is_done = wish == "gedaan"
        ProgrammeEdits(context.database).tick(item_id, task_id, is_done, context.now())
        start(PROGRAMME_EDITS, edits_due(context))
        flash("Afgevinkt. Het blijft bewaard bij het onderdeel." if is_done else "Staat er weer.")
        return redirect(url_for("staff.tasks", wie=_who(context) or None))


def _who(context: Context) -> str:
    who = request.args.get("wie", "") or request.form.get("wie", "")
    return who if who in context.definitions.table("template_tasks").field("person").options else ""


def _group(one: DatedTask, today: date) -> int:
    monday = today - timedelta(days=today.weekday())
    if one.is_late(today):
        return 0
    if one.due < monday + timedelta(weeks=1):
        return 1
    return 2 if one.due < monday + timedelta(weeks=5) else 3


def _view(context: Context, one: DatedTask, today: date) -> dict[str, Any]:
    people = context.definitions.table("template_tasks").field("person").options
    return {
        "item_id": one.item.id,
        "task_id": one.task.id,
        "title": one.task.title,
        "notes": one.task.notes,
        "item": one.item.title,
        "url": row_url(context, "programme", str(one.item.id)),
        "due": _STYLE.day(one.due),
        "due_iso": one.due.isoformat(),
        "who": people.get(one.task.person, ""),
        "is_late": one.is_late(today),
        "is_provisional": one.item.date_status != "fixed",
    }
