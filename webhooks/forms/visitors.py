"""Who fills in a form: through which personal link, from which address, and whether a person."""

import ipaddress
from typing import Any, Final

from flask import Flask, Request, g, request, session
from flask_limiter import Limiter

from backbone.form_links import FormLink
from museum.submissions import Limits
from workflows.context import Context

HONEYPOT: Final = "website_van_uw_school"
"""A question that people do not see and machines fill in."""

_SESSION_KEY: Final = "form_link"
_SENDS: Final = (
    "forms.send",
    "forms.ask_link",
    "forms.press_own",
    "forms.press_link",
    "forms.renew_link",
    "forms.all_is_right",
    "forms.take_sign_up",
    "forms.choose",
    "signups.send",
    "signups.send_change",
    "signups.press_own",
)
_KEEPS: Final = ("forms.fill", "forms.autosave")
_KEEPS_PER_NETWORK: Final = "1200 per hour"


def link_in_use(context: Context) -> FormLink | None:
    """Return the personal link that this browser pressed, as long as it is valid."""
    link_id = session.get(_SESSION_KEY)
    if not link_id:
        return None
    if "form_link" not in g or g.form_link.id != link_id:  # asked several times per request
        found = context.links.find(str(link_id))
        if found is None:
            return None
        g.form_link = found
    link: FormLink = g.form_link
    return link if link.is_valid(context.now()) else None


def use_link(link: FormLink) -> None:
    """Remember a personal link in this browser."""
    session[_SESSION_KEY] = link.id


def forget_link() -> None:
    """Forget it again: for a computer that others use too."""
    session.pop(_SESSION_KEY, None)


def client_address(found: Request) -> str:
    """Return where a request comes from; behind a proxy on this machine, what that proxy saw."""
    peer = found.remote_addr or "0.0.0.0"
    if not ipaddress.ip_address(peer).is_loopback:
        return peer
    seen = found.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(seen))
    except ValueError:
        return peer


def client_network(found: Request) -> str:
    """Return the network of that address: a /24, or a /48 of the longer ones."""
    address = ipaddress.ip_address(client_address(found))
    length = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False))


def slow_down(app: Flask, limiter: Limiter, limits: Limits) -> None:
    """Let nobody flood us: per address and per network, in this process."""
    for endpoint in _SENDS:
        _limit(app, limiter, endpoint, limits.per_address, _address)
        _limit(app, limiter, endpoint, limits.per_network, _network)
    for endpoint in _KEEPS:
        _limit(app, limiter, endpoint, _KEEPS_PER_NETWORK, _network)


def _address() -> str:
    return client_address(request)


def _network() -> str:
    return client_network(request)


def _limit(app: Flask, limiter: Limiter, endpoint: str, most: str, key: Any) -> None:
    limited: Any = limiter.limit(most, methods=["POST"], key_func=key)(app.view_functions[endpoint])
    app.view_functions[endpoint] = limited
