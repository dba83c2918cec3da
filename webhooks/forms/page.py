"""The page of a form: what it asks, what was typed, and what is wrong with it."""

from typing import Any, Final

from flask import abort, request
from flask import render_template as render

from museum.submissions import KindForm
from webhooks.forms.checking import Opened
from webhooks.forms.museums import museums_to_choose
from webhooks.forms.questions import parts_of, summary_of
from webhooks.forms.visitors import HONEYPOT, link_in_use
from workflows.context import Context
from workflows.intake_letters import museum_name

_EXTRA: Final = {
    "sender_name": "Uw naam",
    "sender_email": "Uw e-mailadres",
    "museum_id": "Voor welk museum is het?",
    "form": "Het formulier",
    "file": "Kies de foto",
}


def kind_of(context: Context, key: str) -> KindForm:
    """Return the form of an address; 404 when there is none."""
    found = next((one for one in context.forms.to_fill_in if one.key == key), None)
    return found or abort(404)


def opened_form(context: Context, kind: str) -> Opened | None:
    """Return the form that was opened, from the token that its page carries."""
    form = kind_of(context, kind)
    value = context.tokens.read("opened", request.form.get("opened", ""))
    parts = value.split(":") if value else []
    if len(parts) != 3 or parts[0] != form.key:
        return None
    return Opened(form, parts[1], parts[2])


def form_page(
    context: Context, opened: Opened, typed: Any, problems: dict[str, str] | None = None
) -> str:
    """Return the page with what was typed; `problems` by field, in the order of the page."""
    link = link_in_use(context)
    found = problems or {}
    opened_value = f"{opened.kind.key}:{opened.key}:{opened.record_id}"
    fields = {one.key for one in opened.kind.table.fields}
    is_sent = context.submissions.find(opened.key) is not None
    return render(
        "forms/form.html",
        form=opened.kind,
        parts=parts_of(opened.kind, typed, found),
        summary=summary_of(opened.kind, found, _EXTRA),
        problems={**dict.fromkeys(_EXTRA, ""), **found},
        typed=typed,
        opened=request.form.get("opened") or context.tokens.sign("opened", opened_value),
        link=link,
        asks_sender=link is None and not is_sent,
        museum=museum_name(context, link.museum_id) if link else "",
        museums=museums_to_choose(context) if link is None and "museum" in fields else {},
        needs_museum="museum" in fields and opened.kind.table.field("museum").required,
        is_change=bool(opened.record_id),
        has_picture=bool(opened.kind.picture) and context.pictures.has(opened.key),
        honeypot=HONEYPOT,
    )
