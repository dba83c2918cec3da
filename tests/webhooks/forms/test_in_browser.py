"""The forms as people meet them: by keyboard, without JavaScript, on a small screen, with axe."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.small_screen import check
from tests.webhooks.forms.conftest import Office

pytestmark = pytest.mark.browser

SENDER = {"sender_name": "Jo"}
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
    fill_by_keyboard(plain, {**FILLED[kind], **SENDER, "sender_email": f"{kind}@elders.example"})
    expect(plain.locator("h1")).to_have_text("Klopt het zo?")
    plain.get_by_role("button", name="Versturen").press("Enter")
    expect(plain.locator("h1")).to_contain_text("kijk in uw mail")


def test_the_forms_behind_a_link_are_filled_in_by_keyboard_without_javascript(
    plain: Page, office: Office, tmp_path: Path
) -> None:
    photo = tmp_path / "foto.jpg"
    Image.new("RGB", (640, 480), "sienna").save(photo)
    plain.goto(office.link_path(office.link(1)))
    plain.get_by_role("button", name="Verder naar de formulieren").press("Enter")
    answers = {"tagline": "Turf en meer.", "hours_day_ma": "gesloten", "hours_day_di": "10-17 u"}
    for kind, typed in {
        "museum": answers,
        "beeld": {"title": "Turf", "alt": "Turf op een veld.", "maker": "Jo",
                  "licence": "CC0", "people": "Niemand"},
    }.items():  # fmt: skip
        plain.goto(f"{office.url}/formulieren/{kind}/")
        if kind == "beeld":
            plain.set_input_files("[name=file]", photo)
        fill_by_keyboard(plain, typed)
        expect(plain.locator("h1")).to_have_text("Klopt het zo?")
        if kind == "museum":
            expect(plain.locator(".understood")).to_have_text(
                "dinsdag van 10.00 tot 17.00 uur, maandag gesloten"
            )
        plain.get_by_role("button", name="Versturen").press("Enter")
        expect(plain.locator("h1")).to_have_text("Dank u wel, het is binnen")
    plain.context.clear_cookies()


def fill_by_keyboard(page: Page, answers: dict[str, str]) -> None:
    """Go from field to field with Tab, type what belongs there, and press the first button."""
    left = dict(answers)
    for _ in range(80):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        name = focus.get_attribute("name") if focus.count() else None
        if name in left:
            page.keyboard.type(left.pop(name))
        elif focus.evaluate("one => one.tagName === 'SUMMARY'") and "hours_day_ma" in left:
            page.keyboard.press("Enter")
        elif name == "museum_id" and answers:
            page.keyboard.type("Nab")
        elif name == "age_groups" and answers and focus.get_attribute("id") == "v-age_groups":
            page.keyboard.press("Space")
        elif name == "doe":
            break
    assert left == {}
    page.keyboard.press("Enter")


def test_mistakes_take_the_focus_and_lead_to_their_field(
    page: Page, plain: Page, office: Office
) -> None:
    for shown in (page, plain):
        shown.goto(f"{office.url}/formulieren/activiteit/")
        shown.get_by_role("button", name="Bekijk het voorbeeld").click()
        expect(shown).to_have_title(re.compile("^Fout: "))
        expect(shown.locator(".error-summary")).to_be_focused()
        shown.keyboard.press("Tab")
        shown.keyboard.press("Enter")
        expect(shown.locator("#v-title")).to_be_focused()
        expect(shown.locator("#fout-title")).to_have_text("Fout: Vul dit in.")
    check(page)


def test_a_museum_changes_its_hours_and_staff_approve(page: Page, office: Office) -> None:
    page.goto(f"{office.url}/formulieren/")
    check(page)
    page.goto(office.link_path(office.link()))
    check(page)
    page.get_by_role("button", name="Verder naar de formulieren").click()
    check(page)
    page.get_by_role("link", name="Bekijk en verander").click()
    expect(page.locator("[name=hours_text]")).to_have_value("di t/m zo 11-17 u")
    page.fill("[name=hours_text]", "apr t/m okt di t/m zo 10-17 u")
    page.fill("[name=tagline]", "Kunst en <b>archeologie</b>")
    expect(page.locator("#bewaard")).to_contain_text("Bewaard om")
    check(page)
    page.get_by_role("button", name="Bekijk het voorbeeld").click()
    expect(page.locator(".understood")).to_have_text(
        "april tot en met oktober: dinsdag tot en met zondag van 10.00 tot 17.00 uur"
    )
    check(page)
    page.get_by_role("button", name="Versturen").click()
    expect(page.locator("h1")).to_have_text("Dank u wel, het is binnen")
    check(page)
    page.goto(f"{office.url}/beheer/inbox")
    check(page)
    page.get_by_role("link", name="Drents Museum").first.click()
    page.get_by_text("Aanpassen").click()
    check(page)
    page.get_by_role("button", name="Goedkeuren").press("Enter")
    expect(page.locator(".message").first).to_contain_text("Goedgekeurd: Drents Museum")
    office.work()
    (row,) = [one for one in office.rows("Musea") if one["fields"]["Naam"] == "Drents Museum"]
    assert row["fields"]["Openingstijden"] == "apr t/m okt di t/m zo 10-17 u"
    assert row["fields"]["In één zin"] == "Kunst en <b>archeologie</b>"
    page.goto(f"{office.url}/beheer/links")
    check(page)
    page.get_by_role("link", name="Waar komen de gegevens vandaan? Drents Museum").click()
    expect(page.locator("dd", has_text="Assen")).to_contain_text("Bevestigd: Jo")
    check(page)
    page.goto(f"{office.url}/beheer/beeldbank")
    check(page)
    page.goto(f"{office.link_path(office.link())}?doe=klopt")
    check(page)


def test_an_activity_is_copied_and_the_page_to_be_is_shown(page: Page, office: Office) -> None:
    page.goto(office.link_path(office.link()))
    page.get_by_role("button", name="Verder naar de formulieren").click()
    page.goto(f"{office.url}/formulieren/beeld/")
    check(page)
    page.go_back()
    page.get_by_role("link", name="Maak zo nog één als Lezing over turf").click()
    expect(page.locator("[name=title]")).to_have_value("Lezing over turf")
    page.fill("[name=starts]", "5 mei 2027")
    expect(page.locator("#weetjes")).to_contain_text("5 mei: bevrijdingsdag", ignore_case=True)
    check(page)
    page.fill("[name=starts]", "3 mei 2027")
    page.get_by_role("button", name="Bekijk het voorbeeld").click()
    expect(page.locator(".when")).to_have_text("maandag 3 mei 2027, 14.00 uur")
    expect(page.get_by_role("heading", name="Bedoelt u deze?")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Nog iets veranderen").click()
    expect(page.locator("[name=starts]")).to_have_value("3 mei 2027")
