"""Brings the mirror up to date, with no call when none is needed.

Two ways: by itself, when `workflows.due` says so, for records that nobody is typing in any more;
and for a person who waits, at once and with everything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from backbone.airtable_errors import KeptForPeople, QuotaSpent
from backbone.pull import Puller, PullReport
from backbone.webhook import PINGED
from workflows.budget import tell_budget
from workflows.context import Context

SERVICE: Final = "airtable"
LISTENS_FOR: Final = timedelta(seconds=8)
RETRY_AFTER_MINUTES: Final = (1, 2, 5, 15, 30, 60, 120)
"""Waited after the first, second, ... fetch that failed; each may have cost a few calls."""

_HEARTBEAT = "listening_until"
NUMBER = "fetch_number"
TAKEN = "pings_taken"
RETRY = "fetch_again"
ASKED = "asked_at"


@dataclass(frozen=True)
class Fetched:
    """What was fetched. `asked`: Airtable was called. `note` is for the run page, in Dutch."""

    asked: bool
    changed: int = 0
    deleted: int = 0
    note: str = ""


def fetch(context: Context, always: bool = False) -> Fetched:
    """Fetch for a person who waits: at once, and let everything through that waits here.

    While pings say that nothing changed, nothing is asked, unless `always`. When the month's
    calls are used up, what was fetched before is all there is; the note says so.
    """
    puller = context.puller()
    if context.governor().is_spent():
        return _without_a_call(puller, _spent_note(context))
    is_told = is_listening(context) and not puller.webhook.is_due()
    is_new = context.mirror.state("pulled_at") is None
    if not (always or is_new) and is_told and context.inbox.waiting(SERVICE) is None:
        return _without_a_call(puller, "")
    try:
        return _pull(context, puller, everything=True)
    except QuotaSpent:
        tell_budget(context)
        return _without_a_call(puller, _spent_note(context))


def fetch_by_itself(context: Context) -> Fetched:
    """Fetch because it was due. A failure is tried again later: `workflows.due` knows when."""
    puller = context.puller(automatic=True)
    try:
        return _pull(context, puller, everything=False)
    except (QuotaSpent, KeptForPeople) as error:
        release(context)
        return Fetched(asked=False, note=f"{error.what} {error.remedy}")


def _begin(context: Context, newest_ping: int | None) -> None:
    """Number this fetch, and let the pings that it answers cause no other."""
    number = int(context.mirror.state(NUMBER) or 0) + 1
    context.mirror.apply((), {NUMBER: number, TAKEN: newest_ping})


def release(context: Context) -> Fetched:
    """Let through what waited for its record to be left alone. No call."""
    _begin(context, None)
    waiting = context.inbox.waiting(SERVICE)
    report = context.puller(automatic=True).release(False, waiting.last if waiting else None)
    tell_budget(context)
    return Fetched(False, report.changed, report.deleted)


def is_failing(context: Context) -> bool:
    """Tell whether the newest fetch failed, so that another try is to come."""
    return context.mirror.state(RETRY) is not None


def has_fetched(context: Context) -> bool:
    """Tell whether the tables were ever read through."""
    states = (context.mirror.state(ASKED), context.mirror.state("pulled_at"))
    return any(state is not None for state in states)


def _pull(context: Context, puller: Puller, everything: bool) -> Fetched:
    waiting = context.inbox.waiting(SERVICE)
    _begin(context, waiting.newest if waiting else None)
    report = _pull_or_note(context, puller, everything)
    done: dict[str, Any] = {ASKED: context.now().isoformat(), RETRY: None, TAKEN: None}
    if waiting is not None:
        context.inbox.mark_done(SERVICE, waiting.newest)
        done[PINGED] = waiting.last.isoformat()
    context.mirror.apply((), done)
    context.attention.replace("tabellen", report.problems, context.now())
    tell_budget(context)
    return Fetched(True, report.changed, report.deleted)


def _pull_or_note(context: Context, puller: Puller, everything: bool) -> PullReport:
    """Pull; whatever goes wrong, its pings are not forgotten and another try is noted."""
    is_over = False
    try:
        report = puller.pull(everything)
        is_over = True
    except (QuotaSpent, KeptForPeople):
        is_over = True  # no try helps before the month turns
        context.mirror.set_state(TAKEN, None)
        raise
    finally:
        if not is_over:
            _note_failure(context)
    return report


def _without_a_call(puller: Puller, note: str) -> Fetched:
    report = puller.release(everything=True)
    return Fetched(False, report.changed, report.deleted, note)


def _spent_note(context: Context) -> str:
    until = context.governor().closed_until()
    day = f" Vanaf {until.day}-{until.month}-{until.year} gaat het vanzelf verder." if until else ""
    return (
        "De aanroepen van deze maand bij Airtable zijn op: nieuwe wijzigingen kunnen niet gelezen "
        f"worden. Wat al opgehaald was, is gepubliceerd.{day}"
    )


def _note_failure(context: Context) -> None:
    former = context.mirror.state(RETRY) or {"attempt": 0}
    attempt = former["attempt"] + 1
    minutes = RETRY_AFTER_MINUTES[min(attempt, len(RETRY_AFTER_MINUTES)) - 1]
    again = context.now() + timedelta(minutes=minutes)
    context.mirror.apply((), {RETRY: {"attempt": attempt, "at": again.isoformat()}, TAKEN: None})


def hand_on(
    context: Context,
    readers: Mapping[str, frozenset[str]],
    start: Callable[[str, str], None] | None,
    first: str = "",
) -> list[str]:
    """Start the workflows that read the tables which changed since this was last done.

    `readers` are the tables by workflow; `start` takes a workflow and an ID for its run (None: a
    next process does it). With `first`, an ID, all of them. Killed anywhere, it is done again
    with the same IDs: no workflow is forgotten or started twice.
    """
    mirror = context.mirror
    sequence, handed = mirror.sequence(), int(mirror.state("handed_on") or 0)
    if start is None or (sequence <= handed and not first):
        return []
    changed = {one.table for one in mirror.changed_since(handed)}
    is_all = bool(first) or int(mirror.state("bound_at_sequence") or 0) > handed
    started = [name for name, tables in readers.items() if is_all or tables & changed]
    for name in started:
        start(name, f"{name}-na-{sequence}{first and '-' + first}")
    mirror.set_state("handed_on", sequence)
    return started


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
