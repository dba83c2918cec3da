"""The forms as people meet them: by keyboard, without JavaScript, on a small screen, with axe."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe_findings
from tests.webhooks.forms.conftest import Office

pytestmark = pytest.mark.browser

SMALL = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A small screen with JavaScript: axe needs it."""
    context = browser.new_context(viewport=SMALL, locale="nl-NL")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    """A small screen without JavaScript."""
    context = browser.new_context(viewport=SMALL, java_script_enabled=False)
    yield context.new_page()
    context.close()


def check(page: Page) -> None:
    """Nothing for axe to find, and nothing to scroll sideways for."""
    assert axe_findings(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]  # type: ignore[index]


def press_link(page: Page, office: Office, number: int = 0) -> None:
    page.goto(office.link_path(office.link(number)))
    page.get_by_role("button", name="Verder naar de formulieren").click()


FILLED = {
    "activiteit": {"title": "Turf steken", "starts": "1 mei 2027", "starts_time": "half drie"},
    "tentoonstelling": {"title": "Veen", "first_day": "1 mei 2027"},
    "kortingsactie": {"title": "Samen", "first_day": "1 mei 2027", "offer_terms": "Voor twee."},
    "educatie": {"title": "Les", "first_day": "1 mei 2027"},
    "vacature": {"title": "Gids", "tasks": "Gidsen", "contact_email": "a@museum.example"},
    "adviesvraag": {"subject": "Geld", "question": "Hoe werf ik fondsen?"},
}


@pytest.mark.parametrize("kind", FILLED)
def test_each_form_is_filled_in_by_keyboard_without_javascript(
    plain: Page, office: Office, kind: str
) -> None:
    plain.goto(f"{office.url}/formulieren/{kind}/")
    # By keyboard alone: from field to field with Tab, typing what belongs there.
    typed = {**FILLED[kind], "sender_name": "Jo", "sender_email": f"{kind}@elders.example"}
    for _ in range(80):
        plain.keyboard.press("Tab")
        name = (
            plain.locator(":focus").get_attribute("name")
            if plain.locator(":focus").count()
            else None
        )
        if name in typed:
            plain.keyboard.type(typed.pop(name))
        elif name == "museum_id":
            plain.keyboard.type("Nab")
        elif name == "age_groups":
            plain.keyboard.press("Space")
        elif name == "doe":
            break
    assert typed == {}
    plain.wait_for_timeout(0)
    plain.keyboard.press("Enter")
    if "snel" in plain.content():
        plain.locator("button[value=voorbeeld]").press("Enter")
    expect(plain.locator("h1")).to_have_text("Klopt het zo?")
    plain.get_by_role("button", name="Versturen").press("Enter")
    expect(plain.locator("h1")).to_contain_text("kijk in uw mail")
