"""What is wrong with a form that was filled in: its answers, its sender, its speed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask import request

from museum.mail_address import AddressError, read_address
from museum.submissions import Answers, KindForm, ReadAnswers
from museum.submissions.models import Values
from webhooks.forms.museums import may_choose
from webhooks.forms.visitors import HONEYPOT, link_in_use
from workflows.context import Context
from workflows.intake import read_form

_TOO_FAST: Final = "Dat ging wel erg snel. Kijk uw antwoorden na en druk nog eens op de knop."
_TRAPPED: Final = "Maak de laatste vraag leeg: die is bedoeld om robots te herkennen."


@dataclass(frozen=True)
class Opened:
    """A form that is open in a browser: its key, and the row it changes ("" for a new one)."""

    kind: KindForm
    key: str
    record_id: str


def seen_of_form(context: Context, opened: Opened) -> Values:
    """Return what the sender saw filled in when the form was opened."""
    draft = context.drafts.find(opened.key) if opened.record_id else None
    return draft.before if draft else {}


@dataclass(frozen=True)
class Checked:
    """Answers as they were read, and what is wrong with the form, by field, as the page has it."""

    read: ReadAnswers
    problems: dict[str, str]


def check_form(
    context: Context, opened: Opened, typed: Answers, before: Values, *, is_sent: bool
) -> Checked:
    """Read and check a form that was filled in. `is_sent`: it corrects what came in before."""
    read = read_form(context, opened.kind, typed, before)
    problems = dict(read.problems)
    if opened.kind.picture and not context.pictures.has(opened.key):
        problems = {"file": "Kies een foto op uw computer of telefoon."} | problems
    if not is_sent and link_in_use(context) is None:
        problems |= _sender_problems(context, opened, typed)
    return Checked(read, problems)


def _sender_problems(context: Context, opened: Opened, typed: Answers) -> dict[str, str]:
    """Return what is wrong with what a stranger said of themself, in the order of the page."""
    found: dict[str, str] = {}
    needs_museum = any(one.key == "museum" and one.required for one in opened.kind.table.fields)
    if needs_museum and not may_choose(context, str(typed.get("museum_id", ""))):
        found["museum_id"] = "Kies het museum."
    if not str(typed.get("sender_name", "")).strip():
        found["sender_name"] = "Vul uw naam in."
    try:
        reader = read_address(str(typed.get("sender_email", "")).strip()).address
    except AddressError:
        found["sender_email"] = "Vul uw e-mailadres in, bijvoorbeeld naam@museum.nl."
    else:
        since = context.now() - timedelta(days=1)
        if context.letters.count_to(reader, since) >= context.forms.limits.mails_per_reader:
            found["sender_email"] = "Naar dit adres ging vandaag al genoeg mail. Kom morgen terug."
    return found


def robot_problems(context: Context) -> dict[str, str]:
    """Return why this may not be a person; a person can go on."""
    if request.form.get(HONEYPOT, ""):
        return {"form": _TRAPPED}
    age_s = context.tokens.age_s("opened", request.form.get("opened", ""))
    is_fast = age_s is not None and age_s < context.forms.limits.fill_in_s
    return {"form": _TOO_FAST} if is_fast and link_in_use(context) is None else {}
