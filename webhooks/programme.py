"""`/beheer/jaarprogramma`: what does not fit in the calendar, and what is meant to be so."""

from itertools import groupby
from typing import Any, Final

from flask import Blueprint, flash, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from backbone.calendar_findings import CalendarFindings, KeptFinding
from backbone.moments import moment
from museum.calendar_check import ORDER
from museum.identity import TableKey
from webhooks.staff import moment_in_words
from workflows.calendar_check import CHECKED, of_museums, tell
from workflows.context import Context

_HEADINGS: Final = {
    "error": "Eerst oplossen",
    "warning": "Bekijken",
    "hint": "Goed om te weten",
}
_TONES: Final = {"error": "warn", "warning": "busy", "hint": "quiet"}


def show_programme(blueprint: Blueprint, context: Context) -> None:
    """Add the page to the staff pages."""

    @blueprint.get("/jaarprogramma")
    def programme() -> str:
        kept = CalendarFindings(context.database).all()
        waiting = [one for one in kept if one.accepted is None]
        waiting.sort(key=lambda one: (ORDER.index(one.severity), one.rule, one.key))
        groups = [
            _group(context, name, list(found))
            for name, found in groupby(waiting, key=lambda one: one.severity)
        ]
        accepted = [_view(context, one) for one in kept if one.accepted is not None]
        checked = context.mirror.state(CHECKED)
        return render(
            "staff/programme.html",
            groups=groups,
            accepted=accepted,
            checked=moment_in_words(moment(checked)) if checked else "",
        )

    @blueprint.post("/jaarprogramma/akkoord")
    def accept() -> Response:
        findings = CalendarFindings(context.database)
        key, fingerprint = request.form.get("key", ""), request.form.get("fingerprint", "")
        if findings.accept(key, fingerprint, context.now()):
            flash("Goed, dit is zo bedoeld. U hoort het weer als er iets aan verandert.")
        else:
            flash("Er veranderde intussen iets. Kijk opnieuw.")
        tell(context)
        return redirect(url_for("staff.programme"))

    @blueprint.post("/jaarprogramma/toch-melden")
    def hear_again() -> Response:
        CalendarFindings(context.database).take_back(request.form.get("key", ""))
        tell(context)
        flash("Dit punt staat weer in de lijst.")
        return redirect(url_for("staff.programme"))


def _group(context: Context, name: str, found: list[KeptFinding]) -> dict[str, Any]:
    """Return one severity: what is about the programme, and apart what is about museums."""
    return {
        "name": name,
        "heading": _HEADINGS[name],
        "count": len(found),
        "points": [_view(context, one) for one in found if not of_museums(one)],
        "of_museums": [_view(context, one) for one in found if of_museums(one)],
    }


def row_url(context: Context, table: str, record_id: str) -> str:
    """Return where a row opens in the tables; "" when the tables are not known."""
    table_id = context.mirror.binding().tables.get(TableKey(table))
    if not table_id or not context.settings.airtable_base:
        return ""
    settings = context.settings
    return f"{settings.airtable_pages}/{settings.airtable_base}/{table_id}/{record_id}"


def _view(context: Context, one: KeptFinding) -> dict[str, Any]:
    return {
        "key": one.key,
        "fingerprint": one.fingerprint,
        "tone": _TONES[one.severity],
        "what": one.what,
        "remedy": one.remedy,
        "since": moment_in_words(one.first_seen),
        "accepted": moment_in_words(one.accepted) if one.accepted else "",
        "places": [
            {"title": place.title, "url": row_url(context, place.table, place.id)}
            for place in one.places
        ],
    }
