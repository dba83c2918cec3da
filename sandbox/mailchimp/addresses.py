"""Which addresses Mailchimp takes, and what merge fields may hold."""

import re
from typing import Any, Final

from sandbox.mailchimp.errors import ProblemError, invalid
from sandbox.mailchimp.items import Item

_ADDRESS: Final = re.compile(r"[^@\s,;<>\"]{1,64}@(?:[^@\s.,;<>\"]+\.)+[^@\s.,;<>\"\d]{2,}")
_FAKE_DOMAINS: Final = ("example.com", "example.org", "example.net", "test.com", "domain.com")
_FAKE_ENDS: Final = (".invalid", ".test", ".localhost")
_FAKE_NAMES: Final = ("asdf", "fake", "qwerty", "noemail", "none")
MAX_TEXT_BYTES: Final = 255
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d|\d\d?/\d\d?/\d{4}")
_BIRTHDAY: Final = re.compile(r"\d\d?/\d\d?")


def check_address(email: str) -> str:
    """Return an address without blanks around it; raises Mailchimp's 400."""
    email = email.strip()
    if not _ADDRESS.fullmatch(email):
        raise ProblemError(400, "Invalid Resource", "Please provide a valid email address.")
    name, _, domain = email.lower().rpartition("@")
    is_fake = domain in _FAKE_DOMAINS or domain.endswith(_FAKE_ENDS) or name in _FAKE_NAMES
    if is_fake:
        said = f"{email} looks fake or invalid, please enter a real email address."
        raise ProblemError(400, "Invalid Resource", said)
    return email


def check_merge_fields(fields: list[Item], given: Item, *, skip: bool = False) -> Item:
    """Return what is given under known tags; raises Mailchimp's 400 with a row per tag.

    `skip` is `skip_merge_validation`: what is required may then be empty.
    """
    known = {one["tag"]: one for one in fields}
    errors = []
    for tag, field in known.items():
        text = _wrong(field, given.get(tag, ""))
        if text and not (skip and text == "Please enter a value"):
            errors.append((tag, text))
    if errors:
        raise ProblemError(400, "Invalid Resource", "Your merge fields were invalid.", errors)
    return {tag: value for tag, value in given.items() if tag in known}


def check_interests(known: dict[str, Item], given: dict[str, bool]) -> dict[str, bool]:
    """Return the interests; raises Mailchimp's 400 for one that is not there."""
    wrong = [one for one in given if one not in known]
    if wrong:
        raise invalid(*((f"interests.{one}", f"Invalid interest ID: {one}") for one in wrong))
    return given


def _wrong(field: Item, value: Any) -> str:
    if value in ("", None):
        return "Please enter a value" if field["required"] else ""
    kind = field["type"]
    if kind == "address":
        needed = ("addr1", "city", "zip")
        is_whole = isinstance(value, dict) and all(value.get(one) for one in needed)
        return "" if is_whole or isinstance(value, str) else "Please enter a complete address"
    if isinstance(value, dict | list | bool):
        return "Data did not match any of the acceptable types: string, number."
    text = str(value)
    if len(text.encode()) > MAX_TEXT_BYTES:
        return f"This value is too long. It should have {MAX_TEXT_BYTES} characters or less."
    return _wrong_for_kind(kind, text, field["options"].get("choices", []))


def _wrong_for_kind(kind: str, text: str, choices: list[str]) -> str:
    if kind == "number" and not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return "Please enter a number"
    if kind in ("radio", "dropdown") and text not in choices:
        return f"Value must be one of: {', '.join(choices)}"
    if kind == "date" and not _DATE.fullmatch(text[:10]):
        return "Please enter the date"
    if kind == "birthday" and not _BIRTHDAY.fullmatch(text):
        return "Please enter a month (01-12) and a day (01-31)"
    if kind in ("url", "imageurl") and not text.startswith(("http://", "https://")):
        return "Please enter a complete url, like http://mailchimp.com"
    return ""
