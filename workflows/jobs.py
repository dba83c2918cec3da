"""The jobs that the engine runs, each in durable steps: what staff can name.

A step's outcome is small plain JSON; everything larger lives in the database.
"""

import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final

from backbone.airtable_errors import KeptForPeople, QuotaSpent
from backbone.runs import WaitingPlan
from backbone.settings import ROOT, Settings
from channels.website.context import WebsiteContext
from channels.website.planning import WebsitePlan, lines
from channels.website.publication import SEARCH as SEARCH_UNIT
from channels.website.search_index import SearchIndex
from channels.website.settings import WebsiteSettings
from museum.errors import MuseumflowError
from museum.identity import RecordId
from museum.reading import RawRecord
from workflows.audience import AUDIENCE, audience_jobs
from workflows.calendar_check import CALENDAR_CHECK, READS, calendar_jobs
from workflows.calendars_in import CALENDARS_IN, calendars_in_jobs
from workflows.canary import CANARY_CHECK, CANARY_SEND, canary_jobs
from workflows.context import Context
from workflows.engine import JobFunction, Json, Steps
from workflows.fetch import fetch, hand_on, has_fetched
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
from workflows.website import may_go_on, publication, read_plan, refresh_catalogue

WEBSITE: Final = "website"
PLAN_WEBSITE: Final = "plan-website"
SEARCH: Final = "zoeken"
SEARCH_PAGE: Final = "zoekpagina"
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
LINES_IN_STEP: Final = 200

Start = Callable[[str, str], None]
"""Enqueues a workflow by its name, under the ID of the run to be."""

Later = Callable[[str], None]
"""Enqueues a job by its name, to be done beside the others."""


def jobs(
    context: Context, later: Later | None = None, start: Start | None = None
) -> dict[str, JobFunction]:
    """Return every job by its name, ready for the engine.

    `later` enqueues what may follow a little later; without it that is done at once. `start`
    enqueues the workflows that read tables which changed; without it a next process does.
    """
    site = website_context(context)
    public = [table.key for table in context.definitions.tables if table.is_public]
    readers = {
        WEBSITE: frozenset(public),
        CALENDAR_CHECK: READS,
        TABLE_FORMS: TABLES_READ,
        SENDING: LETTERS_READ,  # after the website: letters are made from its catalogue
    }

    def fetching(steps: Steps, arguments: Mapping[str, Json]) -> JobOutcome:
        return fetch_job(context, steps, arguments, readers, start)

    def website(steps: Steps, arguments: Mapping[str, Json]) -> JobOutcome:
        others = {name: tables for name, tables in readers.items() if name != WEBSITE}
        return _publish(
            context, site, steps, arguments, later, lambda: hand_on(context, others, start)
        )

    def campaign_sent(cause: str) -> None:
        if start:
            start(SENDING, f"{SENDING}-{cause}")

    def search(steps: Steps, _run_id: str, _arguments: Mapping[str, Json]) -> Json:
        steps("zoeken bijwerken", lambda: _index(site))
        if later:
            steps("zoekpagina aanvragen", lambda: later(SEARCH_PAGE))

    def search_page(steps: Steps, _run_id: str, _arguments: Mapping[str, Json]) -> Json:
        steps("zoekpagina", lambda: _search_page(site))

    def plan(steps: Steps, _run_id: str, arguments: Mapping[str, Json]) -> Json:
        return steps("plan", lambda: _plan(context, site, bool(arguments.get("always"))))

    return {
        FETCH: recorded(FETCH, fetching, context.runs, context.now, is_worth_telling),
        WEBSITE: recorded(WEBSITE, website, context.runs, context.now),
        SEARCH: search,
        SEARCH_PAGE: search_page,
        PLAN_WEBSITE: plan,
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


def website_context(context: Context) -> WebsiteContext:
    """Return what the website's steps work with."""
    return WebsiteContext(
        engine=context.database,
        settings=website_settings(context.settings),
        fresh=lambda table, record_id: _fresh(context, table, record_id),
        now=context.now,
        is_approved=context.runs.is_approved,
    )


def website_settings(settings: Settings) -> WebsiteSettings:
    """Return the website's part of the settings."""
    return WebsiteSettings(
        root=ROOT,
        data=settings.data.resolve(),
        database_url=settings.database_url,
        base_url=settings.site_url,
        is_sample=settings.is_sample,
    )


def new_run_id(job: str) -> str:
    """Return a run ID for something a person asked for."""
    return f"{job}-{uuid.uuid4().hex[:12]}"


def _publish(
    context: Context,
    site: WebsiteContext,
    steps: Steps,
    arguments: Mapping[str, Json],
    later: Later | None,
    hand: Callable[[], Json],
) -> JobOutcome:
    fetched = {"note": ""}
    if arguments.get("person"):
        always = bool(arguments.get("always"))
        fetched = steps("ophalen", lambda: _fetched(context, always))
        steps("doorgeven", hand)
    elif not has_fetched(context):
        return JobOutcome("unchanged", "De tabellen zijn nog niet gelezen; dat komt eerst.")
    planned = steps("plannen", lambda: _planned(context, site))
    outcome: str = planned["outcome"]
    told = tuple(note for note in (fetched["note"],) if note) + tuple(planned["lines"])
    if outcome != "changed":
        summary = {
            "unchanged": fetched["note"] or "Er was niets te veranderen aan de website.",
            "blocked": "De rem houdt de website tegen: er wacht een plan op goedkeuring.",
        }[outcome]
        return JobOutcome(
            "blocked" if outcome == "blocked" else "unchanged", summary, told, planned["plan"]
        )
    counts = steps("klaarzetten", lambda: _staged(site))
    steps("neerzetten", lambda: publication(site).swap())
    steps("vastleggen", lambda: publication(site).settle())
    steps("plannen afsluiten", lambda: context.runs.lapse_plans(WEBSITE))
    if later:
        steps("zoeken aanvragen", lambda: later(SEARCH))
    else:
        steps("zoeken bijwerken", lambda: _index(site))
        steps("zoekpagina", lambda: _search_page(site))
    return JobOutcome("changed", _summary(counts), told, planned["plan"])


def _fetched(context: Context, always: bool) -> dict[str, Any]:
    found = fetch(context, always)
    return asdict(found)


def _planned(context: Context, site: WebsiteContext) -> dict[str, Any]:
    refresh_catalogue(site)
    plan = read_plan(site)
    told = lines(plan)
    if plan.is_empty:
        context.runs.lapse_plans(WEBSITE)
        return {"outcome": "unchanged", "plan": "", "lines": []}
    if not may_go_on(site, plan):
        reason = " ".join(plan.verdict.reasons)
        waiting = WaitingPlan(plan.id, WEBSITE, reason, tuple(told))
        context.runs.store_waiting_plan(waiting, context.now())
        return _step(plan, "blocked", told)
    return _step(plan, "changed", told)


def _step(plan: WebsitePlan, outcome: str, told: list[str]) -> dict[str, Any]:
    return {"outcome": outcome, "plan": plan.id, "lines": told[:LINES_IN_STEP]}


def _staged(site: WebsiteContext) -> dict[str, int]:
    counts = publication(site).stage()
    return {"written": counts.written, "removed": counts.removed}


def _summary(counts: Mapping[str, int]) -> str:
    written, removed = counts["written"], counts["removed"]
    text = "1 bestand vernieuwd" if written == 1 else f"{written} bestanden vernieuwd"
    if removed:
        text += ", 1 verwijderd" if removed == 1 else f", {removed} verwijderd"
    return f"De website is bijgewerkt: {text}."


def _index(site: WebsiteContext) -> None:
    SearchIndex(site.store, site.workshop, site.now()).build()


def _search_page(site: WebsiteContext) -> None:
    """Let the search page say that the index is up to date."""
    with site.engine.begin() as connection:
        generation = int(site.store.state(connection, "generation") or 0)
        site.store.mark(connection, [SEARCH_UNIT], generation)
    work = publication(site)
    work.stage()
    work.swap()
    work.settle()


def _plan(context: Context, site: WebsiteContext, always: bool) -> dict[str, Any]:
    """Work out the plan; errors come back as words, since nobody keeps a record of a look."""
    try:
        fetch(context, always)
        refresh_catalogue(site)
        plan = read_plan(site)
    except MuseumflowError as error:
        return {"outcome": "stopped", "lines": [], "error": error.what, "remedy": error.remedy}
    if plan.is_empty:
        outcome = "unchanged"
    else:
        outcome = "changed" if may_go_on(site, plan) else "blocked"
        if outcome == "blocked":
            told = tuple(lines(plan))
            waiting = WaitingPlan(plan.id, WEBSITE, " ".join(plan.verdict.reasons), told)
            context.runs.store_waiting_plan(waiting, context.now())
    return _step(plan, outcome, lines(plan)) | {"error": "", "remedy": ""}


def _fresh(context: Context, table: str, record_id: RecordId) -> RawRecord | None:
    """Read one record again: its attachments' addresses have died (they live two hours)."""
    key = context.definitions.table(table).key
    if key not in context.mirror.binding().tables:
        return None
    # No call left this month: the picture waits, all else is published.
    with suppress(QuotaSpent, KeptForPeople):
        context.puller(automatic=True).read_again(key, record_id)
        return context.mirror.record(table, record_id)
    return None
