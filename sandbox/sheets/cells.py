"""One cell: what was entered, what it comes to, and how it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

MAX_CHARS = 50_000


@dataclass(frozen=True)
class CellError:
    """What a formula comes to when it cannot be worked out. `code` is as people see it."""

    code: str
    message: str = ""

    @property
    def type(self) -> str:
        """Return the type by the API's name."""
        names = {
            "#NULL!": "NULL_VALUE",
            "#DIV/0!": "DIVIDE_BY_ZERO",
            "#VALUE!": "VALUE",
            "#REF!": "REF",
            "#NAME?": "NAME",
            "#NUM!": "NUM",
            "#N/A": "N_A",
        }
        return names.get(self.code, "ERROR")


Value = str | float | bool | CellError | None


@dataclass(frozen=True)
class Cell:
    """A cell. `formula` begins with `=`; `format` is the API's `userEnteredFormat`."""

    value: Value = None
    formula: str = ""
    format: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    rule: Mapping[str, Any] = field(default_factory=dict)

    @property
    def number_format(self) -> Mapping[str, str]:
        """Return `{"type": ..., "pattern": ...}`; empty when there is none."""
        found: Mapping[str, str] = self.format.get("numberFormat") or {}
        return found

    @property
    def is_bare(self) -> bool:
        """Whether nothing at all was ever put here."""
        return self == EMPTY

    def with_value(self, value: Value, formula: str = "") -> "Cell":
        """Return the cell with another content and the same looks."""
        return replace(self, value=value, formula=formula)

    def with_number_format(self, kind: str, pattern: str) -> "Cell":
        """Return the cell with another format for numbers."""
        return replace(self, format={**self.format, "numberFormat": _format(kind, pattern)})


EMPTY = Cell()


def _format(kind: str, pattern: str) -> dict[str, str]:
    return {"type": kind, "pattern": pattern} if pattern else {"type": kind}


def to_json(cell: Cell) -> Any:
    """Return what the store keeps of a cell: mostly just its value."""
    if isinstance(cell.value, CellError) or cell != Cell(cell.value):
        value: Any = cell.value
        if isinstance(value, CellError):
            value = {"code": value.code, "message": value.message}
        return {
            "value": value,
            "formula": cell.formula,
            "format": dict(cell.format),
            "note": cell.note,
            "rule": dict(cell.rule),
        }
    return cell.value


def from_json(data: Any) -> Cell:
    """Return a cell as the store kept it."""
    if not isinstance(data, dict):
        return Cell(data) if data is not None else EMPTY
    value = data["value"]
    if isinstance(value, dict):
        value = CellError(value["code"], value["message"])
    return Cell(value, data["formula"], data["format"], data["note"], data["rule"])


def plain_number(number: float) -> int | float:
    """Return a number as JSON shows it: whole numbers without a point."""
    return int(number) if number == int(number) and abs(number) < 1e21 else number
