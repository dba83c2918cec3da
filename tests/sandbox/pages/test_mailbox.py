"""The mailbox page, as people read it."""

from email.message import EmailMessage
from email.utils import formatdate

import pytest
import requests
from playwright.sync_api import Browser

from tests.browser import axe_findings
from tests.sandbox.mail.test_smtp import send
from tests.servers import smtp_port_of


def deliver(address: str) -> int:
    """Send a letter with an odd subject and a script; returns its number."""
    mail = EmailMessage()
    mail["From"] = "Platform <platform@museum.example>"
    mail["To"] = "lezer@museum.example"
    mail["Date"] = formatdate()
    mail["Subject"] = "Bevestig <b>uw</b> gegevens"
    mail.set_content("Dag!\nKlik: https://museum.example/ja?sleutel=1&b=2.\n<script>1</script>\n")
    mail.add_alternative(
        f"<script>top.document.title='X'</script><p>Dag! <a href='{address}/sandbox/'>Ja</a></p>",
        subtype="html",
    )
    send(smtp_port_of(address), mail)
    found = requests.get(f"{address}/sandbox/mails", timeout=5).json()["mails"]
    return int(found[-1]["id"])


def test_a_letter_is_shown_and_its_links_work_but_nothing_in_it_runs(address: str) -> None:
    number = deliver(address)
    box = requests.get(f"{address}/postvak/?lezer=lezer@museum.example", timeout=5).text
    assert f'<a href="/postvak/{number}">Bevestig &lt;b&gt;uw&lt;/b&gt; gegevens</a>' in box
    page = requests.get(f"{address}/postvak/{number}", timeout=5).text
    assert '<a href="https://museum.example/ja?sleutel=1&amp;b=2" rel="noreferrer">' in page
    assert "&lt;script&gt;1&lt;/script&gt;" in page
    assert "Voorbeeldgegevens" in page
    html = requests.get(f"{address}/postvak/{number}/html", timeout=5)
    assert "sandbox allow-popups" in html.headers["Content-Security-Policy"]
    source = requests.get(f"{address}/postvak/{number}/bron", timeout=5)
    assert source.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_a_letter_that_is_gone_says_so(address: str) -> None:
    for path in ("", "/html", "/bron", "/deel/0"):
        reply = requests.get(f"{address}/postvak/99999{path}", timeout=5)
        assert reply.status_code == 404
        assert "Deze brief is er niet (meer)." in reply.text


def test_the_mailbox_is_emptied_from_its_own_page_only(address: str) -> None:
    deliver(address)
    url = f"{address}/postvak/legen"
    assert requests.post(url, headers={"Origin": "http://x.example"}, timeout=5).status_code == 403
    assert requests.post(url, headers={"Origin": address}, timeout=5).status_code == 200
    assert "Er is nog geen post." in requests.get(f"{address}/postvak/", timeout=5).text


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_mailbox_fits_and_has_nothing_against_it(
    browser: Browser, address: str, width: int
) -> None:
    number = deliver(address)
    page = browser.new_page(viewport={"width": width, "height": 800})
    for path in ("/postvak/", f"/postvak/{number}", "/"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe_findings(page) == []
    page.goto(f"{address}/postvak/{number}")
    assert page.title().startswith("Bevestig")
    with page.expect_popup() as popup:
        page.frame_locator("iframe").get_by_role("link", name="Ja").click()
    popup.value.wait_for_load_state()
    assert popup.value.url == f"{address}/sandbox/"
    page.close()
    popup.value.close()
