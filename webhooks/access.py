"""Who may see the staff pages: this machine itself, or whoever knows the configured secret.

"This machine" is judged strictly: a loopback peer, a loopback name in the Host header (so that
no other site's name can be pointed here) and no trace of a proxy in between.
"""

import hmac
import ipaddress
from dataclasses import dataclass

from flask import Request, session

_FORWARDED = (
    "Forwarded",
    "Via",
    "X-Real-IP",
    "True-Client-IP",
    "CF-Connecting-IP",
    "X-Client-IP",
    "X-Cluster-Client-IP",
)
_FORWARDED_START = "X-Forwarded-"
_SESSION_KEY = "staff"


@dataclass(frozen=True)
class StaffAccess:
    """The rule for `/beheer`. An empty secret means: only from this machine."""

    secret: str

    def is_allowed(self, request: Request) -> bool:
        """Tell whether this request may see the staff pages."""
        return is_this_machine(request) or session.get(_SESSION_KEY) is True

    def log_in(self, typed: str) -> bool:
        """Remember this browser when the typed secret is right (compared in constant time)."""
        if not self.secret or not hmac.compare_digest(typed.encode(), self.secret.encode()):
            return False
        session.clear()
        session[_SESSION_KEY] = True
        return True


def is_this_machine(request: Request) -> bool:
    """Tell whether a request comes straight from a browser on this very machine."""
    if _came_through_a_proxy(request):
        return False
    return _is_loopback(request.remote_addr or "") and _is_loopback(_host_name(request.host))


def _came_through_a_proxy(request: Request) -> bool:
    # A proxy that adds no header still gives itself away: nginx speaks HTTP/1.0 to us by default,
    # and no browser has done so since the last century.
    if request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        return True
    if any(header in request.headers for header in _FORWARDED):
        return True
    return any(name.title().startswith(_FORWARDED_START) for name, _ in request.headers)


def _host_name(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
