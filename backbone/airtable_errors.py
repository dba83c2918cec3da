"""Airtable's replies that are no success, put in our own errors with a Dutch sentence each."""

from typing import Any

import requests

from museum.errors import FixConfiguration, MuseumflowError, StopRun, TryLater

PENALTY_S = 30.0
"""How long Airtable refuses everything after more than 5 calls in a second."""

_BILLING = "PUBLIC_API_BILLING_LIMIT_EXCEEDED"
_ITERATOR = "LIST_RECORDS_ITERATOR_NOT_AVAILABLE"


class IteratorLost(TryLater):
    """The list that was being read is no longer there: begin that table again."""


class NotThere(FixConfiguration):
    """Airtable does not know this, or does not let us near it (it says the same to both)."""


class Refused(StopRun):
    """Airtable understood and would not: a value, a field or a cursor is not right."""


class QuotaSpent(StopRun):
    """The month's calls are used up: never repeat, wait for the month to turn."""


class KeptForPeople(StopRun):
    """Most of the month's calls are used: what is left is for what a person waits for."""


class RateLimited(TryLater):
    """Too many calls at once: the service refuses everything for a while."""


def error_of(response: requests.Response) -> MuseumflowError:
    """Return our error for a reply with a status of 400 or more."""
    kind, message = _kind_and_message(response)
    if kind == _BILLING:
        return quota_spent()
    if kind == _ITERATOR:
        return IteratorLost(what="Airtable was de draad van de lijst kwijt.")
    if response.status_code == 429:
        return RateLimited(
            what="Airtable vroeg om even te wachten.",
            remedy="Het gaat vanzelf verder.",
            after_s=retry_after_s(response, PENALTY_S),
        )
    if response.status_code >= 500:
        return TryLater(
            what=f"Airtable gaf een storing ({response.status_code}).",
            remedy="Het wordt vanzelf opnieuw geprobeerd.",
        )
    return _refusal(response.status_code, kind, message)


def quota_spent() -> QuotaSpent:
    """Return the error for a month whose calls are used up."""
    return QuotaSpent(
        what="De aanroepen van deze maand bij Airtable zijn op.",
        remedy="De website blijft staan. Lezen kan weer als de maand om is, "
        "of met een groter abonnement.",
    )


def kept_for_people() -> KeptForPeople:
    """Return the error for an automatic call past 90% of the quota."""
    return KeptForPeople(
        what="Negen tiende van de aanroepen van deze maand bij Airtable is gebruikt.",
        remedy="De rest is voor wie ergens op wacht: met “Publiceer nu” gaat het meteen.",
    )


def _refusal(status: int, kind: str, message: str) -> MuseumflowError:
    detail = f" ({kind}: {message})" if message else f" ({kind})" if kind else ""
    if status == 401:
        return FixConfiguration(
            what=f"Airtable kent het token niet{detail}.",
            remedy="Maak in Airtable een nieuw token en zet het bij AIRTABLE_TOKEN.",
        )
    if status == 403:
        return NotThere(
            what=f"Airtable laat ons hier niet bij{detail}.",
            remedy="Kijk of AIRTABLE_BASE klopt en of het token rechten heeft op deze base.",
        )
    if status == 404:
        return NotThere(
            what=f"Airtable kent dit niet{detail}.",
            remedy="Kijk of AIRTABLE_BASE klopt; draai daarna `museumflow tables check`.",
        )
    return Refused(
        what=f"Airtable nam dit niet aan ({status}){detail}.",
        remedy="Draai `museumflow tables check` om te zien wat er in Airtable veranderd is.",
    )


def _kind_and_message(response: requests.Response) -> tuple[str, str]:
    """Return Airtable's own type and message, from any of the shapes it uses."""
    try:
        body: Any = response.json()
    except requests.JSONDecodeError:
        return "", ""
    if not isinstance(body, dict):
        return "", ""
    error = body.get("error")
    if error is None and isinstance(body.get("errors"), list) and body["errors"]:
        error = body["errors"][0]
    if isinstance(error, str):
        return error, str(body.get("message", ""))
    if isinstance(error, dict):
        return str(error.get("type") or error.get("error") or ""), str(error.get("message", ""))
    return "", ""


def retry_after_s(response: requests.Response, otherwise_s: float) -> float:
    """Return how long a service asks to be left alone; `otherwise_s` when it does not say."""
    try:
        return max(0.0, float(response.headers.get("Retry-After", otherwise_s)))
    except ValueError:
        return otherwise_s
