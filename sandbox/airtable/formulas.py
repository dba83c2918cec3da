"""Formula and rollup fields, and filterByFormula: what joins the tables to the language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sandbox.airtable.dates import zone
from sandbox.airtable.errors import unprocessable
from sandbox.airtable.formula import (
    Formula,
    FormulaError,
    FormulaFailure,
    Value,
    check_names,
    evaluate_rollup,
    parse_formula,
    to_cell,
    truthy,
)
from sandbox.airtable.schema import Field, Table
from sandbox.airtable.state import Cell, Record

if TYPE_CHECKING:
    from sandbox.airtable.reader import Reader

FAILURE: Final = FormulaFailure()
# The metadata API does not tell how a rollup sums up: by what it results in, unless the loaded
# base says so in the option `_formula`.
_AGGREGATIONS: Final = {
    "singleLineText": "ARRAYJOIN(values)",
    "multilineText": "ARRAYJOIN(values)",
    "date": "MAX(values)",
    "dateTime": "MAX(values)",
}


class FormulaBook:
    """Works out formulas; those of fields are read once and remembered."""

    def work_out(self, reader: "Reader", table: Table, record: Record, wanted: Field) -> Cell:
        """Return a formula or rollup field as the REST API writes it."""
        return to_cell(field_value(reader, table, record, wanted))

    def value(self, reader: "Reader", table: Table, record: Record, wanted: Field) -> Value:
        """Return a formula or rollup field as other formulas see it."""
        try:
            if wanted.type == "rollup":
                return _roll_up(reader, table, record, wanted)
            formula = _parsed(str(wanted.options.get("formula", "")))
            row = FormulaRow(reader, table, record)
            return formula.evaluate(row, reader.now, "UTC", reader.locale)
        except FormulaError:
            return FAILURE

    def select(
        self, reader: "Reader", table: Table, records: Sequence[Record], text: str
    ) -> list[Record]:
        """Return the records that a filterByFormula keeps; raises 422 for a wrong formula."""
        zone_name = zone(reader.time_zone).key
        try:
            formula = _parsed(text)
            check_names(formula, lambda name: _named(table, name) is not None)
            return [
                record
                for record in records
                if truthy(
                    formula.evaluate(
                        FormulaRow(reader, table, record), reader.now, zone_name, reader.locale
                    )
                )
            ]
        except FormulaError as error:
            message = f"The formula for filtering records is invalid: {error}"
            raise unprocessable("INVALID_FILTER_BY_FORMULA", message) from error


@lru_cache(maxsize=512)
def _parsed(text: str) -> Formula:
    return parse_formula(text)


def _named(table: Table, name: str) -> Field | None:
    found = table.field(name)
    if found is None:
        lower = name.casefold()
        found = next((one for one in table.fields if one.name.casefold() == lower), None)
    return found


def _roll_up(reader: "Reader", table: Table, record: Record, wanted: Field) -> Value:
    source = reader.looked_up_field(table, wanted)
    if source is None:
        return FAILURE
    values = _gathered(reader, table, record, wanted)
    result = wanted.options.get("result") or {}
    default = _AGGREGATIONS.get(str(result.get("type")), "SUM(values)")
    return evaluate_rollup(str(wanted.options.get("_formula") or default), values, reader.now)


def _gathered(reader: "Reader", table: Table, record: Record, wanted: Field) -> list[Value]:
    """The values that a lookup or rollup gathers, lists laid flat, empty ones left out."""
    source = reader.looked_up_field(table, wanted)
    if source is None:
        return []
    found: list[Value] = []
    for other in reader.linked(table, record, wanted):
        value = field_value(reader, source[0], other, source[1])
        found.extend(value if isinstance(value, list) else [value])
    return [one for one in found if one is not None and one != ""]


@dataclass(frozen=True)
class FormulaRow:
    """One record as a formula sees it."""

    reader: "Reader"
    table: Table
    record: Record

    @property
    def record_id(self) -> str:
        """What RECORD_ID() gives."""
        return self.record.id

    @property
    def created_time(self) -> datetime:
        """What CREATED_TIME() gives."""
        return datetime.fromisoformat(self.record.created)

    def modified_time(self, fields: Sequence[str]) -> datetime | None:
        """When any of the fields (of all, when none are named) last changed."""
        ids = [found.id for name in fields if (found := _named(self.table, name))]
        return datetime.fromisoformat(self.reader.modified(self.record, ids)[0])

    def cell(self, reference: str) -> Value:
        """The value of a field, by name or ID; raises `FormulaError` for an unknown one."""
        found = _named(self.table, reference)
        if found is None:
            raise FormulaError(f"Unknown field names: {reference.lower()}")
        return field_value(self.reader, self.table, self.record, found)


def field_value(reader: "Reader", table: Table, record: Record, field: Field) -> Value:
    """Return a cell as formulas see it: names for links and people, moments for dates."""
    if field.type in ("formula", "rollup"):
        return _guarded(reader, table, record, field)
    if field.type == "multipleLookupValues":
        return _gathered(reader, table, record, field)
    cell = reader.cell(table, record, field)
    if field.type == "checkbox":
        return bool(cell)
    if cell is None:
        return None
    convert = _CONVERT.get(field.type)
    if convert is not None:
        return convert(cell)
    if field.type == "multipleRecordLinks":
        return _link_names(reader, field, cell)
    return _plain(cell)


def _guarded(reader: "Reader", table: Table, record: Record, field: Field) -> Value:
    """A formula within a formula; one that comes back to itself is an error."""
    key = (record.id, field.id)
    if key in reader.values:
        return reader.values[key]
    if key in reader.working:
        return FAILURE
    reader.working.add(key)
    try:
        reader.values[key] = reader.formulas.value(reader, table, record, field)
        return reader.values[key]
    finally:
        reader.working.discard(key)


def _link_names(reader: "Reader", field: Field, ids: list[str]) -> Value:
    table = reader.state.tables[field.linked_table_id]
    records = reader.state.records[table.id]
    return [
        field_value(reader, table, records[one], table.primary) or ""
        for one in ids
        if one in records
    ]


def _plain(cell: Cell) -> Value:
    if isinstance(cell, list):
        return [_plain(one) for one in cell]
    if isinstance(cell, dict):
        for key in ("name", "text", "filename", "label", "value"):
            if cell.get(key):
                return str(cell[key])
        return FAILURE if "error" in cell else ""
    value: Value = cell
    return value


def _files(cell: Cell) -> Value:
    return [f"{one['filename']} ({one.get('url', '')})" for one in cell]


_CONVERT: Final[dict[str, Callable[[Any], Value]]] = {
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
    "createdTime": datetime.fromisoformat,
    "lastModifiedTime": datetime.fromisoformat,
    "multipleAttachments": _files,
}
