"""Which tab of the spreadsheet holds the attendance list of which item, and how it was left."""

from dataclasses import dataclass

import sqlalchemy as sa

from backbone.database import in_turn, lock, reading, upsert
from backbone.signups.tables import sheets

_LONGEST = 90


@dataclass(frozen=True)
class AttendanceTab:
    """A tab. `rows`: how many were written; `mark`: what they said; "" before the first time."""

    item_id: str
    tab: str
    rows: int = 0
    mark: str = ""


class AttendanceTabs:
    """The tabs of all items."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def of_item(self, item_id: str, title: str) -> AttendanceTab:
        """Return an item's tab; it is called `title`, or `title (2)` when another is."""
        with in_turn(self._engine) as connection:
            lock(connection, "signup-sheets")
            row = connection.execute(
                sa.select(sheets).where(sheets.c.item_id == item_id)
            ).one_or_none()
            if row is not None:
                return AttendanceTab(**row._mapping)
            names = set(connection.scalars(sa.select(sheets.c.tab)))
            made = AttendanceTab(item_id, _free_name(title[:_LONGEST], names))
            connection.execute(sa.insert(sheets).values(**vars(made)))
            return made

    def keep(self, tab: AttendanceTab) -> None:
        """Note what was written."""
        with in_turn(self._engine) as connection:
            statement = upsert(self._engine, sheets).values(**vars(tab))
            connection.execute(
                statement.on_conflict_do_update(index_elements=["item_id"], set_=vars(tab))
            )

    def all(self) -> dict[str, AttendanceTab]:
        """Return every tab by its item."""
        with reading(self._engine).begin() as connection:
            found = [AttendanceTab(**row._mapping) for row in connection.execute(sa.select(sheets))]
        return {one.item_id: one for one in found}


def _free_name(title: str, taken: set[str]) -> str:
    name, number = title, 1
    while name in taken:
        number += 1
        name = f"{title} ({number})"
    return name
