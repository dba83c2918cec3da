"""The job `ledenlijst`: contacts with consent become members of the newsletter's list, and what
readers changed at Mailchimp goes into the tables.

Everything may be done twice: what Mailchimp confirmed stands in the ledger, and what it did not is
in the next plan again. A plan that takes out too many waits until that very plan is approved.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from backbone.config_files import load_audience_rules
from backbone.readers import Consents
from backbone.runs import WaitingPlan
from backbone.subscribing_rules import load_subscribe_rules
from channels.mailchimp.members import Counts
from museum.audiences import AudiencePlan, AudienceRules, Known, plan_audience, wanted_members
from museum.reader_changes import RowChanges, Seen, row_changes, standing
from museum.records import Contact, Museum
from workflows.audience_grounds import Grounds
from workflows.bounced import tell_bounced
from workflows.context import Context
from workflows.engine import JobFunction, Json, Steps
from workflows.mirrored import records_of
from workflows.reader_desk import ReaderDesk, open_desk
from workflows.reader_rows import (
    addresses_of,
    as_written,
    read_contacts,
    tell_shared,
    together,
    write_changes,
)
from workflows.runner import JobOutcome, recorded

AUDIENCE: Final = "ledenlijst"


def audience_jobs(context: Context) -> dict[str, JobFunction]:
    """Return the job by name, ready for the engine."""

    def work(steps: Steps, arguments: Mapping[str, Json]) -> JobOutcome:
        if not context.settings.has_mailchimp:
            return JobOutcome("unchanged", "Mailchimp is niet ingesteld.")
        if not context.mirror.binding().tables:
            return JobOutcome("unchanged", "De tabellen zijn nog niet gelezen; dat komt eerst.")
        rules, desk = load_audience_rules(), open_desk(context)
        grounds = Grounds(context, desk.book, rules)
        is_asked = bool(arguments.get("person"))
        done: dict[str, Any] = steps("bijwerken", lambda: _brought_up(desk, grounds, is_asked))
        if not is_asked:
            steps("berichten nakijken", desk.look_after_hook)
        steps("opruimen", lambda: _tidied_up(context))
        return JobOutcome(done["outcome"], done["summary"], tuple(done["lines"]), done["plan"])

    return {
        AUDIENCE: recorded(
            AUDIENCE, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
        )
    }


def _tidied_up(context: Context) -> int:
    """Forget whom we need not know any longer; returns how many."""
    rules, now = load_subscribe_rules(), context.now()
    consents = Consents(context.database)
    return consents.drop_old(now - rules.unconfirmed, now - rules.after_leaving)


def make_plan(
    context: Context, contacts: Sequence[Contact], desk: ReaderDesk, rules: AudienceRules
) -> AudiencePlan:
    """Compare the tables with the list as Mailchimp last confirmed it."""
    museums = {one.id: one for one in records_of(context, "museums") if isinstance(one, Museum)}
    wanted, points = wanted_members(contacts, museums, rules)
    return plan_audience(wanted, desk.members.known(), points, rules)


def _brought_up(desk: ReaderDesk, grounds: Grounds, is_asked: bool) -> dict[str, Any]:
    """Take over what readers did, plan, look at the brake, and carry out.

    Killed half-way, the next run does the rest. What readers chose is in the tables before
    anything is sent: an older table would undo it.
    """
    context, of_tables = desk.context, grounds.of_tables()
    # Reading the whole list takes a call a thousand members: by night, and before all else.
    must_read = not is_asked or not grounds.has_read_list()
    seen = desk.readers.look_at_all() if must_read else None
    if not (is_asked or seen) and grounds.are_unchanged(of_tables):
        return _ended("unchanged", "Aan de contactpersonen en de ledenlijst veranderde niets.")
    contacts, rows = _taken_over(context, desk, read_contacts(context), seen)
    plan = make_plan(context, contacts, desk, desk.rules)
    told_already = tell_bounced(context, contacts)
    points = [one for one in plan.points if one.record_id not in told_already]
    context.attention.replace(AUDIENCE, points, context.now())
    told = [*([f"Rijen van Contactpersonen bijgewerkt: {rows}."] if rows else []), *lines(plan)]
    if plan.is_empty:
        context.runs.lapse_plans(AUDIENCE)
        grounds.keep(of_tables)
        if rows:
            return _ended("changed", "Wat lezers zelf veranderden, staat in de tabel.", told)
        return _ended("unchanged", "Er was niets te veranderen aan de ledenlijst.")
    if plan.verdict.is_blocked and not context.runs.is_approved(plan.id):
        return _blocked(context, plan, told)
    counts, refused = desk.members.apply(plan)
    context.attention.replace(AUDIENCE, [*points, *refused], context.now())
    context.runs.lapse_plans(AUDIENCE)
    grounds.keep(of_tables)
    return _ended("changed", _summary(counts), told, plan.id)


def _blocked(context: Context, plan: AudiencePlan, told: list[str]) -> dict[str, Any]:
    reason = " ".join(plan.verdict.reasons)
    waiting = WaitingPlan(plan.id, AUDIENCE, reason, tuple(told))
    context.runs.store_waiting_plan(waiting, context.now())
    summary = "De rem houdt de ledenlijst tegen: er wacht een plan op goedkeuring."
    return _ended("blocked", summary, told, plan.id)


def _taken_over(
    context: Context,
    desk: ReaderDesk,
    contacts: list[Contact],
    found: Sequence[tuple[Seen, Known | None]] | None,
) -> tuple[list[Contact], int]:
    """Put into the tables what readers did; returns the contacts as they then are.

    `found` is what the reconciling read found: what messages should have told and did not. None
    when the list was not read.
    """
    there = addresses_of(contacts)
    desk.addresses.keep(there)
    by_id = {one.id: one for one in contacts}

    def at(*keys: str) -> list[Contact]:
        ids = [one for key in dict.fromkeys(keys) for one in there.get(key, ())]
        return [by_id[one] for one in ids]  # type: ignore[index] # a record's ID

    seen: list[tuple[Seen, Known | None, RowChanges]] = []
    for one, known in found or ():
        rows = at(one.key, *([known.key] if known else []))
        seen.append((one, known, row_changes(one, known, rows)))
    changes = together(changed for *_, changed in seen)
    stood = desk.members.known()
    stands = together(standing(one, at(key)) for key, one in stood.items() if key in there)
    for record_id, cells in stands.items():
        changes.setdefault(record_id, cells)
    write_changes(context, changes)
    consents = Consents(context.database)
    for one, known, changed in seen:
        desk.readers.settle(one, known, is_shared=bool(changed.points))
    for consent in consents.all(["asked", "confirmed", "already"]):
        reader = desk.book.find(consent.key)
        if reader is not None:
            consents.note_status(consent.key, reader.status, context.now())
    points = [point for *_, changed in seen for point in changed.points]
    tell_shared(context, points, () if found is None else by_id)
    return as_written(contacts, changes), len(changes)


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
