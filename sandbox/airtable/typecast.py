"""What `typecast` makes of values of another form: new options, numbers and dates from text.

Also makes linked records that are named but do not exist yet.
"""

import re
from dataclasses import replace
from typing import Any

from sandbox.airtable.dates import guess_date
from sandbox.airtable.ids import is_id, new_id
from sandbox.airtable.schema import Field
from sandbox.airtable.state import Draft, Record

COLORS = (
    "blueLight2",
    "cyanLight2",
    "tealLight2",
    "greenLight2",
    "yellowLight2",
    "orangeLight2",
    "redLight2",
    "pinkLight2",
    "purpleLight2",
    "grayLight2",
)
# The sign may stand before the currency: -$3.50.
_NUMBER = re.compile(r"(-?)[^\w.,-]?\s?([\d.,]*\d)")
_CLOCK = re.compile(r"(-?)(\d+):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?")
_TRUE = frozenset({"true", "yes", "checked", "1", "x", "ja"})


def cast_value(draft: Draft, table_id: str, field: Field, value: Any) -> tuple[Field, Any]:
    """Return the field (it may have gained options) and the value in a form that it accepts.

    What cannot be understood becomes empty, as Airtable does.
    """
    if value is None:
        return field, None
    if field.type in ("singleSelect", "multipleSelects"):
        return _cast_select(draft, table_id, field, value)
    if field.type == "multipleRecordLinks":
        return field, _cast_links(draft, field, value)
    if field.type == "checkbox":
        return field, value if isinstance(value, bool) else str(value).strip().lower() in _TRUE
    if field.type in ("number", "percent", "currency", "duration", "rating"):
        return field, _cast_number(field.type, value)
    if field.type == "date" and isinstance(value, str):
        return field, guess_date(value)
    if field.type == "dateTime" and isinstance(value, str):
        return field, value if re.match(r"\d{4}-", value) else guess_date(value)
    if field.type in ("multipleCollaborators", "singleCollaborator"):
        return field, _cast_people(field, value)
    if field.type == "multipleAttachments":
        return field, value
    if field.type == "barcode":
        return field, {"text": value} if isinstance(value, str) else value
    return field, _cast_text(value)


def _cast_text(value: Any) -> str:
    if isinstance(value, bool):
        return "checked" if value else ""
    if isinstance(value, list):
        return ", ".join(_cast_text(one) for one in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _cast_number(kind: str, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, str):
        return int(value) if isinstance(value, bool) else value
    clock = _CLOCK.fullmatch(value.strip())
    if kind == "duration" and clock:
        hours, minutes, seconds = (float(one or 0) for one in clock.group(2, 3, 4))
        return (-1 if clock[1] else 1) * (hours * 3600 + minutes * 60 + seconds)
    found = _NUMBER.search(value)
    if not found:
        return None
    # A comma with three digits behind it separates thousands; any other is a decimal comma.
    text = re.sub(r",(?=\d{3}\b)", "", found[2]).replace(",", ".")
    try:
        number = -float(text) if found[1] else float(text)
    except ValueError:
        return None
    return number / 100 if kind == "percent" and "%" in value else number


def _cast_people(field: Field, value: Any) -> Any:
    """Names and addresses in one text become several people, where several may be named."""
    if field.type == "multipleCollaborators" and isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _cast_select(draft: Draft, table_id: str, field: Field, value: Any) -> tuple[Field, Any]:
    if isinstance(value, str) and field.type == "multipleSelects" and value not in field.choices:
        names: list[Any] = [part.strip() for part in value.split(",") if part.strip()]
    else:
        names = value if isinstance(value, list) else [value]
    names = [str(one) if isinstance(one, int | float) else one for one in names]
    field = add_choices(draft, table_id, field, [one for one in names if isinstance(one, str)])
    if field.type == "multipleSelects":
        return field, names
    return field, names[0] if names else None


def add_choices(draft: Draft, table_id: str, field: Field, names: list[str]) -> Field:
    """Give a select field the options that it does not have yet."""
    known = set(field.choices) | {choice["id"] for choice in field.choices.values()}
    new = [name for name in dict.fromkeys(names) if name and name not in known]
    if not new:
        return field
    choices = list(field.options.get("choices", ()))
    for name in new:
        color = COLORS[len(choices) % len(COLORS)]
        choices.append({"id": new_id("sel"), "name": name, "color": color})
    changed = replace(field, options={**field.options, "choices": choices})
    draft.put_field(table_id, changed)
    return changed


def _cast_links(draft: Draft, field: Field, value: Any) -> list[Any]:
    wanted = value if isinstance(value, list) else [value]
    if isinstance(value, str) and not _named_records(draft, field.linked_table_id, value):
        wanted = [part.strip() for part in value.split(",") if part.strip()]
    return [_record_named(draft, field.linked_table_id, one) for one in wanted]


def _named_records(draft: Draft, table_id: str, name: str) -> list[str]:
    primary = draft.tables[table_id].primary_field_id
    return [one.id for one in draft.records[table_id].values() if one.cells.get(primary) == name]


def _record_named(draft: Draft, table_id: str, name: Any) -> Any:
    records = draft.records[table_id]
    if not isinstance(name, str) or is_id(name, "rec") or name in records:
        return name
    primary = draft.tables[table_id].primary
    for found in _named_records(draft, table_id, name):
        return found
    if primary.is_computed:
        return name
    made = Record(
        id=new_id("rec"),
        created=draft.now,
        created_by=draft.actor.user_id,
        number=draft.next_number(table_id),
        cells={primary.id: name},
    )
    draft.put_record(table_id, made)
    return made.id
