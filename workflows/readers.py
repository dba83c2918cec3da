"""The job `lezers`: sign-ups and choices go to Mailchimp, and what readers did comes back.

Started by what came in, within a second. A message only says of whom: what that reader is now is
asked of Mailchimp, so that doubles, disorder and forgery change nothing. Nothing is marked done
before Mailchimp and the tables have it; killed anywhere, it is all done again with the same end.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from backbone.mailchimp_errors import MemberRefused, NotThere
from backbone.readers import Consent, Consents, Message, ReaderPost
from museum.audiences import IN, Known
from museum.identity import RecordId
from museum.reader_changes import Seen, at_address, row_changes
from workflows.context import Context
from workflows.engine import JobFunction, Steps
from workflows.reader_desk import ReaderDesk, open_desk
from workflows.reader_rows import read_some, tell_shared, together, write_changes
from workflows.runner import JobOutcome, recorded

READERS: Final = "lezers"

Sent = Callable[[str], None]
"""Called when Mailchimp told that a campaign went out, with the same text for the same message."""


def reader_jobs(context: Context, campaign_sent: Sent = lambda _: None) -> dict[str, JobFunction]:
    """Return the job by name, ready for the engine."""

    def work(steps: Steps, arguments: Any) -> JobOutcome:
        if not context.settings.has_mailchimp:
            return JobOutcome("unchanged", "Mailchimp is niet ingesteld.")
        desk = open_desk(context)
        if arguments.get("start"):
            steps("berichten aanvragen", desk.look_after_hook)
        if not context.mirror.binding().tables:
            return JobOutcome("unchanged", "De tabellen zijn nog niet gelezen; dat komt eerst.")
        done: dict[str, int] = steps("verwerken", lambda: work_off(context, desk, campaign_sent))
        return _told(done)

    return {
        READERS: recorded(
            READERS, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
        )
    }


def work_off(
    context: Context, desk: ReaderDesk, campaign_sent: Sent = lambda _: None
) -> dict[str, int]:
    """Do all that waits; says how much of each was done."""
    post, consents = ReaderPost(context.database), Consents(context.database)
    asked = consents.all(["waiting"])
    for consent in asked:
        _sign_up(context, desk, consents, consent)
    waiting = post.waiting()
    for message in waiting:
        if message.kind == "wish":
            _grant(desk, message)
    keys = [key for one in waiting for key in one.keys]
    rows = _take_over(context, desk, [*keys, *(one.key for one in asked)])
    for message in waiting:
        if "campaign" in message.body:
            campaign_sent(f"bericht-{message.id}")
    post.mark_done(one.id for one in waiting)
    return {"asked": len(asked), "messages": len(waiting), "rows": rows}


def _sign_up(context: Context, desk: ReaderDesk, consents: Consents, consent: Consent) -> None:
    """Ask Mailchimp to have a reader confirm; who is in already stays as they are.

    A contact's row gets the consent first: a run that is killed here does it again.
    """
    remote = desk.mailchimp.reader(consent.key)
    if remote is not None and remote.status == "subscribed":
        consents.settle(consent.id, "already", context.now())
        return
    _note_consent(context, desk, consent)
    first, _, last = consent.name.partition(" ")
    fields = {desk.rules.preferences: desk.link_of(consent.key)}
    fields |= {desk.rules.first_name: first} if first else {}
    fields |= {desk.rules.last_name: last} if last else {}
    groups = desk.groups.ids()
    body = {
        "email_address": consent.email,
        "merge_fields": fields,
        "interests": {groups[one]: True for one in consent.audiences},
        "language": consent.language,
    }
    try:
        desk.mailchimp.invite(consent.key, body)
    except MemberRefused:
        consents.settle(consent.id, "refused", context.now())
    else:
        consents.settle(consent.id, "asked", context.now())


def _note_consent(context: Context, desk: ReaderDesk, consent: Consent) -> None:
    """Write a consent into the row of the contact who gave it; the first of two on one address."""
    contacts = read_some(context, desk.addresses.of(consent.key)[:1])
    cells: dict[RecordId, dict[str, Any]] = {
        one.id: {
            "newsletter": "pending",
            "consent_on": consent.given,
            "consent_words": consent.words,
            "consent_source": consent.source,
        }
        for one in contacts
        if not (one.newsletter in IN and one.consent_on == consent.given)
    }
    write_changes(context, cells)


def _grant(desk: ReaderDesk, message: Message) -> None:
    """Do what a reader chose on the page of their choices; somebody who is gone has no choices."""
    key, wish = message.keys[0], message.body
    if wish.get("stop"):
        body: dict[str, Any] = {"status": "unsubscribed"}
    else:
        groups = desk.groups.ids()
        chosen = {one: one in wish["audiences"] for one in wish["offered"]}
        body = {
            "interests": {groups[one]: is_on for one, is_on in chosen.items() if one in groups},
            "language": wish["language"],
        }
    try:
        desk.mailchimp.change(key, body)
    except (NotThere, MemberRefused):
        return


def _take_over(context: Context, desk: ReaderDesk, keys: Iterable[str]) -> int:
    """Put into the tables what these readers are now; returns how many rows were written."""
    consents, now = Consents(context.database), context.now()
    found = desk.readers.look_at(keys)
    ids = [one for seen, known in found for one in _concerned(desk, seen, known)]
    contacts, changes = read_some(context, ids), []
    for seen, known in found:
        at = at_address(contacts, seen.key, *([known.key] if known else ()))
        changed = row_changes(seen, known, at)
        changes.append(changed)
    points = [point for one in changes for point in one.points]
    tell_shared(context, points, {one.id for one in contacts})
    cells = together(changes)
    write_changes(context, cells)
    for (seen, known), changed in zip(found, changes, strict=True):
        desk.readers.settle(seen, known, is_shared=bool(changed.points))
        consents.note_status(seen.key, seen.status, now)
    return len(cells)


def _concerned(desk: ReaderDesk, seen: Seen, known: Known | None) -> tuple[str, ...]:
    """Return the contacts who may have a reader's address, as we last knew it."""
    former = (*desk.addresses.of(known.key), *known.contacts) if known else ()
    return (*desk.addresses.of(seen.key), *former)


def _told(done: dict[str, int]) -> JobOutcome:
    words = (
        (done["asked"], "aanmelding", "aanmeldingen"),
        (done["messages"], "bericht", "berichten"),
        (done["rows"], "rij in de tabel", "rijen in de tabel"),
    )
    parts = [f"{count} {one if count == 1 else more}" for count, one, more in words if count]
    if not parts:
        return JobOutcome("unchanged", "Er kwam niets van lezers binnen.")
    return JobOutcome("changed", f"Van lezers verwerkt: {', '.join(parts)}.")


def readers_due(context: Context) -> str:
    """Return the ID of the run that is to be done, made of what came in; "" when none is."""
    newest = ReaderPost(context.database).newest() if context.settings.has_mailchimp else 0
    return f"{READERS}-{newest}" if newest else ""
