"""The adapter of Google Sheets against the sandbox's: what it reads and writes, and every fault."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gspread
import pytest
import requests

from backbone.calls import CallCounts
from backbone.database import create_tables, open_database
from backbone.google_errors import NoSuchRange
from backbone.limiter import Clocks
from backbone.settings import Settings
from backbone.sheet_outcomes import write_outcomes
from backbone.sheets import Spreadsheets
from museum.errors import FixConfiguration, TryLater
from museum.sheet_outcomes import HEADERS, Outcome
from museum.sheet_rows import Block, SheetRow
from tests.sandbox.sheets.conftest import client_at
from tests.servers import start_sandbox

TAB = "Formulierreacties 1"


@dataclass
class SheetsDesk:
    """The adapter with a sandbox under it, and gspread beside it for what people do."""

    url: str
    settings: Settings
    sheets: Spreadsheets
    counts: CallCounts
    slept: list[float] = field(default_factory=list)

    def new_book(self) -> gspread.Spreadsheet:
        """Make a Dutch spreadsheet with a form's tab."""
        book = client_at(self.url).create("Antwoorden")
        book.update_locale("nl_NL")
        book.update_timezone("Europe/Amsterdam")
        book.sheet1.update_title(TAB)
        rows = [["Tijdstempel", "Naam ", "Prijs"], ["1-3-2027 9:30", "Jan", "1,5"], [], ["", "=x"]]
        book.sheet1.update(rows[:2], "A1", raw=False)
        book.sheet1.update(rows[3:], "A4")
        return book

    def fault(self, **fault: Any) -> None:
        """Let the sandbox fail."""
        body = {"service": "sheets", **fault}
        requests.post(f"{self.url}/sandbox/faults", json=body, timeout=5).raise_for_status()

    def standing(self) -> list[Any]:
        """Return the faults that have not been met."""
        found: list[Any] = requests.get(f"{self.url}/sandbox/faults", timeout=5).json()["faults"]
        return found

    def forget(self) -> None:
        """Empty the sandbox's ledger."""
        requests.delete(f"{self.url}/sandbox/ledger", timeout=5).raise_for_status()

    def calls(self) -> list[str]:
        """Return the calls to Sheets, oldest first."""
        found = requests.get(f"{self.url}/sandbox/ledger?service=sheets", timeout=5).json()
        return [f"{one['method']} {one['path'].rpartition('/')[2]}" for one in found["entries"]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SheetsDesk]:
    folder = tmp_path_factory.mktemp("sheets")
    with start_sandbox(folder / "sandbox") as url:
        yield make_desk(folder, url)


def make_desk(folder: Path, url: str, **more: Any) -> SheetsDesk:
    key = folder / "sleutel.json"
    key.write_text(requests.get(f"{url}/sandbox/google-key", timeout=10).text, "utf-8")
    settings = Settings(data=folder, google_key=more.pop("key", key), sheets_url=url)
    engine = open_database(f"sqlite:///{folder}/proef.sqlite")
    create_tables(engine)
    slept: list[float] = []
    now = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
    clocks = Clocks(lambda: time.time() + sum(slept), slept.append, lambda: now)
    sheets = Spreadsheets(settings, engine, clocks, timeout_s=(2.0, more.pop("patience_s", 0.3)))
    return SheetsDesk(url, settings, sheets, CallCounts(engine), slept)


OUTCOMES = [
    Outcome("a1", 2, "1-3-2027 9:30", "Ontvangen", "=Dank u wel."),
    Outcome("a2", 4, "", "Niet gelezen", "+Er staat geen tijdstempel."),
    Outcome("a3", None, "", "Weg", "-De rij is weggehaald @door u."),
]


def life(desk: SheetsDesk, book: gspread.Spreadsheet) -> list[list[str]]:
    """Read, write what became of it, and write the same again."""
    for _ in range(2):
        facts = desk.sheets.facts(book.id)
        titles = [one for one in (TAB, "museumflow") if one in facts.tabs]
        read = desk.sheets.tabs(book.id, titles)
        ours = read[1] if len(read) > 1 else None
        write_outcomes(desk.sheets, book.id, "museumflow", facts, ours, OUTCOMES)
    found: list[list[str]] = book.worksheet("museumflow").get_all_values(
        value_render_option=gspread.utils.ValueRenderOption.formula
    )
    return found


END: list[list[Any]] = [
    list(HEADERS),
    ["a1", 2, "1-3-2027 9:30", "Ontvangen", "=Dank u wel."],
    ["a2", 4, "", "Niet gelezen", "+Er staat geen tijdstempel."],
    ["a3", "", "", "Weg", "-De rij is weggehaald @door u."],
]


def test_a_tab_comes_whole_and_as_it_is(desk: SheetsDesk) -> None:
    book = desk.new_book()
    facts = desk.sheets.facts(book.id)
    assert (facts.locale, facts.time_zone, facts.tabs) == ("nl_NL", "Europe/Amsterdam", {TAB: 0})
    desk.forget()
    with desk.sheets.for_purpose("antwoorden lezen"):
        (tab,) = desk.sheets.tabs(book.id, [TAB])
    assert desk.calls() == ["GET values:batchGet"]
    assert tab.headers == ("Tijdstempel", "Naam", "Prijs")
    assert tab.rows == (
        SheetRow(2, (46447.395833333336, "Jan", 1.5)),
        SheetRow(4, (None, "=x", None)),
    )
    assert desk.counts.calls("2027-03")["sheets"]["antwoorden lezen"] == 1


def test_outcomes_are_written_in_one_go_and_only_when_they_change(desk: SheetsDesk) -> None:
    book = desk.new_book()
    desk.forget()
    assert life(desk, book) == END
    key = f"{book.id}:batchUpdate"
    made = [f"GET {book.id}", "GET values:batchGet", f"POST {key}", f"GET {book.id}"]
    again = [f"GET {book.id}", "GET values:batchGet"]
    assert desk.calls()[:7] == [*made, "POST values:batchUpdate", *again]
    ours = book.worksheet("museumflow")
    # People sort our tab, take a row out, double another: it comes right.
    ours.update([["a3", "", "", "Weg", "oud"], [""] * 5, ["a1", 9], ["a3", 1]], "A2")
    blank = [""] * 5
    assert life(desk, book)[1:] == [END[3], blank, END[1], blank, END[2]]


def test_many_outcomes_go_in_batches_of_a_thousand_and_the_tab_grows(
    desk: SheetsDesk, tmp_path: Path
) -> None:
    desk = make_desk(tmp_path, desk.url, patience_s=30.0)  # a thousand rows take their time
    book = desk.new_book()
    many = [Outcome(f"k{number}", number, "", "Ontvangen", "") for number in range(2, 2502)]
    desk.forget()
    facts = desk.sheets.facts(book.id)
    assert write_outcomes(desk.sheets, book.id, "museumflow", facts, None, many) == 2501
    assert desk.calls().count("POST values:batchUpdate") == 3
    ours = book.worksheet("museumflow")
    assert (ours.row_count, len(ours.get_all_values())) == (3501, 2501)


FAULTS: list[dict[str, Any]] = [
    {"kind": "status", "status": 429},
    {"kind": "status", "status": 429, "retry_after": 2},
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 502, "body": "<html>Bad Gateway</html>"},
    {"kind": "status", "status": 503},
    {"kind": "status", "status": 401},
    {"kind": "reset"},
    {"kind": "truncate"},
    {"kind": "slow", "seconds": 0.5},
    {"kind": "lost-reply"},
    {"kind": "status", "status": 200, "body": {}},
    {"kind": "status", "status": 200, "body": "<html>Log in</html>"},
]
CALLS = ("GET /v4/spreadsheets/[^/]*$", "GET .*batchGet", "POST /v4/spreadsheets/[^/]*:batchUpdate",
         "POST .*values:batchUpdate")  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: "-".join(map(str, one.values())))
def test_a_fault_at_every_call_changes_nothing(desk: SheetsDesk, fault: dict[str, Any]) -> None:
    book = desk.new_book()
    for match in CALLS:
        desk.fault(match=match, **fault)
    try:
        found = life(desk, book)
    except TryLater:
        # A bare create is not sent twice; the next run makes the tab.
        found = life(desk, book)
    assert found == END
    assert [one.title for one in book.worksheets()] == [TAB, "museumflow"]
    assert desk.standing() == []


def test_a_key_that_google_does_not_know_is_said_so(desk: SheetsDesk, tmp_path: Path) -> None:
    key = json.loads(Path(str(desk.settings.google_key)).read_text("utf-8"))
    wrong = tmp_path / "verkeerd.json"
    wrong.write_text(json.dumps({**key, "client_email": "ander@sandbox.example"}), "utf-8")
    other = make_desk(tmp_path, desk.url, key=wrong)
    with pytest.raises(FixConfiguration, match="Google kent de sleutel niet"):
        other.sheets.facts(desk.new_book().id)


REFUSALS: list[tuple[dict[str, Any], str]] = [
    ({"status": 403}, "Deel het rekenblad als bewerker"),
    ({"status": 404}, "Kijk of het ID in config/forms.toml klopt"),
    (
        {"status": 403, "body": {"error": {"code": 403, "message": "off",
         "status": "PERMISSION_DENIED", "details": [{"reason": "SERVICE_DISABLED"}]}}},
        "De Google Sheets API staat uit",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "remedy"), REFUSALS)
def test_what_people_must_mend_is_said_in_dutch(
    desk: SheetsDesk, fault: dict[str, Any], remedy: str
) -> None:
    book = desk.new_book()
    desk.fault(match=f"GET /v4/spreadsheets/{book.id}", kind="status", **fault)
    with pytest.raises(FixConfiguration, match=remedy):
        desk.sheets.facts(book.id)


def test_a_tab_that_is_not_there_and_a_key_that_is_missing(desk: SheetsDesk) -> None:
    with pytest.raises(NoSuchRange, match="Google vindt dit tabblad niet"):
        desk.sheets.tabs(desk.new_book().id, ["Nergens"])
    for key, sentence in ((None, "Er is geen sleutel"), (Path("/nergens"), "niet te lezen")):
        settings = desk.settings.model_copy(update={"google_key": key})
        with pytest.raises(FixConfiguration, match=sentence):
            Spreadsheets(settings, open_database("sqlite://"), Clocks())


def test_a_write_lands_where_it_says_and_nowhere_else(desk: SheetsDesk) -> None:
    book = desk.new_book()
    book.add_worksheet("ons", 10, 3).update([["x"] * 3] * 4, "A1")
    desk.sheets.write(
        book.id, "ons", [Block(2, (("=1+1", None, True),)), Block(4, ((3, "", "y"),))]
    )
    found = book.worksheet("ons").get_all_values(
        value_render_option=gspread.utils.ValueRenderOption.unformatted
    )
    assert found == [["x"] * 3, ["=1+1", "x", True], ["x"] * 3, [3, "", "y"]]
