"""The attendance lists in a spreadsheet of ours: a tab per item, rewritten when it changed.

No call at all when nothing did. The whole list is written, RAW, so that twice is the same as once.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from backbone.sheet_outcomes import SPARE_ROWS, make_tab
from backbone.signups.attendance_tabs import AttendanceTab, AttendanceTabs
from museum.records import ProgrammeItem
from museum.sheet_rows import Block
from museum.signups.attendance import ATTENDANCE_HEADERS, Listed, attendance_rows
from workflows.calendar_entries import PROGRAMME
from workflows.context import Context
from workflows.mirrored import name_of_museum
from workflows.signups.items import find_item

_PURPOSE: Final = "presentielijsten"
_Rows = Sequence[tuple[str, ...]]


def listed(context: Context, item_id: str) -> list[Listed]:
    """Return who has a place at an item."""
    audiences = context.definitions.table(PROGRAMME).field("audiences").options
    museums: dict[str, str] = {}
    found = []
    for one in context.attendees.of_item(item_id, ["placed"]):
        museum_id = one.signup.museum_id
        if museum_id not in museums:
            museums[museum_id] = name_of_museum(context, museum_id)
        audience = audiences.get(one.signup.audience, "")
        found.append(Listed(one.name, museums[museum_id], audience, one.needs, one.is_present))
    return found


def write_lists(context: Context) -> int:
    """Bring every list that changed up to date; returns how many tabs were written."""
    if not _is_set_up(context):
        return 0
    tabs, written = AttendanceTabs(context.database), 0
    for item_id in context.signups.items():
        item = find_item(context, item_id)
        if item is None:
            continue
        tab = tabs.of_item(item_id, _title(item))
        rows = attendance_rows(listed(context, item_id))
        mark = hashlib.sha256(repr(rows).encode()).hexdigest()
        if mark != tab.mark and (len(rows) > 1 or tab.rows):
            _write(context, tab, rows)
            tabs.keep(replace(tab, rows=len(rows), mark=mark))
            written += 1
    return written


def empty_list(context: Context, item_id: str) -> None:
    """Take every name out of an item's tab."""
    tab = AttendanceTabs(context.database).all().get(item_id)
    if tab is not None and tab.rows and _is_set_up(context):
        _write(context, tab, [ATTENDANCE_HEADERS])


def _is_set_up(context: Context) -> bool:
    return bool(context.sign_up_rules.spreadsheet) and context.settings.google_key is not None


def _title(item: ProgrammeItem) -> str:
    day = item.starts.date() if item.starts else item.first_day
    return f"{day:%Y-%m-%d} {item.title}" if day else item.title


def _write(context: Context, tab: AttendanceTab, rows: _Rows) -> None:
    """Write a list over the one that stands there; rows that are too many become empty."""
    sheets, spreadsheet = context.spreadsheets(), context.sign_up_rules.spreadsheet
    empty = ("",) * len(ATTENDANCE_HEADERS)
    whole = [*rows, *[empty] * max(0, tab.rows - len(rows))]
    with sheets.for_purpose(_PURPOSE):
        facts = sheets.facts(spreadsheet)
        if tab.tab not in facts.tabs:
            facts = make_tab(sheets, spreadsheet, tab.tab, len(ATTENDANCE_HEADERS))
        if len(whole) > facts.row_counts.get(tab.tab, 0):
            sheets.grow_tab(spreadsheet, facts.tabs[tab.tab], len(whole) + SPARE_ROWS)
        sheets.write(spreadsheet, tab.tab, [Block(1, tuple(whole))])
