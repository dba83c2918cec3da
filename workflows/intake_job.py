"""The job `inzendingen`: posts the letters about submissions, and writes what was accepted.

Ten rows a call, merged on our own key: killed between the write and its note, the same rows are
written again and are still one. With Airtable down, what was accepted waits and goes later.

A write is a call, and the ping that it causes another. So what was accepted while changes are being
collected is written shortly before those are fetched, together, and is on the website as soon as
they are. A person who publishes now ends the waiting.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from backbone.airtable import MOST_PER_WRITE, AirtableBase
from backbone.airtable_errors import NotThere, Refused
from backbone.submissions import Edit, Submission
from channels.pictures.beeldbank import BankedPicture, Beeldbank
from museum.date_plan import ZONE
from museum.errors import TryLater
from museum.submissions import KindForm, proposed, value_words
from museum.written_cells import written_cells
from workflows.context import Context
from workflows.due import collected_until
from workflows.engine import JobFunction, Json, Steps
from workflows.intake import tidy_up, values_now
from workflows.intake_letters import museum_name, post_letters
from workflows.runner import JobOutcome, recorded

INTAKE: Final = "inzendingen"
LOOKED_AT: Final = 200
GOES_ALONG: Final = timedelta(seconds=60)
"""So long before changes are fetched, ours go in: the ping comes in time to be of that fetch."""
MUSEUM_FIELD: Final = "museum"


def intake_jobs(context: Context) -> dict[str, JobFunction]:
    """Return the job by name, ready for the engine."""

    def work(steps: Steps, arguments: Mapping[str, Json]) -> JobOutcome:
        steps("opruimen", lambda: tidy_up(context))
        posted: dict[str, Any] = steps("mailen", lambda: post_letters(context))
        is_asked = bool(arguments.get("person"))
        is_time = is_asked or steps("verzamelen", lambda: _is_time_to_write(context))
        written = _write_all(context, steps) if is_time else 0
        if posted["later"]:
            raise TryLater(what=str(posted["later"]), remedy="Wat er wel kon, is gedaan.")
        return _told(posted["sent"], written)

    return {
        INTAKE: recorded(
            INTAKE, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
        )
    }


def _write_all(context: Context, steps: Steps) -> int:
    written = 0
    batch = 0
    while True:
        done: dict[str, int] = steps(f"schrijven {batch}", lambda: write_batch(context))
        written += done["written"]
        batch += 1
        if not done["handled"]:
            return written


def _told(sent: int, written: int) -> JobOutcome:
    if not sent and not written:
        return JobOutcome("unchanged", "Er waren geen inzendingen om te verwerken.")
    rows = "1 inzending" if written == 1 else f"{written} inzendingen"
    mails = "1 mail" if sent == 1 else f"{sent} mails"
    parts = [f"{rows} in de tabellen gezet"] if written else []
    parts += [f"{mails} verstuurd"] if sent else []
    text = " en ".join(parts)
    return JobOutcome("changed", f"Formulieren: {text}.")


def write_batch(context: Context) -> dict[str, int]:
    """Write the ten oldest accepted submissions of one table; says how many were handled."""
    accepted = context.submissions.in_states(["accepted"], LOOKED_AT)
    if not accepted:
        return {"handled": 0, "written": 0}
    if not context.mirror.binding().tables:
        raise TryLater(
            what="De tabellen zijn nog niet gelezen: inzendingen wachten daarop.",
            remedy="museumflow leest ze vanzelf.",
        )
    batch = _one_batch(context, accepted)
    rows = [row for one in batch if (row := _row(context, one)) is not None]
    written = _write(context, rows) if rows else 0
    return {"handled": len(batch), "written": written}


def _one_batch(context: Context, accepted: Sequence[Submission]) -> list[Submission]:
    """Return ten of one table, no two for the same row: of two for one row, the older is first."""
    table = context.forms.kind(accepted[0].kind).table.key
    found: dict[str, Submission] = {}
    for one in accepted:
        target = one.record_id or one.key
        if context.forms.kind(one.kind).table.key == table and target not in found:
            found[target] = one
        if len(found) == MOST_PER_WRITE:
            break
    return list(found.values())


Row = tuple[Submission, dict[str, Any]]


def _row(context: Context, one: Submission) -> Row | None:
    """Return the row to write; None when the base lacks a field, which staff are told of."""
    kind = context.forms.kind(one.kind)
    try:
        cells = written_cells(kind.table, context.mirror.binding(), _values(context, kind, one))
    except KeyError as error:
        _back_to_staff(context, one, f"In Airtable ontbreekt het veld “{error.args[0]}”.")
        return None
    return one, ({"id": one.record_id, "fields": cells} if one.record_id else {"fields": cells})


def _values(context: Context, kind: KindForm, one: Submission) -> dict[str, Any]:
    today = context.now().astimezone(ZONE).date().isoformat()
    values = dict(one.wanted)
    is_new = not one.record_id or one.door == "table"
    if is_new:
        values |= kind.sets
        values |= {field: getattr(one, f"sender_{part}") for part, field in kind.sender.items()}
        if kind.key_field:
            values[kind.key_field] = one.key
        fields = {field.key for field in kind.table.fields}
        if one.museum_id and MUSEUM_FIELD in fields:
            values[MUSEUM_FIELD] = [one.museum_id]
    if is_new or one.link_id or one.door == "mail":
        values |= dict.fromkeys(kind.dated if is_new or kind.updates else (), today)
    if one.door == "table":
        # The row is there: only what staff made otherwise is written, and its standing.
        return dict(proposed(values_now(context, kind, one.record_id), values))
    return values


def _write(context: Context, rows: Sequence[Row]) -> int:
    base = context.airtable()
    kind = context.forms.kind(rows[0][0].kind)
    with base.for_purpose("inzendingen"):
        try:
            ids = _send(context, base, kind, rows)
        except (NotThere, Refused) as error:
            if len(rows) == 1:
                _back_to_staff(context, rows[0][0], f"{error.what} {error.remedy}".strip())
                return 0
            # One that Airtable will not have spoils its whole call: apart, the others go.
            return sum(_write(context, [row]) for row in rows)
        for (one, _), record_id in zip(rows, ids, strict=True):
            if kind.picture:
                _attach(context, base, kind, one, record_id)
    for (one, _), record_id in zip(rows, ids, strict=True):
        _note_facts(context, kind, one, record_id)
        _settle(context, one, Edit(state="written", record_id=record_id, trouble=""))
    return len(rows)


def _note_facts(context: Context, kind: KindForm, one: Submission, record_id: str) -> None:
    """Note who said what was written; the sender of a whole page confirmed the rest of it too."""
    said = {key: value for key, value in one.wanted.items() if value not in (None, "", [], ())}
    # Who pressed a personal link saw the whole page; a letter says that all is right, or not.
    is_whole = kind.updates and bool(one.link_id or one.typed.get("all_right"))
    confirmed = {**values_now(context, kind, record_id), **one.wanted} if is_whole else {}
    by = (one.door, one.sender_name or one.sender_email or "onbekend")
    context.facts.note((kind.table.key, record_id), said, confirmed, by, context.now())


def _send(context: Context, base: AirtableBase, kind: KindForm, rows: Sequence[Row]) -> list[str]:
    binding = context.mirror.binding()
    table_id = binding.tables[kind.table.key]
    key_id = binding.field_id(kind.table.key, kind.key_field) if kind.key_field else None
    # A table whose rows are only changed has no key of ours: each row names its record.
    merge_on = key_id or binding.field_id(kind.table.key, kind.table.primary.key)
    return base.write_rows(table_id, [row for _, row in rows], [str(merge_on)])


def _attach(
    context: Context, base: AirtableBase, kind: KindForm, one: Submission, record_id: str
) -> None:
    """Send the picture of a submission after its row, unless it is there already."""
    content = context.pictures.find(one.key)
    binding = context.mirror.binding()
    field_id = binding.field_id(kind.table.key, kind.picture)
    if content is None or field_id is None:
        return
    beeldbank_of(context).put(_banked(context, kind, one, record_id), content)
    found = base.record(binding.tables[kind.table.key], record_id)
    if not found["fields"].get(field_id):
        base.attach(record_id, field_id, f"{one.key[:12]}.jpg", "image/jpeg", content)


def beeldbank_of(context: Context) -> Beeldbank:
    """Return the Beeldbank on this installation's disk."""
    return Beeldbank(context.settings.data / "media")


def _banked(context: Context, kind: KindForm, one: Submission, record_id: str) -> BankedPicture:
    fields = {str(field.key): field for field in kind.fields}

    def said(name: str) -> str:
        value = one.wanted.get(name)
        return value_words(fields[name], value) if name in fields and value else ""

    return BankedPicture(
        record_id=record_id,
        title=said("title"),
        alt=said("alt"),
        maker=said("maker"),
        licence=said("licence"),
        people=said("people"),
        rights_until=str(one.wanted.get("rights_until") or ""),
        museum=museum_name(context, one.museum_id),
        placed_on=context.now().astimezone(ZONE).date().isoformat(),
    )


def _back_to_staff(context: Context, one: Submission, trouble: str) -> None:
    _settle(context, one, Edit(state="waiting", trouble=trouble))


def _settle(context: Context, one: Submission, edit: Edit) -> None:
    context.submissions.change(one.key, one.version, edit, "museumflow", context.now())


def writing_due(context: Context) -> datetime | None:
    """Return when what was accepted is written; None when nothing was."""
    accepted = context.submissions.in_states(["accepted"], most=1)
    if not accepted:
        return None
    since, until = accepted[0].changed, collected_until(context)
    return since if until is None else max(since, until - GOES_ALONG)


def _is_time_to_write(context: Context) -> bool:
    at = writing_due(context)
    return at is not None and at <= context.now()


def intake_due(context: Context) -> str:
    """Return the ID of the run that is to be done, made of what caused it; "" when none is."""
    letter = context.letters.newest()
    if not letter and not _is_time_to_write(context):
        return ""
    return f"{INTAKE}-{context.submissions.newest_change()}-{letter}"
