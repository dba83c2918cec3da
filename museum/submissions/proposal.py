"""What a submission would change: before and after per field, and the cells to write."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from museum.binding import Binding
from museum.cells import CellError, read_cell
from museum.date_plan import ZONE
from museum.reading import RawRecord
from museum.submissions.kinds import KindForm
from museum.submissions.models import Values
from museum.submissions.reading import TIME_PART, Answers
from museum.submissions.value_words import value_words
from museum.tables import FieldDefinition


@dataclass(frozen=True)
class FieldChange:
    """One field as it was, as it would be, and as it is now when that is neither.

    `meanwhile` is "" unless the table was changed since the sender saw it.
    """

    field: str
    label: str
    before: str
    after: str
    meanwhile: str = ""


def current_values(form: KindForm, binding: Binding, raw: RawRecord | None) -> Values:
    """Return what the mirror holds of a form's fields; what cannot be read counts as empty."""
    return {one.key: _cell_value(one, form, binding, raw) for one in form.fields}


def _cell_value(
    field: FieldDefinition, form: KindForm, binding: Binding, raw: RawRecord | None
) -> Any:
    field_id = binding.field_id(form.table.key, field.key)
    names = binding.choice_names.get(field_id, {}) if field_id else {}
    cell = raw.cells.get(field_id) if raw and field_id else None
    try:
        value = read_cell(field, cell, names)
    except CellError:
        value = read_cell(field, None, names)
    return _as_json(value)


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def proposed(before: Values, values: Values) -> Values:
    """Return the values that differ from what the sender saw; the others are left alone."""
    return {key: value for key, value in values.items() if not _same(before.get(key), value)}


def _same(one: Any, other: Any) -> bool:
    nothing: tuple[Any, ...] = (None, "", [], (), False)
    if one in nothing and other in nothing:
        return True
    if isinstance(one, str) and isinstance(other, str):
        return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
    return bool(one == other)


def changes(
    form: KindForm, before: Values, wanted: Values, now: Values | None = None
) -> list[FieldChange]:
    """Return what is proposed, field by field, in the form's order.

    `now` is what the table holds at this moment, to say what staff changed meanwhile.
    """
    found = []
    for field in form.fields:
        if field.key not in wanted:
            continue
        was, will = before.get(field.key), wanted[field.key]
        current = was if now is None else now.get(field.key)
        is_other = not _same(current, was) and not _same(current, will)
        found.append(
            FieldChange(
                field.key,
                form.question(field.key),
                value_words(field, was),
                value_words(field, will),
                value_words(field, current) if is_other else "",
            )
        )
    return found


def typed_again(form: KindForm, values: Values) -> dict[str, Any]:
    """Return values as one would type them into the form; the inverse of reading."""
    typed: dict[str, Any] = {}
    for field in form.fields:
        value = values.get(field.key)
        if field.type == "dateTime" and value:
            moment = datetime.fromisoformat(str(value)).astimezone(ZONE)
            typed[field.key] = f"{moment.day}-{moment.month}-{moment.year}"
            typed[field.key + TIME_PART] = f"{moment:%H.%M}"
        elif field.type == "date" and value:
            day = date.fromisoformat(str(value))
            typed[field.key] = f"{day.day}-{day.month}-{day.year}"
        elif field.type == "multipleSelects":
            typed[field.key] = list(value or ())
        elif field.type == "checkbox":
            typed[field.key] = "ja" if value else ""
        else:
            typed[field.key] = "" if value is None else str(value)
    return typed


def untouched(form: KindForm, before: Values, answers: Answers) -> Values:
    """Return the values of the fields that stand as they were filled in for the sender."""
    shown = typed_again(form, before)
    return {
        field.key: before.get(field.key)
        for field in form.fields
        if field.key in before
        and all(
            _plain(shown.get(key)) == _plain(answers.get(key))
            for key in (field.key, field.key + TIME_PART)
        )
    }


def _plain(answer: Any) -> Any:
    if isinstance(answer, str):
        return answer.replace("\r\n", "\n").strip()
    return list(answer) if isinstance(answer, tuple | list) else answer or ""
