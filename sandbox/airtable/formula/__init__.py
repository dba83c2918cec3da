"""Airtable's formula language: read a formula, check its names, work it out for a record.

Facts are from Airtable's reference (support.airtable.com/docs/formula-field-reference) and from
what people report in its community, cited where they stand. Reads and writes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.airtable.formula.catalogue import check_calls
from sandbox.airtable.formula.errors import FormulaError, UnknownFieldError
from sandbox.airtable.formula.evaluation import work_out
from sandbox.airtable.formula.registry import Row, Scope
from sandbox.airtable.formula.result_types import kind_of
from sandbox.airtable.formula.syntax import Node, Reference, parse, spell, walk
from sandbox.airtable.formula.values import FormulaFailure, Value, to_cell, truthy

__all__ = [
    "Formula",
    "FormulaError",
    "FormulaFailure",
    "Row",
    "UnknownFieldError",
    "Value",
    "check_names",
    "evaluate_rollup",
    "parse_formula",
    "result_type",
    "to_cell",
    "truthy",
]


@dataclass(frozen=True)
class Formula:
    """A formula that reads well and whose functions exist; its fields need `check_names`."""

    root: Node

    def __str__(self) -> str:
        return spell(self.root)

    @cached_property
    def field_references(self) -> frozenset[str]:
        """The names and IDs of fields that it mentions, as written."""
        return frozenset(part.name for part in walk(self.root) if isinstance(part, Reference))

    def evaluate(
        self, row: Row, now: datetime, time_zone: str = "UTC", locale: str = "en"
    ) -> Value:
        """Its value for one record. What is wrong with the data is a value too.

        `now` is aware. Raises `FormulaError` for an unknown time zone or a field the row lacks.
        """
        return work_out(self.root, Scope(row, now, _zone(time_zone), locale))


def parse_formula(text: str) -> Formula:
    """Read a formula. Raises `FormulaError` for bad grammar, unknown functions, wrong arity."""
    root = parse(text)
    check_calls(root)
    return Formula(root)


def check_names(formula: Formula, known: Callable[[str], bool]) -> None:
    """Raise `UnknownFieldError` for the first field (by alphabet) that is not known."""
    for name in sorted(formula.field_references):
        if not known(name):
            raise UnknownFieldError(name)


def result_type(formula: Formula, type_of: Callable[[str], str]) -> str:
    """number | text | date | dateTime | checkbox; `type_of` gives a field's Airtable type."""
    return kind_of(formula.root, type_of)


def evaluate_rollup(aggregation: str, values: list[Value], now: datetime) -> Value:
    """Work out a rollup's formula on `values`. Raises `FormulaError` where it cannot be read."""
    formula = _parsed(aggregation)
    scope = Scope(_Values(values), now, _zone("UTC"), "en", in_rollup=True)
    return work_out(formula.root, scope)


@lru_cache(maxsize=256)
def _parsed(text: str) -> Formula:
    return parse_formula(text)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise FormulaError(f"Unknown time zone: {name}") from error


@dataclass(frozen=True)
class _Values:
    """The row that a rollup's formula sees: it has one field, `values`, and no record."""

    values: list[Value]
    record_id: str = ""
    created_time: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    def modified_time(self, fields: Sequence[str]) -> datetime | None:  # noqa: ARG002 (Row's)
        """A rollup was never modified by hand."""
        return None

    def cell(self, reference: str) -> Value:
        """`values`, however it is written."""
        if reference.lower() != "values":
            raise UnknownFieldError(reference)
        return self.values
