"""Addresses that a request names: of a file to fetch, of a server to notify."""

from typing import Any, TypeGuard
from urllib.parse import urlsplit


def is_web_address(url: Any) -> TypeGuard[str]:
    """Whether this is the text of an http or https address with a host."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
    except ValueError:
        return False
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.netloc)
