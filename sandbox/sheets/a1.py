"""A1 notation: `A1:B2`, `'My sheet'!A:C`, `2:5`, and the same as numbers."""

import re
from dataclasses import dataclass, replace

_CELL = re.compile(r"(\$?[A-Za-z]{1,3})?(\$?[1-9]\d{0,7})?")
_R1C1 = re.compile(r"R([1-9]\d*)C([1-9]\d*)")


@dataclass(frozen=True)
class Area:
    """A rectangle in a sheet, counted from 0, with open ends where `None`."""

    first_row: int = 0
    first_column: int = 0
    end_row: int | None = None
    end_column: int | None = None

    def within(self, rows: int, columns: int) -> "Area":
        """Return the part that lies in a grid of this size, without open ends."""
        end_row = rows if self.end_row is None else min(self.end_row, rows)
        end_column = columns if self.end_column is None else min(self.end_column, columns)
        return replace(self, end_row=end_row, end_column=end_column)

    @property
    def is_cell(self) -> bool:
        """Whether it is one cell."""
        return (self.end_row, self.end_column) == (self.first_row + 1, self.first_column + 1)


def column_letters(column: int) -> str:
    """Return the letters of a column that is counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return a column, counted from 0, by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def split_sheet(text: str) -> tuple[str | None, str | None]:
    """Split `'It''s'!A1` in the sheet's name and the cells; either may be missing.

    A text without `!` may be either: the caller finds out which.
    """
    if text.startswith("'"):
        found = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.*))?", text, re.DOTALL)
        if found:
            return found[1].replace("''", "'"), found[2]
    name, mark, cells = text.rpartition("!")
    return (name, cells) if mark else (None, text)


def parse_area(text: str) -> Area | None:
    """Read `A1`, `A1:B2`, `A:C`, `2:5`, `A2:C`, `R1C1:R2C2`; `None` when it is none of these."""
    ends = text.split(":")
    if len(ends) > 2:
        return None
    corners = [_corner(one) for one in ends]
    if None in corners:
        return None
    first, last = corners[0], corners[-1]
    if first is None or last is None or (len(ends) == 1 and None in first):
        return None
    return _between(first, last)


def _corner(text: str) -> tuple[int | None, int | None] | None:
    spelled = _R1C1.fullmatch(text)
    if spelled:
        return int(spelled[1]) - 1, int(spelled[2]) - 1
    found = _CELL.fullmatch(text)
    if not text or found is None:
        return None
    column = column_number(found[1].lstrip("$")) if found[1] else None
    row = int(found[2].lstrip("$")) - 1 if found[2] else None
    return row, column


def _between(first: tuple[int | None, int | None], last: tuple[int | None, int | None]) -> Area:
    top, bottom = _span(first[0], last[0])
    left, right = _span(first[1], last[1])
    return Area(top, left, bottom, right)


def _span(one: int | None, other: int | None) -> tuple[int, int | None]:
    if one is None or other is None:
        return (one if one is not None else other) or 0, None
    return min(one, other), max(one, other) + 1


def quoted(title: str) -> str:
    """Return a sheet's name as Google writes it: quoted unless it is a plain word."""
    plain = re.fullmatch(r"[A-Za-z_]\w*", title) and parse_area(title) is None
    return title if plain else "'" + title.replace("'", "''") + "'"


def format_area(title: str, area: Area) -> str:
    """Write a closed area as Google does: `Sheet1!A1:Z1000`, one cell as `Sheet1!A1`."""
    first = f"{column_letters(area.first_column)}{area.first_row + 1}"
    end_row, end_column = area.end_row or area.first_row + 1, area.end_column or 1
    if (end_row, end_column) == (area.first_row + 1, area.first_column + 1):
        return f"{quoted(title)}!{first}"
    return f"{quoted(title)}!{first}:{column_letters(end_column - 1)}{end_row}"
