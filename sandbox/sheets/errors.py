"""Google's refusals: the newer form that Sheets gives, and the older one of Drive."""

from typing import Any

from sandbox.airtable.errors import ApiError

_BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"
_ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo"


def refusal(code: int, status: str, message: str, details: list[Any] | None = None) -> ApiError:
    """The form of Sheets: `{"error": {"code": ..., "message": ..., "status": ...}}`."""
    error: dict[str, Any] = {"code": code, "message": message, "status": status}
    if details:
        error["details"] = details
    return ApiError(code, {"error": error})


def invalid(message: str) -> ApiError:
    """A request that is of the right shape and cannot be done."""
    return refusal(400, "INVALID_ARGUMENT", message)


def wrong_shape(violations: list[tuple[str, str]]) -> ApiError:
    """A body or query that does not follow the discovery document: (path, sentence) each."""
    shown = [
        {"field": path, "description": text} if path else {"description": text}
        for path, text in violations
    ]
    message = "\n".join(text for _, text in violations)
    details = [{"@type": _BAD_REQUEST, "fieldViolations": shown}]
    return refusal(400, "INVALID_ARGUMENT", message, details)


def unknown_mask(path: str) -> ApiError:
    """A `fields` parameter that names what the answer does not have."""
    text = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    details = [{"@type": _BAD_REQUEST, "fieldViolations": [{"field": path, "description": text}]}]
    sentence = "Request contains an invalid argument."
    return refusal(400, "INVALID_ARGUMENT", sentence, details)


def unauthenticated(*, given: bool) -> ApiError:
    """No token, or one that is not known (any more)."""
    expected = (
        "Expected OAuth 2 access token, login cookie or other valid authentication credential. See"
        " https://developers.google.com/identity/sign-in/web/devconsole-project."
    )
    if given:
        first = "Request had invalid authentication credentials."
    else:
        first = "Request is missing required authentication credential."
    details = [
        {
            "@type": _ERROR_INFO,
            "reason": "ACCESS_TOKEN_EXPIRED" if given else "CREDENTIALS_MISSING",
            "domain": "googleapis.com",
        }
    ]
    return refusal(401, "UNAUTHENTICATED", f"{first} {expected}", details)


def insufficient_scopes() -> ApiError:
    """A token that was asked for something else."""
    details = [
        {
            "@type": _ERROR_INFO,
            "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            "domain": "googleapis.com",
        }
    ]
    sentence = "Request had insufficient authentication scopes."
    return refusal(403, "PERMISSION_DENIED", sentence, details)


def permission_denied() -> ApiError:
    """A spreadsheet that was not shared with the caller, or only to look at."""
    return refusal(403, "PERMISSION_DENIED", "The caller does not have permission")


def not_found() -> ApiError:
    """A spreadsheet that is not there."""
    return refusal(404, "NOT_FOUND", "Requested entity was not found.")


def quota_exceeded(kind: str, limit: str, per_minute: int) -> ApiError:
    """Too many calls in a minute; `kind` is Read or Write, `limit` "per minute per user"."""
    name = f"{kind} requests {limit}"
    message = (
        f"Quota exceeded for quota metric '{kind} requests' and limit '{name}' of service"
        " 'sheets.googleapis.com' for consumer 'project_number:100000000000'."
    )
    details = [
        {
            "@type": _ERROR_INFO,
            "reason": "RATE_LIMIT_EXCEEDED",
            "domain": "googleapis.com",
            "metadata": {
                "quota_limit": name.title().replace(" ", ""),
                "quota_limit_value": str(per_minute),
                "service": "sheets.googleapis.com",
                "consumer": "projects/100000000000",
            },
        }
    ]
    return refusal(429, "RESOURCE_EXHAUSTED", message, details)


def drive_refusal(code: int, reason: str, message: str, location: str = "") -> ApiError:
    """The form of Drive, with a list of errors."""
    one = {"message": message, "domain": "global", "reason": reason}
    if location:
        one |= {"location": location, "locationType": "parameter"}
    return ApiError(code, {"error": {"code": code, "message": message, "errors": [one]}})


def file_not_found(file_id: str) -> ApiError:
    """A file that Drive does not have, or keeps from the caller."""
    return drive_refusal(404, "notFound", f"File not found: {file_id}.", "fileId")


def not_known_here(what: str) -> ApiError:
    """Something that Google does and this sandbox does not: said, never pretended."""
    return refusal(501, "UNIMPLEMENTED", f"The sandbox does not know {what}.")
