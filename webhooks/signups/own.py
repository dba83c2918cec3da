"""One's own sign-up, by the link in our mails: say yes, change it, take it back. By pressing."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from museum.signups import SignUp
from webhooks.signups.asking import Opened, Typed, open_form, opened_form
from webhooks.signups.views import own_view
from workflows.context import Context
from workflows.signups.items import find_item
from workflows.signups.taking import cancel, say_yes

Page = Callable[[Context, Opened, Typed], str]
Handle = Callable[[Context, Opened], Any]


def add_own(blueprint: Blueprint, context: Context, page: Page, handle: Handle) -> None:
    """Add the pages; `page` shows the form, `handle` takes it in."""

    @blueprint.get("/mijn/<token>")
    def own(token: str) -> str:
        # Looked at only: what mail scanners fetch says yes or no to nothing.
        found = _signup(context, token)
        return render("signups/own.html", own=own_view(context, found), token=token)

    @blueprint.post("/mijn/<token>")
    def press_own(token: str) -> Response:
        found = _signup(context, token)
        match request.form.get("doe"):
            case "ja":
                after = say_yes(context, found)
                flash(_SAID_YES if after.state == "placed" else _TOO_LATE)
            case "afmelden":
                cancel(context, found)
                flash("U bent afgemeld. Dank u wel dat u het laat weten.")
            case _:
                abort(400)
        return redirect(url_for("signups.own", token=token))

    @blueprint.get("/mijn/<token>/wijzig")
    def change(token: str) -> str:
        return page(context, *open_form(context, *_item_and_own(context, token)))

    @blueprint.post("/mijn/<token>/wijzig")
    def send_change(token: str) -> Any:
        opened = opened_form(context, *_item_and_own(context, token))
        if opened is None:
            return redirect(url_for("signups.change", token=token))
        return handle(context, opened)


_SAID_YES = "U bent ingeschreven. Wij mailen u een bevestiging."
_TOO_LATE = "Dat lukt niet meer: de plaats is intussen naar de volgende."


def _signup(context: Context, token: str) -> SignUp:
    key = context.tokens.read("signup", token)
    found = context.signups.find(key) if key else None
    if found is None:
        abort(404)
    return found


def _item_and_own(context: Context, token: str) -> tuple[Any, SignUp]:
    found = _signup(context, token)
    item = find_item(context, found.item_id)
    if item is None:
        abort(404)
    return item, found
