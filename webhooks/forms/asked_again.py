"""What is said when a browser no longer knows its session: it was closed, or keeps no cookies.

Nothing is stored or pressed then (CSRF); but what was typed is given back, to be sent again.
"""

from typing import Final
from urllib.parse import urlsplit

from flask import Blueprint, request, url_for
from flask import render_template as render
from flask_wtf.csrf import CSRFError

from webhooks.forms.page import form_page, opened_form
from webhooks.forms.questions import typed_in
from workflows.context import Context

_TYPED_AGAIN: Final = (
    "Het stond lang open. Uw antwoorden staan er nog: kijk ze na en druk nog eens op de knop."
)
_SHOWN_AGAIN: Final = frozenset(
    {"forms.send", "forms.ask_link", "forms.press_link", "forms.press_own"}
)
"""Posts whose page is shown by fetching the same address."""


def add_asking_again(blueprint: Blueprint, context: Context) -> None:
    """Add what happens to a post without a valid token to the blueprint of the forms."""

    @blueprint.errorhandler(CSRFError)
    def ask_again(_error: CSRFError) -> tuple[str, int]:
        values = request.view_args or {}
        if request.endpoint == "forms.fill" and _is_from_here():
            opened = opened_form(context, values["kind"])
            if opened is not None:
                typed = typed_in(opened.kind, request.form)
                return form_page(context, opened, typed, {"form": _TYPED_AGAIN}), 400
        is_shown = request.endpoint in _SHOWN_AGAIN
        back = request.full_path if is_shown else url_for("forms.start")
        return render("forms/asked_again.html", back=back), 400


def _is_from_here() -> bool:
    """Tell whether a page of ours sent this: what another site typed is not shown as somebody's."""
    sent_by = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(sent_by).netloc == request.host
