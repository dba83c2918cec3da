"""The spreadsheets' page in a real browser: by keyboard and by pointer, checked through gspread."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import gspread
import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from sandbox.options import SandboxOptions
from sandbox.server import listen
from sandbox.sheets.sample import SAMPLE_ID, add_sample
from tests.browser import axe_findings
from tests.sandbox.sheets.conftest import client_at
from tests.servers import start_sandbox

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A sandbox that holds only the sample spreadsheet: the tables' sample takes long to draw."""
    folder: Path = tmp_path_factory.mktemp("sheets")
    server = listen(SandboxOptions(data=folder))
    add_sample(server.services.sheets, date(2027, 3, 1), "museumflow@sandbox.example")
    server.listener.close()
    server.services.stop()
    with start_sandbox(folder) as found:
        yield found


@pytest.fixture(scope="module")
def sheet(address: str) -> gspread.Worksheet:
    return client_at(address).open_by_key(SAMPLE_ID).sheet1


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 800}, locale="nl-NL")
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(f"{address}/rekenbladen/")
    expect(opened.locator("#cell-0-0")).to_have_text("Tijdstempel")
    yield opened
    context.close()
    assert errors == []


def says(page: Page, text: str) -> None:
    expect(page.get_by_role("status")).to_have_text(text)


def test_the_sample_looks_like_a_forms_answers(sheet: gspread.Worksheet) -> None:
    rows = sheet.get_all_values()
    assert len(rows) == 31
    assert rows[1][:4] == [
        "30-01-2027 9:12:00", "balie@hunebed.example", "Hunebedcentrum", "Vuur maken zoals vroeger",
    ]  # fmt: skip
    assert rows[1][5] == "15 maart 2027"
    assert {row[1].rpartition(".")[2] for row in rows[1:]} == {"example"}


def test_a_cell_is_changed_by_keyboard_alone(page: Page, sheet: gspread.Worksheet) -> None:
    page.locator("#grid").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.keyboard.type("9531 XY")
    page.keyboard.press("Enter")
    says(page, "Bewaard.")
    assert sheet.acell("M2").value == "9531 XY"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.keyboard.type("Z")
    page.keyboard.press("Escape")
    expect(page.locator("#cell-1-12")).to_have_text("9531 XY")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("1,5")
    page.keyboard.press("Tab")
    expect(page.locator("#cell-1-12")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Delete")
    expect(page.locator("#cell-1-12")).to_have_text("")
    found = sheet.get("L2:M2", value_render_option=gspread.utils.ValueRenderOption.unformatted)
    assert found == [[1.5]]
    assert axe_findings(page) == []


def test_columns_and_rows_change(page: Page, sheet: gspread.Worksheet) -> None:
    page.locator("#cell-3-2").click()
    page.get_by_role("button", name="Kolom hernoemen").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Naam van het museum")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-0-2")).to_have_text("Naam van het museum")
    page.locator("#cell-3-2").click()
    page.get_by_role("button", name="Kolom naar rechts").click()
    says(page, "De kolom is verplaatst.")
    assert sheet.row_values(1)[2:4] == ["Wat organiseert u?", "Naam van het museum"]
    page.get_by_role("button", name="Kolom invoegen").click()
    says(page, "De kolom staat er.")
    assert sheet.row_values(1)[2:5] == ["Wat organiseert u?", "", "Naam van het museum"]
    page.get_by_role("button", name="Kolom verwijderen").click()
    says(page, "De kolom is weg.")
    assert sheet.row_values(1)[3] == "Naam van het museum"
    second = sheet.row_values(3)[1]
    page.locator("#cell-1-0").click()
    page.get_by_role("button", name="Rij verwijderen").click()
    says(page, "De rij is weg.")
    assert sheet.row_values(2)[1] == second
    page.get_by_role("button", name="Rij toevoegen").click()
    says(page, "Er staat een lege rij klaar.")
    page.keyboard.type("1-3-2027 9:00")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("31 rijen gevuld")
    assert sheet.acell("A31").value == "1-3-2027 9:00"


def test_what_a_program_writes_shows_by_itself(page: Page, sheet: gspread.Worksheet) -> None:
    sheet.update([["Van elders"]], "D2")
    expect(page.locator("#cell-1-3")).to_have_text("Van elders")


def test_only_our_own_page_may_write(address: str) -> None:
    url = f"{address}/rekenbladen/api/{SAMPLE_ID}/0/cells/0/0"
    found = requests.put(url, json={"value": "x"}, timeout=5)
    assert found.status_code == 403
    headers = {"X-Requested-With": "test"}
    found = requests.put(f"{url}999", json={"value": "x"}, headers=headers, timeout=5)
    assert found.json() == {"error": "Deze cel is er niet (meer). Laad de pagina opnieuw."}
    found = requests.get(f"{address}/rekenbladen/nergens/0", timeout=5)
    assert found.status_code == 404
