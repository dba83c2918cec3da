"""A spreadsheet and its sheets, as the API describes them. Changed only under the service's lock.

Rows are ragged: a row that is shorter than the grid, or is not there, is empty. Cells themselves
never change; another takes their place. So a copy of a sheet shares its cells.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.sheets.a1 import Area
from sandbox.sheets.cells import EMPTY, Cell
from sandbox.sheets.locales import Locale, find_locale

DEFAULT_ROWS, DEFAULT_COLUMNS = 1000, 26
MAX_CELLS = 10_000_000
DEFAULT_PIXELS = {"ROWS": 21, "COLUMNS": 100}


@dataclass
class Sheet:
    """One tab. `properties` and `extra` are as the API shows them (`extra`: merges, filters, ...).

    `sizes` holds what was set of rows and columns: `{"ROWS": {3: {"hiddenByUser": True}}}`.
    """

    properties: dict[str, Any]
    rows: list[list[Cell]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    sizes: dict[str, dict[int, dict[str, Any]]] = field(
        default_factory=lambda: {"ROWS": {}, "COLUMNS": {}}
    )

    @property
    def id(self) -> int:
        """Return the number that the API calls `sheetId`."""
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        """Return the name on the tab."""
        return str(self.properties["title"])

    @property
    def row_count(self) -> int:
        """Return the height of the grid."""
        return int(self.properties["gridProperties"]["rowCount"])

    @property
    def column_count(self) -> int:
        """Return the width of the grid."""
        return int(self.properties["gridProperties"]["columnCount"])

    def count(self, dimension: str) -> int:
        """Return the number of ROWS or COLUMNS."""
        return self.row_count if dimension == "ROWS" else self.column_count

    def resize(self, rows: int | None = None, columns: int | None = None) -> None:
        """Give the grid another size; what falls outside is gone."""
        grid = self.properties["gridProperties"]
        if rows is not None:
            grid["rowCount"] = rows
            del self.rows[rows:]
        if columns is not None:
            grid["columnCount"] = columns
            for row in self.rows:
                del row[columns:]

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell, counted from 0."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return EMPTY

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Put a cell in its place."""
        while len(self.rows) <= row:
            self.rows.append([])
        line = self.rows[row]
        line.extend([EMPTY] * (column + 1 - len(line)))
        line[column] = cell

    def places(self, area: Area) -> Iterator[tuple[int, int]]:
        """Yield the rows and columns of an area within the grid, row by row."""
        closed = area.within(self.row_count, self.column_count)
        for row in range(closed.first_row, closed.end_row or 0):
            for column in range(closed.first_column, closed.end_column or 0):
                yield row, column

    def copied(self) -> "Sheet":
        """Return a copy that can be changed apart."""
        return Sheet(
            copy.deepcopy(self.properties),
            [list(row) for row in self.rows],
            copy.deepcopy(self.extra),
            copy.deepcopy(self.sizes),
        )


@dataclass
class Book:
    """One spreadsheet, and the file in Drive that holds it."""

    id: str
    properties: dict[str, Any]
    sheets: list[Sheet]
    named_ranges: list[dict[str, Any]] = field(default_factory=list)
    permissions: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    created: str = ""
    modified: str = ""

    @property
    def title(self) -> str:
        """Return the name of the spreadsheet."""
        return str(self.properties["title"])

    @property
    def locale(self) -> Locale:
        """Return how it writes numbers and dates."""
        return find_locale(self.properties["locale"])

    def sheet(self, sheet_id: int) -> Sheet | None:
        """Return a sheet by its number."""
        return next((one for one in self.sheets if one.id == sheet_id), None)

    def titled(self, title: str) -> Sheet | None:
        """Return a sheet by its name; like Google, capitals do not count unless two differ so."""
        exact = next((one for one in self.sheets if one.title == title), None)
        folded = title.casefold()
        return exact or next((one for one in self.sheets if one.title.casefold() == folded), None)

    def renumber(self) -> None:
        """Write the places of the sheets in their properties."""
        for place, sheet in enumerate(self.sheets):
            sheet.properties["index"] = place

    def cell_count(self) -> int:
        """Return the cells of all grids, of which a spreadsheet may have ten million."""
        return sum(one.row_count * one.column_count for one in self.sheets)

    def copied(self) -> "Book":
        """Return a copy that can be changed apart, and takes this one's place when it is right."""
        return Book(
            self.id,
            copy.deepcopy(self.properties),
            [one.copied() for one in self.sheets],
            copy.deepcopy(self.named_ranges),
            copy.deepcopy(self.permissions),
            copy.deepcopy(self.comments),
            list(self.parents),
            self.created,
            self.modified,
        )


def new_sheet(sheet_id: int, title: str, **properties: Any) -> Sheet:
    """Return an empty sheet of a thousand rows, or of the size that is given."""
    grid = {"rowCount": DEFAULT_ROWS, "columnCount": DEFAULT_COLUMNS}
    grid |= properties.pop("gridProperties", {})
    first = {"sheetId": sheet_id, "title": title, "index": 0, "sheetType": "GRID"}
    return Sheet({**first, **properties, "gridProperties": grid})
