"""Brings the mirror up to date before a workflow reads it, with no call when none is needed.

While `museumflow serve` listens, Airtable's pings tell of every change: no ping, no call. With
nobody listening there is no way to know but to ask, which is one call.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from workflows.context import Context

SERVICE = "airtable"
LISTENS_FOR = timedelta(seconds=8)
_HEARTBEAT = "listening_until"


@dataclass(frozen=True)
class Fetched:
    """What was fetched. `asked` is False when nothing had to be asked."""

    asked: bool
    changed: int = 0
    deleted: int = 0


def fetch(context: Context, always: bool = False) -> Fetched:
    """Pull what changed; `always` asks even while pings say that nothing did."""
    newest = context.inbox.newest_waiting(SERVICE)
    is_new = context.mirror.state("pulled_at") is None
    puller = context.puller()
    is_told = is_listening(context) and not puller.webhook.is_due()
    if newest is None and not is_new and not always and is_told:
        return Fetched(asked=False)
    report = puller.pull()
    if newest is not None:
        context.inbox.mark_done(SERVICE, newest)
    context.attention.replace("tabellen", report.problems, context.now())
    return Fetched(True, report.changed, report.deleted)


def note_listening(context: Context) -> None:
    """Say that pings are listened for, for a few seconds from now; written when it runs out."""
    now = context.now()
    until = _listening_until(context)
    if until is None or until - now < LISTENS_FOR / 2:
        context.mirror.set_state(_HEARTBEAT, (now + LISTENS_FOR).isoformat())


def is_listening(context: Context) -> bool:
    """Tell whether a running process listens for pings now, at an address Airtable knows."""
    until = _listening_until(context)
    return bool(context.settings.hook_url) and until is not None and until > context.now()


def _listening_until(context: Context) -> datetime | None:
    until = context.mirror.state(_HEARTBEAT)
    return None if until is None else datetime.fromisoformat(until)
