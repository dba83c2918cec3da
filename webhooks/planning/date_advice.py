"""`/beheer/datumadvies`: the best dates for a sentence or fields; one press keeps a date free."""

from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask import render_template as render
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from backbone.programme_edits import ProgrammeEdits
from museum.answers.date_vocabulary import WEEKDAY_NAMES
from museum.date_advice import PARTS, AdvisedDate, Fields, FieldsError, Request, read_fields
from museum.date_advice.saying import KIND_WORDS
from museum.date_advice.when import when_words
from webhooks.programme import row_url
from workflows.calendar_check import today_of
from workflows.context import Context
from workflows.date_advice import Answer, ask
from workflows.programme_edits import PROGRAMME_EDITS, edits_due, keep_in_mind

_FIELDS: Final = {
    "kind": "soort",
    "audience": "doelgroep",
    "length": "lengte",
    "from": "vanaf",
    "until": "tot",
    "not_on": "niet_op",
    "people": "mensen",
}
"""Our names of the fields, and what they are called in the address."""
_LONGEST_TITLE: Final = 120
_TONES: Final = {"past goed": "", "kan goed": "busy", "kan, met bezwaren": "quiet"}


def show_date_advice(
    blueprint: Blueprint, context: Context, start: Callable[[str, str], None]
) -> None:
    """Add the page to the staff pages. `start` enqueues a job under a run ID."""

    @blueprint.get("/datumadvies")
    def date_advice() -> str:
        problems, answer = _ask(context, request.args)
        table = context.definitions.table("programme")
        return render(
            "staff/date_advice.html",
            asked=request.args,
            problems=problems,
            answer=_view(answer) if answer else None,
            kinds=table.field("kind").options,
            audiences=table.field("audiences").options,
            parts=PARTS,
            weekdays=WEEKDAY_NAMES,
            kept=_kept(context),
        )

    @blueprint.post("/datumadvies")
    def keep_date() -> Response:
        problems, answer = _ask(context, request.form)
        day = request.form.get("dag", "")
        dates = answer.advice.dates if answer else ()
        chosen = next((one for one in dates if one.day.isoformat() == day), None)
        if problems or chosen is None or answer is None:
            flash("Die datum staat er niet meer bij. Kijk opnieuw.")
            return redirect(url_for("staff.date_advice", **_question(request.form)))
        title = request.form.get("titel", "")
        key = keep_in_mind(context, _row(title, chosen, answer.reading.request))
        start(PROGRAMME_EDITS, edits_due(context))
        return redirect(url_for("staff.date_advice", onthouden=key, **_question(request.form)))


def _question(given: MultiDict[str, str]) -> dict[str, Any]:
    names = ("vraag", "titel", *_FIELDS.values())
    return {name: found for name in names if any(found := given.getlist(name))}


def _ask(context: Context, given: MultiDict[str, str]) -> tuple[dict[str, str], Answer | None]:
    """Return what is wrong, by field, and the advice when something was asked."""
    text, today = given.get("vraag", "").strip(), today_of(context)
    values = {name: given.getlist(field) for name, field in _FIELDS.items()}
    if not text and not any(one for texts in values.values() for one in texts):
        return ({"vraag": "Schrijf wat u zoekt, of vul het in."} if "vraag" in given else {}), None
    try:
        fields: Fields = read_fields(values, today)
    except FieldsError as error:
        return {_FIELDS[error.name]: str(error)}, None
    return {}, ask(context, text, fields, today)


def _view(answer: Answer) -> dict[str, Any]:
    reading, advice = answer.reading, answer.advice
    return {
        "understood": reading.understood,
        "supposed": reading.supposed,
        "not_understood": reading.not_understood,
        "notes": advice.notes,
        "considered": advice.considered,
        "dates": [
            {
                "day": one.day.isoformat(),
                "when": when_words(one),
                "level": one.level,
                "tone": _TONES.get(one.level, "warn"),
                "score": one.score,
                "pros": [reason.text for reason in one.reasons_for],
                "cons": [reason.text for reason in one.reasons_against],
            }
            for one in advice.dates
        ],
    }


def _row(typed_title: str, chosen: AdvisedDate, asked: Request) -> dict[str, Any]:
    """Return the values of the row that keeps a date free: provisional, and nothing unsaid."""
    record = chosen.record
    title = " ".join(typed_title.split())[:_LONGEST_TITLE]
    kind = KIND_WORDS.get(asked.kind, "een onderdeel").partition(" ")[2].capitalize()
    values: dict[str, Any] = {
        "title": title or f"{kind} (nog zonder naam)",
        "date_status": "provisional",
        "notes": "Gekozen met Datumadvies.",
    }
    said = {
        "kind": asked.kind,
        "audiences": list(asked.audiences),
        "repeats": record.repeats,
        "capacity": record.capacity,
    }
    values |= {name: value for name, value in said.items() if value}
    moments = {name: getattr(record, name) for name in ("starts", "ends")}
    days = {name: getattr(record, name) for name in ("first_day", "last_day", "repeats_until")}
    for name, value in {**moments, **days}.items():
        if value is not None:
            values[name] = value.isoformat()
    return values


def _kept(context: Context) -> dict[str, str] | None:
    """Return how it stands with the date that was kept free with the last press."""
    key = request.args.get("onthouden", "")
    row = ProgrammeEdits(context.database).row(key) if key else None
    if row is None:
        if key:
            abort(404)
        return None
    url = row_url(context, "programme", row.record_id) if row.record_id else ""
    return {
        "title": str(row.values["title"]),
        "url": url,
        "trouble": row.trouble,
        "again": request.full_path,
    }
