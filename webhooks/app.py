"""The Flask application: the website, the staff pages, and the doors for what comes in."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask.sessions import SecureCookieSessionInterface
from flask_limiter import Limiter
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from channels.mail.writing import mark_commands
from webhooks.access import is_this_machine
from webhooks.airtable import AirtableDoor, airtable_blueprint
from webhooks.beeldbank import show_beeldbank
from webhooks.calendars.blueprint import calendars_blueprint
from webhooks.calendars.incoming import make_room_for_calendars, show_calendars_in
from webhooks.calendars.staff import show_calendar_addresses
from webhooks.facts import show_facts
from webhooks.forms.blueprint import forms_blueprint
from webhooks.forms.files import make_room_for_pictures
from webhooks.forms.visitors import client_address, slow_down
from webhooks.inbox import show_inbox
from webhooks.mailchimp import MailchimpDoor, mailchimp_blueprint
from webhooks.newsletters.pages import show_newsletters
from webhooks.newsletters.preview import show_newsletter_preview
from webhooks.no_mail import no_mail_blueprint, show_no_mail
from webhooks.planning import show_planning
from webhooks.programme import show_programme
from webhooks.signups.attendance import show_attendance
from webhooks.signups.blueprint import signups_blueprint
from webhooks.signups.staff import show_signups
from webhooks.signups.telling import show_telling
from webhooks.site import add_security_headers, site_blueprint
from webhooks.staff import StaffServices, staff_blueprint
from workflows.context import Context

TEMPLATES = Path(__file__).parents[1] / "templates"
MAX_BODY_BYTES = 1024 * 1024
LOG_IN_TRIES = "10 per minute"


@dataclass(frozen=True)
class AppParts:
    """Everything the application serves, made by the caller."""

    public: Path
    """The website's folder."""
    session_key: str
    """Signs the staff session; kept in the data folder."""
    staff: StaffServices
    airtable: AirtableDoor
    mailchimp: MailchimpDoor
    is_published: Callable[[], bool]
    """Whether a first publication stands."""
    trouble: Callable[[], str]
    """Why the newest publication went wrong, "" when it did not."""
    context: Context
    """What the forms and the inbox work with."""


def create_app(parts: AppParts) -> Flask:
    """Build the application; reads nothing from the environment."""
    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=None)
    app.config.update(
        SECRET_KEY=parts.session_key,
        SESSION_COOKIE_NAME="museumflow",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.session_interface = _CarefulSessions()
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters["commands"] = mark_commands
    app.before_request(lambda: make_room_for_pictures(parts.context))  # before CSRF reads it
    app.before_request(make_room_for_calendars)
    csrf = CSRFProtect(app)
    for hooks in (airtable_blueprint(parts.airtable), mailchimp_blueprint(parts.mailchimp)):
        csrf.exempt(hooks)  # a machine's door: it proves itself otherwise, and has no session
        app.register_blueprint(hooks)
    staff = staff_blueprint(parts.staff)
    show_inbox(staff, parts.context)
    show_facts(staff, parts.context)
    show_beeldbank(staff, parts.context)
    show_calendar_addresses(staff, parts.context)
    show_calendars_in(staff, parts.context, parts.staff.publish)
    show_programme(staff, parts.context)
    show_newsletters(staff, parts.context, parts.staff.publish)
    show_no_mail(staff, parts.context)
    show_planning(staff, parts.context, parts.staff.publish)
    show_newsletter_preview(staff, parts.context)
    show_signups(staff, parts.context)
    show_telling(staff, parts.context)
    show_attendance(staff, parts.context)
    app.register_blueprint(staff)
    app.register_blueprint(forms_blueprint(parts.context))
    stopping = no_mail_blueprint(parts.context)
    csrf.exempt(stopping)  # its address is signed, and mail programs press it (RFC 8058)
    app.register_blueprint(stopping)
    app.register_blueprint(signups_blueprint(parts.context))
    app.register_blueprint(calendars_blueprint(parts.context, parts.public))
    limiter = _slow_down_guessing(app)
    slow_down(app, limiter, parts.context.forms.limits)
    _add_health(app, parts)
    app.register_blueprint(site_blueprint(parts.public))
    app.after_request(add_security_headers)
    app.register_error_handler(HTTPException, _say_plainly)
    return app


class _CarefulSessions(SecureCookieSessionInterface):
    """Keeps the session's cookie to https wherever the browser speaks https, to us or to a proxy.

    Anyone may send that header: it can only make the cookie stricter.
    """

    def get_cookie_secure(self, _app: Flask) -> bool:
        return request.is_secure or request.headers.get("X-Forwarded-Proto", "") == "https"


def _slow_down_guessing(app: Flask) -> Limiter:
    """Let nobody try many passwords: per address, in this process.

    Behind a proxy of ours, per address that it saw: else one who guesses would keep staff out.
    """
    limiter = Limiter(lambda: client_address(request), app=app, storage_uri="memory://")
    limited: Any = limiter.limit(LOG_IN_TRIES, methods=["POST"])(app.view_functions["staff.log_in"])
    app.view_functions["staff.log_in"] = limited
    return limiter


def _add_health(app: Flask, parts: AppParts) -> None:
    @app.get("/health")
    def health() -> Response:
        return jsonify(ok=True)

    @app.get("/health/published")
    def published() -> tuple[Response, int]:
        done = parts.is_published()
        # Why is for those who look after this machine, not for every visitor.
        trouble = parts.trouble() if is_this_machine(request) else ""
        return jsonify(published=done, trouble=trouble), 200 if done else 503


_PROBLEMS = {
    400: ("Dat ging niet goed", "Ga terug, laad de pagina opnieuw en probeer het nog eens."),
    404: ("Deze pagina is er niet", "Misschien is het adres veranderd."),
    405: ("Dat kan hier niet", "Ga terug en probeer het op een andere manier."),
    503: ("Dat kan nu even niet", "Probeer het over een paar minuten opnieuw."),
    403: ("Dat mag hier niet", "U hebt geen toegang tot dit adres."),
    413: ("Dat is te groot", "Stuur een kleiner bestand."),
    429: ("Te vaak geprobeerd", "Wacht een minuut en probeer het dan opnieuw."),
}
_OTHERWISE = ("Er ging iets mis", "Het is genoteerd. Probeer het later opnieuw.")


def _say_plainly(error: HTTPException) -> tuple[str, int]:
    """Answer an error with a sentence; a visitor never sees a stack trace."""
    code = error.code or 500
    heading, text = _PROBLEMS.get(code, _OTHERWISE)
    if request.path.startswith(("/formulieren", "/inschrijven")):
        return render_template("forms/problem.html", heading=heading, text=text), code
    if not request.path.startswith("/beheer"):
        return render_template("staff/bare_problem.html", heading=heading, text=text), code
    return render_template("staff/problem.html", heading=heading, text=text), code


def session_key(data: Path, secret: str) -> str:
    """Return the key that signs sessions: another `secret` ends the sessions of the former.

    Made from a key in the data folder, which is drawn once, readable by its own user only, and
    shared by all that serve from that folder.
    """
    path = data / "session.key"
    if not path.exists() or path.stat().st_size == 0:
        _draw_key(path)
    drawn = path.read_text("ascii").strip()
    return hmac.new(drawn.encode(), secret.encode(), hashlib.sha256).hexdigest()


def _draw_key(path: Path) -> None:
    """Put a key in its place, whole; of several that do this at once, the first one's stays."""
    path_of_mine = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(path_of_mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    with suppress(FileNotFoundError):
        if path.stat().st_size == 0:  # left by a process that was killed before it wrote
            path.unlink()
    with suppress(FileExistsError):
        path.hardlink_to(path_of_mine)
    path_of_mine.unlink()
