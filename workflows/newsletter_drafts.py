"""The job `nieuwsbrief-klaarzetten`: rows for the coming editions, each made exactly once.

A row carries a key of ours. It is made when neither the mirror, nor the table, nor our own ledger
knows the key: killed anywhere, the next run makes no second one, and a row that staff threw away
does not come back.
"""

from collections.abc import Sequence
from typing import Any, Final

from backbone.config_files import load_edition_plans
from backbone.ledger import Entry, Ledger
from museum.errors import FixConfiguration
from museum.identity import TableKey
from museum.newsletter.editions import PlannedEdition, due_editions
from museum.records import Newsletter
from workflows.context import Context
from workflows.engine import JobFunction, Steps
from workflows.mirrored import records_of
from workflows.runner import JobOutcome, recorded

DRAFTS: Final = "nieuwsbrief-klaarzetten"
TABLE: Final = "newsletters"


def draft_jobs(context: Context) -> dict[str, JobFunction]:
    """Return the job by name, ready for the engine."""

    def work(steps: Steps, _arguments: Any) -> JobOutcome:
        if not context.mirror.binding().tables:
            return JobOutcome("unchanged", "De tabellen zijn nog niet gelezen; dat komt eerst.")
        told: list[str] = steps("rijen klaarzetten", lambda: make_rows(context))
        if not told:
            return JobOutcome("unchanged", "Er was geen nieuwsbrief klaar te zetten.")
        lines = tuple(f"Klaargezet in de tabel Nieuwsbrieven: {one}." for one in told)
        return JobOutcome("changed", "De volgende nieuwsbrief staat klaar om te bekijken.", lines)

    return {
        DRAFTS: recorded(
            DRAFTS, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
        )
    }


def make_rows(context: Context) -> list[str]:
    """Make the rows that are due and not there; returns their titles."""
    ledger = Ledger(context.database, DRAFTS)
    known = set(ledger.entries()) | {
        one.edition_key for one in records_of(context, TABLE) if isinstance(one, Newsletter)
    }
    wanted = [
        one for one in due_editions(load_edition_plans(), context.now()) if one.key not in known
    ]
    if not wanted:
        return []
    there = _keys_in_table(context)
    missing = [one for one in wanted if one.key not in there]
    _write(context, missing)
    ledger.confirm(Entry(one.key, "") for one in wanted)
    return [one.title for one in missing]


def _keys_in_table(context: Context) -> set[str]:
    """Read the keys from the table itself: the mirror may lag behind a run that was killed."""
    table_id, key_id = _table(context), _field(context, "edition_key")
    airtable = context.airtable(automatic=True)
    with airtable.for_purpose(DRAFTS):
        pages = list(airtable.pages(table_id))
    return {str(row["fields"].get(key_id, "")) for page in pages for row in page}


def _write(context: Context, editions: Sequence[PlannedEdition]) -> None:
    if not editions:
        return
    labels = context.definitions.table(TABLE).field("audiences").options
    draft = context.definitions.table(TABLE).field("workflow_status").options["draft"]
    rows = [
        {
            _field(context, "edition_key"): one.key,
            _field(context, "title"): one.title,
            _field(context, "audiences"): [labels[audience] for audience in one.audiences],
            _field(context, "planned_for"): one.planned_for.isoformat(),
            _field(context, "workflow_status"): draft,
        }
        for one in editions
    ]
    airtable = context.airtable(automatic=True)
    with airtable.for_purpose(DRAFTS):
        airtable.upsert(_table(context), rows, [_field(context, "edition_key")])


def _table(context: Context) -> str:
    found = context.mirror.binding().tables.get(TableKey(TABLE))
    if found is None:
        raise _missing("de tabel Nieuwsbrieven")
    return found


def _field(context: Context, key: str) -> str:
    found = context.mirror.binding().field_id(TABLE, key)
    if found is None:
        raise _missing(f"het veld “{context.definitions.table(TABLE).field(key).label}”")
    return found


def _missing(what: str) -> FixConfiguration:
    return FixConfiguration(
        what=f"In Airtable ontbreekt {what}: er is geen nieuwsbrief klaargezet.",
        remedy="Draai `museumflow tables check`; dat zegt wat er moet gebeuren.",
    )
