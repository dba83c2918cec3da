"""`/beheer/inbox`: what museums sent and staff decide on; `/beheer/links`: their personal links."""

from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from backbone.submissions import ChangedMeanwhile, Submission
from museum.mail_address import AddressError, read_address
from museum.submissions import changes, typed_again
from webhooks.forms.museums import may_choose, museums_to_choose
from webhooks.forms.preview import hours_of
from webhooks.forms.questions import parts_of, summary_of, typed_in
from webhooks.forms.start import mail_link, state_words
from webhooks.staff import moment_in_words
from workflows.context import Context
from workflows.intake import approve, correct, read_form, refuse, values_now
from workflows.intake_letters import link_url, museum_name
from workflows.replies import ALL_RIGHT, REPLY_TEXT

_DONE_SHOWN: Final = 10
_LONGEST_REASON: Final = 1000
_FOR_STAFF: Final = {
    "unconfirmed": "wacht tot de afzender het bevestigt",
    "waiting": "wacht op u",
}
_BY: Final = {
    "form": "het formulier",
    "sheet": "het rekenblad",
    "table": "het formulier van Airtable",
    "mail": "een mail",
    "calendar": "een agenda van anderen",
    "beheer": "een medewerker",
    "afzender": "de afzender",
}
"""Who changed a submission, in words; museumflow is called by its name."""


def show_inbox(blueprint: Blueprint, context: Context) -> None:
    """Add the inbox and the personal links to the staff pages."""

    @blueprint.get("/inbox")
    def inbox() -> str:
        waiting = context.submissions.in_states(["waiting"])
        waiting.sort(key=lambda one: (one.link_id == "", one.sender_email, one.received))
        done = context.submissions.latest(
            ["accepted", "written", "refused", "withdrawn"], _DONE_SHOWN
        )
        return render(
            "staff/inbox.html",
            groups=[
                _group(context, list(members))
                for _, members in groupby(waiting, key=lambda one: one.link_id or one.key)
            ],
            done=[_view(context, one) for one in done],
            unconfirmed=context.submissions.count("unconfirmed"),
        )

    @blueprint.get("/inbox/<key>")
    def submission(key: str) -> str:
        return _one(context, _found(context, key))

    _let_decide(blueprint, context)
    _add_links(blueprint, context)


def _let_decide(blueprint: Blueprint, context: Context) -> None:
    @blueprint.post("/inbox/<key>")
    def decide(key: str) -> Response | str | tuple[str, int]:
        found = replace(_found(context, key), version=request.form.get("version", 0, int))
        try:
            match request.form.get("doe"):
                case "goedkeuren" if _says_nothing(found):
                    flash("Lees de mail, en schrijf bij Aanpassen wat er verandert.")
                    return redirect(url_for("staff.submission", key=key))
                case "goedkeuren":
                    approve(context, found)
                    flash(f"Goedgekeurd: {_title(context, found)}. Het gaat nu naar de tabel.")
                case "afwijzen":
                    reason = " ".join(request.form.get("reason", "").split())[:_LONGEST_REASON]
                    if not reason:
                        return _one(context, found, {"reason": "Schrijf waarom."}), 422
                    refuse(context, found, reason)
                    flash(f"Niet geplaatst: {_title(context, found)}.")
                case "aanpassen":
                    return _amend(context, found)
                case _:
                    abort(400)
        except ChangedMeanwhile as error:
            flash(f"{error.what} {error.remedy}")
            return redirect(url_for("staff.submission", key=key))
        return redirect(url_for("staff.inbox"))

    @blueprint.post("/inbox-alles")
    def approve_all() -> Response:
        count = 0
        for one in request.form.getlist("welke"):
            key, _, version = one.partition(":")
            found = context.submissions.find(key)
            if found is None or not found.link_id or not version.isdigit():
                continue
            try:
                approve(context, replace(found, version=int(version)))
                count += 1
            except ChangedMeanwhile as error:
                flash(f"{_title(context, found)}: {error.what}")
        flash(f"{count} goedgekeurd.")
        return redirect(url_for("staff.inbox"))


def _amend(context: Context, found: Submission) -> Response | tuple[str, int]:
    kind = context.forms.kind(found.kind)
    typed = typed_in(kind, request.form)
    read = read_form(context, kind, typed)
    if not read.is_good:
        return _one(context, found, dict(read.problems), typed), 422
    after = correct(context, found, read.values, {**found.typed, **typed}, "beheer")
    flash("Aangepast. Kijk het na en keur het goed.")
    return redirect(url_for("staff.submission", key=after.key))


def _state_for_staff(state: str) -> str:
    return _FOR_STAFF.get(state) or state_words(state)


def _found(context: Context, key: str) -> Submission:
    found = context.submissions.find(key)
    if found is None:
        abort(404)
    return found


def _one(
    context: Context,
    found: Submission,
    problems: dict[str, str] | None = None,
    typed: dict[str, Any] | None = None,
) -> str:
    kind = context.forms.kind(found.kind)
    now = values_now(context, kind, found.record_id)
    whole = typed_again(kind, {**now, **found.before, **found.wanted})
    wrong = problems or {}
    history = [
        {
            "words": _state_for_staff(one.state),
            "by": _BY.get(one.by, one.by),
            "at": moment_in_words(one.at),
        }
        for one in context.submissions.history(found.key)
    ]
    return render(
        "staff/submission.html",
        one=_view(context, found),
        parts=parts_of(kind, typed or whole, wrong),
        summary=summary_of(kind, wrong, {"reason": "Waarom niet?"}),
        problems={"reason": "", **wrong},
        is_amending=bool(typed) or _says_nothing(found),
        hours=hours_of(kind, found.wanted),
        history=history,
        mail_problems=context.letters.problems(found.key),
        can_decide=found.state == "waiting",
    )


def _group(context: Context, members: list[Submission]) -> dict[str, Any]:
    first = members[0]
    views = [_view(context, one) for one in members]
    return {
        "members": views,
        "all_of": views[0]["sender"] if first.link_id and len(members) > 1 else "",
    }


def _view(context: Context, found: Submission) -> dict[str, Any]:
    kind = context.forms.kind(found.kind)
    # A row that a museum added in Airtable is new, and there already.
    is_change = bool(found.record_id) and found.door != "table"
    now = values_now(context, kind, found.record_id) if is_change else None
    return {
        "key": found.key,
        "version": found.version,
        "title": _title(context, found),
        "kind": kind.title,
        "museum_id": found.museum_id,
        "museum": museum_name(context, found.museum_id) if found.museum_id else "",
        "sender": found.sender_name or found.sender_email or _BY.get(found.door, "onbekend"),
        "email": found.sender_email,
        "is_known": bool(found.link_id),
        "received": moment_in_words(found.received),
        "state": _state_for_staff(found.state),
        "is_change": is_change,
        "changes": changes(kind, found.before, found.wanted, now),
        "picture": _picture(context, found),
        "trouble": found.trouble,
        "reply": str(found.typed.get(REPLY_TEXT, "")),
        "is_open_question": _says_nothing(found),
        "reason": found.reason,
    }


def _says_nothing(found: Submission) -> bool:
    """Tell whether a letter in somebody's own words still needs a person to say what changes."""
    is_letter = bool(found.typed.get(REPLY_TEXT))
    return is_letter and not found.wanted and not found.typed.get(ALL_RIGHT)


def _picture(context: Context, found: Submission) -> str:
    if not context.forms.kind(found.kind).picture or not context.pictures.has(found.key):
        return ""
    return url_for("forms.picture", kind=found.kind, key=found.key)


def _title(context: Context, found: Submission) -> str:
    kind = context.forms.kind(found.kind)
    named = found.wanted.get(kind.table.primary.key) or found.before.get(kind.table.primary.key)
    return str(named or (museum_name(context, found.museum_id) if found.museum_id else kind.title))


def _add_links(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/links")
    def links() -> str:
        return _links_page(context, {}, {})

    @blueprint.post("/links")
    def make_link() -> Response | tuple[str, int]:
        museum_id = request.form.get("museum_id", "")
        problems: dict[str, str] = {}
        if not may_choose(context, museum_id):
            problems["museum_id"] = "Kies een museum."
        try:
            reader = read_address(request.form.get("email", "").strip()).address
        except AddressError as error:
            problems["email"] = str(error)
        if problems:
            return _links_page(context, problems, request.form.to_dict()), 422
        made = context.links.make(
            museum_id,
            " ".join(request.form.get("name", "").split())[:120],
            reader,
            request.form.get("may_publish") == "ja",
            context.now(),
            timedelta(days=context.forms.limits.link_days),
        )
        if context.settings.mail_server is not None:
            mail_link(context, made)
            flash("De link is gemaakt en wordt gemaild.")
        else:
            flash("De link is gemaakt. Er is geen mailserver: geef het adres hieronder zelf door.")
        return redirect(url_for("staff.links"))

    @blueprint.post("/links/<link_id>/intrekken")
    def revoke_link(link_id: str) -> Response:
        context.links.revoke(link_id)
        flash("De link werkt niet meer.")
        return redirect(url_for("staff.links"))


def _links_page(context: Context, problems: dict[str, str], typed: dict[str, str]) -> str:
    standing = [
        {
            "id": one.id,
            "museum": museum_name(context, one.museum_id),
            "museum_id": one.museum_id,
            "name": one.name,
            "email": one.email,
            "may_publish": one.may_publish,
            "ends": f"{one.ends:%d-%m-%Y}",
            "used": moment_in_words(one.used) if one.used else "nog niet",
            "url": link_url(context, one.id),
        }
        for one in context.links.standing()
    ]
    return render(
        "staff/links.html",
        links=standing,
        museums=museums_to_choose(context),
        problems=problems,
        typed=typed,
    )
