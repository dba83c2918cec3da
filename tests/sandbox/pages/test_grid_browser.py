"""The grid in a real browser, each change checked through the REST API."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image
from playwright.sync_api import Browser, Error, Locator, Page, Route, ViewportSize, expect
from pyairtable import Api

from tests.bases import BASE_ID, base_of, record_id, table_id
from tests.browser import axe_findings
from tests.servers import start_sandbox

pytestmark = pytest.mark.browser


WIDE: ViewportSize = {"width": 1400, "height": 800}


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """One tab for all tests: starting one takes longer than most of what they do in it."""
    with browser.new_context(viewport=WIDE, locale="nl-NL") as context:
        opened = context.new_page()
        opened.set_default_timeout(10_000)
        yield opened


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """The tab as new: nothing is held up, nothing remembered."""
    errors: list[str] = []

    def note(error: Error) -> None:
        errors.append(str(error))

    tab.on("pageerror", note)
    yield tab
    tab.remove_listener("pageerror", note)
    tab.unroute_all()
    tab.evaluate("localStorage.clear()")
    tab.set_viewport_size(WIDE)
    assert errors == []


def open_grid(page: Page, address: str, table: str) -> None:
    page.goto(f"{address}/tabellen/{table_id(table)}")
    expect(page.get_by_role("rowheader").first).not_to_be_empty()


def cell(page: Page, row: str, column: str) -> Locator:
    """The cell of a row by its name and a column by its label, wherever they stand."""
    header = page.get_by_role("columnheader", name=column, exact=True)
    place = header.get_attribute("data-column")
    line = page.locator("[role=row]", has=page.get_by_role("rowheader", name=row, exact=True))
    return line.locator(f"[data-column='{place}']")


def kept(api: Api, table: str, name: str) -> dict[str, Any]:
    fields: dict[str, Any] = api.table(BASE_ID, table_id(table)).get(record_id(name))["fields"]
    return fields


def saved(page: Page) -> None:
    expect(page.get_by_role("status").first).to_have_text("Bewaard.")


def test_text_is_typed_kept_undone_and_left_as_it_was(page: Page, address: str, api: Api) -> None:
    open_grid(page, address, "museums")
    place = cell(page, "Hunebedcentrum", "Plaats")
    place.click()
    page.keyboard.type("Odoorn")
    page.keyboard.press("Enter")
    saved(page)
    assert kept(api, "museums", "dolmens")["Plaats"] == "Odoorn"
    expect(cell(page, "Gevangenismuseum", "Plaats")).to_have_class("cell active")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    page.keyboard.type(" en omstreken")
    page.keyboard.press("Escape")
    expect(place).to_have_text("Odoorn")
    page.keyboard.press("Control+z")
    expect(page.get_by_role("status").first).to_have_text("Ongedaan gemaakt: Plaats.")
    assert kept(api, "museums", "dolmens")["Plaats"] == "Borger"


def test_an_option_is_picked_with_the_keyboard(page: Page, address: str, api: Api) -> None:
    open_grid(page, address, "museums")
    cell(page, "Hunebedcentrum", "Status").click()
    page.keyboard.press("Enter")
    expect(page.get_by_role("option")).to_have_text(
        ["Open", "Tijdelijk gesloten", "Voorgoed gesloten"]
    )
    assert axe_findings(page) == []
    page.keyboard.type("tijd")
    page.keyboard.press("Enter")
    saved(page)
    assert kept(api, "museums", "dolmens")["Status"] == "Tijdelijk gesloten"


def test_a_record_is_linked(page: Page, address: str, api: Api) -> None:
    open_grid(page, address, "activities")
    museum = cell(page, "Stenen tillen", "Museum")
    museum.click()
    museum.click()
    page.get_by_role("combobox").fill("hunebed")
    expect(page.get_by_role("option")).to_have_count(1)  # the choices follow the letters
    # A field for one museum: choosing is enough.
    page.get_by_role("option", name="Hunebedcentrum").click()
    saved(page)
    expect(museum).to_have_text("Hunebedcentrum")
    assert kept(api, "activities", "stones")["Museum"] == [record_id("dolmens")]


def test_what_was_typed_before_the_page_was_ready_is_searched(page: Page, address: str) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(f"**/api/{table_id('museums')}", hold)
    with page.expect_request(lambda request: "/api/" in request.url):
        page.goto(f"{address}/tabellen/{table_id('museums')}")
    page.get_by_role("searchbox").fill("gevang")
    held[0].continue_()
    expect(page.get_by_role("rowheader")).to_have_text(["Gevangenismuseum"])


def test_moments_are_typed_and_shown_as_in_amsterdam(page: Page, address: str, api: Api) -> None:
    open_grid(page, address, "activities")
    expect(cell(page, "Malen <script>alert(1)</script>", "Begint")).to_have_text(
        "di 2 mrt 2027, 10:00"
    )
    cell(page, "Stenen tillen", "Begint").click()
    page.keyboard.type("1-7-2027 14:30")
    page.keyboard.press("Tab")
    saved(page)
    assert kept(api, "activities", "stones")["Begint"] == "2027-07-01T12:30:00.000Z"


def test_what_cannot_be_kept_is_said_beside_the_cell(page: Page, address: str, api: Api) -> None:
    open_grid(page, address, "activities")
    duration = cell(page, "Stenen tillen", "Duur in minuten")
    duration.click()
    page.keyboard.type("lang")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Vul een getal in")).to_be_visible()
    expect(duration).to_have_text("")
    assert "Duur in minuten" not in kept(api, "activities", "stones")


def test_a_tick_and_more_options_are_set(page: Page, address: str, api: Api) -> None:
    open_grid(page, address, "museums")
    cell(page, "Gevangenismuseum", "Op de website").locator(".tick").click()
    saved(page)
    cell(page, "Gevangenismuseum", "Thema's").click()
    page.keyboard.press("Enter")
    for name in ("gesch", "oorlog"):
        page.get_by_role("combobox").fill(name)
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(cell(page, "Gevangenismuseum", "Thema's").locator(".pill")).to_have_text(
        ["Geschiedenis", "Oorlog en vrede"]
    )
    expect(page.locator(".saving")).to_have_count(0)
    found = kept(api, "museums", "prison")
    assert (found["Op de website"], found["Thema's"]) == (
        True,
        ["Geschiedenis", "Oorlog en vrede"],
    )


def test_a_row_is_added_named_and_taken_away(page: Page, address: str, api: Api) -> None:
    open_grid(page, address, "museums")
    page.get_by_role("button", name="Rij toevoegen").click()
    page.get_by_role("textbox", name="Naam").fill("Veenmuseum")
    page.keyboard.press("Enter")
    saved(page)
    table = api.table(BASE_ID, table_id("museums"))
    assert [one["fields"]["Naam"] for one in table.all()][-1] == "Veenmuseum"
    page.get_by_role("searchbox").fill("veenm")
    expect(page.locator("#count")).to_have_text("1 rij")
    page.get_by_role("row").filter(has_text="Veenmuseum").locator("[data-column='0']").click()
    expect(page.get_by_role("heading", name="Veenmuseum")).to_be_visible()
    assert axe_findings(page) == []
    page.get_by_role("button", name="Rij verwijderen").click()
    page.get_by_role("button", name="Zeker weten?").click()
    expect(page.locator("#count")).to_have_text("Niets gevonden")
    assert "Veenmuseum" not in [one["fields"]["Naam"] for one in table.all()]


def test_a_picture_is_dropped_and_another_picked(
    page: Page, address: str, api: Api, tmp_path: Path
) -> None:
    open_grid(page, address, "images")
    drawn = io.BytesIO()
    Image.new("RGB", (60, 40), "#6f2c5f").save(drawn, "PNG")
    files = cell(page, "Hei", "Bestand")
    files.evaluate(
        """(cell, bytes) => {
          const dropped = new DataTransfer();
          dropped.items.add(new File([new Uint8Array(bytes)], "hei.png", { type: "image/png" }));
          cell.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true }));
        }""",
        list(drawn.getvalue()),
    )
    expect(files.get_by_role("img", name="hei.png")).to_be_visible()
    picked = tmp_path / "veen.png"
    picked.write_bytes(drawn.getvalue())
    files.click()
    page.keyboard.press("Enter")
    page.get_by_label("Bestand kiezen voor Bestand").set_input_files(picked)
    expect(files.get_by_role("img", name="veen.png")).to_be_visible()
    held = kept(api, "images", "heath")["Bestand"]
    assert [(one["filename"], one["width"]) for one in held] == [("hei.png", 60), ("veen.png", 60)]
    assert requests.get(held[0]["url"], timeout=10).content == drawn.getvalue()


def test_changes_of_others_appear(page: Page, address: str, api: Api) -> None:
    open_grid(page, address, "museums")
    table = api.table(BASE_ID, table_id("museums"))
    table.update(record_id("prison"), {"Plaats": "Norg"})
    expect(cell(page, "Gevangenismuseum", "Plaats")).to_have_text("Norg")


def test_a_row_is_changed_as_a_form(page: Page, address: str, api: Api) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_grid(page, address, "museums")
    page.get_by_role("row").filter(has_text="Gevangenis").locator("[data-column='0']").click()
    panel = page.get_by_role("complementary", name="Rij")
    panel.get_by_role("textbox", name="Beschrijving", exact=True).fill("Een gesticht.")
    panel.get_by_role("textbox", name="Openingstijden").focus()
    saved(page)
    assert kept(api, "museums", "prison")["Beschrijving"] == "Een gesticht."
    assert axe_findings(page) == []


@pytest.mark.parametrize("width", [1400, 360])
def test_axe_finds_nothing(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/sandbox/", "/tabellen/tblX"):
        page.goto(address + path)
        assert axe_findings(page) == []
    for table in ("museums", "images"):
        open_grid(page, address, table)
        assert axe_findings(page) == []


def test_a_long_table_is_drawn_only_where_one_looks(page: Page, tmp_path: Path) -> None:
    rows = [{"id": f"museum {number}", "name": f"Museum {number:03}"} for number in range(450)]
    with start_sandbox(tmp_path, base=base_of({"museums": rows})) as address:
        open_grid(page, address, "museums")
        page.get_by_role("grid").focus()
        page.keyboard.press("Control+End")
        expect(page.get_by_role("rowheader", name="Museum 449")).to_be_visible()
        assert page.get_by_role("rowheader").count() < 60
        line = page.locator("[role=row]", has=page.locator("#active-cell"))
        expect(line).to_have_attribute("aria-rowindex", "451")
        name = page.get_by_role("columnheader", name="Naam", exact=True)
        for order, first in (("ascending", "Museum 000"), ("descending", "Museum 449")):
            name.click()
            expect(name).to_have_attribute("aria-sort", order)
            expect(page.get_by_role("rowheader").first).to_have_text(first)


def test_a_column_is_hidden_stays_so_and_comes_back(page: Page, address: str, api: Api) -> None:
    open_grid(page, address, "museums")
    page.get_by_text("Kolommen", exact=True).click()
    page.get_by_role("checkbox", name="Status", exact=True).uncheck()
    assert axe_findings(page) == []
    expect(page.get_by_role("columnheader", name="Status", exact=True)).to_have_count(0)
    page.get_by_role("heading", name="Musea").click()
    cell(page, "Gevangenismuseum", "Plaats").click()
    page.keyboard.type("Odoorn")
    page.keyboard.press("Enter")
    saved(page)
    assert kept(api, "museums", "prison")["Plaats"] == "Odoorn"
    page.reload()
    expect(page.get_by_text("Kolommen (1 verborgen)")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Status", exact=True)).to_have_count(0)
    page.get_by_text("Kolommen (1 verborgen)").click()
    page.get_by_role("button", name="Alle kolommen tonen").click()
    expect(page.get_by_role("columnheader", name="Status", exact=True)).to_be_visible()


def test_what_is_typed_is_shown_as_text_however_long(page: Page, address: str, api: Api) -> None:
    open_grid(page, address, "museums")
    script = "<img src=x onerror=\"document.title='kwaad'\"><script>document.title='kwaad'</script>"
    record = record_id("prison")
    texts: dict[str, Any] = {"Plaats": script, "Beschrijving": script + "veen " * 15_000}
    api.table(BASE_ID, table_id("museums")).update(record, texts)
    place = cell(page, "Gevangenismuseum", "Plaats")
    expect(place).to_have_text(script)
    place.click()
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_value(script)
    page.keyboard.press("Escape")
    cell(page, "Gevangenismuseum", "Beschrijving").click()
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_value(texts["Beschrijving"])
    page.keyboard.press("Escape")
    assert "kwaad" not in page.title()
    assert place.locator("img, script").count() == 0


def test_without_the_sandbox_the_page_says_so_and_keeps_what_stood(
    page: Page, address: str, api: Api
) -> None:
    open_grid(page, address, "museums")
    page.route("**/*", lambda route: route.abort())
    place = cell(page, "Gevangenismuseum", "Plaats")
    before = place.inner_text()
    place.click()
    page.keyboard.type("Odoorn twee")
    page.keyboard.press("Enter")
    expect(page.get_by_text("De sandbox antwoordt niet.").first).to_be_visible()
    expect(place).to_have_text(before)
    expect(page.get_by_role("status").first).to_contain_text("De sandbox antwoordt niet.")
    page.unroute("**/*")
    expect(page.get_by_role("status").first).to_have_text("De sandbox antwoordt weer.")
    assert kept(api, "museums", "prison")["Plaats"] == before
