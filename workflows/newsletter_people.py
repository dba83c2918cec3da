"""What a person does with a mailing: asks a test, approves what they saw, withdraws.

It is written down here, with their name; the job `nieuwsbrieven` then does what follows.
"""

from collections.abc import Callable, Mapping
from typing import Final

from backbone.mailing_history import Deed, Done, MailingHistory
from backbone.mailings import MOST_NAME_CHARS, Mailings
from museum.errors import StopRun
from museum.sending import Mailing, approve, ask_test, withdraw
from workflows.context import Context

NO_NAME: Final = "Er staat niet bij wie dit doet."


def ask_for_test(context: Context, key: str, by: str) -> Mailing:
    """Ask for a test mail to staff; raises `StopRun` when it went already."""
    return _do(context, key, by, "test", ask_test)


def approve_seen(context: Context, key: str, by: str, seen: Mapping[str, str]) -> Mailing:
    """Approve exactly what a person saw: fingerprints by language.

    Raises `StopRun` when it is otherwise now, was approved already, or is not ready for it.
    """
    now = context.now()
    return _do(context, key, by, "approve", lambda found: approve(found, by, seen, now))


def withdraw_it(context: Context, key: str, by: str) -> Mailing:
    """Withdraw a mailing; raises `StopRun` when it went already."""
    return _do(context, key, by, "withdraw", withdraw)


def _do(
    context: Context, key: str, by: str, deed: Deed, step: Callable[[Mailing], Mailing]
) -> Mailing:
    name = " ".join(by.split())[:MOST_NAME_CHARS]
    if not name:
        raise StopRun(NO_NAME, "Vul uw naam in.")
    after = Mailings(context.database).change(key, step)
    MailingHistory(context.database).note(key, Done(context.now(), name, deed))
    return after
