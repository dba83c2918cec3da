"""The letters about submissions and personal links, each made when it goes and posted once."""

from typing import Any

from backbone.submission_letters import LetterDue
from backbone.submissions import Submission
from channels.mail.letter import Letter
from channels.mail.post import Post
from museum.errors import FixConfiguration, MuseumflowError, SkipRecord, TryLater
from museum.mail_address import AddressError, read_address
from museum.submissions import changes, current_values, value_words
from workflows.context import Context
from workflows.mail import open_post, open_writer

LINK_PATH = "/formulieren/m/"
SUBMISSION_PATH = "/formulieren/inzending/"


def post_letters(context: Context) -> dict[str, Any]:
    """Post every letter that is due: `{"sent", "later"}`, the latter why some must wait."""
    sent, later = 0, ""
    post = open_post(context)
    for due in context.letters.due():
        if post is None:
            context.letters.settle(due.key, "Er is geen mailserver ingesteld (SMTP_URL).")
            continue
        try:
            sent += _post_one(context, post, due)
        except (TryLater, FixConfiguration) as error:
            later = f"{error.what} {error.remedy}".strip()
        except MuseumflowError as error:
            context.letters.settle(due.key, f"{error.what} {error.remedy}".strip())
    return {"sent": sent, "later": later}


def _post_one(context: Context, post: Post, due: LetterDue) -> int:
    posted = post.send(_letter(context, due))
    context.letters.settle(due.key)
    return int(posted.is_new)


def _letter(context: Context, due: LetterDue) -> Letter:
    is_about_link = due.template in ("link", "check")
    values = _link_values(context, due) if is_about_link else _values(context, due)
    shared = {"is_sample": context.settings.is_sample, "forms_url": _url(context, "/formulieren/")}
    words = open_writer().write(f"form_{due.template}", {**shared, **values})
    try:
        reader = read_address(due.reader)
    except AddressError as error:
        raise SkipRecord(what=str(error), remedy="Er is geen mail verstuurd.") from error
    # Without these two a sender cannot go on: better twice than never.
    may_repeat = due.template in ("confirm", "link")
    return Letter(due.key, reader, words.subject, words.text, words.html, may_repeat)


def _values(context: Context, due: LetterDue) -> dict[str, Any]:
    found = context.submissions.find(due.about)
    if found is None:
        raise SkipRecord(what="De inzending van deze mail is er niet meer.")
    kind = context.forms.kind(found.kind)
    return {
        "title": kind.title,
        "lines": [
            {"label": one.label, "after": one.after}
            for one in changes(kind, found.before, found.wanted)
        ],
        "reply": str(found.typed.get("reply", "")),
        "reason": found.reason,
        "is_placed": found.state in ("accepted", "written"),
        "url": submission_url(context, found),
        "confirm_days": context.forms.limits.confirm_days,
    }


def _link_values(context: Context, due: LetterDue) -> dict[str, Any]:
    link = context.links.find(due.about)
    if link is None:
        raise SkipRecord(what="De persoonlijke link van deze mail is er niet meer.")
    return {
        "museum": museum_name(context, link.museum_id),
        "lines": _facts(context, link.museum_id),
        "url": link_url(context, link.id),
        "ends": f"{link.ends:%d-%m-%Y}",
        "can_reply": context.settings.reply_server is not None,
    }


def _facts(context: Context, museum_id: str) -> list[dict[str, str]]:
    """Return what stands on a museum's page now."""
    kind = next(one for one in context.forms.kinds if one.updates)
    raw = context.mirror.record(kind.table.key, museum_id)
    values = current_values(kind, context.mirror.binding(), raw)
    return [
        {"label": field.label, "after": value_words(field, values[field.key])}
        for field in kind.fields
    ]


def museum_name(context: Context, museum_id: str) -> str:
    """Return the name of a museum as the mirror has it."""
    raw = context.mirror.record("museums", museum_id) if museum_id else None
    name_id = context.mirror.binding().field_id("museums", "name")
    name = raw.cells.get(name_id, "") if raw and name_id else ""
    return str(name).strip() or "uw museum"


def submission_url(context: Context, found: Submission) -> str:
    """Return the address where a sender confirms, corrects or withdraws."""
    return _url(context, SUBMISSION_PATH + context.tokens.sign("submission", found.key))


def link_url(context: Context, link_id: str) -> str:
    """Return the address of a personal link."""
    return _url(context, LINK_PATH + context.tokens.sign("link", link_id))


def _url(context: Context, path: str) -> str:
    return context.settings.site_url + path
