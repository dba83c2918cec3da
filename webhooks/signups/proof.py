"""Who may see what became of a form: whoever showed that the address is theirs, in this browser.

Anyone can fill in somebody else's address. Once its owner confirms, the page of thanks leads to
that owner's sign-up: the one who filled in the form must not follow.
"""

from typing import Final

from flask import session

from museum.signups import SignUp
from webhooks.forms.visitors import link_in_use
from workflows.context import Context

_SESSION_KEY: Final = "signups_proven"
_MOST: Final = 20


def note_proof(request_key: str) -> None:
    """Remember in this browser that a form is its own: it came with the link from a mail."""
    known = [one for one in session.get(_SESSION_KEY, []) if one != request_key]
    session[_SESSION_KEY] = [*known, request_key][-_MOST:]


def is_proven(context: Context, request_key: str, found: SignUp) -> bool:
    """Tell whether this browser may see the sign-up that a form became.

    Without a mail server nobody can prove anything, and a form counts at once.
    """
    if request_key in session.get(_SESSION_KEY, []) or context.settings.mail_server is None:
        return True
    link = link_in_use(context)
    return link is not None and link.email.casefold() == found.reader.casefold()
