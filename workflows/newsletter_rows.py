"""Writes beside each edition how far it is and what readers did: the fields that are ours."""

from collections.abc import Mapping
from typing import Any, Final

from babel.dates import format_datetime

from backbone.mailings import Mailings
from museum.after_sending import Outcome, click_lines
from museum.date_plan import ZONE
from museum.errors import MuseumflowError
from museum.identity import TableKey
from museum.letter_links import link_words
from museum.records import Newsletter
from museum.sending import WORDS, Mailing
from workflows.context import Context
from workflows.mirrored import note_written, records_of

TABLE: Final = "newsletters"
PURPOSE: Final = "nieuwsbrieven"


def write_rows(context: Context) -> list[str]:
    """Write every row that says something else than we know; returns in Dutch what went wrong.

    Compared with the mirror: what was not written, or written over, is written by the next run.
    """
    mailings, binding = Mailings(context.database), context.mirror.binding()
    there = {one.id: one for one in records_of(context, TABLE) if isinstance(one, Newsletter)}
    reports, rows = mailings.reports(), []
    for mailing in mailings.all():
        row = there.get(mailing.record_id)  # type: ignore[call-overload] # a record's ID
        if mailing.kind != "edition" or row is None:
            continue
        report = reports.get(mailing.key)
        wanted = {"sending_note": state_line(mailing), **_when(mailing)}
        if report:
            pages = [one.letter.html for one in mailings.letters(mailing.key)]
            wanted |= _counts(Outcome(**report[1]), link_words(pages))
        cells = {
            binding.field_id(TABLE, key): value.isoformat() if key == "sent_on" else value
            for key, value in wanted.items()
            if getattr(row, key) != value and binding.field_id(TABLE, key)
        }
        if cells:
            rows.append({"id": row.id, "fields": cells})
    return _write(context, rows)


def _write(context: Context, rows: list[dict[str, Any]]) -> list[str]:
    binding = context.mirror.binding()
    table_id, title_id = binding.tables.get(TableKey(TABLE)), binding.field_id(TABLE, "title")
    if table_id is None or title_id is None or not rows:
        return []
    try:
        airtable = context.airtable(automatic=True)
        with airtable.for_purpose(PURPOSE):
            airtable.write_rows(table_id, rows, [title_id])
            note_written(context, TABLE, rows)
    except MuseumflowError as error:
        return [f"De tabel Nieuwsbrieven is nog niet bijgewerkt. {error.what}"]
    return []


def _when(mailing: Mailing) -> dict[str, Any]:
    is_out = mailing.sent_at is not None and mailing.state in ("sent", "reported")
    return {"sent_on": mailing.sent_at} if is_out else {}


def _counts(outcome: Outcome, words: Mapping[str, str]) -> dict[str, Any]:
    """Return what readers did, as the cells that are ours."""
    return {
        "readers": outcome.sent,
        "opened": outcome.opened,
        "clicked": outcome.clicked,
        "unsubscribed": outcome.unsubscribed,
        "bounced": outcome.bounced,
        "item_clicks": "\n".join(click_lines(outcome, words)),
    }


def state_line(mailing: Mailing) -> str:
    """Say in one line how far a mailing is, and by whom it was approved."""
    told = WORDS[mailing.state]
    if mailing.state in ("approved", "scheduled") and mailing.approval and mailing.moment:
        local = mailing.moment.astimezone(ZONE)
        when = format_datetime(local, "d MMMM y, HH.mm 'uur'", locale="nl_NL")
        told = f"{told}: gaat uit op {when}. Goedgekeurd door {mailing.approval.by}"
    if mailing.state in ("sent", "reported") and mailing.approval:
        told = f"{told}. Goedgekeurd door {mailing.approval.by}"
    return f"{told}. {mailing.note}".strip() if mailing.note else f"{told}."
