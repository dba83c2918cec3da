"""Answers of museums to forms in the rehearsed month, by a personal link that may publish.

They go the way that a museum's go: what it saw filled in, what it typed, read and taken in.
"""

from datetime import timedelta
from typing import Final

from museum.errors import StopRun
from museum.submissions import ReadAnswers, typed_again
from workflows.context import Context
from workflows.intake import Incoming, Sender, read_form, take_in, values_now
from workflows.rehearsal.edits import Edit

LINKS_LAST: Final = timedelta(days=400)
FORM: Final = "museum"
"""The form by which a museum changes its own facts."""


def answer_by_form(context: Context, edit: Edit) -> None:
    """Hand in one answer of a museum, by a personal link that may publish.

    Raises `StopRun` when the form is not accepted as it is filled in.
    """
    kind = context.forms.kind(FORM)
    before = values_now(context, kind, edit.record_id)
    typed = typed_again(kind, before) | {edit.field: edit.value}
    read = read_form(context, kind, typed, before)
    _refuse_problems(edit, read)
    link = next(
        (one for one in context.links.standing() if one.museum_id == edit.record_id), None
    ) or context.links.make(
        edit.record_id, "Proef", "proef@museumflow.example", True, context.now(), LINKS_LAST
    )
    sent = Incoming(
        key=f"proef-{edit.at:%Y%m%d%H%M%S}-{edit.record_id}",
        kind=kind,
        door="form",
        values=read.values,
        typed=typed,
        sender=Sender(link=link),
        museum_id=edit.record_id,
        record_id=edit.record_id,
        before=before,
        notices=read.notices,
    )
    take_in(context, sent)


def _refuse_problems(edit: Edit, read: ReadAnswers) -> None:
    if read.problems:
        raise StopRun(
            what=f"Het formulier van {edit.record_id} wordt zo niet aangenomen: "
            f"{' '.join(read.problems.values())}",
            remedy="Vul in de tabel aan wat ontbreekt, of laat deze wijziging weg.",
        )
