"""Sign-ups as people meet them: by keyboard, without JavaScript, on a small screen, with axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.bases import record_id
from tests.small_screen import check
from tests.webhooks.signups.conftest import Desk

pytestmark = pytest.mark.browser


def type_by_keyboard(page: Page, answers: dict[str, str], button: str) -> None:
    """Go from field to field with Tab, type what belongs there, and press a button."""
    left = dict(answers)
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        name = focus.get_attribute("name") if focus.count() else None
        if name == "audience" and name in left:
            page.keyboard.press(left.pop(name))
        elif name in left:
            page.keyboard.press("Control+A")
            page.keyboard.type(left.pop(name))
        elif not left and focus.count() and focus.inner_text() == button:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"not reached: {left or button}")


def mailed(desk: Desk, address: str, path: str) -> str:
    return str(re.findall(rf"http\S+{path}/\S+", desk.mails(address)[-1]["text"])[0])


def test_sign_up_cancel_and_move_up_by_keyboard(plain: Page, page: Page, desk: Desk) -> None:
    """A group takes the last places, a stranger waits, the group leaves, the stranger says yes."""
    page.goto(f"{desk.url}/inschrijven/")
    check(page)
    page.get_by_role("link", name="Molens").click()
    expect(page.locator(".facts")).to_contain_text("Nog 2 plaatsen vrij van de 2.")
    check(page)
    plain.goto(desk.form("molens"))
    type_by_keyboard(plain, {"name_1": "Anna"}, "Nog iemand erbij")
    expect(plain.locator("#v-name_2")).to_be_focused()
    plain.keyboard.type("Bram")
    answers = {"audience": "Space", "sender_email": "anna@elders.example"}
    type_by_keyboard(plain, answers, "Schrijf mij in")
    expect(plain.locator("h1")).to_have_text("Nog één stap: kijk in uw mail")
    plain.goto(mailed(desk, "anna@elders.example", "bevestig"))
    plain.get_by_role("button", name="Ja, schrijf mij in").press("Enter")
    expect(plain.locator("h1")).to_have_text("U bent ingeschreven")
    assert desk.counts("molens").placed == 2

    page.goto(desk.form("molens"))
    expect(page.locator(".facts")).to_contain_text("Vol. U kunt op de wachtlijst.")
    page.get_by_role("button", name="Zet mij op de wachtlijst").click()
    expect(page).to_have_title(re.compile("^Fout: "))
    expect(page.locator(".error-summary")).to_be_focused()
    check(page)
    page.get_by_role("link", name="Naam van persoon 1").click()
    expect(page.locator("#v-name_1")).to_be_focused()
    page.keyboard.type("Clara")
    page.get_by_label("Vrijwilliger").check()
    page.get_by_label("Uw e-mailadres").fill("clara@elders.example")
    page.get_by_role("button", name="Zet mij op de wachtlijst").click()
    page.goto(mailed(desk, "clara@elders.example", "bevestig"))
    check(page)
    page.get_by_role("button", name="Ja, schrijf mij in").click()
    expect(page.locator("h1")).to_have_text("U staat op de wachtlijst")
    check(page)

    plain.goto(mailed(desk, "anna@elders.example", "mijn"))
    plain.get_by_role("button", name="Afmelden").press("Enter")
    expect(plain.locator(".message")).to_contain_text("U bent afgemeld.")
    page.goto(mailed(desk, "clara@elders.example", "mijn"))
    expect(page.locator(".lead").first).to_contain_text("Er is plaats voor u. Zeg ja voor")
    check(page)
    page.get_by_role("button", name="Ja, ik kom").press("Enter")
    expect(page.locator(".lead").first).to_have_text("U bent ingeschreven, voor 1 persoon.")
    assert [one.state for one in desk.signups("molens")] == ["cancelled", "placed"]


def test_staff_see_it_mark_who_is_there_and_tell_of_a_change(
    page: Page, plain: Page, desk: Desk
) -> None:
    for person in ("dirk", "eva"):
        desk.sign_up(person, "verhuist", needs_1="Rolstoel")
    desk.change("verhuist", date_status="Afgelast")
    page.goto(f"{desk.url}/beheer/inschrijvingen")
    check(page)
    page.get_by_role("link", name="Verhuist").click()
    check(page)
    page.get_by_role("link", name="Lees de mail na en keur hem goed").click()
    expect(page.locator(".mail-text")).to_contain_text("Dit gaat niet door:")
    check(page)
    page.get_by_label("Uw eigen woorden erbij").fill("De spreker is ziek.")
    page.get_by_role("button", name="Bekijk de mail met deze woorden").click()
    expect(page.locator(".mail-text")).to_contain_text("De spreker is ziek.")
    page.get_by_role("button", name="Goedgekeurd: verstuur aan 2").press("Enter")
    expect(page.locator(".message")).to_have_text("Goedgekeurd: 2 mails gaan nu weg, elk één keer.")
    page.goto(desk.staff("verhuist", "/lijst"))
    expect(page.locator("tbody th")).to_have_text(["Dirk", "Eva"])
    check(page)
    plain.goto(f"{desk.url}/beheer/aanwezig/{record_id('verhuist')}")
    plain.get_by_role("button", name="Eva").press("Enter")
    expect(plain.get_by_role("status")).to_have_text("1 van de 2 aanwezig")
    page.goto(plain.url)
    expect(page.get_by_role("button", name="Eva")).to_have_attribute("aria-pressed", "true")
    box = page.get_by_role("button", name="Dirk").bounding_box()
    assert box is not None
    assert box["height"] >= 64
    check(page)
    page.goto(desk.own("eva", "verhuist").replace("/mijn/", "/evaluatie/"))
    check(page)
