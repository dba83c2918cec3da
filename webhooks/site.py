"""Serves the public website: static files from `public/`, with moved addresses and a 404 page."""

import json
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, request, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join
from werkzeug.wrappers import Response as BaseResponse

YEAR_S = 365 * 24 * 3600
PAGE_MAX_AGE_S = 60
_FOR_EVER = ("/assets/", "/media/")
"""Files under these carry a hash of their content in their name: they never change."""

_MEDIA_TYPES = {
    ".ics": "text/calendar; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".pagefind": "application/octet-stream",
    ".pf_meta": "application/octet-stream",
    ".pf_index": "application/octet-stream",
    ".pf_fragment": "application/octet-stream",
    ".wasm": "application/wasm",
}

_POLICY = "; ".join(
    (
        "default-src 'self'",
        # The map's tiles, fetched only after the visitor said yes.
        "img-src 'self' data: https://tile.openstreetmap.org",
        # The search is WebAssembly.
        "script-src 'self' 'wasm-unsafe-eval'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def site_blueprint(public: Path) -> Blueprint:
    """Return the blueprint that serves the website in the folder `public`."""
    blueprint = Blueprint("site", __name__)

    @blueprint.get("/", defaults={"path": ""})
    @blueprint.get("/<path:path>")
    def page(path: str) -> BaseResponse:
        name = _file_name(public, path)
        if name is None:
            return _moved_or_missing(public, path)
        if (public / name).name == "index.html" and path and not path.endswith("/"):
            return redirect("/" + path + "/", code=308)
        response = send_from_directory(public, name, conditional=True)
        _describe(response, name)
        return response

    return blueprint


def _file_name(public: Path, path: str) -> str | None:
    """Return the file within `public` that answers a path, or None."""
    if any(part.startswith((".", "_")) for part in path.split("/")):
        return None
    found = safe_join(str(public), path) if path else str(public)
    if found is None:
        return None
    target = Path(found)
    if target.is_dir():
        target = target / "index.html"
    return target.relative_to(public).as_posix() if target.is_file() else None


def _describe(response: Response, name: str) -> None:
    suffix = Path(name).suffix
    if suffix in _MEDIA_TYPES:
        response.headers["Content-Type"] = _MEDIA_TYPES[suffix]
    response.cache_control.public = True
    response.cache_control.no_cache = None
    if f"/{name}".startswith(_FOR_EVER):
        response.cache_control.max_age = YEAR_S
        response.cache_control.immutable = True
    else:
        response.cache_control.max_age = PAGE_MAX_AGE_S


def _moved_or_missing(public: Path, path: str) -> BaseResponse:
    address = "/" + path if path.endswith("/") else f"/{path}/"
    target = _redirects(public).get(address)
    if target:
        return redirect(target, code=301)
    language = path.split("/", 1)[0]
    name = f"{language}/404.html" if language in ("de", "en") else "404.html"
    try:
        response = send_from_directory(public, name)
    except NotFound:
        abort(404)
    response.status_code = 404
    response.cache_control.no_store = True
    return response


def _redirects(public: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((public / "_redirects.json").read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return found


def add_security_headers(response: Response) -> Response:
    """Put the headers on every answer that keep browsers from being fooled."""
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    response.headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=()"
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "DENY")
    if request.is_secure or request.headers.get("X-Forwarded-Proto", "") == "https":
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR_S}"
    if request.path.startswith(("/formulieren", "/inschrijven")):
        # Their addresses hold tokens; CSRF protection needs the referrer within the site.
        response.headers["Referrer-Policy"] = "same-origin"
        if not request.path.startswith("/formulieren/stijl/"):
            response.headers["Cache-Control"] = "no-store"
    if request.path.startswith("/beheer"):
        response.headers["Cache-Control"] = "no-store"
    return response
