"""What a sender does with a submission afterwards: confirm, correct, withdraw. By a mailed link."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from backbone.drafts import Draft
from backbone.submissions import OPEN, ChangedMeanwhile, Submission
from museum.submissions import changes
from webhooks.forms.start import state_words
from workflows.context import Context
from workflows.intake import confirm, values_now, withdraw
from workflows.replies import REPLY_TEXT


def add_own(blueprint: Blueprint, context: Context) -> None:
    """Add the page of one's own submission to the blueprint of the forms."""

    @blueprint.get("/inzending/<token>")
    def own(token: str) -> str:
        # Looked at only: what mail scanners fetch confirms nothing.
        found = _submission(context, token)
        kind = context.forms.kind(found.kind)
        return render(
            "forms/own.html",
            form=kind,
            found=found,
            state=state_words(found.state),
            changes=changes(kind, found.before, found.wanted),
            reply=str(found.typed.get(REPLY_TEXT, "")),
            token=token,
            is_open=found.state in OPEN,
        )

    @blueprint.post("/inzending/<token>")
    def press_own(token: str) -> Response:
        found = _submission(context, token)
        try:
            match request.form.get("doe"):
                case "bevestig":
                    confirm(context, found)
                    flash("Dank u wel. Uw inzending is bevestigd.")
                case "intrekken":
                    withdraw(context, found)
                    flash("Uw inzending is ingetrokken.")
                case "verbeter" if found.state in OPEN:
                    return _reopened(context, found)
                case _:
                    flash("Dat kan nu niet meer.")
        except ChangedMeanwhile as error:
            flash(f"{error.what} {error.remedy}")
        return redirect(url_for("forms.own", token=token))


def _submission(context: Context, token: str) -> Submission:
    key = context.tokens.read("submission", token)
    found = context.submissions.find(key) if key else None
    if found is None:
        abort(404)
    return found


def _reopened(context: Context, found: Submission) -> Response:
    kind = context.forms.kind(found.kind)
    seen = {**values_now(context, kind, found.record_id), **found.before}
    draft = Draft(found.key, found.kind, found.museum_id, found.record_id, seen, found.typed)
    context.drafts.keep(draft, context.now())
    return redirect(url_for("forms.resume", kind=found.kind, key=found.key))
