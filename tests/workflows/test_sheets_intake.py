"""From an answer in a sheet to a submission and back: each change of the sheet has one end."""

import csv
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import gspread
import pytest
import requests

from backbone.limiter import Clocks
from backbone.settings import Settings
from backbone.submissions import Submission
from museum.errors import FixConfiguration, StopRun
from museum.sheet_forms import SheetForm
from sandbox.options import SandboxOptions
from sandbox.server import listen
from sandbox.sheets.sample import SAMPLE_ID, TAB, add_sample
from tests.bases import BASE_ID, base_of, record_id
from tests.sandbox.sheets.conftest import client_at
from tests.servers import start_sandbox
from workflows import intake
from workflows.context import Context, open_context
from workflows.doctor import examine
from workflows.fetch import fetch
from workflows.intake_job import write_batch
from workflows.sheets_intake import SHEETS, read_tab, sheet_jobs

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
ANSWERS = Path("sandbox/sheets/answers.csv")
MUSEUMS = sorted({one[2] for one in csv.reader(ANSWERS.open("r", encoding="utf-8"), delimiter=";")})
HEAD = ["Tijdstempel", "E-mailadres", "Welk museum?", "Wat organiseert u?", "Op welke dag is het?"]


@dataclass
class Office:
    """An installation that reads a sheet, and gspread for what people do in it."""

    url: str
    context: Context
    book: gspread.Spreadsheet
    form: SheetForm

    @property
    def tab(self) -> gspread.Worksheet:
        return self.book.worksheet(self.form.tab)

    def read(self) -> tuple[int, int, int, int]:
        """Read the tab; returns what was new, changed, gone and cannot be read."""
        counts = read_tab(self.context, self.form)
        return counts.new, counts.changed, counts.gone, counts.unread

    def outcomes(self) -> dict[int | str, tuple[str, str]]:
        """Return verdict and sentence by row, as our tab tells."""
        rows = self.book.worksheet("museumflow").get_all_values()[1:]
        return {int(one[1]) if one[1] else one[0]: (one[3], one[4]) for one in rows}

    def submissions(self) -> list[Submission]:
        """Return the submissions that were made of the tab, in the order of its rows."""
        known = self.context.sheet_answers.known(f"{self.form.spreadsheet_id}/{self.form.tab}")
        found = [self.context.submissions.find(one.submission) for one in known]
        return [one for one in found if one is not None]

    def calls(self) -> list[str]:
        """Return the calls to Sheets since the last time."""
        found = requests.get(f"{self.url}/sandbox/ledger?service=sheets", timeout=5).json()
        requests.delete(f"{self.url}/sandbox/ledger", timeout=5)
        return [f"{one['method']} {one['path'].rpartition('/')[2]}" for one in found["entries"]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Context]]:
    folder = tmp_path_factory.mktemp("sheets")
    server = listen(SandboxOptions(data=folder / "sandbox"))
    add_sample(server.services.sheets, date(2027, 3, 1), "museumflow@sandbox.example")
    server.listener.close()
    server.services.stop()
    base = base_of({"museums": [{"id": one, "name": one, "place": "Assen"} for one in MUSEUMS]})
    with start_sandbox(folder / "sandbox", base=base) as url:
        yield url, _opened(url, folder)


def _opened(url: str, folder: Path) -> Context:
    key = folder / "sleutel.json"
    key.write_text(requests.get(f"{url}/sandbox/google-key", timeout=10).text, "utf-8")
    settings = Settings(
        data=folder,
        airtable_url=url,
        airtable_token="token",
        airtable_base=BASE_ID,
        google_key=key,
        sheets_url=url,
    )
    slept = list[float]()
    clocks = Clocks(lambda: time.time() + sum(slept), slept.append, lambda: NOW)
    context = replace(open_context(settings, lambda: NOW), clocks=clocks)
    fetch(context, always=True)
    return context


@pytest.fixture
def office(world: tuple[str, Context]) -> Office:
    """A tab of its own with three answers."""
    url, context = world
    book = client_at(url).create("Proef")
    book.update_locale("nl_NL")
    book.update_timezone("Europe/Amsterdam")
    book.sheet1.update_title(TAB)
    rows = [
        [f"{day}-2-2027 9:30", f"p{day}@museum.example", museum, f"Titel {day}", "3 mei 2027 14.00"]
        for day, museum in enumerate(("Hunebedcentrum", "het veenpark", "Nabershof"), 1)
    ]
    book.sheet1.update([HEAD, *rows], "A1", raw=False)
    sample = next(one for one in context.sheet_forms if one.spreadsheet_id == SAMPLE_ID)
    names = {"title": HEAD[3:4], "starts": HEAD[4:5]}
    questions = {name: tuple(one) for name, one in names.items()}
    form = replace(sample, spreadsheet_id=book.id, questions=questions)
    return Office(url, context, book, form)


def test_the_sample_is_read_and_each_answer_has_its_end(world: tuple[str, Context]) -> None:
    url, context = world
    (form,) = context.sheet_forms
    office = Office(url, context, client_at(url).open_by_key(SAMPLE_ID), form)
    before = office.tab.get_all_values()
    new, _, _, unread = office.read()
    outcomes = office.outcomes()
    assert (new, unread, len(outcomes)) == (30, 4, 30)
    assert {row: end for row, end in outcomes.items() if end[0] != "Ontvangen"} == {
        15: (
            "Niet gelezen",
            "Op welke dag is het? / Hoe laat begint het? Er staan een begin en een einde."
            " Schrijf hier één tijd. Schrijf de tijd als 14.30 uur.",
        ),
        21: (
            "Niet gelezen",
            "Op welke dag is het? / Hoe laat begint het? De dag ontbreekt. Schrijf de datum als"
            " 3 mei 2027.",
        ),
        22: (
            "Niet gelezen",
            "Op welke dag is het? / Hoe laat begint het? Deze datum bestaat niet. Schrijf de datum"
            " als 3 mei 2027.",
        ),
        23: (
            "Niet gelezen",
            "Hoe laat is het afgelopen? Die tijd bestaat niet. Schrijf de tijd als 14.30 uur.",
        ),
    }
    first = office.submissions()[0]
    assert first.door == "sheet"
    assert {one.state for one in office.submissions()} == {"waiting"}
    by_title = {one.wanted["title"]: one.wanted for one in office.submissions()}
    assert by_title["Turfsteken"]["price_text"] == "€ 12,50"
    assert by_title["Vuur maken zoals vroeger"]["starts"] == "2027-03-15T13:00:00Z"
    assert by_title["Een avond in de cel"]["starts"] == "2027-04-05T18:00:00Z"
    assert by_title["Malen met de molenaar"]["ends"] == "2027-03-10T15:00:00Z"
    assert office.tab.get_all_values() == before, "nothing is written among the answers"


def test_a_second_reading_is_one_call_and_changes_nothing(office: Office) -> None:
    assert office.read() == (3, 0, 0, 0)
    assert office.read() == (0, 0, 0, 0)
    office.calls()
    assert office.read() == (0, 0, 0, 0)
    assert office.calls() == ["GET values:batchGet"]
    assert [one.museum_id for one in office.submissions()] == [
        record_id("Hunebedcentrum"), record_id("Veenpark"), record_id("Nabershof"),
    ]  # fmt: skip


def test_an_edit_corrects_what_waits_and_proposes_what_was_placed(office: Office) -> None:
    office.read()
    first, second, third = office.submissions()
    intake.approve(office.context, second)
    while write_batch(office.context)["handled"]:
        pass
    refused = intake.refuse(office.context, third, "Dit is te vaag.")
    for row in (2, 3, 4):
        office.tab.update([[f"Beter {row}"]], f"D{row}")
    assert office.read() == (0, 3, 0, 0)
    now = {one.wanted["title"]: one for one in office.submissions()}
    assert (now["Beter 2"].key, now["Beter 2"].state) == (first.key, "waiting")
    placed = office.context.submissions.find(second.key)
    assert placed is not None
    assert now["Beter 3"].record_id == placed.record_id != ""
    assert (now["Beter 3"].key == second.key, now["Beter 3"].state) == (False, "waiting")
    # Only what the sender changed: what staff made of the rest stays.
    assert now["Beter 3"].wanted == {"title": "Beter 3"}
    assert (now["Beter 4"].key, now["Beter 4"].state) == (refused.key, "waiting")
    assert {end[0] for end in office.outcomes().values()} == {"Ontvangen"}


def test_a_form_about_what_is_there_changes_what_was_filled_in(office: Office) -> None:
    head = ["Tijdstempel", "E-mailadres", "Welk museum?", "Openingstijden", "Telefoon"]
    rows = [
        ["1-2-2027 9:00", "a@museum.example", "Veenpark", "di t/m zo 11-17 u", ""],
        ["2-2-2027 9:00", "b@museum.example", "Nabershof", "", "=591123456"],
    ]
    office.tab.update([head, *rows], "A1", raw=False)
    office.tab.delete_rows(4)
    questions = {"hours_text": ("Openingstijden",), "phone": ("Telefoon",)}
    office.form = replace(office.form, kind="museum", questions=questions)
    assert office.read() == (2, 0, 0, 0)
    first, second = office.submissions()
    assert (first.record_id, first.wanted) == (
        record_id("Veenpark"), {"hours_text": "di t/m zo 11-17 u"},
    )  # fmt: skip
    assert second.wanted == {"phone": "0591 123 456"}
    # The form trusts a personal link with this, but not whoever filled in a form of Google.
    assert {first.state, second.state} == {"waiting"}
    office.form = replace(office.form, is_trusted=True)
    office.tab.update([["ma 9-12 u"]], "D2")
    assert office.read() == (0, 1, 0, 0)
    assert office.submissions()[0].wanted == {"hours_text": "ma 9-12 u"}


def test_an_answer_of_another_museum_is_another_submission(office: Office) -> None:
    office.read()
    first = office.submissions()[0]
    office.tab.update([["Nabershof"]], "C2")
    assert office.read() == (0, 1, 0, 0)
    now = office.submissions()[0]
    assert (now.museum_id, now.state) == (record_id("Nabershof"), "waiting")
    old = office.context.submissions.find(first.key)
    assert old is not None
    assert (old.state, old.reason) == ("withdrawn", "Het is van een ander museum.")
    for name in ("Hunebedcentrum", "Nabershof"):
        office.tab.update([[name]], "C2")
        office.read()
        again = office.submissions()[0]
        assert (again.museum_id, again.state) == (record_id(name), "waiting")
    assert office.outcomes()[2][0] == "Ontvangen"


def test_what_staff_decide_is_told_beside_the_answer(office: Office) -> None:
    office.read()
    first, second, _ = office.submissions()
    intake.refuse(office.context, first, "Dit is te vaag.")
    intake.approve(office.context, second)
    office.read()
    assert [office.outcomes()[row] for row in (2, 3, 4)] == [
        ("Afgewezen", "Dit is te vaag."),
        ("Goedgekeurd", "Wordt vanzelf geplaatst."),
        ("Ontvangen", "Wacht op een medewerker."),
    ]


def test_a_row_that_goes_is_withdrawn_unless_it_was_placed(office: Office) -> None:
    office.read()
    first, second, third = office.submissions()
    intake.approve(office.context, second)
    office.tab.delete_rows(2, 3)
    assert office.read() == (0, 0, 2, 0)
    states = [office.context.submissions.find(one.key) for one in (first, second, third)]
    assert [one and one.state for one in states] == ["withdrawn", "accepted", "waiting"]
    ends = office.outcomes()
    assert ends[2][0] == "Ontvangen"
    assert sorted(end for key, end in ends.items() if key != 2) == [
        ("Weg", "De rij is weg. Wat al geplaatst is, blijft staan."),
        ("Weg", "De rij is weggehaald; er wordt niets geplaatst."),
    ]


def test_an_answer_twice_counts_once(office: Office) -> None:
    row = office.tab.row_values(2)
    office.tab.update([["4-2-2027 10:00", *row[1:]]], "A5", raw=False)
    assert office.read() == (3, 0, 0, 0)
    assert office.outcomes()[5] == ("Dubbel", "Dit antwoord staat ook in rij 2; het telt één keer.")
    office.tab.delete_rows(5)
    office.read()
    assert "De dubbele rij is weg." in [end[1] for end in office.outcomes().values()]
    assert len(office.submissions()) == 3


def test_what_cannot_be_read_says_why_and_is_read_once_mended(office: Office) -> None:
    office.tab.update([["ergens in mei"], ["3 mei"]], "E2")
    office.tab.update([["Nergenshuis"]], "C4")
    assert office.read() == (3, 0, 0, 3)
    ends = office.outcomes()
    assert {end[0] for end in ends.values()} == {"Niet gelezen"}
    assert ends[2][1].startswith("Op welke dag is het? ")
    assert ends[3][1] == "Op welke dag is het? Vul ook de tijd in, bijvoorbeeld 14.00 uur."
    assert ends[4][1].startswith("Welk museum? Er is geen museum dat “Nergenshuis” heet.")
    office.tab.update([["3 mei 2027 14 uur"], ["3 mei om half drie"]], "E2")
    assert office.read() == (0, 2, 0, 1)
    assert len(office.submissions()) == 2


def test_renamed_moved_added_and_doubled_columns(office: Office) -> None:
    office.read()
    move = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 4, "endIndex": 5}
    request = {"moveDimension": {"source": move, "destinationIndex": 0}}
    office.book.batch_update({"requests": [request]})
    office.tab.insert_cols([["Foto", "x.jpg"]], 2)
    office.tab.update([["Wat organiseert u?"]], "G1")
    assert office.read() == (0, 0, 0, 0)
    notices = read_tab(office.context, office.form).notices
    assert [one.split("“")[1].split("”")[0] for one in notices] == ["Foto", "Wat organiseert u?"]
    office.tab.update([["Iets anders"]], "G2")
    assert office.read()[3] == 1
    assert "staat twee keer" in office.outcomes()[2][1]
    office.tab.update([["Dag"]], "A1")
    with pytest.raises(FixConfiguration, match="is de kolom “Op welke dag is het\\?” er niet"):
        office.read()


def test_a_tab_with_another_name_or_suddenly_empty_stops_all(office: Office) -> None:
    rows = [[f"{n}-1-2027", "x@museum.example", "Veenpark", f"T{n}", "3 mei 14 uur"]
            for n in range(1, 9)]  # fmt: skip
    office.tab.update(rows, "A5", raw=False)
    assert office.read() == (11, 0, 0, 0)
    office.tab.batch_clear(["A3:E20"])
    with pytest.raises(StopRun, match="ineens 10 weg"):
        office.read()
    assert {one.state for one in office.submissions()} == {"waiting"}
    office.tab.update_title("Iets anders")
    with pytest.raises(FixConfiguration, match="Er zijn: “Iets anders”, “museumflow”"):
        office.read()


class KilledError(Exception):
    """The process dies here."""


@pytest.mark.parametrize("at", range(1, 7))
def test_killed_after_each_write_the_end_is_the_same(
    office: Office, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlalchemy as sa

    left = at

    def count(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise KilledError

    sa.event.listen(office.context.database, "commit", count)
    try:
        office.read()
    except KilledError:
        pass
    finally:
        sa.event.remove(office.context.database, "commit", count)
    office.tab.update([["Beter 1"]], "D2")
    office.read()
    titles = sorted(one.wanted["title"] for one in office.submissions())
    assert titles == ["Beter 1", "Titel 2", "Titel 3"]
    assert len(office.outcomes()) == 3
    found = office.context.submissions.in_states(("waiting",), 200)
    assert len([one for one in found if one.wanted.get("title") in titles]) >= 3


def test_the_doctor_reads_every_sheet(world: tuple[str, Context]) -> None:
    _, context = world
    found = {one.check: one for one in examine(context.settings, lambda: context)}
    sheet = found["Rekenblad Formulierreacties 1"]
    assert (sheet.state, sheet.what) == ("good", "Het rekenblad is te lezen: 30 antwoorden.")


def test_the_job_tells_staff_and_goes_on_past_a_sheet_that_is_wrong(
    world: tuple[str, Context],
) -> None:
    _, context = world
    job = sheet_jobs(context)[SHEETS]
    job(lambda _name, work: work(), "rekenbladen-1", {})
    told = [one.point.what for one in context.attention.open_points()]
    assert "Rekenblad “Formulierreacties 1”: 4 antwoorden kon museumflow niet lezen." in told
    book = client_at(world[0]).open_by_key(SAMPLE_ID)
    book.worksheet(TAB).update_title("Anders")
    found = job(lambda _name, work: work(), "rekenbladen-2", {})
    book.worksheet("Anders").update_title(TAB)
    assert found["summary"].startswith("Het tabblad “Formulierreacties 1” is er niet (meer).")
    urgent = [one.point for one in context.attention.open_points()]
    assert [one.severity for one in urgent if one.what in found["summary"]] == ["urgent"]
    job(lambda _name, work: work(), "rekenbladen-3", {})
    assert "urgent" not in [one.point.severity for one in context.attention.open_points()]
