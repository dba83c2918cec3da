"""Keeps the mailings beside the tables: what an edition says now, and what must be put right.

An edition near its date is composed anew whenever something that letters are made of changed; when
that made it another one, its approval is gone. After it was sent, what it announced is compared
with the tables.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from backbone.mailings import Mailings
from museum.corrections import Changed, Facts, changed_since, correction_key, facts_of
from museum.date_plan import ZONE
from museum.errors import MuseumflowError, TryLater
from museum.identity import RecordId
from museum.letters import Letter
from museum.records import Activity, Newsletter, ProgrammeItem
from museum.sending import OPEN, Mailing, SendingRules, composed, failed, withdraw
from workflows.context import Context
from workflows.mirrored import record_of, records_of
from workflows.newsletter_correction import correction_letters
from workflows.newsletter_grounds import ComposedBefore, grounds_of

Compose = Callable[[Context, Newsletter], Sequence[Letter]]
"""Makes an edition's letters from the mirror, one per language."""

CALLED_OFF: Final = ("sent", "withdrawn")
"""The states in the table at which nothing goes (any more)."""
PAST: Final = timedelta(days=7)
CORRECTED_FOR: Final = timedelta(days=60)
LONG_PAST: Final = (
    "De datum is al een week voorbij. Kies een nieuwe in de tabel, en stuur dan een proefmail."
)
LAPSED: Final = "Dit is niet meer nodig: wat er gewijzigd was, is weer anders."


def refresh_editions(
    context: Context, compose: Compose, rules: SendingRules, before: ComposedBefore
) -> list[str]:
    """Compose every edition that is near its date, when something it is made of changed.

    Returns in Dutch what could not be made. What cannot be made any more does not go either:
    nobody can tell that it is still right.
    """
    mailings, problems = Mailings(context.database), []
    there = {one.id: one for one in records_of(context, "newsletters")
             if isinstance(one, Newsletter)}  # fmt: skip
    for edition in there.values():
        try:
            _refresh(context, mailings, edition, compose, rules, before)
        except MuseumflowError as error:
            why = f"{error.what} {error.remedy}".strip()
            problems.append(f"{edition.title}: {why}")
            if not isinstance(error, TryLater) and mailings.find(edition.id):
                mailings.change(edition.id, partial(_unmade, why))
    for mailing in mailings.all(OPEN):
        if mailing.kind == "edition" and _is_called_off(there.get(RecordId(mailing.record_id))):
            mailings.change(mailing.key, _withdrawn_in_table)
    return problems


def _is_called_off(edition: Newsletter | None) -> bool:
    return edition is None or edition.workflow_status in CALLED_OFF


def _withdrawn_in_table(mailing: Mailing) -> Mailing:
    if mailing.state not in OPEN:
        return mailing
    return replace(withdraw(mailing), note="Ingetrokken in de tabel Nieuwsbrieven.")


def _unmade(why: str, mailing: Mailing) -> Mailing:
    """Take the approval from what can no longer be made."""
    if mailing.state not in OPEN or (mailing.state == "draft" and mailing.note == why):
        return mailing
    return failed(mailing, why)


def _refresh(
    context: Context,
    mailings: Mailings,
    edition: Newsletter,
    compose: Compose,
    rules: SendingRules,
    before: ComposedBefore,
) -> None:
    found = mailings.find(edition.id)
    if edition.workflow_status in CALLED_OFF or (found and found.state not in OPEN):
        return
    if not is_near(edition, rules, context.now()):
        if found is None:
            return
        if edition.planned_for and edition.planned_for <= context.now() - PAST:
            mailings.change(edition.id, _long_past)
            return
    grounds = grounds_of(context, edition)
    if found is not None and before.is_same(context, edition, grounds):
        return
    _compose(context, mailings, edition, compose, found)
    before.keep(context, edition, grounds)


def _compose(
    context: Context,
    mailings: Mailings,
    edition: Newsletter,
    compose: Compose,
    found: Mailing | None,
) -> None:
    """Make an edition's letters and let its mailing follow them."""
    letters = [one for one in compose(context, edition) if one.audiences]
    prints = {one.language: one.fingerprint for one in letters}
    fresh = Mailing(
        key=edition.id,
        kind="edition",
        record_id=edition.id,
        title=edition.title,
        prints=prints,
        planned_for=edition.planned_for,
    )

    def step(mailing: Mailing) -> Mailing:
        titled = replace(mailing, title=edition.title)
        return composed(titled, prints, edition.planned_for)

    if found is None or dict(found.prints) != prints:
        # What readers will be told, as the tables have it at the moment of composing. Before the
        # letters: killed in between, it is done again.
        items = list(dict.fromkeys(item for one in letters for item in one.items))
        told = {item: asdict(facts) for item, facts in facts_now(context, items).items()}
        mailings.keep_facts(edition.id, told)
    mailings.add(fresh, letters)
    mailings.change(edition.id, step, letters)


def _long_past(mailing: Mailing) -> Mailing:
    return replace(withdraw(mailing), note=LONG_PAST) if mailing.state in OPEN else mailing


def is_near(edition: Newsletter, rules: SendingRules, now: datetime) -> bool:
    """Tell whether an edition is to be made: its date is near, or was not long ago."""
    if edition.planned_for is None:
        return False
    return -PAST < edition.planned_for - now <= rules.prepare_before


def facts_now(context: Context, items: Sequence[str]) -> dict[str, Facts]:
    """Return what the tables say now of items that are activities or programme items."""
    found: dict[str, Facts] = {}
    for item in items:
        for table in ("activities", "programme"):
            record = record_of(context, table, item)
            if isinstance(record, Activity | ProgrammeItem):
                found[item] = facts_of(record)
    return found


def propose_corrections(context: Context) -> int:
    """Propose a correction for every sent edition of which something changed; returns how many.

    Once per change: what readers were told since, or what a person withdrew, is not proposed.
    """
    mailings, proposed = Mailings(context.database), 0
    for edition in mailings.all(["sent", "reported"]):
        since = context.now() - CORRECTED_FOR
        if edition.kind == "edition" and edition.sent_at and edition.sent_at > since:
            proposed += _propose(context, mailings, edition)
    return proposed


def _propose(context: Context, mailings: Mailings, edition: Mailing) -> int:
    told = _facts(mailings, edition.key)
    corrections = [
        one
        for one in mailings.all()
        if one.kind == "correction" and one.record_id == edition.record_id
    ]
    told = {**told, **dict(_told_since(mailings, corrections))}
    dismissed = [
        (item, facts.digest)
        for one in corrections
        if one.state == "withdrawn"
        for item, facts in _facts(mailings, one.key).items()
    ]
    today = context.now().astimezone(ZONE).date()
    changes = changed_since(told, facts_now(context, list(told)), dismissed, today)
    key = correction_key(edition.record_id, changes) if changes else ""
    for one in corrections:
        if one.key != key and one.state in OPEN:
            mailings.change(one.key, _lapse)
            mailings.forget_facts(one.key)
    return _put_forward(context, mailings, edition, key, changes) if changes else 0


def _put_forward(
    context: Context,
    mailings: Mailings,
    edition: Mailing,
    key: str,
    changes: Sequence[Changed],
) -> int:
    """Add a correction as a draft; one that lapsed and is needed after all begins anew."""
    found = mailings.find(key)
    if found is not None and found.state != "withdrawn":
        return 0
    originals = [one.letter for one in mailings.letters(edition.key)
                 if one.letter.language in edition.prints]  # fmt: skip
    letters = correction_letters(context, key, originals, changes)
    prints = {one.language: one.fingerprint for one in letters}
    title = f"Rectificatie: {', '.join(one.before.title for one in changes)}"
    fresh = Mailing(key, "correction", edition.record_id, title, prints=prints)
    mailings.keep_facts(key, {one.item: asdict(one.after) for one in changes})
    if found is None:
        mailings.add(fresh, letters)
    else:
        mailings.change(key, lambda was: replace(fresh, on_timetable=was.on_timetable), letters)
    return 1


def _lapse(mailing: Mailing) -> Mailing:
    return replace(withdraw(mailing), note=LAPSED) if mailing.state in OPEN else mailing


def _told_since(mailings: Mailings, corrections: Sequence[Mailing]) -> Iterator[tuple[str, Facts]]:
    """Yield what readers heard after the edition itself, the latest last."""
    sent = [one for one in corrections if one.state in ("sending", "sent", "reported")]
    for one in sorted(sent, key=lambda each: (each.sent_at is None, str(each.sent_at))):
        yield from _facts(mailings, one.key).items()


def _facts(mailings: Mailings, key: str) -> Mapping[str, Facts]:
    return {item: Facts(**told) for item, told in mailings.facts(key).items()}
