"""`/inschrijven/`: what one can sign up for, the form, and what became of it."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask import render_template as render
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from museum.records import ProgrammeItem
from webhooks.forms.blueprint import not_stored
from webhooks.forms.museums import museums_to_choose
from webhooks.forms.visitors import HONEYPOT, link_in_use
from webhooks.signups.afterwards import add_afterwards
from webhooks.signups.asking import (
    LANGUAGE_NAMES,
    Opened,
    Problems,
    Typed,
    of_link,
    open_form,
    opened_form,
    problems_of,
    request_of,
    typed_in,
)
from webhooks.signups.own import add_own
from webhooks.signups.proof import is_proven, note_proof
from webhooks.signups.views import item_view, own_view
from workflows.calendar_entries import PROGRAMME
from workflows.context import Context
from workflows.mirrored import name_of_museum
from workflows.signups.items import find_item, open_items, why_closed
from workflows.signups.taking import confirm, own_path, take_in, take_own

TOO_LONG_AGO = "Dit formulier stond te lang open. Vul het opnieuw in."


def signups_blueprint(context: Context) -> Blueprint:
    """Return the blueprint of the sign-ups."""
    blueprint = Blueprint("signups", __name__, url_prefix="/inschrijven")

    @blueprint.get("/")
    def start() -> str:
        items = [item_view(context, item) for item in open_items(context)]
        return render("signups/start.html", items=items, mine=_mine(context))

    @blueprint.get("/<item_id>")
    def open_one(item_id: str) -> str:
        item = item_or_404(context, item_id)
        opened, typed = open_form(context, item, None)
        return form_page(context, opened, typed)

    @blueprint.post("/<item_id>")
    def send(item_id: str) -> str | Response | tuple[str, int]:
        item = item_or_404(context, item_id)
        opened = opened_form(context, item, None)
        if opened is None:
            flash(TOO_LONG_AGO)
            return redirect(url_for("signups.open_one", item_id=item_id))
        return handle(context, opened)

    @blueprint.get("/<item_id>/<key>/dank")
    def thanks(item_id: str, key: str) -> str:
        item, found = item_or_404(context, item_id), context.signups.outcome(key)
        if found is None:
            abort(404)
        signup, outcome = found
        if signup is not None and not is_proven(context, key, signup):
            signup = None  # as if it still waits for the mail to be opened
        return render(
            "signups/thanks.html",
            item=item_view(context, item),
            own=own_view(context, signup) if signup else None,
            outcome=outcome,
            own_url=own_path(context, signup.key) if signup else "",
            can_mail=context.settings.mail_server is not None,
        )

    _add_confirming(blueprint, context)
    add_own(blueprint, context, form_page, handle)
    add_afterwards(blueprint, context)
    blueprint.register_error_handler(SQLAlchemyError, not_stored)
    return blueprint


def _mine(context: Context) -> list[dict[str, Any]]:
    """Return what somebody with a personal link is signed up for."""
    link = link_in_use(context)
    found = context.signups.of_reader(link.email) if link else []
    return [
        {**own_view(context, one), "url": own_path(context, one.key)}
        for one in found
        if one.state in ("placed", "offered", "waiting")
    ]


def _add_confirming(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/bevestig/<token>")
    def confirming(token: str) -> str | Response:
        # Looked at only: what mail scanners fetch confirms nothing.
        key = context.tokens.read("signup_request", token) or ""
        asked, found = context.signups.request(key), context.signups.outcome(key)
        if asked is None or found is None:
            return render("signups/too_late.html")
        item = item_or_404(context, asked.item_id)
        if found[1]:
            note_proof(key)
            return redirect(url_for("signups.thanks", item_id=asked.item_id, key=key))
        return render("signups/confirm.html", item=item_view(context, item), people=asked.people)

    @blueprint.post("/bevestig/<token>")
    def press_confirm(token: str) -> str | Response:
        key = context.tokens.read("signup_request", token) or ""
        asked = context.signups.request(key)
        taken = confirm(context, asked) if asked is not None else None
        if asked is None or taken is None:
            return render("signups/too_late.html")
        note_proof(key)
        return redirect(url_for("signups.thanks", item_id=asked.item_id, key=key))


def item_or_404(context: Context, item_id: str) -> ProgrammeItem:
    """Return a programme item; answers 404 when there is none."""
    item = find_item(context, item_id)
    if item is None:
        abort(404)
    return item


def handle(context: Context, opened: Opened) -> str | Response | tuple[str, int]:
    """Take in a form that was sent, or show what is wrong with it."""
    if why_closed(context, opened.item):
        return form_page(context, opened, Typed((("", ""),)))
    most = context.sign_up_rules.most_people
    typed = typed_in(request.form, most)
    if request.form.get("doe") == "meer":
        more = ("", "") if len(typed.rows) < most else None
        rows = (*typed.rows, more) if more else typed.rows
        typed = replace(typed, rows=rows)
        return form_page(context, opened, typed, focus=len(rows))
    problems = problems_of(context, opened, typed)
    if problems.by_field:
        return form_page(context, opened, typed, problems), 422
    asked = request_of(context, opened, typed)
    if opened.own is not None:
        take_own(context, opened.item, asked)
        note_proof(opened.key)
    else:
        take_in(context, opened.item, asked)
    return redirect(url_for("signups.thanks", item_id=opened.item.id, key=opened.key))


def form_page(
    context: Context,
    opened: Opened,
    typed: Typed,
    problems: Problems = Problems(),  # noqa: B008 - frozen
    focus: int = 0,
) -> str:
    """Show the form; `focus`: the row that was just added."""
    link, own = link_in_use(context), opened.own
    known = own or of_link(context, opened.item)
    asks_sender = link is None and own is None
    museum_id = own.museum_id if own else link.museum_id if link else ""
    return render(
        "signups/form.html",
        item=item_view(context, opened.item),
        typed=typed,
        problems=problems,
        summary=problems.summary(),
        opened=request.form.get("opened") or context.tokens.sign("opened", opened.value),
        link=link,
        museum=name_of_museum(context, museum_id),
        asks_sender=asks_sender,
        is_change=known is not None and known.state not in ("cancelled", "lapsed"),
        audiences=context.definitions.table(PROGRAMME).field("audiences").options,
        museums=museums_to_choose(context) if asks_sender else {},
        languages=LANGUAGE_NAMES,
        most=context.sign_up_rules.most_people,
        keep_days=context.sign_up_rules.keep.days,
        honeypot=HONEYPOT,
        focus=focus,
    )
