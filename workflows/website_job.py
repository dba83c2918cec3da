"""The jobs of the website: publish it, say what would change, and let the search index follow.

A step's outcome is small plain JSON; everything larger lives in the database.
"""

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
from workflows.context import Context
from workflows.engine import JobFunction, Json, Steps
from workflows.fetch import fetch, has_fetched
from workflows.runner import JobOutcome, recorded
from workflows.website import may_go_on, publication, read_plan, refresh_catalogue

WEBSITE: Final = "website"
PLAN_WEBSITE: Final = "plan-website"
SEARCH: Final = "zoeken"
SEARCH_PAGE: Final = "zoekpagina"
LINES_IN_STEP: Final = 200

Later = Callable[[str], None]
"""Enqueues a job by its name, to be done beside the others."""


def website_jobs(
    context: Context, later: Later | None, hand_on: Callable[[], Json]
) -> dict[str, JobFunction]:
    """Return the website's jobs by name.

    `later` enqueues what may follow a little later; without it that is done at once. `hand_on`
    tells the other readers of the tables what a fetch that a person asked for has brought.
    """
    site = website_context(context)

    def website(steps: Steps, arguments: Mapping[str, Json]) -> JobOutcome:
        return _publish(context, site, steps, arguments, later, hand_on)

    def search(steps: Steps, _run_id: str, _arguments: Mapping[str, Json]) -> Json:
        steps("zoeken bijwerken", lambda: _index(site))
        if later:
            steps("zoekpagina aanvragen", lambda: later(SEARCH_PAGE))

    def search_page(steps: Steps, _run_id: str, _arguments: Mapping[str, Json]) -> Json:
        steps("zoekpagina", lambda: _search_page(site))

    def plan(steps: Steps, _run_id: str, arguments: Mapping[str, Json]) -> Json:
        return steps("plan", lambda: _plan(context, site, bool(arguments.get("always"))))

    return {
        WEBSITE: recorded(WEBSITE, website, context.runs, context.now),
        SEARCH: search,
        SEARCH_PAGE: search_page,
        PLAN_WEBSITE: plan,
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
