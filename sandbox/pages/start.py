"""The start page: what this is, and whom one can be."""

from flask import Blueprint, Response

from sandbox.pages.rendering import render_page
from sandbox.services import Services


def start_pages(services: Services) -> Blueprint:
    """Return the blueprint of `/`."""
    routes = Blueprint("start", __name__)

    @routes.get("/")
    def start() -> Response:
        bases = services.airtable.bases()
        return render_page(
            "start.html",
            site_url=services.options.site_url.rstrip("/"),
            tables=sum(len(one.tables) for one in bases),
            sheets=len(services.sheets.books()),
            mails=_counted(services.mailbox.count()),
            records=sum(one.record_count() for one in bases),
        )

    return routes


def _counted(mails: int) -> str:
    return "1 brief" if mails == 1 else f"{mails or 'nog geen'} brieven"
