"""Every template, full and empty, in three languages: valid HTML, and nothing for axe to find."""

import subprocess
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from channels.website.render import Renderer
from tests.browser import AXE, ROOT
from tests.channels.website.sample_views import samples
from tests.channels.website.test_render import make_renderer

SITE = "https://musea.example"
POLICY = "default-src 'self'; script-src 'self'"
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "png": "image/png"}
WIDTHS = (1280, 320)


@pytest.fixture(scope="module")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Renderer:
    """A renderer with the real templates and words."""
    return make_renderer(tmp_path_factory.mktemp("site"))


def test_html_is_valid(renderer: Renderer, tmp_path: Path) -> None:
    for each in samples():
        body = renderer.page(each.template, each.meta, each.view)
        (tmp_path / f"{each.name}.html").write_bytes(body)
    command: list[str | Path] = [
        *(ROOT / ".venv/bin/node", ROOT / "tests/web/node_modules/.bin/html-validate"),
        *("--config", Path(__file__).with_name("htmlvalidate.json")),
        *("--formatter", "text", f"{tmp_path}/*.html"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.fixture(scope="module")
def visitor(browser: Browser, renderer: Renderer) -> Iterator[Page]:
    """A visitor of a website that holds every sample, under the policy of the real one."""
    files = {f"/{path}": body for path, body in renderer.assets().items()}
    for each in samples():
        files[f"/{each.name}.html"] = renderer.page(each.template, each.meta, each.view)
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(path=AXE)
    context.route("**/*", lambda route: _answer(route, files))
    yield context.new_page()
    context.close()


def _answer(route: Route, files: Mapping[str, bytes]) -> None:
    assert route.request.url.startswith(SITE), route.request.url
    path = route.request.url.removeprefix(SITE).partition("?")[0]
    kind = KINDS.get(path.rpartition(".")[2], "text/html; charset=utf-8")
    headers = {"Content-Security-Policy": POLICY, "Content-Type": kind}
    if path.startswith("/media/"):
        route.fulfill(body=_dot(), headers={"Content-Type": "image/png"})
    elif path in files:
        route.fulfill(body=files[path], headers=headers)
    else:
        route.fulfill(status=404, body="")


def _dot() -> bytes:
    body = BytesIO()
    Image.new("RGB", (3, 2), "#8c7a8e").save(body, "PNG")
    return body.getvalue()


def _findings(page: Page, *, with_contrast: bool) -> list[str]:
    """Return what axe finds; contrast takes it longest."""
    options = {
        "rules": {"color-contrast": {"enabled": with_contrast}},
        "resultTypes": ["violations"],
    }
    script = "async (options) => (await axe.run(options)).violations"
    found: list[dict[str, Any]] = page.evaluate(script, options)
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.mark.browser
@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_axe_finds_nothing_and_every_page_fits_a_phone(visitor: Page, language: str) -> None:
    problems: list[str] = []
    visitor.on("console", lambda message: problems.append(message.text))
    for each in samples():
        # A page that moved sends the visitor on; an empty page differs only in its words.
        if each.meta.language != language or each.template == "moved.html":
            continue
        if language != "nl" and "-2-" in each.name:
            continue
        visitor.set_viewport_size({"width": WIDTHS[0], "height": 800})
        visitor.goto(f"{SITE}/{each.name}.html")
        # Contrast is the same in every language, and an empty page has no colour of its own.
        with_contrast = language == "nl" and "-2-" not in each.name
        found = _findings(visitor, with_contrast=with_contrast)
        problems += [f"{each.name}: {finding}" for finding in found]
        visitor.set_viewport_size({"width": WIDTHS[1], "height": 800})
        if visitor.evaluate("document.documentElement.scrollWidth") > WIDTHS[1]:
            problems.append(f"{each.name}: wider than a phone")
    assert problems == []


@pytest.mark.browser
def test_museums_are_narrowed_by_several_choices_at_once(visitor: Page) -> None:
    visitor.goto(f"{SITE}/museums-3-nl.html")
    shown = visitor.locator("[data-museums] > li:visible h2")
    assert shown.count() == 4
    visitor.get_by_label("Thema").select_option("art")
    visitor.get_by_label("Plaats").select_option("Eelde")
    assert shown.all_inner_texts() == ["Museum De Buitenplaats"]
    assert visitor.locator("[data-count]").inner_text() == "Aantal musea: 1"
    visitor.get_by_role("button", name="Toon alle musea").click()
    expect(shown).to_have_count(4)


@pytest.mark.browser
def test_the_map_asks_before_anything_is_fetched_from_elsewhere(visitor: Page) -> None:
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url))
    visitor.goto(f"{SITE}/map-1-nl.html")
    visitor.get_by_role("button", name="Open de kaart").wait_for()
    assert all(url.startswith(SITE) for url in asked)


@pytest.mark.browser
def test_a_yes_to_the_map_can_be_taken_back_by_the_map_and_on_the_privacy_page(
    visitor: Page,
) -> None:
    forget = visitor.get_by_role("button", name="Vergeet mijn keuze voor de kaart")
    for page in ("map-1-nl", "text-2-nl"):
        visitor.goto(f"{SITE}/{page}.html")
        expect(forget).to_be_hidden()
        visitor.evaluate("localStorage.setItem('map-allowed', 'yes')")
        visitor.reload()
        forget.click()
        assert visitor.evaluate("localStorage.getItem('map-allowed')") is None
        expect(visitor.get_by_role("status")).to_have_text(
            "Vergeten. De kaart vraagt het u de volgende keer weer."
        )


@pytest.mark.browser
def test_a_page_of_yesterday_says_what_is_open_today(browser: Browser, renderer: Renderer) -> None:
    sample = next(each for each in samples() if each.name == "museums-3-nl")
    files = {f"/{path}": body for path, body in renderer.assets().items()}
    files["/museums.html"] = renderer.page(sample.template, sample.meta, sample.view)
    with browser.new_context() as context:
        context.route("**/*", lambda route: _answer(route, files))
        page = context.new_page()
        hours = page.locator(".today-hours").first
        note = page.locator("[data-made-on]")
        for moment, words in (
            ("2027-03-02T12:00:00Z", "Vandaag 11.00–17.00"),
            ("2027-03-02T23:30:00Z", "Vandaag 10.00–12.00"),  # half past twelve in Drenthe
            ("2027-03-05T12:00:00Z", "Vandaag gesloten"),
            ("2027-04-05T12:00:00Z", ""),  # too long ago to know
        ):
            page.clock.set_fixed_time(moment)
            page.goto(f"{SITE}/museums.html")
            expect(hours).to_have_text(words)
            assert note.is_visible() == (moment == "2027-03-02T12:00:00Z")
