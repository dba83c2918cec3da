"""The pages `/beheer/nieuwsbrieven`, and what a person presses there.

What is pressed is written down at once, with a name; the job `nieuwsbrieven` does the rest.
"""

from collections.abc import Callable, Mapping
from typing import Final

from flask import Blueprint, Response, flash, redirect, request, session, url_for
from flask import render_template as render
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response as BaseResponse

from backbone.mailings import Mailings, StoredLetter
from channels.newsletter.reader_view import as_staff_read
from museum.date_plan import ZONE
from museum.errors import StopRun
from museum.sending import Mailing
from webhooks.newsletters.plot import plot_of
from webhooks.newsletters.view import coming, filled_in, past, seen_in, whole
from workflows.context import Context
from workflows.jobs import new_run_id
from workflows.newsletter_after import plot_of_year
from workflows.newsletter_people import approve_seen, ask_for_test, withdraw_it
from workflows.newsletter_sending import SENDING

_NAME: Final = "staff_name"
LETTER_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src 'self' data: https:",
        "frame-ancestors 'self'",
        "sandbox",
    )
)
"""A letter is looked at: it has its own styles, and does nothing."""

Publish = Callable[[str, str], None]


def show_newsletters(blueprint: Blueprint, context: Context, publish: Publish) -> None:
    """Add the pages to the staff pages; `publish` enqueues a job under a run ID."""
    _show(blueprint, context)
    _show_letters(blueprint, context)
    _let_do(blueprint, context, publish)


def _show(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/nieuwsbrieven")
    def newsletters() -> str:
        this_year = context.now().astimezone(ZONE).year
        year = request.args.get("jaar", this_year, type=int)
        bars = plot_of_year(context, year)
        return render(
            "staff/newsletters.html",
            coming=coming(context),
            past=past(context),
            year=year,
            years=_years(context, this_year),
            bars=[{"bar": one, "when": f"{one.sent_at.astimezone(ZONE):%d-%m-%Y}"} for one in bars],
            plot=plot_of(bars),
            has_mailchimp=context.settings.has_mailchimp,
        )

    @blueprint.get("/nieuwsbrieven/<key>")
    def newsletter(key: str) -> str:
        return _page(context, _found(context, key))


def _show_letters(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/nieuwsbrieven/<key>/brief/<language>/<seen>")
    def letter(key: str, language: str, seen: str) -> Response:
        stored = _stored(context, key, language, seen)
        page = as_staff_read(stored.letter.html, filled_in(stored.letter))
        answer = Response(page, content_type="text/html; charset=utf-8")
        answer.headers["Content-Security-Policy"] = LETTER_POLICY
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
        return answer

    @blueprint.get("/nieuwsbrieven/<key>/tekst/<language>/<seen>")
    def letter_text(key: str, language: str, seen: str) -> Response:
        stored = _stored(context, key, language, seen)
        return Response(stored.letter.text, content_type="text/plain; charset=utf-8")


def _let_do(blueprint: Blueprint, context: Context, publish: Publish) -> None:
    @blueprint.post("/nieuwsbrieven/<key>")
    def press(key: str) -> BaseResponse | tuple[str, int]:
        found, name = _found(context, key), request.form.get("naam", "")
        try:
            told = _do(context, key, name, request.form)
        except StopRun as error:
            problem = f"{error.what} {error.remedy}".strip()
            return _page(context, _found(context, key), problem, name), 409
        session[_NAME] = " ".join(name.split())
        publish(SENDING, new_run_id(SENDING))
        flash(told)
        return redirect(url_for("staff.newsletter", key=found.key))


def _do(context: Context, key: str, name: str, form: Mapping[str, str]) -> str:
    """Do what was pressed; returns in Dutch what follows. Raises `StopRun`."""
    match form.get("doe"):
        case "proef":
            ask_for_test(context, key, name)
            return "De proefmail gaat zo weg. Kijk in uw mail en ververs daarna deze pagina."
        case "goedkeuren":
            approve_seen(context, key, name, seen_in(form.get("gezien", "")))
            return "Goedgekeurd. Tot het laatste moment kunt u haar intrekken."
        case "intrekken":
            withdraw_it(context, key, name)
            return "Ingetrokken. museumflow haalt haar nu van de planning in Mailchimp."
    raise BadRequest


def _page(context: Context, mailing: Mailing, problem: str = "", name: str = "") -> str:
    return render(
        "staff/newsletter.html",
        mailing=whole(context, mailing),
        problem=problem,
        name=name or session.get(_NAME, ""),
    )


def _found(context: Context, key: str) -> Mailing:
    found = Mailings(context.database).find(key)
    if found is None:
        raise NotFound
    return found


def _stored(context: Context, key: str, language: str, seen: str) -> StoredLetter:
    """Return a letter as the person saw it named; one that changed since is not there."""
    for one in Mailings(context.database).letters(key):
        if one.letter.language == language and one.letter.fingerprint == seen:
            return one
    raise NotFound


def _years(context: Context, this_year: int) -> list[int]:
    sent = [one.sent_at for one in Mailings(context.database).all(["sent", "reported"])]
    found = {one.astimezone(ZONE).year for one in sent if one}
    return sorted(found | {this_year}, reverse=True)
