"""The first chain in a browser: a cell in the grid, and the website follows by itself."""

import subprocess
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.browser import axe_findings
from tests.e2e.conftest import MUSEUMFLOW, Demo
from tests.servers import free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG_MS = 30_000


def test_what_the_demo_printed_answers(demo: Demo) -> None:
    for address in (demo.start, demo.site, demo.tables, demo.runs):
        assert requests.get(address, timeout=20).status_code == 200, address


def test_the_start_page_lets_one_be_someone(demo: Demo, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(demo.start)
    links = {link.get_attribute("href") for link in page.get_by_role("link").all()}
    assert any(str(link).startswith("/tabellen") for link in links)
    assert any(str(link).startswith(demo.site.rstrip("/")) for link in links)
    assert "voorbeeldgegevens" in page.inner_text("body").lower()
    page.close()


def test_a_cell_in_the_grid_becomes_a_page(demo: Demo, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(demo.tables)
    page.get_by_role("link", name="Musea", exact=True).first.click()
    page.get_by_role("searchbox").first.fill("Nabershof")
    row = page.locator("[role=row]", has=page.get_by_role("rowheader", name="Nabershof"))
    header = page.get_by_role("columnheader", name="In één zin", exact=True)
    column = header.get_attribute("data-column")
    cell = row.locator(f"[data-column='{column}']")
    cell.click()
    page.keyboard.type("Een boerderij die naar turf ruikt")
    page.keyboard.press("Enter")
    expect(cell).to_contain_text("ruikt")
    page.goto(f"{demo.site}musea/nabershof/")
    for _ in range(60):
        if page.get_by_text("Een boerderij die naar turf ruikt").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text("Een boerderij die naar turf ruikt").first).to_be_visible()
    page.close()


def test_a_second_look_asks_airtable_nothing(demo: Demo) -> None:
    sandbox = demo.start.rstrip("/")
    settle(demo)
    before = calls(sandbox)
    done = subprocess.run(
        [MUSEUMFLOW, "run", "website"],
        env={"MUSEUMFLOW_DATA": str(demo.data), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert "Er was niets te veranderen" in done.stdout, done.stderr
    assert calls(sandbox) == before


def settle(demo: Demo) -> None:
    """Look once more, so that whatever other tests changed is done."""
    subprocess.run(
        [MUSEUMFLOW, "run", "website"],
        env={"MUSEUMFLOW_DATA": str(demo.data), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        timeout=110,
        check=True,
    )


def calls(sandbox: str) -> int:
    entries = requests.get(f"{sandbox}/sandbox/ledger?service=airtable", timeout=20).json()
    return sum(1 for one in entries["entries"] if str(one.get("path", "")).startswith("/v0/"))


@pytest.mark.parametrize("path", ["runs", "aandachtspunten", "nieuwsbrieven"])
@pytest.mark.parametrize("width", [1400, 360])
def test_the_staff_pages_pass_axe(demo: Demo, browser: Browser, path: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{demo.site}beheer/{path}")
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_newsletters_are_made_ready_to_be_approved(demo: Demo, browser: Browser) -> None:
    page = browser.new_page()
    for _ in range(120):
        page.goto(f"{demo.site}beheer/nieuwsbrieven")
        if page.get_by_text("Nagekeken, nog niet als proef gemaild").count() == 2:
            break
        page.wait_for_timeout(500)
    page.get_by_role("link", name="Nieuws voor de Drentse musea", exact=True).click()
    expect(page.get_by_text("Alles is in orde, ook volgens Mailchimp.")).to_be_visible()
    page.close()


def test_a_run_says_what_it_changed(demo: Demo, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(demo.runs)
    page.get_by_role("link", name="De website is bijgewerkt").last.click()
    expect(page.get_by_role("heading", name="Wat er veranderde")).to_be_visible()
    assert "Nieuw (" in page.inner_text("main")
    page.close()


def test_search_works_without_a_server(demo: Demo, browser: Browser) -> None:
    page = browser.new_page()
    for _ in range(120):  # the index follows a little later than the pages
        if requests.get(f"{demo.site}pagefind/pagefind.js", timeout=20).ok:
            break
        page.wait_for_timeout(500)
    page.goto(f"{demo.site}zoeken/?q=hunebed")
    expect(page.get_by_role("link", name="Hunebedcentrum").first).to_be_visible(timeout=LONG_MS)
    page.close()


def test_a_taken_port_gets_one_sentence(demo: Demo, tmp_path: Path) -> None:
    done = demo_again(demo.port, tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"Poort {demo.port} is al bezet")


def test_an_unwritable_folder_gets_one_sentence(tmp_path: Path) -> None:
    in_the_way = tmp_path / "bestand"
    in_the_way.write_text("", encoding="utf-8")
    done = demo_again(free_port(), in_the_way / "map")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "kan niet geschreven worden" in done.stderr


def demo_again(port: int, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [MUSEUMFLOW, "demo", "--port", str(port), "--data", str(data)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_second_demo_on_the_same_folder_gets_one_sentence(demo: Demo) -> None:
    done = demo_again(free_port(), demo.data)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "werkt al een sandbox" in done.stderr
