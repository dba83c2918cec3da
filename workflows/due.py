"""When Airtable is to be read next, and why. A function of the database and the clock alone.

Any number of watchers get the same answer, and the same ID for the same cause: it runs once.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from backbone.webhook import next_look
from museum.collecting import due_at, only_longest
from workflows.budget import TOLD
from workflows.context import Context
from workflows.fetch import ASKED, NUMBER, RETRY, SERVICE, TAKEN

CANARY_WAITS: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class Due:
    """Work for the job `ophalen`. `fetches` False: only what waits here is let through."""

    at: datetime
    run_id: str
    fetches: bool


def next_due(context: Context) -> datetime | None:
    """Return when there is something to do next; None as long as nothing happens."""
    found = next_work(context)
    return found.at if found else None


def next_work(context: Context) -> Due | None:
    """Return the work that is to be done first, now or later."""
    # Read first: who looks while a fetch begins then names that one, which runs once.
    number = int(context.mirror.state(NUMBER) or 0)
    found = [work for work in (_fetch(context), _release(context)) if work]
    if not found:
        return None
    first = min(found, key=lambda work: work.at)
    return replace(first, run_id=f"ophalen-{number}-{first.run_id}")


def collected_until(context: Context) -> datetime | None:
    """Return when changes are fetched that are being collected now; None when none are."""
    found = [cause.at for cause in (_pings(context), _poll(context)) if cause]
    return min(found, default=None)


def _fetch(context: Context) -> Due | None:
    cause = _retry(context) or _first_cause(context)
    if cause is None:
        return None
    closed_until = context.governor().closed_until()
    if closed_until is None:
        return cause
    told = context.mirror.state(TOLD)
    if told is None or not told["is_closed"]:
        # Staff are told before the waiting begins.
        return Due(context.now(), "grens", fetches=False)
    return replace(cause, at=max(cause.at, closed_until))


def _first_cause(context: Context) -> Due | None:
    causes = (_pings(context), _poll(context), _care(context), _month_turned(context))
    found = [cause for cause in causes if cause]
    return min(found, key=lambda cause: cause.at) if found else None


def _retry(context: Context) -> Due | None:
    """After a failure only its own time counts: new pings do not hurry it."""
    retry = context.mirror.state(RETRY)
    return Due(datetime.fromisoformat(retry["at"]), "opnieuw", True) if retry else None


def _pings(context: Context) -> Due | None:
    waiting = context.inbox.waiting(SERVICE, after=int(context.mirror.state(TAKEN) or 0))
    if waiting is None:
        return None
    pace = context.governor().pace()
    at = due_at(waiting.first, waiting.last, pace, context.budget)
    settled = context.settling.quiet_longest()
    if settled is not None:
        # It may be whole by now, and waits only because these pings may be about it: it is not
        # kept longer than any other change.
        at = min(at, due_at(settled, settled, only_longest(pace), context.budget))
    canary = _canary_at(context)
    if canary is not None and canary >= waiting.first:
        at = min(at, canary)
    return Due(at, f"ping-{waiting.newest}", fetches=True)


def _canary_at(context: Context) -> datetime | None:
    """Return when a canary that is on its way is fetched, however long changes are collected.

    An hour after it left it is an alarm's business, and no reason to hurry any more.
    """
    newest = context.flights.newest()
    if newest is None or newest.flight.returned is not None:
        return None
    sent = newest.flight.sent
    return sent + CANARY_WAITS if context.now() - sent < timedelta(hours=1) else None


def _poll(context: Context) -> Due | None:
    """Without an address where Airtable reaches us, it is asked from time to time."""
    asked = context.mirror.state(ASKED)
    if context.settings.hook_url or asked is None:  # the start does the first
        return None
    pace = context.governor().pace()
    wait = pace.office if context.budget.office.covers(context.now()) else pace.outside
    at = datetime.fromisoformat(asked) + timedelta(seconds=max(wait.longest_s, 1.0))
    return Due(at, "vraag", fetches=True)


def _care(context: Context) -> Due | None:
    """Airtable lets a webhook die after 7 days, and may switch its pings off."""
    at = next_look(context.mirror)
    return Due(at, "webhook", fetches=True) if at else None


def _month_turned(context: Context) -> Due | None:
    """What staff were told of a month's calls ends with that month."""
    told = context.mirror.state(TOLD)
    if told is None or told["month"] == context.governor().month_name():
        return None
    return Due(context.now(), "maand", fetches=True)


def _release(context: Context) -> Due | None:
    waiting = context.inbox.waiting(SERVICE)
    at = context.settling.next_moment(waiting.last if waiting else None)
    return Due(at, f"rust-{at.isoformat()}", fetches=False) if at else None
