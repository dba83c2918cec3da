"""Filling in a form: open, keep, look at the page to be, send."""

from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from backbone.drafts import Draft
from backbone.form_links import FormLink
from backbone.submissions import OPEN, ChangedMeanwhile, Submission
from museum.date_plan import ZONE
from museum.submissions import KindForm, ReadAnswers, changes, proposed
from webhooks.forms.checking import Opened, check_form, robot_problems, seen_of_form
from webhooks.forms.files import take_file
from webhooks.forms.museums import agenda_now, is_own, may_choose
from webhooks.forms.page import form_page, kind_of, opened_form
from webhooks.forms.preview import hints_of, hours_of, preview_of
from webhooks.forms.questions import typed_in
from webhooks.forms.unfinished import remember
from webhooks.forms.visitors import link_in_use
from webhooks.forms.while_typing import hints_while_typing
from workflows.context import Context
from workflows.intake import (
    Incoming,
    Sender,
    correct,
    new_key,
    take_in,
    typed_of,
    values_now,
)
from workflows.intake_letters import museum_name

_KEPT: Final = (
    "Bewaard. Wilt u later verder? Ga op dit apparaat naar de formulieren: het staat daar bij "
    "“Waar u mee bezig was”."
)
_NO_LINK: Final = "Hiervoor hebt u uw persoonlijke link nodig."


def add_filling(blueprint: Blueprint, context: Context) -> None:
    """Add the pages of filling in a form to their blueprint."""
    _add_opening(blueprint, context)
    _add_taking(blueprint, context)
    _add_autosave(blueprint, context)
    _add_preview(blueprint, context)
    _add_sending(blueprint, context)


def _add_opening(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/<kind>/")
    def open_form(kind: str) -> str | Response:
        form = kind_of(context, kind)
        link = link_in_use(context)
        if form.needs_link and link is None:
            flash(_NO_LINK)
            return redirect(url_for("forms.link"))
        record_id = _asked_row(context, form, link)
        opened = Opened(form, new_key(), record_id)
        copied = request.args.get("kopie", "")
        source = record_id or (copied if link and _may_use(context, form, copied, link) else "")
        typed = typed_of(context, form, source) if source else {}
        if record_id and link:
            # What is seen now is what the answers will be compared with.
            before = values_now(context, form, record_id)
            draft = Draft(opened.key, form.key, link.museum_id, record_id, before, typed)
            context.drafts.keep(draft, context.now())
        return form_page(context, opened, typed)

    @blueprint.get("/<kind>/<key>")
    def resume(kind: str, key: str) -> str | Response:
        opened, draft = _draft(context, kind, key)
        if draft is None:
            return redirect(url_for("forms.open_form", kind=kind))
        return form_page(context, opened, draft.typed)


def _add_taking(blueprint: Blueprint, context: Context) -> None:
    @blueprint.post("/<kind>/")
    def fill(kind: str) -> str | Response | tuple[str, int]:
        opened = opened_form(context, kind)
        if opened is None:
            flash("Dit formulier stond te lang open. Vul het opnieuw in.")
            return redirect(url_for("forms.open_form", kind=kind))
        typed = typed_in(opened.kind, request.form)
        _keep(context, opened, typed)
        if request.form.get("doe") == "later":
            flash(_KEPT)
            return redirect(url_for("forms.resume", kind=kind, key=opened.key))
        wrong_file = take_file(context, opened.kind, opened.key)
        is_sent = context.submissions.find(opened.key) is not None
        before = seen_of_form(context, opened)
        checked = check_form(context, opened, typed, before, is_sent=is_sent)
        problems = wrong_file | checked.problems | wrong_file or robot_problems(context)
        if problems:
            return form_page(context, opened, typed, problems), 422
        return redirect(url_for("forms.preview", kind=kind, key=opened.key))


def _add_autosave(blueprint: Blueprint, context: Context) -> None:
    @blueprint.post("/<kind>/bewaar")
    def autosave(kind: str) -> str | tuple[str, int]:
        """Keep what was typed; answers with what is good to know about it, as a piece of page."""
        opened = opened_form(context, kind)
        if opened is None:
            abort(400)
        typed = typed_in(opened.kind, request.form)
        _keep(context, opened, typed)
        link = link_in_use(context)
        museum_id = link.museum_id if link else str(typed.get("museum_id", ""))
        hints = hints_while_typing(context, opened, typed, museum_id)
        return render("forms/_hints.html", hints=hints) if not hints.is_empty else ("", 204)


def _add_preview(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/<kind>/<key>/voorbeeld")
    def preview(kind: str, key: str) -> str | Response:
        opened, draft = _draft(context, kind, key)
        if draft is None:
            return redirect(url_for("forms.thanks", kind=kind, key=key))
        is_sent = context.submissions.find(key) is not None
        checked = check_form(context, opened, draft.typed, draft.before, is_sent=is_sent)
        if checked.problems:
            return redirect(url_for("forms.resume", kind=kind, key=key))
        read = checked.read
        today = context.now().astimezone(ZONE).date()
        museum_id = _museum_of(context, draft)
        museum = museum_name(context, museum_id)
        wanted = proposed(draft.before, read.values)
        return render(
            "forms/preview.html",
            form=opened.kind,
            key=key,
            preview=preview_of(opened.kind, read.values, museum, today),
            hours=hours_of(opened.kind, read.values)
            if "hours_text" in wanted or not draft.record_id
            else None,
            changes=changes(opened.kind, draft.before, wanted) if draft.record_id else [],
            is_change=bool(draft.record_id),
            picture=_picture_url(context, opened),
            hints=hints_of(
                agenda_now(context), opened.kind, read.values, museum_id, draft.record_id
            ),
        )


def _add_sending(blueprint: Blueprint, context: Context) -> None:
    @blueprint.post("/<kind>/<key>/voorbeeld")
    def send(kind: str, key: str) -> Response:
        opened, draft = _draft(context, kind, key)
        if draft is None:  # pressed twice: it is stored already
            return redirect(url_for("forms.thanks", kind=kind, key=key))
        found = context.submissions.find(key)
        is_sent = found is not None
        checked = check_form(context, opened, draft.typed, draft.before, is_sent=is_sent)
        if checked.problems:
            return redirect(url_for("forms.resume", kind=kind, key=key))
        try:
            _take(context, draft, checked.read, found)
        except ChangedMeanwhile as error:
            flash(f"{error.what} {error.remedy}")
            return redirect(url_for("forms.start"))
        return redirect(url_for("forms.thanks", kind=kind, key=key))

    @blueprint.get("/<kind>/<key>/dank")
    def thanks(kind: str, key: str) -> str | Response:
        form = kind_of(context, kind)
        found = context.submissions.find(key)
        if found is None or found.kind != form.key:
            abort(404)
        can_mail = context.settings.mail_server is not None
        return render("forms/thanks.html", form=form, found=found, can_mail=can_mail)


def _take(context: Context, draft: Draft, read: ReadAnswers, found: Submission | None) -> None:
    """Store what was filled in; its draft goes. `found` was sent before: it is corrected."""
    typed = draft.typed
    if found is not None and found.state in OPEN:
        # A letter that is corrected here keeps its own words beside it.
        correct(context, found, read.values, {**found.typed, **typed}, "afzender")
        context.drafts.drop(draft.key)
        return
    link = link_in_use(context)
    sender = Sender(str(typed.get("sender_name", "")), str(typed.get("sender_email", "")), link)
    incoming = Incoming(
        key=draft.key,
        kind=kind_of(context, draft.kind),
        door="form",
        values=read.values,
        typed=typed,
        sender=sender,
        museum_id=_museum_of(context, draft),
        record_id=draft.record_id,
        before=draft.before if draft.record_id else {},
        notices=read.notices,
    )
    take_in(context, incoming)


def _picture_url(context: Context, opened: Opened) -> str:
    if not opened.kind.picture or not context.pictures.has(opened.key):
        return ""
    return url_for("forms.picture", kind=opened.kind.key, key=opened.key)


def _asked_row(context: Context, form: KindForm, link: FormLink | None) -> str:
    if link is None:
        return ""
    if form.updates:
        return link.museum_id
    asked = request.args.get("wijzig", "")
    return asked if asked and _may_use(context, form, asked, link) else ""


def _may_use(context: Context, form: KindForm, record_id: str, link: FormLink) -> bool:
    return bool(record_id) and is_own(context, form.key, record_id, link.museum_id)


def _draft(context: Context, kind: str, key: str) -> tuple[Opened, Draft | None]:
    form = kind_of(context, kind)
    draft = context.drafts.find(key)
    if draft is not None and draft.kind != form.key:
        abort(404)
    if draft is not None and draft.record_id:
        _check_may_change(context, draft)
    return Opened(form, key, draft.record_id if draft else ""), draft


def _check_may_change(context: Context, draft: Draft) -> None:
    """A row is changed only with the link of its museum, or by who may correct what was sent."""
    link = link_in_use(context)
    is_sent = context.submissions.find(draft.key) is not None
    if not is_sent and (link is None or link.museum_id != draft.museum_id):
        abort(403)


def _keep(context: Context, opened: Opened, typed: dict[str, Any]) -> None:
    if opened.record_id:
        begun = context.drafts.find(opened.key)
        if begun is None:
            return  # sent already, or thrown away: a change begins at its opening
        _check_may_change(context, begun)
        context.drafts.keep(replace(begun, typed=typed), context.now())
        return
    link = link_in_use(context)
    museum_id = link.museum_id if link else str(typed.get("museum_id", ""))
    draft = Draft(opened.key, opened.kind.key, museum_id, opened.record_id, {}, typed)
    context.drafts.keep(draft, context.now())
    remember(opened.key)


def _museum_of(context: Context, draft: Draft) -> str:
    link = link_in_use(context)
    if link is not None:
        return link.museum_id
    return draft.museum_id if may_choose(context, draft.museum_id) else ""
