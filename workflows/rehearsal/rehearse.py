"""A whole rehearsal: set the stage, play the month, report."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from backbone.config_files import load_config
from museum.errors import StopRun
from museum.identity import TableKey
from workflows.context import Context
from workflows.rehearsal.answers import FORM
from workflows.rehearsal.edits import (
    TYPED_INTO,
    UNSEEN,
    Changeable,
    Edit,
    Month,
    made_up_edits,
    read_edits,
)
from workflows.rehearsal.play import Play, Progress, published
from workflows.rehearsal.report import Report, report_of
from workflows.rehearsal.stage import Choices, Stage, stage

OPENS_BEFORE = timedelta(hours=2)
"""The platform runs already when the month begins: its first read is of the month before."""


def rehearse(
    month: Month,
    choices: Choices,
    edits_file: Path | None = None,
    seed: int = 1,
    say: Progress = lambda _line: None,
) -> Report:
    """Play a month and return its figures. Takes minutes: every publication is a real one."""
    with stage(choices, month.begins - OPENS_BEFORE) as ready:
        play = Play(ready, month, say, choices.real_publications)
        play.open()
        known = published(ready.context)
        edits = _edits(month, ready.context, {**known, **unseen_rows(ready)}, edits_file, seed)
        played = play.run(edits)
        budget = ready.context.budget
        plan = choices.plan or str(load_config("budget")["plan"])
        prices = load_config("budget")["prices"]
        return report_of(played, month, plan, budget.calls_per_month, prices)


def unseen_rows(ready: Stage) -> dict[str, list[str]]:
    """Return the rows of tables that people change and no page shows; a copy has none."""
    tables = ready.context.mirror.binding().tables
    there = {key: tables.get(TableKey(key)) for key in UNSEEN}
    return {key: ready.sandbox.record_ids(str(table)) for key, table in there.items() if table}


def _edits(
    month: Month,
    context: Context,
    known: Mapping[str, Sequence[str]],
    file: Path | None,
    seed: int,
) -> list[Edit]:
    if file is not None:
        form = context.forms.kind(FORM)
        return read_edits(file, month, Changeable(context.definitions, known, form))
    empty = [table for table in TYPED_INTO if not known.get(table)]
    if empty:
        label = context.definitions.table(empty[0]).label
        raise StopRun(
            what=f"In de tabel “{label}” staat niets dat op de website staat.",
            remedy="Oefen met het voorbeeld (zonder --copy), of geef zelf wijzigingen: --edits.",
        )
    return made_up_edits(month, context.budget, known, seed)
