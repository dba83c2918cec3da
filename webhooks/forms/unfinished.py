"""Forms that this browser began and did not send: found again from the start page."""

from dataclasses import dataclass
from typing import Final

from flask import session, url_for

from backbone.drafts import Draft
from backbone.form_links import FormLink
from webhooks.forms.questions import SENDER_FIELDS
from workflows.context import Context

_SESSION_KEY: Final = "begun"
_MOST: Final = 5


@dataclass(frozen=True)
class Unfinished:
    """A form that can be gone on with: which one, what it is about, and where."""

    kind: str
    about: str
    href: str


def remember(key: str) -> None:
    """Remember in this browser that a form was begun."""
    known: list[str] = session.get(_SESSION_KEY, [])
    if key not in known:
        session[_SESSION_KEY] = [key, *known][:_MOST]


def forget_begun() -> None:
    """Forget them: for a computer that others use too."""
    session.pop(_SESSION_KEY, None)


def unfinished(context: Context, link: FormLink | None) -> list[Unfinished]:
    """Return what this browser began, newest first: as long as it is kept and may be sent."""
    found = []
    kinds = {one.key: one for one in context.forms.to_fill_in}
    for key in session.get(_SESSION_KEY, []):
        draft = context.drafts.find(key)
        if draft is None or draft.kind not in kinds or not _says_something(draft):
            continue
        kind = kinds[draft.kind]
        is_of_link = link is not None and link.museum_id == draft.museum_id
        if is_of_link or not (draft.record_id or kind.needs_link):
            about = str(draft.typed.get("title") or draft.typed.get("subject") or "")
            href = url_for("forms.resume", kind=kind.key, key=key)
            found.append(Unfinished(kind.title, about, href))
    return found


def _says_something(draft: Draft) -> bool:
    """Tell whether more was filled in than who one is: a button pressed is no beginning."""
    return any(value for key, value in draft.typed.items() if key not in SENDER_FIELDS)
