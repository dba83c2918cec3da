"""“Geen mail meer”: where a reader of service mail says so, and where staff see and lift it."""

from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from backbone.no_mail import REASONS, NoMail, digest_of
from museum.mail_address import AddressError, read_address
from museum.records import Museum
from webhooks.staff import moment_in_words
from workflows.context import Context
from workflows.mail import STOP_PATH
from workflows.mirrored import record_of

_DIGEST_CHARS: Final = 64


def no_mail_blueprint(context: Context) -> Blueprint:
    """Return the blueprint of the page that every service mail links to.

    Its address proves itself and has no session: a mail program presses it too (RFC 8058).
    """
    blueprint = Blueprint("no_mail", __name__, url_prefix=STOP_PATH.rstrip("/"))
    stopped = NoMail(context.database)

    @blueprint.get("/<token>")
    def ask(token: str) -> str:
        # Looked at only: what mail scanners fetch stops nothing.
        _digest(context, token)
        return render("forms/no_mail.html", is_done=False)

    @blueprint.post("/<token>")
    def stop(token: str) -> str:
        stopped.add(_digest(context, token), "asked", context.now())
        return render("forms/no_mail.html", is_done=True)

    return blueprint


def show_no_mail(blueprint: Blueprint, context: Context) -> None:
    """Add the list to the staff pages."""
    stopped = NoMail(context.database)

    @blueprint.get("/geen-mail")
    def no_mail() -> str:
        return render("staff/no_mail.html", stopped=_rows(context, stopped), error="", typed="")

    @blueprint.post("/geen-mail")
    def stop_address() -> str | Response:
        typed = request.form.get("address", "").strip()
        try:
            address = read_address(typed).address
        except AddressError as error:
            rows = _rows(context, stopped)
            return render("staff/no_mail.html", stopped=rows, error=str(error), typed=typed)
        if request.form.get("doe") == "halen":
            _tell_lifted(stopped.lift(digest_of(address), context.now()))
        elif stopped.add(digest_of(address), "staff", context.now()):
            flash("Dit adres krijgt geen mail meer.")
        else:
            flash("Dit adres stond al op de lijst.")
        return redirect(url_for("staff.no_mail"))

    @blueprint.post("/geen-mail/<digest>")
    def lift(digest: str) -> Response:
        _tell_lifted(stopped.lift(digest, context.now()))
        return redirect(url_for("staff.no_mail"))


def _tell_lifted(was_there: bool) -> None:
    flash(
        "Dit adres krijgt weer mail."
        if was_there
        else "Dit adres staat niet op de lijst."
    )  # fmt: skip


def _digest(context: Context, token: str) -> str:
    found = context.tokens.read("no-mail", token)
    if found is None or len(found) != _DIGEST_CHARS:
        abort(404)
    return found


def _rows(context: Context, stopped: NoMail) -> list[dict[str, Any]]:
    """Return the list as staff see it: whose address it is, as far as a personal link tells."""
    whose = {digest_of(one.email): one for one in context.links.standing() if one.email}
    rows = []
    for one in stopped.all():
        link = whose.get(one.digest)
        museum_id = one.museum_id or (link.museum_id if link else "")
        museum = record_of(context, "museums", museum_id) if museum_id else None
        rows.append(
            {
                "digest": one.digest,
                "who": museum.name if isinstance(museum, Museum) else "Onbekend adres",
                "person": link.name if link else "",
                "why": REASONS[one.reason],
                "since": moment_in_words(one.since),
            }
        )
    return rows
