"""What became of each answer, as rows of a tab of ours beside the answers. Pure.

Each row has a key of ours, so that writing twice is the same as once, whatever people did to the
tab in between: rows they took out come back, rows they moved are found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from museum.sheet_rows import Block, CellValue, TabRows

HEADERS: Final = ("Sleutel", "Rij", "Antwoord van", "Uitkomst", "Uitleg")
_EMPTY: Final = ("",) * len(HEADERS)


@dataclass(frozen=True)
class Outcome:
    """What became of one answer. `row` is where it stands now; None: nowhere any more."""

    key: str
    row: int | None
    answered: str
    verdict: str
    sentence: str

    @property
    def cells(self) -> tuple[CellValue, ...]:
        """Return the row as it is written."""
        place = "" if self.row is None else self.row
        return self.key, place, self.answered, self.verdict, self.sentence


def plan_outcomes(tab: TabRows, wanted: Iterable[Outcome]) -> tuple[Block, ...]:
    """Return what to write so that the tab holds every outcome; nothing when it does already.

    A key that stands there twice keeps its first row; the other is emptied. Keys that are not
    wanted are left alone.
    """
    changed: dict[int, tuple[CellValue, ...]] = {}
    if tab.headers[: len(HEADERS)] != HEADERS:
        changed[1] = HEADERS
    places: dict[str, int] = {}
    there: dict[int, tuple[str, ...]] = {}
    for row in tab.rows:
        cells = tuple(_shown(one) for one in row.cells[: len(HEADERS)])
        there[row.number] = cells + ("",) * (len(HEADERS) - len(cells))
        key = there[row.number][0]
        if key and key in places:
            changed[row.number] = _EMPTY
        places.setdefault(key, row.number)
    free = max(there, default=1) + 1
    for one in wanted:
        at = places.get(one.key)
        if at is None:
            at, free = free, free + 1
            places[one.key] = at
        if there.get(at) != tuple(_shown(cell) for cell in one.cells):
            changed[at] = one.cells
    return _blocks(sorted(changed.items()))


def last_row(blocks: Sequence[Block]) -> int:
    """Return how many rows the tab must have for these blocks."""
    return max((one.first_row + len(one.rows) - 1 for one in blocks), default=0)


def _blocks(rows: Sequence[tuple[int, tuple[CellValue, ...]]]) -> tuple[Block, ...]:
    """Join rows that follow each other: fewer, larger pieces to send."""
    joined: list[tuple[int, list[tuple[CellValue, ...]]]] = []
    for number, cells in rows:
        if joined and joined[-1][0] + len(joined[-1][1]) == number:
            joined[-1][1].append(cells)
        else:
            joined.append((number, [cells]))
    return tuple(Block(first, tuple(lines)) for first, lines in joined)


def _shown(value: CellValue) -> str:
    """Return a cell as text, a whole number without a point: 7 and 7.0 are the same row."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
