"""Takes in what readers do with their sign-ups: ask, confirm, change, say yes, take back."""

from backbone.signups import Taken
from museum.records import ProgrammeItem
from museum.signups import SignUp, SignUpRequest
from workflows.context import Context
from workflows.signups.items import find_item, room_by_id, room_of

OWN_PATH = "/inschrijven/mijn/"
CONFIRM_PATH = "/inschrijven/bevestig/"
CERTIFICATE_PATH = "/inschrijven/bewijs/"
EVALUATION_PATH = "/inschrijven/evaluatie/"


def take_in(context: Context, item: ProgrammeItem, request: SignUpRequest) -> Taken | None:
    """Take in a form; None when its reader must confirm the address first.

    Without a mail server nobody can, and the form counts at once. Stored when this returns.
    """
    if not request.link_id and context.settings.mail_server is not None:
        context.signups.ask(request, context.now())
        return None
    return context.signups.take(request, room_of(context, item), context.now())


def take_own(context: Context, item: ProgrammeItem, request: SignUpRequest) -> Taken:
    """Take in a form of somebody who came by the link in a mail of ours: that is proof enough."""
    return context.signups.take(request, room_of(context, item), context.now())


def confirm(context: Context, request: SignUpRequest) -> Taken | None:
    """Take in a form whose address was confirmed; None when it is too late for it."""
    item = find_item(context, request.item_id)
    if item is None:
        return None
    room = room_of(context, item)
    # Who filled it in before the last day may confirm it a little later, but not once it began.
    return None if room.offer_until is None else context.signups.take(request, room, context.now())


def say_yes(context: Context, found: SignUp) -> SignUp:
    """Take the place that was offered; looks at what became of it."""
    room = room_by_id(context, found.item_id, found.told)
    return context.signups.say_yes(found.key, room, context.now())


def cancel(context: Context, found: SignUp, by: str = "inschrijver") -> SignUp:
    """Take a sign-up back; what it leaves goes to the first in the queue."""
    room = room_by_id(context, found.item_id, found.told)
    return context.signups.cancel(found.key, room, context.now(), by)


def own_path(context: Context, key: str) -> str:
    """Return where on the site a reader looks after a sign-up."""
    return OWN_PATH + context.tokens.sign("signup", key)


def own_url(context: Context, key: str) -> str:
    """Return the whole address of the same, for a mail."""
    return context.settings.site_url + own_path(context, key)


def confirm_url(context: Context, request_key: str) -> str:
    """Return the address where a reader confirms that it was them."""
    token = context.tokens.sign("signup_request", request_key)
    return context.settings.site_url + CONFIRM_PATH + token


def evaluation_url(context: Context, key: str) -> str:
    """Return the address where a reader says how it was."""
    return context.settings.site_url + EVALUATION_PATH + context.tokens.sign("signup", key)


def certificate_path(context: Context, person_key: str) -> str:
    """Return where on the site the certificate of one person is."""
    return f"{CERTIFICATE_PATH}{context.tokens.sign('certificate', person_key)}.pdf"


def certificate_url(context: Context, person_key: str) -> str:
    """Return the whole address of the same, for a mail."""
    return context.settings.site_url + certificate_path(context, person_key)
