"""Everything under `/3.0/`, put together, with what each call passes first."""

import hmac
import secrets
from base64 import b64decode

from flask import Blueprint, Response, g, request

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.answers import problem_reply
from sandbox.mailchimp.batches import INNER
from sandbox.mailchimp.errors import ProblemError, api_key_invalid, too_many_connections
from sandbox.mailchimp.routes_campaigns import (
    add_action_routes,
    add_batch_routes,
    add_campaign_routes,
    add_domain_routes,
    add_template_routes,
)
from sandbox.mailchimp.routes_lists import (
    add_interest_routes,
    add_list_routes,
    add_merge_field_routes,
    add_webhook_routes,
)
from sandbox.mailchimp.routes_members import (
    add_batch_member_route,
    add_member_end_routes,
    add_member_routes,
    add_member_search_route,
    add_note_routes,
    add_tag_routes,
)
from sandbox.mailchimp.routes_reports import add_report_routes
from sandbox.mailchimp.routes_segments import (
    add_segment_member_routes,
    add_segment_routes,
    add_tag_search_route,
)


def mailchimp_routes(account: Account, token: str | None) -> Blueprint:
    """Return the blueprint of `/3.0/`."""
    routes = Blueprint("mailchimp", __name__, url_prefix="/3.0")
    _guard(routes, token)
    for add in (
        add_list_routes,
        add_merge_field_routes,
        add_interest_routes,
        add_segment_routes,
        add_tag_search_route,
        add_segment_member_routes,
        add_webhook_routes,
        add_member_routes,
        add_member_end_routes,
        add_member_search_route,
        add_tag_routes,
        add_note_routes,
        add_batch_member_route,
        add_campaign_routes,
        add_action_routes,
        add_report_routes,
        add_template_routes,
        add_domain_routes,
        add_batch_routes,
    ):
        add(routes, account)
    return routes


def count_connection(account: Account) -> None:
    """Count a call from its beginning, before any fault keeps it waiting."""
    if not request.environ.get(INNER):
        g.mailchimp = account
        if not account.connect():
            g.is_too_many = True


def end_connection() -> None:
    """Let a call go, once, whatever became of it."""
    account: Account | None = g.pop("mailchimp", None)
    if account is not None:
        account.let_go()


def _guard(routes: Blueprint, token: str | None) -> None:
    @routes.before_request
    def enter() -> None:
        if request.environ.get(INNER):
            return
        if g.get("is_too_many"):
            raise too_many_connections()
        key = _key()
        if not key or (token is not None and not _is_right(key, token)):
            raise api_key_invalid()

    @routes.errorhandler(ProblemError)
    def refuse(problem: ProblemError) -> Response:
        return problem_reply(problem, secrets.token_hex(16))


def _is_right(key: str, token: str) -> bool:
    """Whether a key is the token, with or without the data centre that keys end in."""
    bare = key.rpartition("-")[0]
    return any(hmac.compare_digest(one.encode(), token.encode()) for one in (key, bare))


def _key() -> str:
    """Return the API key: the password of Basic (any name will do), or a Bearer token."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return text.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        key = b64decode(text).decode("utf-8", "replace").partition(":")[2]
    except ValueError:
        return ""
    return key.strip()
