"""The blueprint of `/formulieren`: its pages and looks, and what is said when nothing is stored."""

from pathlib import Path
from typing import Final

import structlog
from flask import Blueprint, Response, get_flashed_messages, send_from_directory
from flask import render_template as render
from sqlalchemy.exc import SQLAlchemyError

from channels.website.render import ASSETS
from webhooks.forms.asked_again import add_asking_again
from webhooks.forms.files import add_pictures
from webhooks.forms.filling import add_filling
from webhooks.forms.newsletter import add_newsletter
from webhooks.forms.own import add_own
from webhooks.forms.start import add_start
from workflows.context import Context

OWN_LOOKS: Final = Path(__file__).parent / "static"
_OF_THE_WEBSITE: Final = frozenset(
    {
        "css/1-letters-and-colours.css",
        "fonts/eczar.woff2",
        "fonts/schibsted-grotesk.woff2",
        "icons/favicon.svg",
    }
)
LOOKS_MAX_AGE_S: Final = 3600

_log = structlog.get_logger(__name__)


def forms_blueprint(context: Context) -> Blueprint:
    """Return the blueprint of the forms."""
    blueprint = Blueprint("forms", __name__, url_prefix="/formulieren")

    @blueprint.get("/stijl/<path:name>")
    def looks(name: str) -> Response:
        folder = ASSETS if name in _OF_THE_WEBSITE else OWN_LOOKS
        return send_from_directory(folder, name, max_age=LOOKS_MAX_AGE_S)

    @blueprint.app_context_processor
    def shared() -> dict[str, object]:
        return {"is_sample": context.settings.is_sample, "messages": get_flashed_messages()}

    add_start(blueprint, context)
    add_own(blueprint, context)
    add_pictures(blueprint, context)
    add_newsletter(blueprint, context)
    add_filling(blueprint, context)
    add_asking_again(blueprint, context)
    blueprint.register_error_handler(SQLAlchemyError, not_stored)
    blueprint.register_error_handler(OSError, not_stored)
    return blueprint


def not_stored(error: Exception) -> tuple[str, int, dict[str, str]]:
    """Say so when something could not be kept (a full disk): never thank for what is lost."""
    _log.error("forms.not_stored", kind=type(error).__name__)
    return render("forms/not_stored.html"), 503, {"Retry-After": "300"}
