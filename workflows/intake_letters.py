"""The letters about submissions and personal links, each made when it goes and posted once."""

from textwrap import shorten
from typing import Any, Final

from backbone.submission_letters import LetterDue
from backbone.submissions import Submission
from channels.mail.letter import Letter
from channels.mail.post import Post
from channels.mail.writing import Writer
from museum.errors import FixConfiguration, MuseumflowError, SkipRecord, TryLater
from museum.mail_address import AddressError, read_address
from museum.submissions import KindForm, changes, current_values, value_words
from workflows.context import Context
from workflows.mail import LetterParts, open_post, open_writer, stop_url
from workflows.mirrored import name_of_museum
from workflows.signups.letters import letter_of

LINK_PATH = "/formulieren/m/"
_BEGINNING_CHARS: Final = 120
SUBMISSION_PATH = "/formulieren/inzending/"


def post_letters(context: Context) -> dict[str, Any]:
    """Post every letter that is due: `{"sent", "later"}`, the latter why some must wait."""
    sent, later = 0, ""
    post, writer = open_post(context), open_writer()  # which reads each template once
    while not later and (found := context.letters.due()):
        for due in found:
            try:
                sent += _post_due(context, post, writer, due)
            except (TryLater, FixConfiguration) as error:
                later = f"{error.what} {error.remedy}".strip()
            except MuseumflowError as error:
                context.letters.settle(due.key, f"{error.what} {error.remedy}".strip())
    return {"sent": sent, "later": later}


def _post_due(context: Context, post: Post | None, writer: Writer, due: LetterDue) -> int:
    """Post one letter, or let go of it; returns how many went. Raises what `Post.send` does."""
    letter = _letter(context, writer, due) if post is not None else None
    if post is None:
        context.letters.settle(due.key, "Er is geen mailserver ingesteld (SMTP_URL).")
    elif letter is None:
        context.letters.drop(due.key)
    else:
        return _post_one(context, post, letter)
    return 0


def _post_one(context: Context, post: Post, letter: Letter) -> int:
    posted = post.send(letter)
    context.letters.settle(letter.key)
    return int(posted.is_new)


def _letter(context: Context, writer: Writer, due: LetterDue) -> Letter | None:
    """Return a letter; None when what it says is no longer so."""
    found = letter_of(context, due) if due.template.startswith("signup") else _form(context, due)
    if found is None:
        return None
    stop = stop_url(context, due.reader)
    shared = {
        "is_sample": context.settings.is_sample,
        "forms_url": _url(context, "/formulieren/"),
        "stop_url": stop,
    }
    words = writer.write(found.template, {**shared, **found.values})
    try:
        reader = read_address(due.reader)
    except AddressError as error:
        raise SkipRecord(what=str(error), remedy="Er is geen mail verstuurd.") from error
    return Letter(
        due.key,
        reader,
        words.subject,
        words.text,
        words.html,
        found.may_repeat,
        found.calendar,
        stop,
    )


def _form(context: Context, due: LetterDue) -> LetterParts:
    is_about_link = due.template in ("link", "check")
    values = _link_values(context, due) if is_about_link else _values(context, due)
    # Without these two a sender cannot go on: better twice than never.
    return LetterParts(f"form_{due.template}", values, due.template in ("confirm", "link"))


def _values(context: Context, due: LetterDue) -> dict[str, Any]:
    found = context.submissions.find(due.about)
    if found is None:
        raise SkipRecord(what="De inzending van deze mail is er niet meer.")
    kind = context.forms.kind(found.kind)
    return {
        "title": kind.title,
        "lines": _lines(kind, found, is_sure=due.template != "confirm"),
        "reply": str(found.typed.get("reply", "")),
        "reason": found.reason,
        "is_placed": found.state in ("accepted", "written"),
        "url": submission_url(context, found),
        "confirm_days": context.forms.limits.confirm_days,
    }


def _lines(kind: KindForm, found: Submission, *, is_sure: bool) -> list[dict[str, str]]:
    """Return what was sent. As long as it is not sure who sent it, the letter may reach somebody
    else: it then holds no addresses of websites, and of each answer no more than the beginning.
    """
    return [
        {
            "label": one.label,
            "after": one.after
            if is_sure
            else shorten(one.after, _BEGINNING_CHARS, placeholder="…"),
        }
        for one in changes(kind, found.before, found.wanted)
        if is_sure or not ("://" in one.after or kind.table.field(one.field).type == "url")
    ]


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
    """Return the name of a museum as its people read it."""
    return name_of_museum(context, museum_id) or "uw museum"


def submission_url(context: Context, found: Submission) -> str:
    """Return the address where a sender confirms, corrects or withdraws."""
    return _url(context, SUBMISSION_PATH + context.tokens.sign("submission", found.key))


def link_url(context: Context, link_id: str) -> str:
    """Return the address of a personal link."""
    return _url(context, LINK_PATH + context.tokens.sign("link", link_id))


def _url(context: Context, path: str) -> str:
    return context.settings.site_url + path
