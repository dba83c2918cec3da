"""Answers of museums to forms in the rehearsed month, by a personal link that may publish."""

from datetime import timedelta
from typing import Final

from museum.submissions import typed_again
from workflows.context import Context
from workflows.intake import Incoming, Sender, take_in
from workflows.rehearsal.edits import Edit

LINKS_LAST: Final = timedelta(days=400)
FORM: Final = "museum"
"""The form by which a museum changes its own facts."""


def answer_by_form(context: Context, edit: Edit) -> None:
    """Hand in one answer of a museum, by a personal link that may publish."""
    kind, values = context.forms.kind(FORM), {edit.field: edit.value}
    link = next(
        (one for one in context.links.standing() if one.museum_id == edit.record_id), None
    ) or context.links.make(
        edit.record_id, "Proef", "proef@museumflow.example", True, context.now(), LINKS_LAST
    )
    sent = Incoming(
        key=f"proef-{edit.at:%Y%m%d%H%M%S}-{edit.record_id}",
        kind=kind,
        door="form",
        values=values,
        typed=typed_again(kind, values),
        sender=Sender(link=link),
        museum_id=edit.record_id,
        record_id=edit.record_id,
    )
    take_in(context, sent)
