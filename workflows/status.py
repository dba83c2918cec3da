"""Where things stand: the last run, what waits for a person, the month's calls."""

from typing import Any

from backbone.heartbeats import living
from workflows.budget import budget_status
from workflows.context import Context
from workflows.due import next_due
from workflows.fetch import is_listening
from workflows.heart import PULSE
from workflows.jobs import TIMETABLE_JOBS
from workflows.mail import why_no_alarm_mail
from workflows.timetable import load_timetable, next_slots


def status_of(context: Context) -> dict[str, Any]:
    """Return plain JSON for `museumflow status`."""
    month = context.governor().month()
    due = next_due(context)
    newest = context.runs.recent(1)
    back = context.flights.back_from()
    waiting = context.runs.latest_blocked_plan()
    return {
        "last_run": {
            "id": newest[0].id,
            "outcome": newest[0].outcome,
            "summary": newest[0].summary or "bezig",
            "started": newest[0].started.isoformat(timespec="seconds"),
        }
        if newest
        else None,
        "alarms": [
            {
                "title": one.alarm.title,
                "what": one.alarm.what,
                "remedy": one.alarm.remedy,
                "since": one.since.isoformat(timespec="seconds"),
                "is_mailed": one.told_at is not None,
                "mail_problem": one.mail_problem,
            }
            for one in context.alarms.standing()
        ],
        "canary_back_from": back.isoformat(timespec="seconds") if back else None,
        "no_alarm_mail": why_no_alarm_mail(context),
        "workers": sorted(living(context.database, PULSE.lost_after))
        if not context.settings.is_on_files
        else None,
        "is_listening": is_listening(context),
        "waiting_plan": waiting.id if waiting else "",
        "attention_points": context.attention.count(),
        "month": month.name,
        "airtable_calls": month.used,
        "airtable": budget_status(month, is_polling=not context.settings.hook_url),
        "next_slots": [
            {"line": line.name, "job": line.job, "at": slot.isoformat()}
            for slot, line in next_slots(load_timetable(TIMETABLE_JOBS), context.now(), 31)[:5]
        ],
        "next_fetch": due.isoformat(timespec="seconds") if due else None,
    }
