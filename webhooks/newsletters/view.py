"""What the pages of newsletters show, in words for staff."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from babel.dates import format_datetime

from backbone.config_files import load_audience_rules, load_sending_rules
from backbone.mailing_history import WORDS as DEEDS
from backbone.mailing_history import MailingHistory
from backbone.mailings import Checklist, Mailings, StoredLetter
from museum.after_sending import Outcome, clicked_items
from museum.date_plan import ZONE
from museum.letter_links import link_words
from museum.letters import Letter
from museum.records import Newsletter
from museum.sending import ALLOWED, OPEN, Mailing, quarter_from
from webhooks.staff import moment_in_words
from workflows.context import Context
from workflows.mirrored import records_of
from workflows.newsletter_rows import state_line

LANGUAGES: Final = {"nl": "Nederlands", "de": "Duits", "en": "Engels"}
_TONES: Final = {
    "draft": "warn", "checked": "busy", "tested": "busy", "approved": "", "scheduled": "",
    "sending": "busy", "sent": "quiet", "reported": "quiet", "withdrawn": "quiet",
}  # fmt: skip
MOST_PAST: Final = 30


def coming(context: Context) -> list[dict[str, Any]]:
    """Return what is not sent yet, the nearest first: editions, corrections, and rows to come."""
    mailings = Mailings(context.database)
    known = {one.key: one for one in mailings.all()}
    rows = [(one.planned_for, _row(mailings, one)) for one in known.values() if _is_coming(one)]
    rules = load_sending_rules()
    for edition in records_of(context, "newsletters"):
        if not isinstance(edition, Newsletter) or edition.id in known:
            continue
        when = edition.planned_for
        if when is None or edition.workflow_status in ("sent", "withdrawn"):
            continue
        if when > context.now():
            begins = moment_in_words(when - rules.prepare_before)
            told = {"title": edition.title, "url": "", "tone": "quiet", "kind": "edition",
                    "state": f"Wordt klaargezet vanaf {begins}.",
                    "when": moment_in_words(when), "problem": "",
                    "record_id": edition.id}  # fmt: skip
            rows.append((when, told))
    rows.sort(key=lambda one: (one[0] is not None, one[0] and one[0].isoformat()))
    return [told for _, told in rows]


def _is_coming(mailing: Mailing) -> bool:
    return mailing.state in OPEN or mailing.state == "sending"


def past(context: Context) -> list[dict[str, Any]]:
    """Return what went or was withdrawn, the newest first."""
    mailings = Mailings(context.database)
    found = [one for one in mailings.all() if not _is_coming(one)]
    found.sort(key=lambda one: one.sent_at or one.planned_for or context.now(), reverse=True)
    return [_row(mailings, one) for one in found[:MOST_PAST]]


def _row(mailings: Mailings, mailing: Mailing) -> dict[str, Any]:
    when = mailing.sent_at or mailing.planned_for
    return {
        "title": mailing.title,
        "url": mailing.key,
        "kind": mailing.kind,
        "tone": "warn" if mailings.problem(mailing.key) else _TONES[mailing.state],
        "state": state_line(mailing),
        "when": moment_in_words(when) if when else "",
        "problem": mailings.problem(mailing.key) or _to_solve(mailings, mailing),
        "record_id": mailing.record_id if mailing.kind == "edition" else "",
    }


def _to_solve(mailings: Mailings, mailing: Mailing) -> str:
    """Say what keeps a draft from going on; "" when nothing does."""
    found = checks_of(mailings.checklist(mailing.key), mailing)
    if mailing.state != "draft" or not found or not found["blocking"]:
        return ""
    return f"Eerst oplossen: {', '.join(found['blocking'])}."


def whole(context: Context, mailing: Mailing) -> dict[str, Any]:
    """Return everything that the page of one mailing shows."""
    mailings = Mailings(context.database)
    letters = [
        one for one in mailings.letters(mailing.key) if one.letter.language in mailing.prints
    ]
    report = mailings.reports().get(mailing.key)
    is_busy = mailing.is_test_asked or mailing.state in ("approved", "sending")
    return {
        "key": mailing.key,
        "record_id": mailing.record_id,
        "title": mailing.title,
        "is_correction": mailing.kind == "correction",
        "state": state_line(mailing),
        "tone": _TONES[mailing.state],
        "problem": mailings.problem(mailing.key),
        "planned": moment_in_words(mailing.planned_for) if mailing.planned_for else "",
        "goes": _goes(mailing, context.now()),
        "is_busy": is_busy,
        "may": {
            "test": mailing.state in ALLOWED["test"] or mailing.state == "draft",
            "approve": mailing.state in ALLOWED["approve"],
            "withdraw": mailing.state in ALLOWED["withdraw"],
        },
        "waits_for_test": mailing.state in ("draft", "checked", "withdrawn"),
        "checks": checks_of(mailings.checklist(mailing.key), mailing),
        "letters": [_letter(one) for one in sorted(letters, key=_dutch_first)],
        "seen": seen_text(mailing.prints),
        "staff": [one.address for one in context.settings.newsletter_staff],
        "history": [
            {"who": one.person, "what": DEEDS[one.deed], "when": moment_in_words(one.at)}
            for one in MailingHistory(context.database).of(mailing.key)
        ],
        "outcome": _outcome(report, letters) if report else None,
        "corrections": [
            _row(mailings, one)
            for one in mailings.all()
            if one.kind == "correction" and one.record_id == mailing.key
        ],
    }


def _goes(mailing: Mailing, now: datetime) -> str:
    """Say when it would go if it were approved now: the same reckoning as the real one."""
    wanted = mailing.planned_for or now
    return moment_in_words(quarter_from(max(wanted, now)))


def checks_of(checklist: Checklist, mailing: Mailing) -> dict[str, Any] | None:
    """Return the checklist: what is wrong, and what is right; None when it was of other letters."""
    if dict(checklist.prints) != dict(mailing.prints):
        return None
    wrong = [one for one in checklist.checks if not one.is_right]
    return {
        "wrong": [
            {"heading": one.heading, "details": one.details, "state": _how_wrong(one.is_blocking)}
            for one in sorted(wrong, key=lambda one: not one.is_blocking)
        ],
        "blocking": [one.heading for one in wrong if one.is_blocking],
        "right": [one.heading for one in checklist.checks if one.is_right],
    }


def _how_wrong(is_blocking: bool) -> str:
    return "eerst oplossen" if is_blocking else "let op, maar zij kan zo uit"


def _dutch_first(stored: StoredLetter) -> tuple[bool, str]:
    return stored.letter.language != "nl", stored.letter.language


def seen_text(prints: Mapping[str, str]) -> str:
    """Write the fingerprints that a page shows, to come back with what a person presses."""
    return " ".join(f"{language}:{prints[language]}" for language in sorted(prints))


def seen_in(text: str) -> dict[str, str]:
    """Read what `seen_text` wrote; anything else gives other fingerprints, and no approval."""
    return dict(one.partition(":")[::2] for one in text.split())


def _letter(stored: StoredLetter) -> dict[str, Any]:
    letter = stored.letter
    return {
        "language": letter.language,
        "language_name": LANGUAGES.get(letter.language, letter.language),
        "subject": letter.subject,
        "preview_text": letter.preview_text,
        "kilobytes": round(len(letter.html.encode()) / 1000),
        "print": letter.fingerprint,
    }


def filled_in(letter: Letter) -> dict[str, str]:
    """Return what stands where Mailchimp fills in something, in a letter that staff look at."""
    address = "Platform Drentse Musea (het postadres komt uit Mailchimp)"
    nowhere = dict.fromkeys(
        ("ARCHIVE", "UNSUB", "UPDATE_PROFILE", load_audience_rules().preferences), "#"
    )
    return {
        "MC_PREVIEW_TEXT": letter.preview_text,
        "FNAME": "(voornaam)",
        "HTML:LIST_ADDRESS_HTML": address,
        "LIST:ADDRESS": address,
        **nowhere,
    }


def _outcome(
    report: tuple[datetime, Mapping[str, Any]], letters: Sequence[StoredLetter]
) -> dict[str, Any]:
    read_at, body = report
    outcome = Outcome(**body)
    words = link_words(one.letter.html for one in letters)
    return {
        "read_at": format_datetime(read_at.astimezone(ZONE), "d MMMM, HH.mm 'uur'", locale="nl_NL"),
        "figures": [
            ("Lezers", outcome.sent),
            ("Geopend door", outcome.opened),
            ("Geklikt door", outcome.clicked),
            ("Afgemeld", outcome.unsubscribed),
            ("Kwam niet aan", outcome.bounced),
        ],
        "clicks": [
            {"words": told or address, "url": address, "count": count}
            for told, address, count in clicked_items(outcome, words)
        ],
    }
