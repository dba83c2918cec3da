"""“Klopt dit nog?”: asks museums by mail whose facts nobody confirmed for a long time.

The job only asks for letters; the job `inzendingen` posts them. What is asked for once is not
asked for again: the key of a letter says since when, and which of them it is.
"""

from datetime import date, timedelta
from typing import Any, Final

from backbone.form_links import FormLink
from backbone.submission_letters import LetterDue
from museum.cells import CellError, read_cell
from museum.date_plan import ZONE
from workflows.context import Context
from workflows.engine import JobFunction, Steps
from workflows.runner import JobOutcome, recorded

STILL_RIGHT: Final = "klopt-dit-nog"
MOST_ASKED: Final = 3
"""After so many letters without an answer, it is for people to call."""


def still_right_jobs(context: Context) -> dict[str, JobFunction]:
    """Return the job by name, ready for the engine."""

    def work(steps: Steps, _arguments: Any) -> JobOutcome:
        asked: int = steps("vragen", lambda: ask_what_is_old(context))
        if not asked:
            return JobOutcome("unchanged", "Alle musea hebben hun gegevens kortgeleden bevestigd.")
        who = "1 museum" if asked == 1 else f"{asked} musea"
        return JobOutcome("changed", f"Aan {who} is gevraagd of de gegevens nog kloppen.")

    return {
        STILL_RIGHT: recorded(
            STILL_RIGHT, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
        )
    }


def ask_what_is_old(context: Context) -> int:
    """Ask for a letter to everybody with a link to facts that are old; returns to how many."""
    now, wanted = context.now(), []
    for link in context.links.standing():
        number = _number_due(context, link, now.astimezone(ZONE).date())
        if link.is_valid(now) and number is not None:
            since, count = number
            key = f"klopt:{link.id}:{since.isoformat()}:{count}"
            wanted.append(LetterDue(key, "check", link.id, link.email))
    return context.letters.put(wanted, now)


def _number_due(context: Context, link: FormLink, today: date) -> tuple[date, int] | None:
    """Return since when facts were not confirmed, and which letter is due; None when none is."""
    limits = context.forms.limits
    since = checked_on(context, link.museum_id) or link.made.astimezone(ZONE).date()
    late_days = (today - since - timedelta(days=limits.check_after_days)).days
    count = late_days // limits.check_again_days
    return (since, count) if 0 <= count < MOST_ASKED else None


def checked_on(context: Context, museum_id: str) -> date | None:
    """Return the day on which a museum last said that all is right, as the mirror has it."""
    field = context.definitions.table("museums").field("checked_on")
    raw = context.mirror.record("museums", museum_id)
    field_id = context.mirror.binding().field_id("museums", field.key)
    try:
        found = read_cell(field, raw.cells.get(field_id) if raw and field_id else None, {})
    except CellError:
        return None  # what cannot be read counts as never: then it is asked
    return found if isinstance(found, date) else None
