"""The website: from the mirror to `public/`, in steps that each may be killed and done again.

`plan` shows what would change; `publish` does it. The engine runs the same steps one by one.
"""

from dataclasses import dataclass, field
from typing import Literal

from channels.website.context import WebsiteContext
from channels.website.evaluation import Evaluator
from channels.website.planning import WebsitePlan, lines, make_plan
from channels.website.publication import SEARCH, Counts, Publication
from channels.website.refresh import Refresh, Refreshed
from channels.website.search_index import SearchIndex
from channels.website.units import Calendar

Ending = Literal["unchanged", "changed", "blocked"]


@dataclass(frozen=True)
class Outcome:
    """How a publication ended. `lines` are for the run page, in Dutch."""

    ending: Ending
    plan_id: str
    lines: tuple[str, ...]
    counts: Counts = field(default_factory=Counts)


def refresh_catalogue(context: WebsiteContext) -> Refreshed:
    """Step 1: judge what changed in the mirror, or may have by another day."""
    rules = context.workshop.rules
    evaluator = Evaluator(
        context.workshop.definitions,
        context.mirror.binding(),
        context.pictures,
        context.fresh,
        context.today(),
        rules.past_activity_days,
    )
    return Refresh(
        context.store,
        context.mirror,
        context.attention,
        evaluator,
        Calendar(context.today(), rules.past_agenda_days),
        context.now(),
        context.workshop.look,
    ).run()


def read_plan(context: WebsiteContext) -> WebsitePlan:
    """Step 2: compare with what the website has. The same state gives the same plan."""
    return make_plan(context.store, context.workshop, context.attention)


def may_go_on(context: WebsiteContext, plan: WebsitePlan) -> bool:
    """Step 3: the brake. A plan that removes too much waits until that very plan is approved."""
    return not plan.verdict.is_blocked or context.is_approved(plan.id)


def publication(context: WebsiteContext) -> Publication:
    """Return what carries out steps 4 to 6: `stage`, `swap` and `settle`."""
    return Publication(
        context.store,
        context.ledger,
        context.workshop,
        context.pictures,
        context.today(),
        context.now(),
        context.checkpoint,
    )


def build_search_index(context: WebsiteContext) -> bool:
    """Step 7, which may follow later: make the search index, then let the search page say so.

    Returns whether there was anything to do. Raises `TryLater` when pagefind fails.
    """
    index = SearchIndex(context.store, context.workshop, context.now())
    if index.behind_since() is None:
        return False
    index.build()
    work = publication(context)
    work.stage(only=[SEARCH])
    work.swap()
    work.settle()
    return True


def plan(context: WebsiteContext) -> WebsitePlan:
    """Return what a publication would do now."""
    refresh_catalogue(context)
    return read_plan(context)


def publish(context: WebsiteContext) -> Outcome:
    """Do all steps in one go."""
    found = plan(context)
    told = tuple(lines(found))
    if found.is_empty:
        return Outcome("unchanged", found.id, told)
    if not may_go_on(context, found):
        return Outcome("blocked", found.id, told)
    work = publication(context)
    counts = work.stage()
    work.swap()
    work.settle()
    return Outcome("changed", found.id, told, counts)
