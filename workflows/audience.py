"""The job `ledenlijst`: contacts with consent become members of the newsletter's list.

Every step may be done twice: what Mailchimp confirmed stands in the ledger, and what it did not is
in the next plan again. A plan that takes out too many waits until that very plan is approved.
"""

from collections.abc import Sequence
from datetime import datetime
from time import sleep
from typing import Any, Final

from backbone.calls import CallCounts
from backbone.ledger import Ledger
from backbone.mailchimp import Mailchimp
from backbone.runs import WaitingPlan
from backbone.settings import load_audience_rules
from channels.mailchimp.members import CHANNEL, GROUPS, Counts, MemberList
from museum.audiences import AudiencePlan, AudienceRules, plan_audience, wanted_members
from museum.errors import FixConfiguration
from museum.identity import RecordId, TableKey
from museum.reading import RawRecord, read_record
from museum.records import Contact, Museum
from workflows.context import Context
from workflows.engine import JobFunction, Steps
from workflows.mirrored import records_of
from workflows.runner import JobOutcome, recorded

AUDIENCE: Final = "ledenlijst"


def audience_jobs(context: Context) -> dict[str, JobFunction]:
    """Return the job by name, ready for the engine."""

    def work(steps: Steps, _arguments: Any) -> JobOutcome:
        if not context.settings.has_mailchimp:
            return JobOutcome("unchanged", "Mailchimp is niet ingesteld.")
        if not context.mirror.binding().tables:
            return JobOutcome("unchanged", "De tabellen zijn nog niet gelezen; dat komt eerst.")
        rules = load_audience_rules()
        members = member_list(context, rules)
        steps("lijst lezen", members.read_back)
        done: dict[str, Any] = steps("bijwerken", lambda: _brought_up(context, members, rules))
        return JobOutcome(done["outcome"], done["summary"], tuple(done["lines"]), done["plan"])

    return {
        AUDIENCE: recorded(
            AUDIENCE, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
        )
    }


def member_list(context: Context, rules: AudienceRules) -> MemberList:
    """Return the newsletter's list, with the client that reaches it."""
    settings = context.settings
    mailchimp = Mailchimp(
        settings.mailchimp_key.get_secret_value(),
        settings.mailchimp_list,
        CallCounts(context.database),
        context.now,
        sleep,
        settings.mailchimp_url,
    )
    known, groups = (Ledger(context.database, one) for one in (CHANNEL, GROUPS))
    return MemberList(mailchimp, known, groups, rules, context.now)


def make_plan(context: Context, members: MemberList, rules: AudienceRules) -> AudiencePlan:
    """Compare the tables with the list as Mailchimp last confirmed it."""
    museums = {one.id: one for one in records_of(context, "museums") if isinstance(one, Museum)}
    wanted, points = wanted_members(read_contacts(context), museums, rules)
    return plan_audience(wanted, members.known(), points, rules)


def read_contacts(context: Context) -> list[Contact]:
    """Read the contacts from Airtable: people's names and addresses are not copied here."""
    table, binding = context.definitions.table("contacts"), context.mirror.binding()
    airtable = context.airtable(automatic=True)
    with airtable.for_purpose(AUDIENCE):
        pages = list(airtable.pages(_table_id(context, table.key)))
    raws = [_raw(table.key, one) for page in pages for one in page]
    found = [read_record(table, binding, raw).record for raw in raws]
    return [one for one in found if isinstance(one, Contact)]


def _table_id(context: Context, table: TableKey) -> str:
    found = context.mirror.binding().tables.get(table)
    if found is None:
        raise FixConfiguration(
            what="De tabel Contactpersonen is er niet (meer).",
            remedy="Draai `museumflow tables check`; dat zegt wat er in Airtable veranderd is.",
        )
    return found


def _raw(table: str, record: dict[str, Any]) -> RawRecord:
    created = datetime.fromisoformat(record["createdTime"])
    return RawRecord(table, RecordId(record["id"]), created, record["fields"])


def _brought_up(context: Context, members: MemberList, rules: AudienceRules) -> dict[str, Any]:
    """Plan, look at the brake, and carry out; killed half-way, the next plan is the rest."""
    plan = make_plan(context, members, rules)
    context.attention.replace(AUDIENCE, plan.points, context.now())
    if plan.is_empty:
        context.runs.lapse_plans(AUDIENCE)
        return _ended("unchanged", "Er was niets te veranderen aan de ledenlijst.")
    told = lines(plan)
    if plan.verdict.is_blocked and not context.runs.is_approved(plan.id):
        reason = " ".join(plan.verdict.reasons)
        waiting = WaitingPlan(plan.id, AUDIENCE, reason, tuple(told))
        context.runs.store_waiting_plan(waiting, context.now())
        summary = "De rem houdt de ledenlijst tegen: er wacht een plan op goedkeuring."
        return _ended("blocked", summary, told, plan.id)
    counts, refused = members.apply(plan)
    context.attention.replace(AUDIENCE, [*plan.points, *refused], context.now())
    context.runs.lapse_plans(AUDIENCE)
    return _ended("changed", _summary(counts), told, plan.id)


def _ended(
    outcome: str, summary: str, told: Sequence[str] = (), plan_id: str = ""
) -> dict[str, Any]:
    return {"outcome": outcome, "summary": summary, "lines": list(told), "plan": plan_id}


def lines(plan: AudiencePlan) -> list[str]:
    """Say a plan in Dutch, without names or addresses."""
    told = [
        (len(plan.new), "erbij"),
        (len(plan.changed), "gewijzigd"),
        (len(plan.invited), "opnieuw uitgenodigd"),
        (len(plan.gone), "uit de lijst"),
    ]
    return [f"Lezers {words}: {count}." for count, words in told if count]


def _summary(counts: Counts) -> str:
    told = [
        (counts.new, "erbij"),
        (counts.changed, "gewijzigd"),
        (counts.invited, "uitgenodigd"),
        (counts.gone, "eruit"),
        (counts.refused, "geweigerd"),
    ]
    parts = ", ".join(f"{count} {words}" for count, words in told if count)
    return f"De ledenlijst van de nieuwsbrief is bijgewerkt: {parts}."
