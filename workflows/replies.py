"""The job `antwoorden-lezen`: answers in people's own words to the letters that we mail.

Each becomes a proposed change of the museum it is about, with the text beside it, and always waits
for staff: anybody can write a sender's address. A report that a letter of ours came back for good
puts its reader on the list of those who get no mail. Reads the mailbox (`IMAP_URL`), writes
submissions and attention points, and then marks the letters as read.
"""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from backbone.no_mail import NoMail, digest_of
from backbone.reply_box import Arrived, ReplyBox
from channels.mail.bounces import bounces_in
from channels.mail.letter import message_id
from channels.mail.received import Received, read_received
from museum.attention import AttentionPoint
from museum.date_plan import ZONE
from museum.mail_address import AddressError, read_address
from museum.replies import Said, said_in
from museum.submissions import KindForm, typed_again
from workflows.context import Context
from workflows.engine import JobFunction, Steps
from workflows.intake import Incoming, Sender, take_in, values_now
from workflows.runner import JobOutcome, recorded

REPLIES: Final = "antwoorden-lezen"
REPLY_TEXT: Final = "reply"
ALL_RIGHT: Final = "all_right"
_UNSURE: Final = {"@sender": "Een afzender is zo geschreven."}


@dataclass(frozen=True)
class About:
    """What a letter is about: a museum, and the name of who wrote it as we know it."""

    museum_id: str
    name: str


def reply_jobs(context: Context) -> dict[str, JobFunction]:
    """Return the job by name, ready for the engine."""

    def work(steps: Steps, _arguments: Any) -> JobOutcome:
        server = context.settings.reply_server
        if server is None:
            return JobOutcome("unchanged", "Er is geen postbus met antwoorden (IMAP_URL).")
        if not context.mirror.binding().tables:
            return JobOutcome("unchanged", "De tabellen zijn nog niet gelezen; dat komt eerst.")
        taken: int = steps("antwoorden lezen", lambda: read_replies(context, ReplyBox(server)))
        if not taken:
            return JobOutcome("unchanged", "Er waren geen nieuwe antwoorden.")
        told = "1 antwoord" if taken == 1 else f"{taken} antwoorden"
        return JobOutcome("changed", f"Per mail kwam binnen: {told}. Het staat in de Inbox.")

    return {
        REPLIES: recorded(
            REPLIES, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
        )
    }


def read_replies(context: Context, box: ReplyBox) -> int:
    """Take in every unread letter; returns how many are new. What is nobody's stays unread."""
    done: list[str] = []
    points: list[AttentionPoint] = []
    taken = 0
    for arrived in box.unread():
        letter = read_received(arrived.source) if arrived.source is not None else None
        if letter is not None and letter.is_automatic:
            _note_bounces(context, arrived.source or b"")
            done.append(arrived.uid)
            continue
        about = _about(context, letter) if letter is not None else None
        if letter is None or about is None:
            points.append(_point(arrived, letter))
            continue
        taken += _take(context, letter, about)
        done.append(arrived.uid)
    box.mark_read(done)
    context.attention.replace(REPLIES, points, context.now())
    return taken


def _note_bounces(context: Context, source: bytes) -> None:
    """Mail nobody again whose letter of ours came back for good."""
    sender = context.settings.sender
    for bounce in bounces_in(source) if sender else ():
        ours = context.letters.to_reader(bounce.address)
        if sender and any(message_id(due.key, sender) == bounce.message_id for due in ours):
            NoMail(context.database).add(digest_of(bounce.address), "bounced", context.now())


def _about(context: Context, letter: Received) -> About | None:
    """Return which museum a letter is about: of the letter it answers, or of its writer's link."""
    try:
        address = read_address(letter.sender).address
    except AddressError:
        return None
    links = [one for one in context.links.of_reader(address) if one.is_valid(context.now())]
    sender = context.settings.sender
    if sender is not None:
        for due in context.letters.to_reader(address):
            if message_id(due.key, sender) in letter.answers:
                link = context.links.find(due.about)
                found = context.submissions.find(due.about)
                if link is not None:
                    return About(link.museum_id, link.name)
                if found is not None and found.museum_id:
                    return About(found.museum_id, found.sender_name)
    museums = {one.museum_id: one.name for one in links}
    return About(*next(iter(museums.items()))) if len(museums) == 1 else None


def _take(context: Context, letter: Received, about: About) -> bool:
    kind = next(one for one in context.forms.kinds if one.updates)
    now = values_now(context, kind, about.museum_id)
    said = said_in(letter.text, kind, context.now().astimezone(ZONE).date())
    incoming = Incoming(
        key=_key(letter),
        kind=kind,
        door="mail",
        values={**now, **said.values},
        typed=_typed(kind, now, letter, said),
        sender=Sender(about.name, letter.sender, is_known=True),
        museum_id=about.museum_id,
        record_id=about.museum_id,
        before=now,
        notices=_UNSURE,
    )
    return take_in(context, incoming)[1]


def _typed(kind: KindForm, now: Any, letter: Received, said: Said) -> dict[str, Any]:
    text = letter.text or "(De mail was leeg.)"
    all_right = "ja" if said.is_all_right else ""
    return {**typed_again(kind, {**now, **said.values}), REPLY_TEXT: text, ALL_RIGHT: all_right}


def _key(letter: Received) -> str:
    """Return a key that is the same however often a letter is read or delivered."""
    seed = f"{letter.sender}\n{letter.message_id or letter.text}"
    return f"mail-{hashlib.sha256(seed.encode()).hexdigest()[:40]}"


def _point(arrived: Arrived, letter: Received | None) -> AttentionPoint:
    if letter is None:
        what = "Er kwam een mail binnen die te groot is om te lezen."
    else:
        subject = f" over “{letter.subject}”" if letter.subject else ""
        what = f"Er kwam een mail{subject} van een adres dat bij geen persoonlijke link hoort."
    return AttentionPoint(
        key=f"mail:{arrived.uid}",
        what=what,
        remedy="Lees haar in uw mailprogramma; daarmee verdwijnt dit punt.",
        subject="Antwoorden per mail",
    )
