"""What every call to a service passes: faults, the token, the limits, the ledger."""

import hmac
import json
from typing import Any, Final

from flask import Flask, Response, g, request

from sandbox.airtable.errors import ApiError, authentication_required, refusal
from sandbox.airtable.limits import USER_REQUESTS_PER_S
from sandbox.faults import Fault
from sandbox.mailchimp.answers import problem_reply
from sandbox.mailchimp.batches import INNER
from sandbox.mailchimp.errors import ProblemError
from sandbox.mailchimp.routes import count_connection, end_connection
from sandbox.services import Services
from sandbox.sheets.accounts import PREFIX
from sandbox.sheets.errors import insufficient_scopes, unauthenticated

MAX_URL: Final = 16_000
# The key in the WSGI environment under which a fault tells the server what to do with the reply.
DROP: Final = "sandbox.drop"
GOOGLE: Final = ("/v4/", "/drive/v3/", "/upload/drive/")
_AIRTABLE_BODIES: Final[dict[int, Any]] = {
    429: {"errors": [{"error": "RATE_LIMIT_REACHED", "message": "Rate limit exceeded."}]},
    404: {"error": "NOT_FOUND"},
    500: {"error": {"type": "SERVER_ERROR", "message": "Something went wrong"}},
    503: {"error": {"type": "SERVICE_UNAVAILABLE", "message": "Service unavailable"}},
}


_MAILCHIMP_TITLES: Final = {
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
_GOOGLE_STATUS: Final = {
    400: ("INVALID_ARGUMENT", "Request contains an invalid argument."),
    401: ("UNAUTHENTICATED", "Request had invalid authentication credentials."),
    403: ("PERMISSION_DENIED", "The caller does not have permission"),
    404: ("NOT_FOUND", "Requested entity was not found."),
    429: ("RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Read requests'."),
    500: ("INTERNAL", "Internal error encountered."),
    503: ("UNAVAILABLE", "The service is currently unavailable."),
}


def service_of(path: str) -> str:
    """Name the service that a path belongs to; empty for pages and controls."""
    if path.startswith("/v0/"):
        return "airtable"
    if path.startswith(GOOGLE):
        return "sheets"
    if path.startswith("/3.0/"):
        return "mailchimp"
    return "oauth" if path == "/token" else ""


def register_gate(app: Flask, services: Services) -> None:
    """Put the gate before and after every call to a service."""

    @app.before_request
    def enter() -> Response | None:
        service = service_of(request.path)
        g.entry = None
        if not service or request.environ.get(INNER):
            return None
        if service == "mailchimp":
            count_connection(services.mailchimp)
        target = request.full_path.rstrip("?")
        g.entry = services.ledger.begin(
            service, request.method, request.path, request.query_string.decode(), _body(service)
        )
        fault = services.faults.take(service, request.method, target)
        refused = _apply_fault(services, fault) if fault else None
        if refused is not None:
            return refused
        if service == "airtable":
            check_airtable(services)
        elif service == "sheets":
            check_google(services)
        return None

    @app.after_request
    def leave(response: Response) -> Response:
        entry = g.get("entry")
        if entry is not None:
            entry.status = response.status_code
            services.ledger.finish(entry)
            g.entry = None
        return response

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        end_connection()

    @app.errorhandler(ApiError)
    def refuse(error: ApiError) -> tuple[dict[str, Any], int]:
        return error.body, error.status


def note_effect(**effect: Any) -> None:
    """Say in the ledger what the call changed."""
    if g.get("entry") is not None:
        g.entry.effects.append(effect)


def _body(service: str) -> Any:
    if service == "oauth":
        return None  # what is sent for a token is as good as one
    text = request.get_data(as_text=True)
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text


def _apply_fault(services: Services, fault: Fault) -> Response | None:
    """Do what a fault says before the call is handled; an answer of its own ends the call."""
    g.entry.fault = fault.kind
    if fault.kind == "slow":
        services.faults.wait(fault.seconds)
        return None
    if fault.kind in ("lost-reply", "truncate"):
        request.environ[DROP] = fault.kind
        return None
    if fault.kind == "reset":
        request.environ[DROP] = fault.kind
        return Response(status=500)
    if g.entry.service == "mailchimp" and fault.body is None and fault.status >= 400:
        problem = ProblemError(
            fault.status, _MAILCHIMP_TITLES.get(fault.status, "Error"), "Ordered by a test"
        )
        return _with_retry(problem_reply(problem, ""), fault)
    body = fault.body if fault.body is not None else _fault_body(g.entry.service, fault.status)
    response = Response(
        body if isinstance(body, str) else json.dumps(body),
        fault.status,
        content_type="application/json",
    )
    return _with_retry(response, fault)


def _with_retry(response: Response, fault: Fault) -> Response:
    if fault.retry_after is not None:
        response.headers["Retry-After"] = str(fault.retry_after)
    return response


def _fault_body(service: str, status: int) -> Any:
    if service == "sheets":
        word, message = _GOOGLE_STATUS.get(status, ("UNKNOWN", "Ordered by a test"))
        return {"error": {"code": status, "message": message, "status": word}}
    default = {"error": {"type": f"FAULT_{status}", "message": "Ordered by a test"}}
    return _AIRTABLE_BODIES.get(status, default)


def check_google(services: Services) -> None:
    """Check token, its scopes and the quotas, in Google's order and words."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise unauthenticated(given=False)
    caller = services.sheets.accounts.caller(token.strip())
    expected, own = services.options.token, token.strip().startswith(PREFIX)
    if caller is None or not (
        expected is None or own or hmac.compare_digest(token.strip(), expected)
    ):
        raise unauthenticated(given=True)
    service = "sheets" if request.path.startswith("/v4/") else "drive"
    write = request.method != "GET"
    if not caller.may(service, write=write):
        raise insufficient_scopes()
    if service == "sheets" and services.options.requests_per_s:
        services.sheets.quotas.count("Write" if write else "Read", str(hash(token)))
    g.caller = caller


def check_airtable(services: Services) -> None:
    """Check token, rate, quota and length of the address, in Airtable's order and words."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise authentication_required()
    expected = services.options.token
    if expected is not None and not hmac.compare_digest(token.strip(), expected):
        raise authentication_required()
    airtable, per_s = services.airtable, services.options.requests_per_s
    base_id = _base_id(request.path)
    if base_id:
        airtable.rates.check(base_id, per_s)
    airtable.rates.check(f"user {hash(token)}", USER_REQUESTS_PER_S if per_s else 0)
    airtable.quota.count_call()
    if len(request.url) > MAX_URL:
        raise refusal(414, "URI_TOO_LONG", "The URL is longer than 16,000 characters.")


def _base_id(path: str) -> str:
    parts = [part for part in path.split("/") if part.startswith("app")]
    return parts[0] if parts else ""
