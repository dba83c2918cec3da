"""The record, and the moment, that the tables of expressions are worked out for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sandbox.airtable.formula import FormulaFailure, UnknownFieldError, Value, parse_formula

NOW = datetime(2026, 11, 23, 10, 11, 12, 345_000, tzinfo=UTC)
CREATED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
MODIFIED = datetime(2026, 10, 20, 8, tzinfo=UTC)
ERROR = FormulaFailure()

CELLS: dict[str, Value] = {
    "Name": "Hunebedcentrum",
    "Empty": None,
    "Number": 5,
    "Half": 0.5,
    "Zero": 0,
    "Checked": True,
    "Day": date(2026, 3, 1),
    "Moment": datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
    "Tags": ["heide", "kinderen"],
    "Prices": [4, 12.5, None],
    "One price": [4],
    "Nothing": [],
    "Broken": FormulaFailure(),
    "Guest's {odd} name": "met gast",
    "fldAAAAAAAAAAAAAA": "by its ID",
    "Adres_2": "Dorpsstraat 1",
    "Één": "accents",
}


@dataclass(frozen=True)
class CellRow:
    """A record whose cells are given; each field was modified at the same moment."""

    cells: dict[str, Value] = field(default_factory=lambda: CELLS)
    record_id: str = "recHUNEBEDDEN0001"
    created_time: datetime = CREATED

    def modified_time(self, fields: Sequence[str]) -> datetime | None:
        """When it was changed; one field was only created."""
        return CREATED if list(fields) == ["Name"] else MODIFIED

    def cell(self, reference: str) -> Value:
        """The cell, or an error for a field that is not there."""
        if reference not in self.cells:
            raise UnknownFieldError(reference)
        return self.cells[reference]


def value_of(source: str, time_zone: str = "UTC", locale: str = "en") -> Value:
    """What an expression gives for the record, at the moment."""
    return parse_formula(source).evaluate(CellRow(), NOW, time_zone, locale)


def same(left: Value, right: Value) -> bool:
    """Equal and of one type, so that 1 is not true; NaN equals NaN."""
    return repr(left) == repr(right)
