"""Google's replies that are no success, and odd ones that say they are, as our own errors."""

import re
from typing import Any, Final

import requests

from backbone.airtable_errors import RateLimited, retry_after_s
from backbone.careful_wire import Manners
from museum.errors import FixConfiguration, MuseumflowError, StopRun, TryLater

REST_S: Final = 60.0
"""Google's quotas are filled anew every minute."""

_SAFE_POST: Final = re.compile(
    r"/v4/spreadsheets/[^/]+/values(:batchUpdate|:batchClear|/[^/]+:clear)"
)
_SHAPES: Final = (
    (re.compile(r"GET /v4/spreadsheets/[^/:]+"), (("properties", dict), ("sheets", list))),
    (re.compile(r"GET /v4/spreadsheets/[^/]+/values:batchGet"), (("valueRanges", list),)),
    (re.compile(r"POST /v4/spreadsheets/[^/:]+:batchUpdate"), (("replies", list),)),
    (re.compile(r"POST /v4/spreadsheets/[^/]+/values:batchUpdate"), (("responses", list),)),
)
_AGAIN: Final = "Het wordt vanzelf opnieuw geprobeerd."


class NoSuchRange(FixConfiguration):
    """A tab that the spreadsheet does not have (any more)."""


class SheetRefused(StopRun):
    """Google understood and would not."""


def error_of(response: requests.Response) -> MuseumflowError | None:
    """Return our error for a reply of 400 or more; None for 401, which google-auth deals with."""
    status, (word, message, reason) = response.status_code, _words(response)
    if status == 401:
        return None
    if status == 429 or reason in ("rateLimitExceeded", "userRateLimitExceeded"):
        return RateLimited(
            what="Google vroeg om even te wachten.",
            remedy="Het gaat vanzelf verder.",
            after_s=retry_after_s(response, REST_S),
        )
    if status >= 500 or status == 408:
        return TryLater(what=f"Google gaf een storing ({status}).", remedy=_AGAIN)
    return _refusal(status, word, message, reason)


def check_reply(method: str, path_url: str, response: requests.Response) -> None:
    """Raise `TryLater` for a success that is none: an empty, cut, foreign or odd body."""
    call = f"{method} {path_url.partition('?')[0]}"
    try:
        body = response.json()
    except requests.JSONDecodeError as error:
        raise TryLater("Google gaf een antwoord dat niet te lezen is.", _AGAIN) from error
    for pattern, parts in _SHAPES:
        if pattern.fullmatch(call) and not (
            isinstance(body, dict) and all(isinstance(body.get(name), kind) for name, kind in parts)
        ):
            raise TryLater("Google gaf een ander antwoord dan verwacht.", _AGAIN)


def is_safe_to_repeat(request: requests.PreparedRequest) -> bool:
    """Tell whether sending this twice does the same: reading, and writes to a place they name."""
    if request.method in ("GET", "PUT"):
        return True
    return bool(_SAFE_POST.fullmatch(request.path_url.partition("?")[0]))


GOOGLE: Final = Manners("Google", error_of, check_reply, is_safe_to_repeat)


def key_refused(detail: str = "") -> FixConfiguration:
    """Return the error for a key that Google does not know (any more)."""
    return FixConfiguration(
        what=f"Google kent de sleutel niet{f' ({detail})' if detail else ''}.",
        remedy="Maak bij Google een nieuwe sleutel voor het serviceaccount en zet het bestand bij "
        "GOOGLE_KEY.",
    )


def _refusal(status: int, word: str, message: str, reason: str) -> MuseumflowError:
    detail = f" ({word}: {message})" if word else f" ({message})" if message else ""
    if status == 403 and reason in ("SERVICE_DISABLED", "accessNotConfigured"):
        return FixConfiguration(
            what="De Google Sheets API staat uit voor dit project.",
            remedy="Zet hem aan in de console van Google (API's en services, bibliotheek).",
        )
    if status == 403:
        return FixConfiguration(
            what=f"Google laat ons niet bij dit rekenblad{detail}.",
            remedy="Deel het rekenblad als bewerker met het adres van het serviceaccount "
            "(“client_email” in het sleutelbestand).",
        )
    if status == 404:
        return FixConfiguration(
            what=f"Google kent dit rekenblad niet{detail}.",
            remedy="Kijk of het ID in config/forms.toml klopt: het staat in het adres van het "
            "rekenblad, tussen /d/ en /edit.",
        )
    if "Unable to parse range" in message:
        return NoSuchRange(
            what=f"Google vindt dit tabblad niet{detail}.",
            remedy="Kijk of de naam van het tabblad in config/forms.toml klopt.",
        )
    return SheetRefused(
        what=f"Google nam dit niet aan ({status}){detail}.",
        remedy="Geef dit door aan wie museumflow beheert.",
    )


def _words(response: requests.Response) -> tuple[str, str, str]:
    """Return Google's status, message and reason, from the new form or the old."""
    try:
        body: Any = response.json()
    except requests.JSONDecodeError:
        return "", "", ""
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return "", str(error or ""), ""
    listed = [one for one in error.get("details") or error.get("errors") or () if "reason" in one]
    reason = str(listed[0]["reason"]) if listed else ""
    return str(error.get("status", "")), str(error.get("message", "")), reason
