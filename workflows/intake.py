"""Three doors, one intake: every form, sheet and table hands in its answers here.

What comes in is compared with the mirror, stored, and waits for staff; or is accepted at once, for
what `config/forms.toml` trusts the sender with. The job `inzendingen` does the rest.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from backbone.database import settle_on_disk
from backbone.form_links import FormLink
from backbone.submission_letters import LetterDue
from backbone.submissions import OPEN, ChangedMeanwhile, Door, Edit, State, Submission
from museum.date_plan import ZONE
from museum.submissions import (
    Answers,
    KindForm,
    ReadAnswers,
    current_values,
    proposed,
    read_answers,
    typed_again,
    untouched,
)
from museum.submissions.models import Values
from workflows.context import Context

PICTURE_DAYS: Final = 365
"""A picture that was placed is in the table; one that waits is not left waiting for so long."""

_ANSWERED: Final[frozenset[Door]] = frozenset({"form", "mail"})
"""Doors whose senders are thanked, or whose letters are put away: from elsewhere, all is read
again. What they were told is stored must outlive a power cut."""

_SENDER: Final = "afzender"


@dataclass(frozen=True)
class Sender:
    """Who sent it. A `link` is proof of the address; a stranger's is confirmed by mail.

    `is_known`: the door itself vouches for the sender (a sheet or table that only museums reach).
    """

    name: str = ""
    email: str = ""
    link: FormLink | None = None
    is_known: bool = False


@dataclass(frozen=True)
class Incoming:
    """One submission as a door hands it in, read and without problems.

    `key` is the door's own and stays the same however often it hands this in. `record_id` is ""
    for something new. `before` is what the sender saw; without it the mirror is asked.
    """

    key: str
    kind: KindForm
    door: Door
    values: Values
    typed: Mapping[str, Any]
    sender: Sender
    museum_id: str = ""
    record_id: str = ""
    before: Values | None = None
    notices: Mapping[str, str] = field(default_factory=dict)


def new_key() -> str:
    """Return a key for a form that is opened: nobody can guess it."""
    return uuid.uuid4().hex


def read_form(
    context: Context, kind: KindForm, answers: Answers, before: Values | None = None
) -> ReadAnswers:
    """Read a form's answers as of today in Drenthe. `before`: what the sender saw filled in."""
    kept = untouched(kind, before, answers) if before else {}
    return read_answers(kind, answers, context.now().astimezone(ZONE).date(), kept)


def values_now(context: Context, kind: KindForm, record_id: str) -> Values:
    """Return what the mirror holds of a row; all empty without a row."""
    raw = context.mirror.record(kind.table.key, record_id) if record_id else None
    return current_values(kind, context.mirror.binding(), raw)


def take_in(context: Context, incoming: Incoming) -> tuple[Submission, bool]:
    """Store a submission; returns it, and whether it is new. Stored when this returns.

    Handed in again under the same key, it stays as it is.
    """
    before = incoming.before
    if before is None:
        before = values_now(context, incoming.kind, incoming.record_id)
    wanted = proposed(before, incoming.values)
    now = context.now()
    sender = incoming.sender
    email = sender.link.email if sender.link else sender.email
    made = Submission(
        key=incoming.key,
        kind=incoming.kind.key,
        door=incoming.door,
        museum_id=incoming.museum_id,
        record_id=incoming.record_id,
        wanted=wanted,
        before={key: value for key, value in before.items() if key in wanted},
        typed=incoming.typed,
        sender_name=sender.name or (sender.link.name if sender.link else ""),
        sender_email=email,
        link_id=sender.link.id if sender.link else "",
        state=_first_state(context, incoming, wanted),
        received=now,
        changed=now,
    )
    stored = context.submissions.store(made, incoming.door, _first_letters(context, made))
    if incoming.door in _ANSWERED:
        settle_on_disk(context.database)
    return stored


def _first_state(context: Context, incoming: Incoming, wanted: Values) -> State:
    sender = incoming.sender
    is_stranger = sender.link is None and not sender.is_known
    if is_stranger and context.settings.mail_server is not None:
        return "unconfirmed"
    return "accepted" if _is_trusted(incoming.kind, sender, wanted, incoming.notices) else "waiting"


def _is_trusted(kind: KindForm, sender: Sender, wanted: Values, notices: Mapping[str, str]) -> bool:
    """Tell whether nobody needs to look: what is not understood of the change is always looked at.

    Opening hours that were there already, and were never understood, keep no telephone number back.
    """
    asked = {field.key for field in kind.fields}
    if any(key in wanted or key not in asked for key in notices):
        return False
    if sender.link is not None and sender.link.may_publish:
        return True
    is_let_in = sender.link is not None or sender.is_known or kind.trusts == "iedereen"
    return is_let_in and set(wanted) <= kind.trusted


def _first_letters(context: Context, made: Submission) -> list[LetterDue]:
    if made.door not in ("form", "mail") or not made.sender_email:
        return []
    if made.door == "mail":
        # Anybody can write a sender's address: no mill of letters to somebody else.
        since = context.now() - timedelta(days=1)
        sent = context.letters.count_to(made.sender_email, since)
        if sent >= context.forms.limits.mails_per_reader:
            return []
    is_stranger = made.state == "unconfirmed"
    template = "confirm" if is_stranger else "received"
    return [
        LetterDue(
            f"inzending:{made.key}:{template}:1",
            "confirm" if is_stranger else "received",
            made.key,
            made.sender_email,
        )
    ]


def confirm(context: Context, found: Submission) -> Submission:
    """Note that a stranger's address is the sender's own; confirmed twice it is one."""
    if found.state != "unconfirmed":
        return found
    kind = context.forms.kind(found.kind)
    trusted = _is_trusted(kind, Sender(email=found.sender_email), found.wanted, {})
    edit = Edit(
        state="accepted" if trusted else "waiting",
        letters=[
            LetterDue(
                f"inzending:{found.key}:received:1", "received", found.key, found.sender_email
            )
        ],
    )
    return _change(context, found, edit)


def _change(context: Context, found: Submission, edit: Edit, by: str = _SENDER) -> Submission:
    changed = context.submissions.change(found.key, found.version, edit, by, context.now())
    if by == _SENDER:
        settle_on_disk(context.database)
    return changed


def correct(
    context: Context, found: Submission, values: Values, typed: Mapping[str, Any], by: str
) -> Submission:
    """Put other answers in the place of those of a submission that is not decided yet.

    Raises `ChangedMeanwhile` when staff were first.
    """
    if found.state not in OPEN:
        raise ChangedMeanwhile(
            what="Over deze inzending is al beslist.",
            remedy="Vul een nieuw formulier in om nog iets te veranderen.",
        )
    kind = context.forms.kind(found.kind)
    # A row that came in through the table is itself what is proposed: nothing was there before.
    now = {} if found.door == "table" else values_now(context, kind, found.record_id)
    wanted = proposed({**now, **found.before}, values)
    edit = Edit(wanted=wanted, typed=typed, trouble="")
    return _change(context, found, edit, by)


def withdraw(context: Context, found: Submission) -> Submission:
    """Withdraw a submission for its sender; raises `ChangedMeanwhile` when it is too late."""
    return _change(context, found, Edit(state="withdrawn"))


def approve(context: Context, found: Submission, by: str = "beheer") -> Submission:
    """Accept a submission as it is: the job writes it to the table."""
    edit = Edit(state="accepted", trouble="", reason="")
    return context.submissions.change(found.key, found.version, edit, by, context.now())


def refuse(context: Context, found: Submission, reason: str, by: str = "beheer") -> Submission:
    """Refuse a submission; the reason is mailed to its sender."""
    letters = []
    if found.sender_email:
        key = f"inzending:{found.key}:refused:{found.version}"
        letters = [LetterDue(key, "refused", found.key, found.sender_email)]
    edit = Edit(state="refused", reason=reason, letters=letters)
    return context.submissions.change(found.key, found.version, edit, by, context.now())


def typed_of(context: Context, kind: KindForm, record_id: str) -> dict[str, Any]:
    """Return a row's values as one would type them: to change it, or to copy it."""
    return typed_again(kind, values_now(context, kind, record_id))


def tidy_up(context: Context) -> int:
    """Withdraw what was never confirmed and drop old drafts; returns how many were withdrawn."""
    limits, now = context.forms.limits, context.now()
    context.drafts.drop_old(now, timedelta(days=limits.draft_days))
    context.pictures.drop_old(now, timedelta(days=PICTURE_DAYS))
    return context.submissions.withdraw_unconfirmed(now, timedelta(days=limits.confirm_days))
