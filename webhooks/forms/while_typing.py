"""What is good to know about an activity while it is still being filled in."""

from typing import Any, Final

from museum.date_plan import ZONE
from museum.records import Activity
from museum.submissions.hints import Hints
from museum.submissions.reading import AnswerError, nothing, read_answer, with_end_day
from webhooks.forms.checking import Opened
from webhooks.forms.museums import agenda_now, may_choose
from webhooks.forms.preview import hints_of
from workflows.context import Context

_ASKED: Final = frozenset({"title", "starts", "ends", "first_day", "last_day", "repeats",
                           "repeats_until", "except_dates", "extra_dates"})  # fmt: skip


def hints_while_typing(
    context: Context, opened: Opened, typed: dict[str, Any], museum_id: str
) -> Hints:
    """Return hints from what can be read so far; nothing as long as there is no day."""
    if opened.kind.table.record != Activity.__name__ or not may_choose(context, museum_id):
        return Hints()
    today = context.now().astimezone(ZONE).date()
    answers = with_end_day(typed, today)
    values: dict[str, Any] = {}
    for field in opened.kind.fields:
        if field.key not in _ASKED:
            continue
        try:
            value = read_answer(field, answers, today)
        except AnswerError:
            value = nothing(field)  # half typed: the form itself says so when it is sent
        values[field.key] = value.isoformat() if hasattr(value, "isoformat") else value
    return hints_of(agenda_now(context), opened.kind, values, museum_id, opened.record_id)
