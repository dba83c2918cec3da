"""The Flask application: the website, the staff pages, and the doors for what comes in."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from webhooks.airtable import AirtableDoor, airtable_blueprint
from webhooks.site import add_security_headers, site_blueprint
from webhooks.staff import StaffServices, staff_blueprint

TEMPLATES = Path(__file__).parents[1] / "templates"
MAX_BODY_BYTES = 1024 * 1024


@dataclass(frozen=True)
class AppParts:
    """Everything the application serves, made by the caller."""

    public: Path
    """The website's folder."""
    session_key: str
    """Signs the staff session; kept in the data folder."""
    staff: StaffServices
    airtable: AirtableDoor
    is_published: Callable[[], bool]
    """Whether a first publication stands."""


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
    app.jinja_env.undefined = StrictUndefined
    csrf = CSRFProtect(app)
    hooks = airtable_blueprint(parts.airtable)
    csrf.exempt(hooks)  # a machine's door: it proves itself with a MAC, and has no session
    app.register_blueprint(hooks)
    app.register_blueprint(staff_blueprint(parts.staff))
    _add_health(app, parts)
    app.register_blueprint(site_blueprint(parts.public))
    app.after_request(add_security_headers)
    app.register_error_handler(HTTPException, _say_plainly)
    return app


def _add_health(app: Flask, parts: AppParts) -> None:
    @app.get("/health")
    def health() -> Response:
        return jsonify(ok=True)

    @app.get("/health/published")
    def published() -> tuple[Response, int]:
        done = parts.is_published()
        return jsonify(published=done), 200 if done else 503


_PROBLEMS = {
    400: ("Dat ging niet goed", "Ga terug, laad de pagina opnieuw en probeer het nog eens."),
    404: ("Deze pagina is er niet", "Misschien is het adres veranderd."),
    405: ("Dat kan hier niet", "Ga terug en probeer het op een andere manier."),
    413: ("Dat is te groot", "Stuur een kleiner bestand."),
}
_OTHERWISE = ("Er ging iets mis", "Het is genoteerd. Probeer het later opnieuw.")


def _say_plainly(error: HTTPException) -> tuple[str, int]:
    """Answer an error with a sentence; a visitor never sees a stack trace."""
    code = error.code or 500
    heading, text = _PROBLEMS.get(code, _OTHERWISE)
    if not request.path.startswith("/beheer"):
        return render_template("staff/bare_problem.html", heading=heading, text=text), code
    return render_template("staff/problem.html", heading=heading, text=text), code


def session_key(data: Path) -> str:
    """Return the key that signs sessions; made once, readable by its own user only."""
    path = data / "session.key"
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        path.touch(mode=0o600, exist_ok=True)
        path.write_text(secrets.token_hex(32), encoding="ascii")
        return path.read_text("ascii").strip()
