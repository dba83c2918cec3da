"""Which values a field accepts, and the form in which they are kept.

Links, attachments and people need the rest of the base: see `links` and `attachments`.
"""

import math
from collections.abc import Callable
from typing import Any, Final

from sandbox.airtable.dates import read_date, read_moment
from sandbox.airtable.errors import invalid_value, unknown_option
from sandbox.airtable.schema import Field
from sandbox.airtable.state import Cell

MAX_TEXT: Final = 100_000


def accept_cell(field: Field, value: Any) -> Cell | None:
    """Check a value against its field and return what is kept; `None` empties the cell.

    Raises `ApiError` (422) with Airtable's words when the field cannot take the value.
    """
    if value is None:
        return None
    return _ACCEPT[field.type](field, value)


def is_plain(field: Field) -> bool:
    """Whether a cell of this field can be checked without the rest of the base."""
    return field.type in _ACCEPT


def _text(field: Field, value: Any) -> Cell | None:
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise invalid_value(field.name)
    return value or None


def _number(field: Field, value: Any) -> Cell:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise invalid_value(field.name)
    return int(value) if float(value).is_integer() and abs(value) < 1e15 else value


def _checkbox(field: Field, value: Any) -> Cell | None:
    if not isinstance(value, bool):
        raise invalid_value(field.name)
    return True if value else None


def _rating(field: Field, value: Any) -> Cell | None:
    stars = _number(field, value)
    if not isinstance(stars, int) or not 0 <= stars <= int(field.options.get("max", 5)):
        raise invalid_value(field.name)
    return stars or None


def _choice(field: Field, value: Any) -> str:
    name = value.get("name") if isinstance(value, dict) else value
    if not isinstance(name, str):
        raise invalid_value(field.name)
    if name in field.choices:
        return name
    for choice in field.choices.values():
        if choice["id"] == name:
            return str(choice["name"])
    raise unknown_option(name)


def _single_select(field: Field, value: Any) -> Cell | None:
    return None if value == "" else _choice(field, value)


def _multiple_selects(field: Field, value: Any) -> Cell | None:
    if not isinstance(value, list):
        raise invalid_value(field.name)
    return list(dict.fromkeys(_choice(field, one) for one in value)) or None


def _date(field: Field, value: Any) -> Cell:
    found = read_date(value) if isinstance(value, str) else None
    if found is None:
        raise invalid_value(field.name)
    return found


def _moment(field: Field, value: Any) -> Cell:
    zone_name = str(field.options.get("timeZone", "utc"))
    found = read_moment(value, zone_name) if isinstance(value, str) else None
    if found is None:
        raise invalid_value(field.name)
    return found


def _barcode(field: Field, value: Any) -> Cell | None:
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise invalid_value(field.name)
    return {key: value[key] for key in ("text", "type") if value.get(key)} or None


_ACCEPT: Final[dict[str, Callable[[Field, Any], Cell | None]]] = {
    "singleLineText": _text,
    "multilineText": _text,
    "richText": _text,
    "email": _text,
    "url": _text,
    "phoneNumber": _text,
    "number": _number,
    "percent": _number,
    "currency": _number,
    "duration": _number,
    "rating": _rating,
    "checkbox": _checkbox,
    "singleSelect": _single_select,
    "multipleSelects": _multiple_selects,
    "date": _date,
    "dateTime": _moment,
    "barcode": _barcode,
}
