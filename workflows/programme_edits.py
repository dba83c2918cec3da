"""The job `jaarprogramma-schrijven`: puts in the tables what staff decided on our pages.

A new row merges on its “ID van de bron”; ticked tasks become the row's “Gedane taken”, read from
Airtable first, so that what staff ticked there themselves stays. Safe to run again at any point.
"""

from collections.abc import Mapping
from itertools import groupby
from typing import Any, Final

from backbone.airtable import AirtableBase
from backbone.airtable_errors import NotThere, Refused
from backbone.programme_edits import NewRow, ProgrammeEdits, Tick
from museum.binding import Binding
from museum.errors import TryLater
from museum.identity import RecordId, TableKey
from museum.records import ProgrammeItem
from museum.written_cells import written_cells
from workflows.calendar_check import read_one
from workflows.context import Context
from workflows.engine import JobFunction, Json, Steps
from workflows.runner import JobOutcome, recorded

PROGRAMME_EDITS: Final = "jaarprogramma-schrijven"
TABLE: Final = TableKey("programme")
_DONE: Final = "done_tasks"
_KEY: Final = "external_id"


def programme_edit_jobs(context: Context) -> dict[str, JobFunction]:
    """Return the job by name, ready for the engine."""

    def work(steps: Steps, _arguments: Mapping[str, Json]) -> JobOutcome:
        rows: int = steps("rijen", lambda: write_rows(context))
        ticks: int = steps("taken", lambda: write_ticks(context))
        if not (rows or ticks):
            return JobOutcome("unchanged", "Er was niets in het jaarprogramma te schrijven.")
        told = [f"{rows} nieuwe rij" + ("en" if rows != 1 else "")] if rows else []
        told += [f"{ticks} " + ("taken" if ticks != 1 else "taak") + " bijgewerkt"] if ticks else []
        return JobOutcome("changed", f"Jaarprogramma: {' en '.join(told)}.")

    return {
        PROGRAMME_EDITS: recorded(
            PROGRAMME_EDITS, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
        )
    }


def edits_due(context: Context) -> str:
    """Return the ID of the run that is to be done, made of what caused it; "" when none is."""
    newest = ProgrammeEdits(context.database).newest()
    return f"{PROGRAMME_EDITS}-{newest}" if newest else ""


def write_rows(context: Context) -> int:
    """Write the rows that wait; returns how many."""
    edits, count = ProgrammeEdits(context.database), 0
    waiting = edits.rows_waiting()
    if not waiting:
        return 0
    base, binding = context.airtable(), _bound(context)
    with base.for_purpose("jaarprogramma"):
        for row in waiting:
            try:
                record_id = _write_row(context, base, binding, row)
            except (KeyError, NotThere, Refused) as error:
                edits.settle_row(row.key, trouble=_why(error))
                continue
            edits.settle_row(row.key, record_id=record_id)
            count += 1
    return count


def _write_row(context: Context, base: AirtableBase, binding: Binding, row: NewRow) -> str:
    values = {**row.values, _KEY: row.key}
    fields = written_cells(context.definitions.table(TABLE), binding, values)
    merge_on = binding.field_id(TABLE, _KEY)
    return base.write_rows(binding.tables[TABLE], [{"fields": fields}], [str(merge_on)])[0]


def _why(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"In Airtable ontbreekt het veld “{error.args[0]}”. Draai museumflow tables create."
    return str(error)


def write_ticks(context: Context) -> int:
    """Write the ticks that wait, and drop those that the copy of the tables shows by now."""
    edits = ProgrammeEdits(context.database)
    forget_shown(context)
    waiting = [one for one in edits.ticks() if not one.is_written]
    if not waiting:
        return 0
    base, binding = context.airtable(), _bound(context)
    waiting.sort(key=lambda one: one.item_id)
    with base.for_purpose("jaarprogramma"):
        for item_id, ticks in groupby(waiting, key=lambda one: one.item_id):
            members = list(ticks)
            _write_done(base, binding, item_id, members)
            edits.note_written(members)
    return len(waiting)


def _write_done(base: AirtableBase, binding: Binding, item_id: str, ticks: list[Tick]) -> None:
    field_id, table_id = binding.field_id(TABLE, _DONE), binding.tables[TABLE]
    if field_id is None:
        raise TryLater(
            what="In Airtable ontbreekt het veld “Gedane taken”.",
            remedy="Draai museumflow tables create; wat afgevinkt is, blijft bewaard.",
        )
    try:
        fresh = base.record(table_id, item_id)["fields"].get(field_id) or []
    except NotThere:
        return  # the item is gone, and its tasks with it
    wanted = set(fresh) | {one.task_id for one in ticks if one.is_done}
    wanted -= {one.task_id for one in ticks if not one.is_done}
    if wanted != set(fresh):
        row = {"id": item_id, "fields": {field_id: sorted(wanted)}}
        base.write_rows(table_id, [row], [str(binding.field_id(TABLE, "title"))])


def forget_shown(context: Context) -> None:
    """Drop the ticks that were written and that the copy of the tables shows by now."""
    edits = ProgrammeEdits(context.database)
    edits.forget([one for one in edits.ticks() if one.is_written and _shows(context, one)])


def _shows(context: Context, tick: Tick) -> bool:
    item = read_one(context, TABLE, RecordId(tick.item_id))
    return not isinstance(item, ProgrammeItem) or (tick.task_id in item.done_tasks) == tick.is_done


def ticked(context: Context) -> dict[tuple[str, str], bool]:
    """Return what was ticked lately, by item and task."""
    found = ProgrammeEdits(context.database).ticks()
    return {(one.item_id, one.task_id): one.is_done for one in found}


def keep_in_mind(context: Context, values: Mapping[str, Any]) -> str:
    """Store a row to be; returns its key."""
    return ProgrammeEdits(context.database).keep_row(values, context.now())


def _bound(context: Context) -> Binding:
    binding = context.mirror.binding()
    if not binding.tables:
        raise TryLater(
            what="De tabellen zijn nog niet gelezen: wat u vastlegde, wacht daarop.",
            remedy="museumflow leest ze vanzelf.",
        )
    return binding
