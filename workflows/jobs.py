"""The jobs that the engine runs, by name: what staff can start and the timetable can name."""

import uuid
from collections.abc import Callable, Mapping
from typing import Final

from workflows.audience import AUDIENCE, audience_jobs
from workflows.calendar_check import CALENDAR_CHECK, READS, calendar_jobs
from workflows.calendars_in import CALENDARS_IN, calendars_in_jobs
from workflows.canary import CANARY_CHECK, CANARY_SEND, canary_jobs
from workflows.context import Context
from workflows.engine import JobFunction, Json, Steps
from workflows.fetch import hand_on
from workflows.fetch_job import FETCH, fetch_job, is_worth_telling
from workflows.intake_job import INTAKE, intake_jobs
from workflows.newsletter_after import AFTER, after_jobs
from workflows.newsletter_composing import compose_edition
from workflows.newsletter_drafts import DRAFTS, draft_jobs
from workflows.newsletter_sending import LETTERS_READ, SENDING, newsletter_jobs
from workflows.programme_edits import PROGRAMME_EDITS, programme_edit_jobs
from workflows.readers import READERS, reader_jobs
from workflows.replies import REPLIES, reply_jobs
from workflows.runner import JobOutcome, recorded
from workflows.sheets_intake import SHEETS, sheet_jobs
from workflows.signups.daily import REMIND, TIDY
from workflows.signups.job import signup_jobs
from workflows.still_right import STILL_RIGHT, still_right_jobs
from workflows.table_intake import TABLE_FORMS, TABLES_READ, table_jobs
from workflows.website_job import WEBSITE, Later, website_jobs

TIMETABLE_JOBS: Final = (
    WEBSITE,
    FETCH,
    CANARY_SEND,
    CANARY_CHECK,
    INTAKE,
    SHEETS,
    STILL_RIGHT,
    TABLE_FORMS,
    REPLIES,
    AUDIENCE,
    READERS,
    CALENDAR_CHECK,
    CALENDARS_IN,
    REMIND,
    TIDY,
    SENDING,
    AFTER,
    DRAFTS,
    PROGRAMME_EDITS,
)
"""What `config/timetable.toml` may name."""

Start = Callable[[str, str], None]
"""Enqueues a workflow by its name, under the ID of the run to be."""


def jobs(
    context: Context, later: Later | None = None, start: Start | None = None
) -> dict[str, JobFunction]:
    """Return every job by its name, ready for the engine.

    `later` enqueues what may follow a little later; without it that is done at once. `start`
    enqueues the workflows that read tables which changed; without it a next process does.
    """
    readers = _readers_of_tables(context)
    others = {name: tables for name, tables in readers.items() if name != WEBSITE}

    def fetching(steps: Steps, arguments: Mapping[str, Json]) -> JobOutcome:
        return fetch_job(context, steps, arguments, readers, start)

    def campaign_sent(cause: str) -> None:
        if start:
            start(SENDING, f"{SENDING}-{cause}")

    return {
        FETCH: recorded(FETCH, fetching, context.runs, context.now, is_worth_telling),
        **website_jobs(context, later, lambda: hand_on(context, others, start)),
        **canary_jobs(context),
        **intake_jobs(context),
        **still_right_jobs(context),
        **sheet_jobs(context),
        **table_jobs(context),
        **reply_jobs(context),
        **audience_jobs(context),
        **reader_jobs(context, campaign_sent),
        **calendar_jobs(context),
        **calendars_in_jobs(context),
        **signup_jobs(context),
        **newsletter_jobs(context, compose_edition, context.clocks.sleep),
        **draft_jobs(context),
        **after_jobs(context, context.clocks.sleep),
        **programme_edit_jobs(context),
    }


def _readers_of_tables(context: Context) -> dict[str, frozenset[str]]:
    """Return which tables start which workflows, in the order in which those are to run."""
    public = frozenset(table.key for table in context.definitions.tables if table.is_public)
    return {
        WEBSITE: public,
        CALENDAR_CHECK: READS,
        TABLE_FORMS: TABLES_READ,
        SENDING: LETTERS_READ,  # after the website: letters are made from its catalogue
    }


def new_run_id(job: str) -> str:
    """Return a run ID for something a person asked for."""
    return f"{job}-{uuid.uuid4().hex[:12]}"
