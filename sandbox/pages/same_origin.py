"""Keeps pages of others from writing here through someone's browser."""

from urllib.parse import urlsplit

from flask import request


def is_own_page() -> bool:
    """Whether a request comes from a page of this sandbox, as far as the browser tells.

    Browsers send `Origin` with every write, and `Sec-Fetch-Site` from 2023 on; a program that
    is no browser sends neither.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def is_own_script() -> bool:
    """Whether a script of ours sent it: other sites cannot add this header without being asked."""
    return is_own_page() and bool(request.headers.get("X-Requested-With"))
