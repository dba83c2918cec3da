"""The year programme in the feeds, from the tables: numbers, what is gone, and the brake."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backbone.calendar_items import CalendarItems
from museum.records import ProgrammeItem
from tests.bases import base_of, field_id, record_id, table_id
from tests.servers import start_sandbox
from tests.workflows.fetch_desk import Desk
from workflows.calendar_entries import programme_items
from workflows.fetch import fetch
from workflows.programme_calendar import event_of, kept_programme

ITEMS: list[dict[str, Any]] = [
    {
        "id": f"item-{number}",
        "title": f"Workshop {number}",
        "kind": "workshop",
        "audiences": ["board" if number % 2 else "volunteer"],
        "date_status": "fixed",
        "starts": f"2027-04-{number + 1:02}T12:00:00.000Z",
        "ends": f"2027-04-{number + 1:02}T14:00:00.000Z",
    }
    for number in range(8)
]
BASE: dict[str, Any] = {"museums": [], "programme": [*ITEMS, {"id": "later", "title": "Later"}]}
PROGRAMME = table_id("programme")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("programme")
    with start_sandbox(folder / "sandbox", base=base_of(BASE)) as url:
        yield Desk(url, folder / "data")


def change(desk: Desk, method: str, name: str, **fields: Any) -> None:
    cells = {field_id("programme", key): value for key, value in fields.items()}
    body = {"fields": cells} if method == "PATCH" else None
    desk.pass_s(60)
    desk.edit(method, f"{PROGRAMME}/{record_id(name)}", body)
    desk.pass_s(60)
    fetch(desk.context, always=True)


def numbers(desk: Desk) -> dict[str, tuple[int, bool]]:
    return {one.record_id: (one.sequence, one.is_gone) for one in kept_programme(desk.context)}


def test_it_follows_the_tables(desk: Desk) -> None:
    first = kept_programme(desk.context)
    assert [one.until.day for one in first] == list(range(1, 9))
    assert kept_programme(desk.context) == first
    change(desk, "PATCH", "item-3", starts="2027-04-20T12:00:00.000Z", ends=None)
    assert numbers(desk)[record_id("item-3")] == (1, False)
    change(desk, "PATCH", "item-3", notes="Zaal nog bellen")
    assert numbers(desk)[record_id("item-3")] == (1, False)
    change(desk, "DELETE", "item-4")
    assert numbers(desk)[record_id("item-4")] == (1, True)
    change(desk, "PATCH", "item-5", date_status="Nog geen datum")
    assert numbers(desk)[record_id("item-5")] == (1, True)
    items = {item.id: item for item in programme_items(desk.context)}
    moved = items[record_id("item-3")]  # type: ignore[index]
    assert isinstance(moved, ProgrammeItem)
    event = event_of(desk.context, moved)
    assert event is not None
    assert (event.sequence, event.stamp) == (1, kept_programme(desk.context)[-1].stamp)


def test_who_read_older_tables_does_not_undo_what_a_later_one_kept(desk: Desk) -> None:
    items = CalendarItems(desk.context.database)
    kept, mark = kept_programme(desk.context), items.read_up_to()
    assert mark == desk.context.mirror.mark()
    older = [replace(kept[0], fragment="ouder")]
    assert not items.update("0:0", "1:0", lambda _known: older)
    assert (items.all(), items.read_up_to()) == (kept, mark)


def test_the_brake_keeps_an_emptied_table_from_emptying_agendas(desk: Desk) -> None:
    before = [one for one in kept_programme(desk.context) if not one.is_gone]
    for number in (0, 1, 2, 3, 6, 7):
        desk.edit("DELETE", f"{PROGRAMME}/{record_id(f'item-{number}')}")
    desk.pass_s(60)
    fetch(desk.context, always=True)
    assert [one for one in kept_programme(desk.context) if not one.is_gone] == before
    points = [one.point for one in desk.context.attention.open_points()]
    assert [one.key for one in points if one.subject == "Agenda-abonnementen"] == ["kalenders:rem"]
