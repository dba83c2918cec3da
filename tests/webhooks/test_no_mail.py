"""“Geen mail meer”: who said so, or whose mail bounced, gets no service mail until it is lifted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, expect

from backbone.no_mail import NoMail, digest_of
from backbone.settings import Settings
from channels.mail.letter import Letter
from channels.mail.post import NotMailed, Post
from museum.errors import StopRun
from museum.mail_address import MailAddress
from tests.bases import BASE_ID, base_of, record_id
from tests.browser import axe_findings
from tests.servers import free_port, serve_app, start_sandbox
from webhooks.app import create_app
from webhooks.serve import app_parts
from workflows.context import Context, open_context
from workflows.fetch import fetch
from workflows.mail import open_alarm_post, open_post, stop_url

NOW = datetime(2027, 3, 2, 9, tzinfo=UTC)
ANNA = "Anna@museum.example"


@dataclass
class House:
    """The app, its mail, and what stands behind it."""

    url: str
    sandbox: str
    context: Context

    def post(self) -> Post:
        found = open_post(self.context)
        assert found is not None
        return found

    def letter(self, key: str, to: str = ANNA) -> Letter:
        stop = stop_url(self.context, to)
        return Letter(key, MailAddress(to), "Dag", "Dag", "<p>Dag</p>", False, stop_url=stop)

    def mails(self, to: str = ANNA) -> list[dict[str, Any]]:
        found = requests.get(f"{self.sandbox}/sandbox/mails", {"to": to}, timeout=5).json()["mails"]
        return list(found)

    def refuse(self, status: int, body: str) -> None:
        fault = {"service": "smtp", "match": "RCPT ", "kind": "status", "status": status,
                 "body": body}  # fmt: skip
        requests.post(f"{self.sandbox}/sandbox/faults", json=fault, timeout=5).raise_for_status()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder, port = tmp_path_factory.mktemp("no_mail"), free_port()
    base = base_of({"museums": [{"id": "huis", "name": "Het Huis", "place": "Assen"}]})
    with start_sandbox(folder / "sandbox", base=base) as sandbox:
        (folder / "data").mkdir()
        smtp = requests.get(f"{sandbox}/sandbox/health", timeout=5).json()["smtp"]
        settings = Settings(
            data=folder / "data",
            airtable_url=sandbox,
            airtable_token="token",
            airtable_base=BASE_ID,
            site_url=f"http://127.0.0.1:{port}",
            smtp_url=smtp,
            mail_from="platform@museum.example",
        )
        context = open_context(settings, lambda: NOW)
        fetch(context, always=True)
        app = create_app(app_parts(context, lambda _workflow, _run: None, lambda _run: None))
        with serve_app(app, port) as url:
            yield House(url, sandbox, context)


@pytest.fixture
def house(opened: House) -> House:
    with opened.context.database.begin() as connection:
        connection.exec_driver_sql("DELETE FROM no_mail")
    requests.delete(f"{opened.sandbox}/sandbox/mails", timeout=5)
    return opened


def test_a_reader_says_geen_mail_meer_with_one_press(house: House) -> None:
    house.post().send(house.letter("een"))
    headers = dict(house.mails()[0]["headers"])
    address = headers["List-Unsubscribe"].strip("<>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert requests.get(address, timeout=5).status_code == 200
    house.post().send(house.letter("twee"))  # to look at the page stops nothing
    pressed = requests.post(address, {"List-Unsubscribe": "One-Click"}, timeout=5)
    assert (pressed.status_code, "U krijgt geen mail meer" in pressed.text) == (200, True)
    with pytest.raises(NotMailed, match="geen mail meer"):
        house.post().send(house.letter("drie", to=ANNA.lower()))
    assert house.post().send(house.letter("twee")).is_new is False  # what went, went
    assert len(house.mails()) == 2
    assert requests.get(address[:-3] + "xyz", timeout=5).status_code == 404
    alarm = open_alarm_post(house.context)
    assert alarm is not None
    assert alarm.send(house.letter("alarm")).is_new


@pytest.mark.parametrize(("status", "said", "is_gone"), [
    (550, "5.1.1 User unknown", True),
    (550, "No such user here", True),
    (553, "5.1.3 Bad address", True),
    (550, "5.7.1 Rejected as spam", False),
    (554, "5.7.1 Relay denied", False),
    (451, "4.1.1 Try later", False),
])  # fmt: skip
def test_a_hard_bounce_puts_an_address_on_the_list(
    house: House, status: int, said: str, is_gone: bool
) -> None:
    house.refuse(status, said)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the next line tells which
        house.post().send(house.letter(f"b-{status}-{said}"))
    assert isinstance(caught.value, StopRun) is (status >= 500)
    assert NoMail(house.context.database).holds(ANNA) is is_gone


def test_lifted_by_staff_only_something_new_puts_it_back(house: House) -> None:
    listed = NoMail(house.context.database)
    digest = digest_of(ANNA)
    assert listed.add(digest, "bounced", NOW) is True
    assert listed.add(digest, "asked", NOW) is False
    assert listed.lift(digest, NOW + timedelta(hours=1)) is True
    assert listed.add(digest, "bounced", NOW) is False  # the same bounce, read again
    assert (listed.holds(ANNA), listed.all()) == (False, [])
    assert listed.add(digest, "bounced", NOW + timedelta(hours=2)) is True
    assert listed.holds(ANNA.upper())


@pytest.mark.browser
def test_staff_see_the_list_and_lift(house: House, browser: Browser) -> None:
    context = house.context
    context.links.make(record_id("huis"), "Anna Smit", ANNA, False, NOW, timedelta(days=9))
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(stop_url(context, ANNA))
    assert axe_findings(page) == []
    page.get_by_role("button", name="Ja, geen mail meer").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("U krijgt geen mail meer")
    page.goto(f"{house.url}/beheer/geen-mail")
    card = page.get_by_role("article", name="Het Huis: Anna Smit")
    expect(card).to_contain_text("zei “geen mail meer”")
    page.get_by_label("E-mailadres").fill("bram@museum.example")
    page.get_by_role("button", name="Geen mail meer sturen").press("Enter")
    expect(page.get_by_role("status")).to_have_text("Dit adres krijgt geen mail meer.")
    expect(page.get_by_role("article", name="Onbekend adres")).to_be_visible()
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    card.get_by_role("button", name="Weer mail sturen").press("Enter")
    expect(card).to_have_count(0)
    assert not NoMail(context.database).holds(ANNA)
    page.close()
    session = requests.Session()
    shown = session.get(f"{house.url}/beheer/geen-mail", timeout=5).text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', shown)[0]
    assert session.post(f"{house.url}/beheer/geen-mail", {"address": "a@b.example"},
                        timeout=5).status_code == 400  # fmt: skip
    wrong = {"csrf_token": token, "address": "geen adres", "doe": "halen"}
    answer = session.post(f"{house.url}/beheer/geen-mail", wrong, timeout=5)
    assert "<title>Fout: Geen mail meer" in answer.text
    right = {**wrong, "address": "bram@museum.example"}
    answer = session.post(f"{house.url}/beheer/geen-mail", right, timeout=5)
    assert "Dit adres krijgt weer mail." in answer.text
