"""Mailchimp's replies that are no success, in our own errors with a Dutch sentence each.

The client tells little (contracts/mailchimp.md): `str(error)` is empty, problem+json comes as
text, and an empty 502 is returned as if it were an answer.
"""

import json
from typing import Any, Final

import requests
from mailchimp_marketing.api_client import ApiClientError

from museum.errors import FixConfiguration, MuseumflowError, SkipRecord, StopRun, TryLater

WAIT_S: Final = 5.0
"""How long to leave Mailchimp alone when ten connections are in use."""


class Busy(TryLater):
    """Ten connections are in use: the call was not carried out."""


class Unanswered(TryLater):
    """No answer came, or none that says what happened: the call may have been carried out."""


class NotThere(FixConfiguration):
    """Mailchimp does not know this."""


class MemberRefused(SkipRecord):
    """Mailchimp will not have this reader; asking again changes nothing."""


class NotReady(StopRun):
    """Mailchimp understood and would not."""


_MEMBER: Final = {
    "Member In Compliance State": (
        "Deze lezer meldde zich af, of diens adres werkt niet meer.",
        "Alleen de lezer zelf kan zich weer aanmelden, met het formulier.",
    ),
    "Forgotten Email Not Subscribed": (
        "Dit adres is in Mailchimp voorgoed verwijderd.",
        "Alleen de lezer zelf kan zich weer aanmelden, met het formulier.",
    ),
}


def error_of(error: ApiClientError) -> MuseumflowError:
    """Return our error for one of the client's."""
    if error.status_code is None:
        return _unanswered("Mailchimp gaf geen antwoord.")
    return error_for(int(error.status_code), _problem(error.text))


def error_for(status: int, problem: dict[str, Any]) -> MuseumflowError:
    """Return our error for a status of 400 or more."""
    if status == 429:
        return Busy(
            what="Mailchimp vroeg om even te wachten.",
            remedy="Het gaat vanzelf verder.",
            after_s=WAIT_S,
        )
    if status >= 500:
        return _unanswered(f"Mailchimp gaf een storing ({status}).")
    title, detail = str(problem.get("title", "")), str(problem.get("detail", ""))
    if status in (401, 403):
        return FixConfiguration(
            what="Mailchimp kent de sleutel niet, of die mag dit niet.",
            remedy="Maak in Mailchimp een nieuwe API-sleutel en zet die bij MAILCHIMP_API_KEY.",
        )
    if status == 404:
        return NotThere(
            what="Mailchimp kent dit niet.",
            remedy="Kijk of de lijst bij MAILCHIMP_LIST nog bestaat.",
        )
    return refusal_of(title, detail) or NotReady(
        what=f"Mailchimp nam dit niet aan ({status}): {title}.",
        remedy="Kijk in Mailchimp bij de campagne of de lijst wat er ontbreekt.",
    )


def refusal_of(title: str, detail: str) -> MemberRefused | None:
    """Return why a reader is refused, for staff; None when it is about something else.

    Batches give no title, so the sentence itself is looked at as well. It holds the address, and
    is therefore never passed on.
    """
    for known, (what, remedy) in _MEMBER.items():
        if title == known:
            return MemberRefused(what, remedy)
    if "compliance state" in detail:
        return MemberRefused(*_MEMBER["Member In Compliance State"])
    if "permanently deleted" in detail:
        return MemberRefused(*_MEMBER["Forgotten Email Not Subscribed"])
    if "looks fake or invalid" in detail or "valid email address" in detail:
        return MemberRefused(
            "Mailchimp neemt dit mailadres niet aan.",
            "Vraag het juiste adres en verbeter het in de tabel.",
        )
    if "merge fields were invalid" in detail:
        return MemberRefused(
            "Een gegeven van deze lezer is leeg of te lang voor Mailchimp.",
            "Kort de naam in, of vul in wat ontbreekt.",
        )
    return None


def reply_of(reply: Any) -> dict[str, Any]:
    """Return an answer as JSON; raises our error for what the client let pass as one."""
    if isinstance(reply, dict):
        return reply
    if isinstance(reply, requests.Response):
        if reply.status_code == 204:
            return {}
        if reply.ok and reply.text.strip() == "{}":
            return {}
        if reply.status_code >= 400:
            raise error_for(reply.status_code, {})
    raise _unanswered("Mailchimp gaf een antwoord dat niet te lezen is.")


def _unanswered(what: str) -> Unanswered:
    return Unanswered(what=what, remedy="Het wordt vanzelf opnieuw geprobeerd.")


def _problem(text: Any) -> dict[str, Any]:
    if isinstance(text, dict):
        return text
    try:
        found = json.loads(text)
    except (TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
