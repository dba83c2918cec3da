"""Writes what became of each answer to a tab of ours beside the answers."""

from collections.abc import Iterable

from backbone.google_errors import SheetRefused
from backbone.sheets import Spreadsheets
from museum.errors import TryLater
from museum.sheet_outcomes import HEADERS, Outcome, last_row, plan_outcomes
from museum.sheet_rows import SheetFacts, TabRows

_PURPOSE = "uitkomsten schrijven"
SPARE_ROWS = 1000


def write_outcomes(
    sheets: Spreadsheets,
    spreadsheet_id: str,
    title: str,
    facts: SheetFacts,
    tab: TabRows | None,
    wanted: Iterable[Outcome],
) -> int:
    """Bring our tab up to date, and return how many rows were written.

    `facts` and `tab` are the spreadsheet as it was read; `tab` is None when ours is not there yet.
    No call at all when nothing changed; otherwise one per thousand rows, and one to make the tab.
    """
    blocks = plan_outcomes(tab or TabRows(title, (), ()), wanted)
    if not blocks:
        return 0
    with sheets.for_purpose(_PURPOSE):
        if title not in facts.tabs:
            facts = make_tab(sheets, spreadsheet_id, title, len(HEADERS))
        # What was remembered of the size may be old: never make it less than what is in use.
        needed = max([last_row(blocks), *(one.number for one in (tab.rows if tab else ()))])
        if needed > facts.row_counts.get(title, 0):
            sheets.grow_tab(spreadsheet_id, facts.tabs[title], needed + SPARE_ROWS)
        sheets.write(spreadsheet_id, title, blocks)
    return sum(len(one.rows) for one in blocks)


def make_tab(sheets: Spreadsheets, spreadsheet_id: str, title: str, columns: int) -> SheetFacts:
    """Make a tab of ours; when the reply was lost, or somebody else made it, that one is ours."""
    try:
        sheets.add_tab(spreadsheet_id, title, columns)
    except (TryLater, SheetRefused):
        facts = sheets.facts(spreadsheet_id)
        if title not in facts.tabs:
            raise
        return facts
    return sheets.facts(spreadsheet_id)
