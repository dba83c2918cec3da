"""The job `inschrijvingen`: moves the waiting lists up, writes the table and the attendance lists.

It runs after every change: of a sign-up, of a table (more places!), and when an offer ends. The
letters go with the job `inzendingen`, as all letters of forms do.
"""

from typing import Any, Final

from backbone.moments import moment_text
from backbone.signups.notices import SignUpNotices
from museum.attention import AttentionPoint
from museum.signups.words import people_words
from workflows.calendar_entries import PROGRAMME
from workflows.context import Context
from workflows.engine import JobFunction, Steps
from workflows.runner import JobOutcome, recorded
from workflows.signups.attendance import write_lists
from workflows.signups.daily import daily_jobs
from workflows.signups.items import room_by_id, standing_facts
from workflows.signups.rows import write_rows

SIGN_UPS: Final = "inschrijvingen"
_WAITS: Final = ("waiting", "offered")


def signup_jobs(context: Context) -> dict[str, JobFunction]:
    """Return the jobs by name, ready for the engine."""

    def work(steps: Steps, _arguments: Any) -> JobOutcome:
        moved: int = steps("wachtlijsten", lambda: settle_all(context))
        steps("aandachtspunten", lambda: tell(context))
        lists: int = steps("presentielijsten", lambda: write_lists(context))
        written = _write_all(context, steps)
        return _told(moved, written, lists)

    job = recorded(
        SIGN_UPS, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
    )
    return {SIGN_UPS: job, **daily_jobs(context)}


def _write_all(context: Context, steps: Steps) -> int:
    written = batch = 0
    while True:
        done: dict[str, int] = steps(f"schrijven {batch}", lambda: write_rows(context))
        written += done["written"]
        batch += 1
        if not done["handled"]:
            return written


def _told(moved: int, written: int, lists: int) -> JobOutcome:
    parts = [
        f"{moved} op de wachtlijst opgeschoven of vervallen" if moved else "",
        f"{written} {'rij' if written == 1 else 'rijen'} bijgewerkt" if written else "",
        f"{lists} presentielijst{'' if lists == 1 else 'en'} bijgewerkt" if lists else "",
    ]
    told = ", ".join(one for one in parts if one)
    if not told:
        return JobOutcome("unchanged", "Er was niets te doen voor de inschrijvingen.")
    return JobOutcome("changed", f"Inschrijvingen: {told}.")


def settle_all(context: Context) -> int:
    """Let go of late offers and move every waiting list up; returns how many changed."""
    changed = 0
    for item_id in context.signups.items(_WAITS):
        told = context.signups.of_item(item_id, _WAITS)[0].told
        changed += context.signups.settle(room_by_id(context, item_id, told), context.now())
    return changed


def tell(context: Context) -> None:
    """Say what staff must know: who was not told of a change, and which rows were refused."""
    points = [*_untold(context)]
    for one in context.attendees.troubles():
        points.append(
            AttentionPoint(
                key=f"inschrijving:rij:{one.key}",
                what=f"Een inschrijving kwam niet in de tabel Inschrijvingen. {one.trouble}",
                remedy="Los het op in Airtable; na de volgende wijziging gaat het opnieuw.",
                table=PROGRAMME,
                record_id=one.signup.item_id,
                subject=one.signup.told.title,
            )
        )
    context.attention.replace(SIGN_UPS, points, context.now())


def _untold(context: Context) -> list[AttentionPoint]:
    notices, points = SignUpNotices(context.database), []
    today = context.now().date().isoformat()
    for item_id in context.signups.items(("placed", *_WAITS)):
        found = context.signups.of_item(item_id)
        facts = standing_facts(context, item_id, found[-1].told)
        untold = notices.untold(item_id, facts)
        if not untold or max(facts.last_day, untold[0].told.last_day) < today:
            continue
        size = people_words(sum(one.size for one in untold))
        what = "gaat niet door" if facts.is_cancelled else "is veranderd"
        points.append(
            AttentionPoint(
                key=f"inschrijving:bericht:{item_id}",
                what=f"“{facts.title}” {what}; dat moet {size} nog horen.",
                remedy="Kijk bij Inschrijvingen, lees de mail na en keur hem goed.",
                table=PROGRAMME,
                record_id=item_id,
                subject=facts.title,
                severity="error",
            )
        )
    return points


def signups_due(context: Context) -> str:
    """Return the ID of the run that is to be done, made of what caused it; "" when none is."""
    store = context.signups
    change = store.newest_change()
    if not change:
        return ""
    ends = store.next_offer_end()
    ended = ends if ends and ends <= moment_text(context.now()) else ""
    return f"{SIGN_UPS}-{change}-{context.mirror.sequence()}-{ended}"
