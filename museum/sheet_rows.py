"""A tab of a spreadsheet as rows under headers. Values are as the sheet holds them, unformatted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final

CellValue = str | int | float | bool | None
"""A cell: text, a number (dates are serial numbers), yes or no, or nothing."""

_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - the zone is the sheet's, added later


@dataclass(frozen=True)
class SheetFacts:
    """What is the same for a whole spreadsheet. `tabs` gives each tab's number by its name."""

    locale: str
    time_zone: str
    tabs: Mapping[str, int]
    row_counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetRow:
    """One row. `number` is as people see it (1 is the top); a cell for every header."""

    number: int
    cells: tuple[CellValue, ...]


@dataclass(frozen=True)
class TabRows:
    """A tab: its headers as they stand in the first row, and the rows with something in them."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True)
class Block:
    """Cells to write: from this row (1 is the top) and column A on."""

    first_row: int
    rows: tuple[tuple[CellValue, ...], ...]


def rows_of(title: str, values: Sequence[Sequence[Any]]) -> TabRows:
    """Make rows of the values of a tab, which leave out what is empty at an end."""
    first = values[0] if values else ()
    width = max((len(line) for line in values), default=0)
    headers = tuple(_text(one) for one in first) + ("",) * (width - len(first))
    rows = tuple(
        SheetRow(number, (*(_value(one) for one in line), *(None,) * (width - len(line))))
        for number, line in enumerate(values[1:], 2)
        if any(one != "" for one in line)
    )
    return TabRows(title, headers, rows)


def moment_of(serial: float, zone: tzinfo) -> datetime | None:
    """Return the moment of a serial number in a sheet's zone; None for one no calendar has.

    Serial numbers count days from 30 December 1899; to the second, as forms write them.
    """
    try:
        return (_EPOCH + timedelta(seconds=round(serial * 86_400))).replace(tzinfo=zone)
    except (OverflowError, ValueError):
        return None


def _value(value: Any) -> CellValue:
    if isinstance(value, str):
        return _storable(value) or None
    return value if isinstance(value, int | float | bool) else None


def _storable(text: str) -> str:
    """Leave out what no database takes: the sign NUL, and halves of signs."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def _text(value: Any) -> str:
    return _storable(str(value)).strip() if value is not None else ""
