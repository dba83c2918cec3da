"""Cells as text: what `cellFormat=string` answers, what links show, what is sorted by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Final

from sandbox.airtable.dates import zone
from sandbox.airtable.reader import Reader
from sandbox.airtable.schema import Field, Table
from sandbox.airtable.state import Cell, Record

# How "local" dates look per language; English is the rest of the world's default.
_LOCAL: Final = {"nl": "{d}-{m}-{y}", "de": "{d}.{m}.{y}", "en-gb": "{dd}/{mm}/{y}"}
_FORMATS: Final = {
    "us": "{m}/{d}/{y}",
    "european": "{d}/{m}/{y}",
    "iso": "{y}-{mm}-{dd}",
    "friendly": "{month} {d}, {y}",
}


@dataclass(frozen=True)
class TextStyle:
    """The time zone and locale that a request asks for."""

    time_zone: str = "utc"
    locale: str = "en"


PLAIN: Final = TextStyle()


def cell_text(reader: Reader, table: Table, record: Record, field: Field, style: TextStyle) -> str:
    """Return a cell as text; empty when the cell is."""
    value = reader.cell(table, record, field)
    if value is None:
        return ""
    if field.type == "multipleRecordLinks":
        return ", ".join(_linked_names(reader, field, value, style))
    return value_text(_shown_as(reader, table, field), value, style)


def _linked_names(reader: Reader, field: Field, ids: list[str], style: TextStyle) -> list[str]:
    table = reader.state.tables[field.linked_table_id]
    records = reader.state.records[table.id]
    found = [records[one] for one in ids if one in records]
    if table.primary.type == "multipleRecordLinks":
        return [one.id for one in found]
    return [cell_text(reader, table, one, table.primary, style) for one in found]


def _shown_as(reader: Reader, table: Table, field: Field) -> Field:
    """The field whose type says how a computed value looks."""
    if field.type == "multipleLookupValues":
        source = reader.looked_up_field(table, field)
        return _shown_as(reader, *source) if source else field
    result = field.options.get("result")
    if isinstance(result, dict) and result.get("type"):
        return Field(field.id, field.name, result["type"], result.get("options") or {})
    return field


def value_text(field: Field, value: Cell, style: TextStyle) -> str:
    """Return a REST value as text, as a field of this type shows it."""
    if isinstance(value, list):
        return ", ".join(value_text(field, one, style) for one in value)
    if isinstance(value, dict):
        return _object_text(value)
    if isinstance(value, bool):
        return "checked" if value else ""
    write = _WRITERS.get(field.type)
    return write(field, value, style) if write else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _object_text(value: dict[str, Any]) -> str:
    if "filename" in value:
        return f"{value['filename']} ({value.get('url', '')})"
    for key in ("name", "text", "label", "error", "specialValue", "value"):
        if value.get(key):
            return str(value[key])
    return ""


def _decimal(field: Field, value: Any, style: TextStyle) -> str:  # noqa: ARG001 - shared form
    if not isinstance(value, int | float):
        return _plain(value)
    return f"{value:.{int(field.options.get('precision', 0))}f}"


def _currency(field: Field, value: Any, style: TextStyle) -> str:
    return f"{field.options.get('symbol', '$')}{_decimal(field, value, style)}"


def _percent(field: Field, value: Any, style: TextStyle) -> str:
    return f"{_decimal(field, value * 100, style)}%"


def _duration(field: Field, value: Any, style: TextStyle) -> str:  # noqa: ARG001 - shared form
    minutes, seconds = divmod(int(value), 60)
    shown = f"{minutes // 60}:{minutes % 60:02d}"
    has_seconds = "s" in str(field.options.get("durationFormat", "h:mm"))
    return f"{shown}:{seconds:02d}" if has_seconds else shown


def _date(field: Field, value: Any, style: TextStyle) -> str:
    return _write_date(field, date.fromisoformat(str(value)[:10]), style)


def _moment(field: Field, value: Any, style: TextStyle) -> str:
    own = str(field.options.get("timeZone", "client"))
    where: tzinfo = zone(style.time_zone if own == "client" else own)
    moment = datetime.fromisoformat(str(value)).astimezone(where)
    options = field.options.get("timeFormat") or {"name": "12hour"}
    if options.get("name") == "24hour":
        clock = f"{moment:%H:%M}"
    else:
        clock = f"{moment.hour % 12 or 12}:{moment:%M}{'am' if moment.hour < 12 else 'pm'}"
    return f"{_write_date(field, moment.date(), style)} {clock}"


def _write_date(field: Field, day: date, style: TextStyle) -> str:
    name = (field.options.get("dateFormat") or {}).get("name", "local")
    locale = style.locale.lower()
    local = _LOCAL.get(locale) or _LOCAL.get(locale[:2]) or _FORMATS["us"]
    return _FORMATS.get(name, local).format(
        d=day.day,
        m=day.month,
        y=day.year,
        dd=f"{day.day:02d}",
        mm=f"{day.month:02d}",
        month=datetime(day.year, day.month, 1, tzinfo=UTC).strftime("%B"),
    )


_WRITERS: Final[dict[str, Callable[[Field, Any, TextStyle], str]]] = {
    "number": _decimal,
    "currency": _currency,
    "percent": _percent,
    "duration": _duration,
    "date": _date,
    "dateTime": _moment,
    "createdTime": _moment,
    "lastModifiedTime": _moment,
}
