"""What the jobs of the sign-ups leave elsewhere: one row each, whatever kills them; the lists."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from backbone.settings import Settings
from backbone.signups.attendance_tabs import AttendanceTabs
from museum.signups import Person, SignUpRequest
from museum.signups.attendance import safe_cell
from tests.bases import BASE_ID, base_of, record_id
from tests.forking import Forked
from tests.sandbox.sheets.conftest import client_at
from tests.servers import start_sandbox
from workflows.context import Context, open_context
from workflows.fetch import fetch
from workflows.signups.attendance import empty_list, write_lists
from workflows.signups.items import find_item, room_of
from workflows.signups.job import signups_due
from workflows.signups.rows import write_rows

BEGINS = (datetime.now(UTC) + timedelta(days=30)).replace(microsecond=0)
BASE: dict[str, Any] = {
    "museums": [{"id": "museum", "name": "Nabershof", "place": "Emmen"}],
    "programme": [
        {
            "id": "workshop", "title": "Workshop", "kind": "workshop", "audiences": ["board"],
            "date_status": "fixed", "starts": BEGINS.isoformat(), "sign_up": True,
        }
    ],
}  # fmt: skip
WRITER = """
from backbone.settings import read_settings
from workflows.context import open_context
from workflows.signups.rows import write_rows

write_rows(open_context(read_settings()))
"""


@dataclass
class Desk:
    """An installation with its tables and one spreadsheet."""

    url: str
    context: Context
    sheet: str

    def sign_up(self, name: str, *others: str) -> None:
        item = find_item(self.context, record_id("workshop"))
        assert item is not None
        people = tuple(Person(one, "Geen noten") for one in (name, *others))
        request = SignUpRequest(
            name, record_id("workshop"), f"{name}@museum.example", people, record_id("museum"),
            "board", "link",
        )  # fmt: skip
        self.context.signups.take(request, room_of(self.context, item), self.context.now())

    def names(self) -> list[str]:
        found = requests.get(
            f"{self.url}/v0/{BASE_ID}/Inschrijvingen",
            headers={"Authorization": "Bearer staff"},
            timeout=10,
        )
        return sorted(one["fields"]["Naam"] for one in found.json()["records"])

    def tab(self) -> list[list[Any]]:
        title = AttendanceTabs(self.context.database).all()[record_id("workshop")].tab
        sheets = self.context.spreadsheets()
        (rows,) = sheets.tabs(self.sheet, [title])
        return [list(rows.headers), *[list(row.cells) for row in rows.rows]]

    def calls(self) -> int:
        found = requests.get(f"{self.url}/sandbox/ledger?service=sheets", timeout=10).json()
        return len(found["entries"])

    def environment(self) -> dict[str, str]:
        settings = self.context.settings
        return {
            **os.environ,
            "AIRTABLE_URL": settings.airtable_url,
            "AIRTABLE_TOKEN": "token",
            "AIRTABLE_BASE": BASE_ID,
            "MUSEUMFLOW_DATA": str(settings.data),
        }


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("signups")
    (folder / "data").mkdir()
    with start_sandbox(folder / "sandbox", base=base_of(BASE)) as url:
        key = folder / "key.json"
        key.write_text(requests.get(f"{url}/sandbox/google-key", timeout=10).text, "utf-8")
        settings = Settings(
            data=folder / "data",
            airtable_url=url,
            airtable_token="token",
            airtable_base=BASE_ID,
            google_key=key,
            sheets_url=url,
        )
        context = open_context(settings)
        sheet = str(client_at(url).create("Presentie").id)
        rules = replace(context.sign_up_rules, spreadsheet=sheet)
        context = replace(context, sign_up_rules=rules)
        fetch(context, always=True)
        yield Desk(url, context, sheet)
        context.database.dispose()


def test_killed_between_the_write_and_its_note_it_is_still_one_row_each(desk: Desk) -> None:
    desk.sign_up("anna", "bram")
    body = {"service": "airtable", "match": "PATCH", "kind": "lost-reply", "times": 99}
    requests.post(f"{desk.url}/sandbox/faults", json=body, timeout=10).raise_for_status()
    with Forked([sys.executable, "-c", WRITER], env=desk.environment()) as writer:
        while not desk.names():
            assert writer.poll() is None, "it ended before it wrote"
        writer.kill()
    requests.delete(f"{desk.url}/sandbox/faults", timeout=10).raise_for_status()
    assert desk.context.attendees.count_due() == 2
    assert write_rows(desk.context) == {"handled": 2, "written": 2}
    assert write_rows(desk.context) == {"handled": 0, "written": 0}
    assert desk.names() == ["anna", "bram"]


def test_the_attendance_list_is_rewritten_when_it_changed_and_only_then(desk: Desk) -> None:
    desk.sign_up("zwaan")
    desk.sign_up("=1+1")
    due = signups_due(desk.context)
    assert write_lists(desk.context) == 1
    head, *rows = desk.tab()
    assert head == ["Naam", "Museum", "Doelgroep", "Wensen", "Aanwezig"]
    assert [row[0] for row in rows] == ["=1+1", "anna", "bram", "zwaan"]
    assert rows[0][:4] == ["=1+1", "Nabershof", "Bestuur", "Geen noten"]
    before = desk.calls()
    assert write_lists(desk.context) == 0
    assert desk.calls() == before
    (anna, *_) = desk.context.attendees.of_item(record_id("workshop"))
    assert desk.context.attendees.mark(anna.key, True, desk.context.now())
    assert not desk.context.attendees.mark(anna.key, True, desk.context.now())
    assert signups_due(desk.context) != due
    assert write_lists(desk.context) == 1
    assert desk.tab()[2][4] == "ja"
    empty_list(desk.context, record_id("workshop"))
    assert desk.tab() == [head]


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=1+1", "'=1+1"), ("  @SUM", "'  @SUM"), ("-2", "'-2"), ("＝1", "'＝1"), ("Anna", "Anna")],
)
def test_no_cell_is_taken_for_a_formula(text: str, safe: str) -> None:
    assert safe_cell(text) == safe
