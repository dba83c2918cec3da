"""The preview of an edition: through a reader's eyes, on two screens, and what is missing."""

import re
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser, expect

from channels.newsletter.reader_view import as_staff_read
from channels.website.media import prune_media
from tests.bases import BASE_ID, record_id, table_id
from tests.browser import axe_findings
from tests.press import Press, open_press
from tests.servers import free_port, serve_app
from webhooks.app import create_app
from webhooks.serve import app_parts

MISSING = [
    "Altijd turf: De einddatum van deze tentoonstelling ontbreekt.",
    "De foto “Turf” bij Altijd turf: Er is geen bestand. "
    "De beschrijving ontbreekt, voor wie het beeld niet kan zien.",
    "Twee voor één: Er is geen foto.",
]


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    with open_press(tmp_path_factory.mktemp("preview"), site_url=site) as room:
        parts = app_parts(room.context, lambda _job, _run: None, lambda _run: None)
        with serve_app(create_app(parts), port):
            yield room


@pytest.fixture
def page_url(press: Press) -> str:
    site = press.context.settings.site_url
    return f"{site}/beheer/nieuwsbrieven/{record_id('maand')}/voorbeeld"


def test_staff_see_it_as_readers_will(press: Press, page_url: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(page_url)
    assert axe_findings(page) == []
    points = page.locator(".warn li")
    assert points.all_inner_texts() == MISSING
    link = points.filter(has_text="einddatum").get_by_role("link")
    table = f"{press.url}/{BASE_ID}/{table_id('activities')}/{record_id('zonder-einde')}"
    expect(link).to_have_attribute("href", table)
    frame = page.frame_locator("iframe.wide")
    assert frame.locator("h2").all_inner_texts() == [
        "Nieuws", "Voor u op de agenda", "Regelingen die bijna sluiten", "Nieuwe tentoonstellingen",
    ]  # fmt: skip
    page.get_by_label("Bestuur").uncheck()
    page.get_by_label("Publiek").check()
    page.get_by_label("Taal").select_option("de")
    page.get_by_label("Streek").select_option("zuidoost")
    page.get_by_label("Scherm").select_option("donker")
    page.get_by_role("button", name="Laat zien").press("Enter")
    phone = page.frame_locator("iframe.phone")
    titles = ["Vortrag über Torf & Licht", "Twee voor één", "Schipper", "Typist"]
    assert phone.locator("h3").all_inner_texts()[-4:] == titles
    expect(phone.locator(".main")).to_have_css("background-color", "rgb(34, 26, 22)")
    expect(phone.locator("h1")).to_have_css("font-size", "27px")
    shown = phone.locator("img").evaluate_all("all => all.map(one => one.naturalWidth > 0)")
    assert shown == [True] * 4, "the pictures are ours, and there"
    expect(page.locator(".in-box")).to_contain_text("Lichter an in Drenthe")
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe_findings(page) == []


def test_the_letter_stands_in_a_frame_that_can_do_nothing(page_url: str) -> None:
    reply = requests.get(f"{page_url}/brief", timeout=10)
    policy = reply.headers["Content-Security-Policy"]
    site = page_url.partition("/beheer")[0]
    assert policy == (
        f"default-src 'none'; img-src 'self' {site}; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        "sandbox allow-popups allow-popups-to-escape-sandbox"
    )
    assert (reply.status_code, "*|" in reply.text, "<script" in reply.text) == (200, False, False)
    assert requests.get(f"{page_url}x", timeout=10).status_code == 404
    assert requests.get(f"{page_url}/brief?taal=fr&voor=niemand", timeout=10).status_code == 200


def test_who_approves_reads_at_each_part_for_whom_it_is(press: Press) -> None:
    """The whole letter, without the signs of Mailchimp."""
    press.run()
    mailing = press.mailing()
    url = f"{press.context.settings.site_url}/beheer/nieuwsbrieven/{mailing.key}/brief/nl"
    page = requests.get(f"{url}/{mailing.prints['nl']}", timeout=10).text
    assert ("*|" in page, "Dag (voornaam)," in page, "Dag lezer" in page) == (False, True, False)
    parts = re.findall(
        r'<p style="display:inline-block[^>]*>([^<]+)|<h([23])[^>]*>(?:<a[^>]*>)?([^<]+)', page
    )
    told = [
        f"[{label}]" if label else f"{'#' * (4 - int(level))} {title}"
        for label, level, title in parts
    ]
    assert told[2:7] == [
        "[Alleen voor Bestuur, Vakinhoudelijk, Vrijwilliger]", "## Voor u op de agenda",
        "[Alleen voor Bestuur]", "# Bestuursavond", "[Alleen voor Vakinhoudelijk, Vrijwilliger]",
    ]  # fmt: skip
    assert told[-4:] == [
        "[Alleen voor Vrijwilliger, Publiek, niet in de streek zuidoost of zuidwest]", "# Gids",
        "[Alleen voor Vrijwilliger, Publiek]", "# Typist",
    ]  # fmt: skip
    typed = "*|ELSE:|*x*|END:IF|**|IF:A=b|*c*|ELSEIF:A=d|*e*|ELSE:|*f*|END:IF|*g"
    assert re.sub("<p[^>]*>", "[", as_staff_read(typed, {})).replace("</p>", "]") == (
        "x[alleen in de streek b]c[alleen in de streek d]e[in elke andere]fg"
    )


def test_once_it_went_the_page_shows_what_went(press: Press, page_url: str) -> None:
    press.make_ready()
    press.approve()
    press.run()
    press.at(press.mailing().moment or press.now)
    press.wait_until(lambda: press.run() and press.mailing().state == "sent")
    press.change("newsletters", "maand", opening_words="Heel iets anders")
    page, letter = (requests.get(one, timeout=10).text for one in (page_url, f"{page_url}/brief"))
    assert "Dit is wat lezers kregen" in page
    assert ("Het wordt" in letter, "Heel iets anders" in letter) == (True, False)
    # Its pictures are read for years: also when the website has taken away its own.
    prune_media(press.context.settings.public, set(), {}, press.now.date(), keep_days=-1)
    pictures = set(re.findall(r'src="([^"]+)"', letter))
    kinds = {requests.get(one, timeout=10).headers["Content-Type"] for one in pictures}
    assert (len(pictures), kinds) == (4, {"image/jpeg", "image/png"})
