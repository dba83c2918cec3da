"""The job `airtable-formulieren`: rows that a museum added through an Airtable form.

Such a row says “Klaar om te bekijken” and has no ID of a source yet. It becomes a submission like
any other, which waits in the inbox; approved, the same row gets its status and our key. Reads the
mirror; writes submissions, attention points, and to Airtable only what staff refused.
"""

from collections.abc import Mapping
from itertools import count
from typing import Any, Final

from backbone.airtable import MOST_PER_WRITE
from backbone.submissions import OPEN, ChangedMeanwhile, Edit, State, Submission
from museum.attention import AttentionPoint
from museum.submissions import KindForm, ReadAnswers, current_values, typed_again
from workflows.context import Context
from workflows.engine import JobFunction, Steps
from workflows.intake import Incoming, Sender, correct, read_form, refuse, take_in
from workflows.mirrored import note_written
from workflows.runner import JobOutcome, recorded
from workflows.table_rows import STATUS, Row, rows_of

TABLE_FORMS: Final = "airtable-formulieren"
TABLES_READ: Final = frozenset({"activities", "vacancies"})
"""The tables whose changes start this job."""
_READY: Final = "ready"
_BY: Final = "table"
_UNSURE: Final = {"@sender": "Wie dit instuurde, is niet zeker."}


def table_jobs(context: Context) -> dict[str, JobFunction]:
    """Return the job by name, ready for the engine."""

    def work(steps: Steps, _arguments: Any) -> JobOutcome:
        if not context.mirror.binding().tables:
            return JobOutcome("unchanged", "De tabellen zijn nog niet gelezen; dat komt eerst.")
        taken: int = steps("rijen lezen", lambda: take_rows(context))
        told: int = steps("afgewezen rijen", lambda: mark_refused(context))
        if not taken and not told:
            return JobOutcome("unchanged", "Er stond niets nieuws uit formulieren van Airtable.")
        rows = "1 rij" if taken == 1 else f"{taken} rijen"
        text = f"Uit formulieren van Airtable: {rows} nieuw of gewijzigd"
        return JobOutcome(
            "changed", f"{text}, {told} als afgewezen gemerkt." if told else f"{text}."
        )

    return {
        TABLE_FORMS: recorded(
            TABLE_FORMS, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
        )
    }


def take_rows(context: Context) -> int:
    """Take in what is ready, follow what changed, let go of what is gone; returns how many."""
    points: list[AttentionPoint] = []
    waiting = _waiting(context)
    done = 0
    for row in rows_of(context):
        found = waiting.pop(row.id, None)
        if row.status == _READY and not row.is_ours:
            done += _take(context, row, points)
        elif found is not None:
            done += _decided_in_table(context, found, row.status)
    done += sum(
        _let_go(context, one, "De rij is uit de tabel gehaald.") for one in waiting.values()
    )
    context.attention.replace(TABLE_FORMS, points, context.now())
    return done


def _waiting(context: Context) -> dict[str, Submission]:
    found = context.submissions.in_states(["waiting"], 5000)
    return {one.record_id: one for one in found if one.door == "table"}


def _take(context: Context, row: Row, points: list[AttentionPoint]) -> int:
    kind = row.kind
    if kind is None:
        points.append(_point(row, "Er staat niet bij wat voor activiteit het is (“Soort”)."))
        return 0
    typed = typed_again(kind, current_values(kind, context.mirror.binding(), row.raw))
    read = read_form(context, kind, typed)
    trouble = _trouble(kind, read, row)
    if trouble:
        points.append(_point(row, trouble))
        return 0
    key, found = _its_submission(context, row, typed)
    if found is None:
        return int(take_in(context, _incoming(context, key, kind, row, typed, read))[1])
    if found.state not in OPEN or dict(found.typed) == typed:
        return 0
    try:
        correct(context, found, read.values, typed, _BY)
    except ChangedMeanwhile:
        return 0  # staff decided this very moment
    return 1


def _trouble(kind: KindForm, read: ReadAnswers, row: Row) -> str:
    """Return what keeps a row from being read, with the question that each sentence is about."""
    problems = [f"{kind.table.field(key).label}: {why}" for key, why in read.problems.items()]
    if not row.museum_id:
        problems.append("Er staat niet bij van welk museum het is.")
    return " ".join(problems)


def _point(row: Row, what: str) -> AttentionPoint:
    name = str(next(iter(row.raw.cells.values()), "")) if row.raw.cells else ""
    return AttentionPoint(
        key=f"{row.id}:formulier",
        what=f"Een rij uit een formulier van Airtable is niet te lezen. {what}",
        remedy="Verbeter de rij in de tabel; museumflow leest haar vanzelf opnieuw.",
        table=row.table.key,
        record_id=row.id,
        subject=name[:80],
        severity="error",
    )


def _incoming(
    context: Context,
    key: str,
    kind: KindForm,
    row: Row,
    typed: Mapping[str, Any],
    read: ReadAnswers,
) -> Incoming:
    unsure = {} if context.forms.table_door.is_trusted else _UNSURE
    return Incoming(
        key=key,
        kind=kind,
        door="table",
        values=read.values,
        typed=typed,
        sender=Sender(email=row.sender, is_known=True),
        museum_id=row.museum_id,
        record_id=row.id,
        before={},
        notices={**read.notices, **unsure},
    )


def _its_submission(
    context: Context, row: Row, typed: Mapping[str, Any]
) -> tuple[str, Submission | None]:
    """Return the key of a row's submission, and it when it is there.

    A row that comes back after it was withdrawn, or otherwise than it was refused, is a new one.
    """
    for number in count():
        key = f"rij-{row.id}" + (f"-{number}" if number else "")
        found = context.submissions.find(key)
        is_other = found is not None and dict(found.typed) != dict(typed)
        if found is None or not (
            found.state == "withdrawn" or (found.state == "refused" and is_other)
        ):
            return key, found
    raise AssertionError("unreachable: there is always another number")


_IN_TABLE: Final[Mapping[str, State]] = {"approved": "accepted", "rejected": "refused"}
"""What a status that staff gave in the table itself says of the submission."""


def _decided_in_table(context: Context, found: Submission, status: str) -> int:
    """Follow a decision that staff took in the table: the inbox no longer asks for it."""
    try:
        match _IN_TABLE.get(status):
            case "accepted":
                edit = Edit(state="accepted", trouble="")
                context.submissions.change(found.key, found.version, edit, _BY, context.now())
            case "refused":
                refuse(context, found, "Een medewerker wees dit af in de tabel.", _BY)
            case _:
                return _let_go(context, found, "De rij wacht niet meer op een besluit.")
    except ChangedMeanwhile:
        return 0  # staff decided in the inbox this very moment
    return 1


def _let_go(context: Context, found: Submission, reason: str) -> int:
    edit = Edit(state="withdrawn", reason=reason)
    try:
        context.submissions.change(found.key, found.version, edit, _BY, context.now())
    except ChangedMeanwhile:
        return 0
    return 1


def mark_refused(context: Context) -> int:
    """Give rows that staff refused in the inbox that status in their table; returns how many.

    What the mirror shows as still ready is written; written twice it is the same.
    """
    wanted: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(context):
        if row.status == _READY and not row.is_ours and _is_refused(context, row):
            wanted.setdefault(row.table.key, []).append(_refusal(context, row))
    for table, rows in wanted.items():
        base, binding = context.airtable(), context.mirror.binding()
        primary = binding.field_id(table, context.definitions.table(table).primary.key)
        with base.for_purpose("inzendingen"):
            for start in range(0, len(rows), MOST_PER_WRITE):
                batch = rows[start : start + MOST_PER_WRITE]
                base.write_rows(binding.tables[context.definitions.table(table).key], batch,
                                [str(primary)])  # fmt: skip
                note_written(context, table, batch)
    return sum(len(rows) for rows in wanted.values())


def _is_refused(context: Context, row: Row) -> bool:
    if row.kind is None:
        return False
    typed = typed_again(row.kind, current_values(row.kind, context.mirror.binding(), row.raw))
    found = _its_submission(context, row, typed)[1]
    return found is not None and found.state == "refused"


def _refusal(context: Context, row: Row) -> dict[str, Any]:
    binding = context.mirror.binding()
    field_id = binding.field_id(row.table.key, STATUS)
    known = binding.choice_names.get(field_id, {}) if field_id else {}
    names = {key: name for name, key in known.items()}
    rejected = names.get("rejected", row.table.field(STATUS).options["rejected"])
    return {"id": row.id, "fields": {str(field_id): rejected}}
