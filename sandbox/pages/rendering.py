"""Templates of the sandbox's pages, and the headers that every page carries."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from flask import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE: Final = Path(__file__).parent
# Pictures that are still being fetched stand at the address that was written in the cell.
_POLICY: Final = (
    "default-src 'self'; img-src 'self' blob: data: http: https:; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_page(template: str, status: int = 200, **values: Any) -> Response:
    """Return a page, never kept by a browser: the sandbox changes under it."""
    response = Response(_templates().get_template(template).render(**values), status)
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def render_missing(what: str) -> Response:
    """Return the page for something that is not there."""
    return render_page("missing.html", 404, what=what)
