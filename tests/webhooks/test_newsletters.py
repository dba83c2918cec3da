"""`/beheer/nieuwsbrieven`: a named person approves what they saw, and sees what became of it."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from museum.after_sending import Outcome
from museum.sending import Mailing
from tests.bases import record_id
from tests.browser import axe_findings
from tests.newsroom import STAFF_ADDRESS, Newsroom, open_newsroom, planned
from tests.servers import free_port, serve_app
from webhooks.app import create_app
from webhooks.serve import app_parts
from webhooks.staff import moment_in_words
from workflows.jobs import jobs
from workflows.reader_desk import open_desk
from workflows.readers import READERS, readers_due

KEY = record_id("maand")
LONG_MS = 15_000


@dataclass
class Desk:
    """The pages, and the newsroom behind them."""

    url: str
    room: Newsroom
    asked: list[str]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder, port = tmp_path_factory.mktemp("pages"), free_port()
    site = f"http://127.0.0.1:{port}"
    with open_newsroom(folder, newsletter_to=STAFF_ADDRESS, site_url=site, hook_url=site) as room:
        asked: list[str] = []
        parts = app_parts(room.context, lambda job, _run: asked.append(job), asked.append)
        with serve_app(create_app(parts), port) as url:
            yield Desk(f"{url}/beheer/nieuwsbrieven", room, asked)


@pytest.fixture
def desk(opened: Desk) -> Desk:
    opened.room.clear()
    opened.asked.clear()
    return opened


def fits(page: Page, width: int = 360) -> None:
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_from_draft_to_sent_by_keyboard(desk: Desk, browser: Browser) -> None:
    room = desk.room
    room.run()
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(desk.url)
    fits(page)
    page.get_by_role("link", name="Nieuws van de maand").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nieuws van de maand")
    expect(page.get_by_role("button", name="Goedkeuren")).to_have_count(0)
    page.get_by_text("In orde (").press("Enter")
    expect(page.get_by_text("Mailchimp: Replies")).to_be_visible()
    page.get_by_label("Uw naam").fill("Roos  Kamp")
    page.get_by_role("button", name="Stuur een proefmail").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("proefmail gaat zo weg")
    room.run()
    assert len(room.mails(address=STAFF_ADDRESS)) == 1
    page.get_by_role("link", name="Ververs deze pagina").press("Enter")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("link", name="Lezing over turf")).to_be_visible(timeout=LONG_MS)
    when = moment_in_words(planned(room.begin).replace(minute=15))
    expect(page.locator("#n-goed")).to_contain_text(when)
    fits(page)
    expect(page.get_by_label("Uw naam")).to_have_value("Roos Kamp")
    page.get_by_role("button", name="Goedkeuren").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Goedgekeurd.")
    approval = room.mailing().approval
    assert approval is not None
    assert (approval.by, dict(approval.prints)) == ("Roos Kamp", dict(room.mailing().prints))
    assert desk.asked == ["nieuwsbrieven"] * 2
    room.run()
    page.reload()
    expect(page.locator(".lead")).to_contain_text("Goedgekeurd door Roos Kamp")
    page.get_by_role("button", name="Trek in").press("Enter")
    room.run()
    assert {one["status"] for one in room.campaigns()} == {"save"}
    page.reload()
    expect(page.locator("#wie ~ ul li").first).to_contain_text("Roos Kamp trok in")
    page.close()


def test_mailchimps_word_that_it_went_is_followed_at_once(desk: Desk) -> None:
    """From its message at our door to the report: nobody waits for the timetable."""
    room, started = desk.room, dict[str, str]()
    assert open_desk(room.context).look_after_hook() == "made"
    work = jobs(room.context, None, lambda job, run_id: started.update({run_id: job}))
    room.make_ready()
    room.approve()
    room.run()
    moment = room.mailing().moment
    assert moment is not None
    room.at(moment)
    room.wait_until(lambda: readers_due(room.context))
    assert room.work(work[READERS], READERS)["summary"] == "Van lezers verwerkt: 1 bericht."
    ((run_id, job),) = started.items()
    assert (job, run_id.startswith("nieuwsbrieven-bericht-")) == ("nieuwsbrieven", True)
    room.wait_until(lambda: {one["status"] for one in room.campaigns()} == {"sent"})
    room.run()
    assert (room.mailing().state, readers_due(room.context)) == ("sent", "")
    room.at(moment + timedelta(hours=1))
    assert room.report()["summary"] == "Verslagen gelezen: 1."
    page = requests.get(f"{desk.url}/{KEY}", timeout=10).text
    assert re.search(r"Lezers\s*</\w+>\s*<\w+[^>]*>\s*3\b", page)
    hook = room.call("GET", f"/lists/{room.list_id}/webhooks")["webhooks"][0]
    room.call("DELETE", f"/lists/{room.list_id}/webhooks/{hook['id']}")


def form_of(session: requests.Session, url: str) -> dict[str, str]:
    page = session.get(url, timeout=10).text
    found = re.findall(r'name="(csrf_token|gezien)" value="([^"]+)"', page)
    return {"naam": "Anna", **dict(found)}


def test_only_what_was_seen_is_approved_and_once(desk: Desk) -> None:
    room, session, url = desk.room, requests.Session(), f"{desk.url}/{KEY}"
    room.make_ready()
    old = form_of(session, url)
    room.change("activities", "lezing", title="Lezing over heide")
    room.run()
    room.test()
    told = session.post(url, {**old, "doe": "goedkeuren"}, timeout=10)
    assert (told.status_code, "veranderd sinds u haar bekeek" in told.text) == (409, True)
    assert "<title>Fout: Nieuws van de maand" in told.text
    new = form_of(session, url)
    without = {name: value for name, value in new.items() if name != "csrf_token"}
    assert session.post(url, {**without, "doe": "goedkeuren"}, timeout=10).status_code == 400
    nameless = session.post(url, {**new, "naam": " ", "doe": "goedkeuren"}, timeout=10)
    assert "Vul uw naam in." in nameless.text
    assert session.post(url, {**new, "doe": "iets"}, timeout=10).status_code == 400
    assert session.post(url, {**new, "doe": "goedkeuren"}, timeout=10).status_code == 200
    second = session.post(url, {**new, "naam": "Bram", "doe": "goedkeuren"}, timeout=10)
    assert (second.status_code, "Anna keurde deze nieuwsbrief al goed." in second.text) == (
        409,
        True,
    )
    assert session.get(f"{url}/brief/nl/{'0' * 64}", timeout=10).status_code == 404
    assert session.get(f"{desk.url}/recGeenEditie", timeout=10).status_code == 404


def test_a_letter_is_shown_and_does_nothing(desk: Desk) -> None:
    desk.room.run()
    seen = desk.room.mailing().prints["nl"]
    shown = requests.get(f"{desk.url}/{KEY}/brief/nl/{seen}", timeout=10)
    assert "Lezing over turf" in shown.text
    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    page = requests.get(desk.url, timeout=10)
    assert page.headers["X-Frame-Options"] == "DENY"
    text = requests.get(f"{desk.url}/{KEY}/tekst/nl/{seen}", timeout=10)
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"


def keep_sent(room: Newsroom, months_ago: int) -> None:
    """Keep an edition of a while ago with its report."""
    at = (room.begin - timedelta(days=30 * months_ago)).replace(hour=8)
    mailing = Mailing(f"recOud{months_ago}", "edition", f"recOud{months_ago}",
                      f"Nieuws {months_ago}", state="reported", sent_at=at)  # fmt: skip
    room.mailings.add(mailing)
    link = f"https://musea.example/lezing-{months_ago}/"
    outcome = Outcome(200 + months_ago, 90 + 3 * months_ago, 30, months_ago % 4, 1, {link: 12})
    room.mailings.keep_report(mailing.key, asdict(outcome), at)


def test_a_year_is_a_plot_with_its_table(desk: Desk, browser: Browser) -> None:
    room = desk.room
    year = room.begin.year
    for months_ago in range(1, 9):
        keep_sent(room, months_ago)
    page = browser.new_page(viewport={"width": 768, "height": 900})
    page.goto(f"{desk.url}?jaar={year}")
    figure = page.get_by_role("img", name=f"Wat lezers deden met de nieuwsbrieven van {year}")
    expect(figure).to_be_visible()
    rows = page.locator("#plot-tabel tbody tr")
    sent = [one.sent_at for one in room.mailings.all(["reported"]) if one.sent_at]
    this_year = [one for one in sent if one.year == year]
    expect(rows).to_have_count(len(this_year))
    assert page.locator(".plot rect.opened").count() == len(this_year)
    expect(rows.last).to_contain_text("46%")
    fits(page, 768)
    page.emulate_media(media="print")
    expect(figure).to_be_visible()
    page.goto(f"{desk.url}/recOud1")
    expect(page.get_by_role("row", name=re.compile("lezing-1"))).to_contain_text("12")
    fits(page, 768)
    page.close()
    empty = requests.get(f"{desk.url}?jaar={year - 5}", timeout=10).text
    assert "nog geen verslag" in empty


def test_what_keeps_a_draft_from_going_on_is_said(desk: Desk) -> None:
    desk.room.reply_to = "nieuws@elders.example"
    desk.room.run()
    assert "Eerst oplossen: Mailchimp: Replies." in requests.get(desk.url, timeout=10).text
    page = requests.get(f"{desk.url}/{KEY}", timeout=10).text
    assert "Verify the domain elders.example." in page


def test_what_is_to_come_stands_in_the_list_before_it_is_made(desk: Desk) -> None:
    later = planned(desk.room.begin) + timedelta(days=60)
    desk.room.change("newsletters", "maand", planned_for=later.isoformat())
    desk.room.run()
    page = requests.get(desk.url, timeout=10).text
    assert "Wordt klaargezet vanaf" in page
