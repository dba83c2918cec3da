"""Mailchimp's refusals: `application/problem+json`, in its own words."""

from collections.abc import Sequence
from typing import Any, Final

TYPE: Final = "https://mailchimp.com/developer/marketing/docs/errors/"
_SHAPE: Final = (
    "The resource submitted could not be validated. For field-specific details, see the 'errors'"
    " array."
)


class ProblemError(Exception):
    """An answer that is no success; `errors` are pairs of a field and a message."""

    def __init__(
        self, status: int, title: str, detail: str, errors: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail, self.errors = status, title, detail, errors

    def body(self, instance: str) -> dict[str, Any]:
        """Return the body as Mailchimp sends it."""
        found: dict[str, Any] = {
            "type": TYPE,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
        }
        if self.errors:
            found["errors"] = [{"field": one, "message": text} for one, text in self.errors]
        return found


def not_found() -> ProblemError:
    """Nothing by that name."""
    return ProblemError(404, "Resource Not Found", "The requested resource could not be found.")


def invalid(*errors: tuple[str, str]) -> ProblemError:
    """The body has the wrong shape."""
    return ProblemError(400, "Invalid Resource", _SHAPE, errors)


def bad_request(detail: str) -> ProblemError:
    """The request cannot be carried out as things stand."""
    return ProblemError(400, "Bad Request", detail)


def unknown_here(what: str) -> ProblemError:
    """The stand-in does not know this of Mailchimp; never a made-up success."""
    return ProblemError(501, "Not Implemented", f"The sandbox does not know {what}.")


def api_key_invalid() -> ProblemError:
    """No key, or a wrong one."""
    detail = "Your API key may be invalid, or you've attempted to access the wrong datacenter."
    return ProblemError(401, "API Key Invalid", detail)


def too_many_connections() -> ProblemError:
    """The eleventh call at once."""
    detail = "You have exceeded the limit of 10 simultaneous connections."
    return ProblemError(429, "Too Many Requests", detail)


def in_compliance_state(email: str) -> ProblemError:
    """Who left, or whose address bounced, is not subscribed by a program."""
    detail = (
        f"{email} is in a compliance state due to unsubscribe, bounce, or compliance review and"
        " cannot be subscribed."
    )
    return ProblemError(400, "Member In Compliance State", detail)


def forgotten(email: str) -> ProblemError:
    """Who was erased for good comes back by a form only."""
    detail = (
        f"{email} was permanently deleted and cannot be re-imported. The contact must re-subscribe"
        " to get back on the list."
    )
    return ProblemError(400, "Forgotten Email Not Subscribed", detail)


def member_exists(email: str) -> ProblemError:
    """A member by that address is there."""
    detail = f"{email} is already a list member. Use PUT to insert or update list members."
    return ProblemError(400, "Member Exists", detail)
