"""Reads cells as Airtable's REST API gives them into plain typed values, and says what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from museum.identity import RecordId
from museum.tables import TEXT_TYPES, FieldDefinition


@dataclass(frozen=True)
class Attachment:
    """A file in a cell. `url` dies after about two hours: copy the file when you see it."""

    id: str
    url: str
    filename: str
    content_type: str = ""
    size_bytes: int = 0


class CellError(ValueError):
    """A cell cannot be read; the message is a Dutch sentence for staff."""


def read_cell(field: FieldDefinition, value: Any, choice_names: Mapping[str, str]) -> Any:
    """Return the value of one cell for `museum.records`; absent cells are None here.

    `choice_names` maps the base's names of choices to ours. Raises `CellError`.
    """
    if isinstance(value, dict) and ("error" in value or "specialValue" in value):
        raise CellError(f"In “{field.label}” staat een fout van Airtable.")
    if field.type in TEXT_TYPES:
        return "" if value is None else str(value).strip()
    if value is None:
        return _empty(field)
    try:
        return _READERS[field.type](field, value, choice_names)
    except (TypeError, ValueError, KeyError) as error:
        if isinstance(error, CellError):
            raise
        raise CellError(f"De waarde in “{field.label}” is niet te lezen.") from error


def _empty(field: FieldDefinition) -> Any:
    if field.type == "checkbox":
        return False
    if field.type == "singleSelect":
        return ""
    if field.type in ("multipleSelects", "multipleAttachments"):
        return ()
    if field.type == "multipleRecordLinks":
        return None if field.single else ()
    return None


def _number(field: FieldDefinition, value: Any, _: Mapping[str, str]) -> float | int:
    return float(value) if field.precision else round(value)


def _date(_field: FieldDefinition, value: Any, _: Mapping[str, str]) -> date:
    return date.fromisoformat(str(value)[:10])


def _moment(_field: FieldDefinition, value: Any, _: Mapping[str, str]) -> datetime:
    return datetime.fromisoformat(str(value).replace("Z", "+00:00")).astimezone(UTC)


def _choice(field: FieldDefinition, value: Any, names: Mapping[str, str]) -> str:
    if value not in names:
        raise CellError(f"De keuze “{value}” bij “{field.label}” is niet bekend.")
    return names[value]


def _choices(field: FieldDefinition, value: Any, names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_choice(field, item, names) for item in value)


def _links(
    field: FieldDefinition, value: Any, _: Mapping[str, str]
) -> RecordId | tuple[RecordId, ...] | None:
    links = tuple(RecordId(item) for item in value)
    if not field.single:
        return links
    if len(links) > 1:
        raise CellError(f"Bij “{field.label}” hoort er één te staan; het zijn er {len(links)}.")
    return links[0] if links else None


def _attachments(
    _field: FieldDefinition, value: Any, _: Mapping[str, str]
) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            id=item["id"],
            url=item["url"],
            filename=item.get("filename", ""),
            content_type=item.get("type", ""),
            size_bytes=item.get("size", 0) or 0,
        )
        for item in value
    )


_READERS = {
    "number": _number,
    "checkbox": lambda _field, value, _: bool(value),
    "date": _date,
    "dateTime": _moment,
    "singleSelect": _choice,
    "multipleSelects": _choices,
    "multipleRecordLinks": _links,
    "multipleAttachments": _attachments,
}
