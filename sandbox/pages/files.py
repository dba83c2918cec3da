"""The style sheets, scripts and pictures of the pages."""

from flask import Blueprint, Response, send_from_directory

from sandbox.pages.rendering import HERE


def file_pages() -> Blueprint:
    """Return the blueprint of `/paginas/...`; browsers ask each time whether a file changed."""
    routes = Blueprint("files", __name__)

    @routes.get("/paginas/<path:name>")
    def read(name: str) -> Response:
        response = send_from_directory(HERE / "static", name, conditional=True)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    @routes.get("/favicon.ico")
    def mark() -> Response:
        return send_from_directory(HERE / "static", "mark.svg")

    return routes
