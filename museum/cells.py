"""Reads cells as Airtable's REST API gives them into plain typed values, and says what is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from museum.identity import RecordId
from museum.tables import TEXT_TYPES, FieldDefinition

# Control signs but tab and line ends, the two signs that turn all text after them around, halves
# of signs, and what Unicode says is never a sign: XML and iCalendar cannot hold them.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]"
)
_EMAIL = re.compile(r"[^\s@<>\"',;]+@[^\s@<>\"',;]+\.[^\s@<>\"',;.]+")
_BARE_ADDRESS = re.compile(r"(?i)[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?")


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
        return _text(field, value)
    if value is None:
        return _empty(field)
    try:
        return _READERS[field.type](field, value, choice_names)
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
        if isinstance(error, CellError):
            raise
        raise CellError(f"De waarde in “{field.label}” is niet te lezen.") from error


def _text(field: FieldDefinition, value: Any) -> str:
    """Return a text without signs that no page or feed can hold; addresses are checked."""
    text = "" if value is None else _UNPRINTABLE.sub("", str(value)).strip()
    if not text:
        return ""
    if field.type == "url":
        return _web_address(field, text)
    if field.type == "email" and not _EMAIL.fullmatch(text):
        raise CellError(f"In “{field.label}” staat geen e-mailadres.")
    return text


def _web_address(field: FieldDefinition, text: str) -> str:
    """Return an address of http or https: any other could run a script in a visitor's browser."""
    whole = f"https://{text}" if _BARE_ADDRESS.fullmatch(text) else text
    try:
        parts = urlsplit(whole)
    except ValueError:
        parts = urlsplit("")
    has_gap = any(sign.isspace() for sign in whole)
    if parts.scheme not in ("http", "https") or not parts.hostname or has_gap:
        raise CellError(
            f"In “{field.label}” staat geen adres van een website (dat begint met https://)."
        )
    return whole


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
