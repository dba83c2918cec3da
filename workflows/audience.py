"""The job `ledenlijst`: contacts with consent become members of the newsletter's list.

Every step may be done twice: what Mailchimp confirmed stands in the ledger, and what it did not is
in the next plan again. A plan that takes out too many waits until that very plan is approved.

Contacts are not copied, and reading them takes Airtable's calls: that is left out by night as long
as nothing that a plan is made of changed since the last one was carried out.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import sleep
from typing import Any, Final

from backbone.calls import CallCounts
from backbone.ledger import Ledger
from backbone.mailchimp import Mailchimp
from backbone.runs import WaitingPlan
from backbone.settings import load_audience_rules
from backbone.uncopied import mark_of
from channels.mailchimp.members import CHANNEL, GROUPS, Counts, MemberList
from museum.audiences import AudiencePlan, AudienceRules, plan_audience, wanted_members
from museum.errors import FixConfiguration
from museum.identity import RecordId, TableKey
from museum.reading import RawRecord, read_record
from museum.records import Contact, Museum
from workflows.context import Context
from workflows.engine import JobFunction, Json, Steps
from workflows.fetch import SERVICE
from workflows.mirrored import records_of
from workflows.runner import JobOutcome, recorded

AUDIENCE: Final = "ledenlijst"
READ_ANYWAY: Final = timedelta(days=7)
"""So long after the last plan the contacts are read even when nothing seems to have changed."""

_GROUNDS: Final = "ledenlijst"


def audience_jobs(context: Context) -> dict[str, JobFunction]:
    """Return the job by name, ready for the engine."""

    def work(steps: Steps, arguments: Mapping[str, Json]) -> JobOutcome:
        if not context.settings.has_mailchimp:
            return JobOutcome("unchanged", "Mailchimp is niet ingesteld.")
        if not context.mirror.binding().tables:
            return JobOutcome("unchanged", "De tabellen zijn nog niet gelezen; dat komt eerst.")
        rules = load_audience_rules()
        members = member_list(context, rules)
        steps("lijst lezen", members.read_back)
        grounds = Grounds(context, members, rules)
        is_asked = bool(arguments.get("person"))
        done: dict[str, Any] = steps("bijwerken", lambda: _brought_up(grounds, is_asked))
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


@dataclass(frozen=True)
class Grounds:
    """What a plan is made of, and whether it is still what the last one was made of."""

    context: Context
    members: MemberList
    rules: AudienceRules

    def of_tables(self) -> str | None:
        """Return a fingerprint of what Airtable holds; None while that cannot be known."""
        context, table = self.context, TableKey("contacts")
        mark = mark_of(context.mirror, table)
        is_told = context.puller().webhook.is_usable() and context.inbox.waiting(SERVICE) is None
        if not (is_told and mark):
            return None
        museums = sorted(
            (str(one.id), one.name, one.status)
            for one in records_of(context, "museums")
            if isinstance(one, Museum)
        )
        fields = sorted(context.mirror.binding().fields.get(table, {}).items())
        return _fingerprint([mark, museums, fields, repr(self.rules)])

    def are_unchanged(self, of_tables: str | None) -> bool:
        """Tell whether a plan would say what the last one said; now and then it is made anyway."""
        kept = self.context.mirror.state(_GROUNDS)
        if of_tables is None or kept is None:
            return False
        age = self.context.now() - datetime.fromisoformat(kept["at"])
        is_same = kept["tables"] == of_tables and kept["list"] == self._of_list()
        return is_same and timedelta(0) <= age < READ_ANYWAY

    def keep(self, of_tables: str | None) -> None:
        """Remember what the plan was made of that was carried out just now."""
        at = self.context.now().isoformat()
        kept = {"at": at, "tables": of_tables, "list": self._of_list()}
        self.context.mirror.set_state(_GROUNDS, kept)

    def _of_list(self) -> str:
        return _fingerprint(sorted(map(repr, self.members.known().values())))


def _fingerprint(told: object) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def _brought_up(grounds: Grounds, is_asked: bool) -> dict[str, Any]:
    """Plan, look at the brake, and carry out; killed half-way, the next plan is the rest."""
    context, members = grounds.context, grounds.members
    of_tables = grounds.of_tables()
    if not is_asked and grounds.are_unchanged(of_tables):
        return _ended("unchanged", "Aan de contactpersonen en de ledenlijst veranderde niets.")
    plan = make_plan(context, members, grounds.rules)
    context.attention.replace(AUDIENCE, plan.points, context.now())
    if plan.is_empty:
        context.runs.lapse_plans(AUDIENCE)
        grounds.keep(of_tables)
        return _ended("unchanged", "Er was niets te veranderen aan de ledenlijst.")
    told = lines(plan)
    if plan.verdict.is_blocked and not context.runs.is_approved(plan.id):
        return _blocked(context, plan, told)
    counts, refused = members.apply(plan)
    context.attention.replace(AUDIENCE, [*plan.points, *refused], context.now())
    context.runs.lapse_plans(AUDIENCE)
    grounds.keep(of_tables)
    return _ended("changed", _summary(counts), told, plan.id)


def _blocked(context: Context, plan: AudiencePlan, told: list[str]) -> dict[str, Any]:
    reason = " ".join(plan.verdict.reasons)
    waiting = WaitingPlan(plan.id, AUDIENCE, reason, tuple(told))
    context.runs.store_waiting_plan(waiting, context.now())
    summary = "De rem houdt de ledenlijst tegen: er wacht een plan op goedkeuring."
    return _ended("blocked", summary, told, plan.id)


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
