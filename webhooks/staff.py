"""The staff pages under `/beheer`: what ran, what changed, what needs a person."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import Blueprint, abort, flash, get_flashed_messages, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from backbone.alarms import AlarmBook, RaisedAlarm
from backbone.attention import AttentionStore, OpenPoint
from backbone.runs import RunRecord, Runs
from museum.attention import URGENT, AttentionPoint
from museum.tables import TableDefinitions
from webhooks.access import StaffAccess, is_this_machine
from workflows.job_names import name_of

HERE = ZoneInfo("Europe/Amsterdam")
RUNS_SHOWN = 100
PAST_ALARMS_SHOWN = 5

_STATES = {
    "running": ("Bezig", "busy"),
    "changed": ("Gedaan", "done"),
    "unchanged": ("Niets veranderd", "quiet"),
    "blocked": ("Wacht op goedkeuring", "warn"),
    "stopped": ("Gestopt", "warn"),
    "failed": ("Mislukt", "warn"),
}


@dataclass(frozen=True)
class StaffServices:
    """What the staff pages read and do.

    `publish` enqueues a workflow (its name, the run ID) on what was fetched, `publish_now` the
    website, fetching first;
    `month` tells how this month's calls stand.
    """

    runs: Runs
    attention: AttentionStore
    definitions: TableDefinitions
    access: StaffAccess
    publish: Callable[[str, str], None]
    publish_now: Callable[[str], None]
    month: Callable[[], Mapping[str, object]]
    now: Callable[[], datetime]
    alarms: AlarmBook
    no_alarm_mail: str
    """Why alarms cannot be mailed, in Dutch; empty when they can."""
    is_sample: bool
    waiting: Callable[[], int]
    """How many submissions wait for staff."""


def staff_blueprint(services: StaffServices) -> Blueprint:
    """Return the blueprint of the staff pages, closed to strangers."""
    blueprint = Blueprint("staff", __name__, url_prefix="/beheer", static_folder="static")
    _guard(blueprint, services)
    _show_runs(blueprint, services)
    _let_decide(blueprint, services)

    @blueprint.get("/aandachtspunten")
    def attention() -> str:
        return render("staff/attention.html", groups=_groups(services))

    return blueprint


def _show_runs(blueprint: Blueprint, services: StaffServices) -> None:
    @blueprint.get("/")
    def home() -> Response:
        return redirect(url_for("staff.runs"))

    @blueprint.get("/runs")
    def runs() -> str:
        rows = [_run_view(run) for run in services.runs.recent(RUNS_SHOWN)]
        return render(
            "staff/runs.html",
            runs=rows,
            blocked=services.runs.latest_blocked_plan(),
            alarms=[_alarm_view(one) for one in services.alarms.standing()],
            past_alarms=[_alarm_view(one) for one in services.alarms.cleared(PAST_ALARMS_SHOWN)],
            no_alarm_mail=services.no_alarm_mail,
            month=services.month(),
        )

    @blueprint.get("/runs/<run_id>")
    def run(run_id: str) -> str:
        record = services.runs.find(run_id)
        if record is None:
            abort(404)
        return render("staff/run.html", run=_run_view(record))


def _let_decide(blueprint: Blueprint, services: StaffServices) -> None:
    @blueprint.post("/publiceer")
    def publish_now() -> Response:
        services.publish_now(f"website-nu-{uuid.uuid4().hex[:12]}")
        if services.month()["is_spent"]:
            flash(
                "Airtable kan deze maand niet meer gelezen worden: de aanroepen zijn op. "
                "De website wordt bijgewerkt met wat er al opgehaald was."
            )
        else:
            flash("De tabellen worden nu gelezen en de website wordt bijgewerkt.")
        return redirect(url_for("staff.runs"))

    @blueprint.post("/plannen/<plan_id>/goedkeuren")
    def approve(plan_id: str) -> Response:
        now = services.now()
        if services.runs.approve_plan(plan_id, by="beheer", at=now):
            workflow = services.runs.workflow_of(plan_id)
            services.publish(workflow, f"{workflow}-plan-{plan_id}-{int(now.timestamp())}")
            flash("Het plan is goedgekeurd en wordt nu uitgevoerd.")
        else:
            flash("Dat plan is er niet meer: er veranderde intussen iets. Kijk opnieuw.")
        return redirect(url_for("staff.runs"))


def _guard(blueprint: Blueprint, services: StaffServices) -> None:
    @blueprint.before_request
    def only_staff() -> Response | None:
        if request.endpoint in ("staff.log_in", "staff.static"):
            return None
        if services.access.is_allowed(request):
            return None
        return redirect(url_for("staff.log_in"))

    @blueprint.route("/inloggen", methods=["GET", "POST"])
    def log_in() -> str | Response:
        error = ""
        if request.method == "POST":
            if services.access.log_in(request.form.get("secret", "")):
                return redirect(url_for("staff.runs"))
            error = "Het wachtwoord klopt niet. Probeer het opnieuw."
        is_set = bool(services.access.secret)
        return render("staff/log_in.html", error=error, secret_is_set=is_set)

    # Of the app: an address under /beheer that does not exist is of no blueprint, and has a page.
    @blueprint.app_context_processor
    def shared() -> dict[str, object]:
        if not request.path.startswith(str(blueprint.url_prefix)):
            return {}
        allowed = services.access.is_allowed(request)
        return {
            "is_sample": services.is_sample,
            "signed_in": allowed,
            "navigation": _navigation(services) if allowed else [],
            "messages": get_flashed_messages(),
            "is_here": is_this_machine(request),
        }


_PART_OF = {
    **{f"staff.{name}": "staff.programme" for name in ("date_advice", "hours", "tasks")},
    **{
        f"staff.{name}": "staff.programme"
        for name in ("signups", "signup_item", "telling", "attendance")
    },
    "staff.calendars_in": "staff.calendars",
    **{
        f"staff.{name}": "staff.newsletters"
        for name in ("newsletter", "press", "newsletter_preview", "no_mail", "stop_address")
    },
}
"""Pages that stand under another in the navigation."""


def _navigation(services: StaffServices) -> list[dict[str, object]]:
    count = services.attention.count()
    items = [
        ("Inbox", "staff.inbox", services.waiting()),
        ("Runs", "staff.runs", 0),
        ("Aandachtspunten", "staff.attention", count),
        ("Agenda's", "staff.calendars", 0),
        ("Jaarprogramma", "staff.programme", 0),
        ("Nieuwsbrieven", "staff.newsletters", 0),
    ]
    return [
        {
            "label": label,
            "href": url_for(endpoint),
            "current": endpoint in (request.endpoint, _PART_OF.get(request.endpoint or "")),
            "count": number,
        }
        for label, endpoint, number in items
    ]


def _run_view(run: RunRecord) -> dict[str, object]:
    state, tone = _STATES[run.outcome]
    return {
        "id": run.id,
        "href": url_for("staff.run", run_id=run.id),
        "summary": run.summary or name_of(run.workflow),
        "job": name_of(run.workflow) if run.summary else "",
        "state": state,
        "tone": tone,
        "started": moment_in_words(run.started),
        "started_iso": run.started.isoformat(),
        "duration": _duration(run),
        "lines": run.lines,
        "plan_id": run.plan_id,
        "error": run.error,
        "remedy": run.remedy,
    }


def _alarm_view(raised: RaisedAlarm) -> dict[str, object]:
    return {
        "title": raised.alarm.title,
        "what": raised.alarm.what,
        "remedy": raised.alarm.remedy,
        "since": moment_in_words(raised.since),
        "since_iso": raised.since.isoformat(),
        "told": moment_in_words(raised.told_at) if raised.told_at else "",
        "cleared": moment_in_words(raised.cleared_at) if raised.cleared_at else "",
        "mail_problem": raised.mail_problem,
    }


def moment_in_words(moment: datetime) -> str:
    """Write a moment as staff read it: "maandag 23 november 2026, 09.05 uur"."""
    local = moment.astimezone(HERE)
    return format_datetime(local, "EEEE d MMMM y, HH.mm 'uur'", locale="nl_NL")


def _duration(run: RunRecord) -> str:
    if run.ended is None:
        return ""
    seconds = (run.ended - run.started).total_seconds()
    if seconds < 1:
        return "minder dan een seconde"
    if seconds < 90:
        return f"{round(seconds)} seconden" if round(seconds) != 1 else "1 seconde"
    return f"{round(seconds / 60)} minuten"


def _groups(services: StaffServices) -> list[dict[str, object]]:
    def label(point: OpenPoint) -> str:
        table = point.point.table
        return services.definitions.table(table).label if table else "Overig"

    points = sorted(services.attention.open_points(), key=label)
    return [
        {"label": name, "points": [_point_view(point) for point in members]}
        for name, members in groupby(points, key=label)
    ]


def _consequence(point: AttentionPoint) -> str:
    if point.key.startswith("agenda:"):
        return "Is het zo bedoeld? Zeg dat op de pagina Jaarprogramma"
    if point.key.startswith("inschrijving:"):
        return "Staat op de pagina Inschrijvingen"
    if point.severity == "warning" and not point.table:
        return "Vraagt een blik van u"
    return _CONSEQUENCES[point.severity]


_CONSEQUENCES = {
    URGENT: "Dringend: er staat een alarm bij de runs",
    "error": "Staat niet (of niet vernieuwd) op de website",
    "warning": "Staat wel op de website",
}


def _point_view(found: OpenPoint) -> dict[str, object]:
    point = found.point
    is_error = point.severity in ("error", URGENT)
    return {
        "subject": point.subject or "Algemeen",
        "what": point.what,
        "remedy": point.remedy,
        "record_id": point.record_id,
        "tone": "warn" if is_error else "quiet",
        "consequence": _consequence(point),
        "since": moment_in_words(found.first_seen),
    }
