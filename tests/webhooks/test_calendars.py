"""`/kalenders/`: every feed as other programs read it, the page, and staff's secret addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, expect

from backbone.calendar_addresses import CalendarAddresses
from backbone.settings import Settings
from channels.feeds.ical import calendar_text, event_fragment
from tests.bases import BASE_ID, base_of, record_id
from tests.browser import axe_findings
from tests.channels.feeds.test_ical import WEEKLY, feed_event
from tests.other_parser import SeenEvent, read_by_other
from tests.servers import free_port, serve_app, start_sandbox
from webhooks.app import create_app
from webhooks.serve import app_parts
from workflows.context import Context, open_context
from workflows.fetch import fetch

NOW = datetime(2027, 3, 2, 9, tzinfo=UTC)
FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
BASE: dict[str, Any] = {
    "museums": [],
    "programme": [
        {
            "id": "cursus", "title": "Cursus textiel; drie avonden", "kind": "course",
            "audiences": ["volunteer"], "date_status": "fixed", "place": "Assen",
            "starts": "2027-03-16T18:30:00.000Z", "ends": "2027-03-16T20:30:00.000Z",
            "repeats": "weekly", "repeats_until": "2027-04-06",
            "except_dates": "30-03-2027", "extra_dates": "08-04-2027",
            "hours_before": 4.0, "staff": ["coordinator"],
        },
        {
            "id": "congres", "title": "Museumcongres", "kind": "congress",
            "audiences": ["board", "professional"], "date_status": "provisional",
            "first_day": "2027-10-07", "last_day": "2027-10-08", "room": "De Nieuwe Kolk",
        },
        {
            "id": "borrel", "title": "Netwerkborrel", "kind": "drinks", "audiences": ["board"],
            "date_status": "cancelled", "starts": "2027-06-10T15:00:00.000Z",
        },
        {"id": "later", "title": "Webinar", "audiences": ["board"], "date_status": "unknown"},
    ],
    "leave": [
        {
            "id": "verlof", "title": "Meivakantie", "person": "coordinator",
            "first_day": "2027-04-26", "last_day": "2027-05-07",
        }
    ],
    "partner_dates": [{"id": "tt", "title": "TT Assen", "first_day": "2027-06-24"}],
}  # fmt: skip
COURSE = [
    (starts, starts + timedelta(hours=2))
    for starts in (
        datetime(2027, month, day, hour, 30, tzinfo=UTC)
        for month, day, hour in [(3, 16, 18), (3, 23, 18), (4, 6, 17), (4, 8, 17)]
    )
]


@dataclass
class Site:
    """The site's address, and what stands behind it."""

    url: str
    context: Context

    def get(self, path: str, **headers: str) -> requests.Response:
        return requests.get(self.url + path, headers=headers, timeout=10)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("calendars"), free_port()
    public = folder / "data" / "public"
    public.mkdir(parents=True)
    visitors = [event_fragment(feed_event(WEEKLY)).encode()]
    (public / "agenda.ics").write_bytes(calendar_text("Agenda", "https://a.example", visitors))
    with start_sandbox(folder / "sandbox", base=base_of(BASE)) as sandbox:
        settings = Settings(
            data=folder / "data",
            airtable_url=sandbox,
            airtable_token="token",
            airtable_base=BASE_ID,
            site_url=f"http://127.0.0.1:{port}",
        )
        context = open_context(settings, lambda: NOW)
        fetch(context, always=True)
        app = create_app(app_parts(context, lambda _workflow, _run: None, lambda _run: None))
        with serve_app(app, port) as url:
            yield Site(url, context)


def by_summary(events: list[SeenEvent]) -> dict[str, SeenEvent]:
    return {one.summary: one for one in events}


def test_another_program_reads_every_feed(site: Site) -> None:
    own = CalendarAddresses(site.context.database).make("coordinator", "dag", NOW)
    names = ["jaarprogramma", "bestuur", "vakinhoudelijk", "vrijwilliger", "alles"]
    paths = [*(f"/kalenders/{name}.ics" for name in names), f"/kalenders/eigen/{own.id}.ics"]
    bodies = [site.get(path).content for path in paths]
    *public, everything, staff = map(by_summary, read_by_other(bodies, FIRST, LAST, "Asia/Tokyo"))
    course, congress = "Cursus textiel; drie avonden", "Voorlopig: Museumcongres"
    drinks = "Afgelast: Netwerkborrel"
    assert [set(one) for one in public] == [
        {course, congress, drinks}, {congress, drinks}, {congress}, {course},
    ]  # fmt: skip
    assert list(public[0][course].times) == COURSE
    assert public[0][course].uid.startswith(record_id("cursus"))
    assert public[0][congress].times == ((date(2027, 10, 7), date(2027, 10, 9)),)
    assert (public[0][congress].status, public[0][drinks].status) == ("TENTATIVE", "CANCELLED")
    assert len(everything) == 4
    assert {course, congress, drinks, "Meivakantie", "TT Assen"} < set(staff)
    blocks = [one for one in read_by_other(bodies[-1:], FIRST, LAST)[0] if "Voorb" in one.summary]
    assert [one.times[0][0] for one in blocks] == [
        datetime(2027, 3, 4, 8, tzinfo=UTC), datetime(2027, 3, 11, 8, tzinfo=UTC),
    ]  # fmt: skip
    assert (staff[course].alarms, staff[drinks].alarms, public[0][course].alarms) == (1, 0, 0)


def test_a_reminder_only_when_asked(site: Site) -> None:
    body = site.get("/kalenders/vrijwilliger.ics?herinnering=week").content
    assert b"TRIGGER:-P7D" in body or b"TRIGGER:-P1W" in body
    assert site.get("/kalenders/vrijwilliger.ics?herinnering=nooit").status_code == 404
    assert site.get("/kalenders/onzin.ics").status_code == 404


def test_what_did_not_change_is_not_sent_again(site: Site) -> None:
    first = site.get("/kalenders/jaarprogramma.ics")
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    for headers in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        again = site.get("/kalenders/jaarprogramma.ics", **headers)
        assert (again.status_code, again.content) == (304, b"")
    assert site.get("/kalenders/jaarprogramma.ics", **{"If-None-Match": '"x"'}).status_code == 200


def test_a_secret_address_works_until_it_is_taken_back(site: Site) -> None:
    session = requests.Session()
    page = session.get(f"{site.url}/beheer/kalenders", timeout=10)
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page.text)[0]
    typed = {"csrf_token": token, "person": "assistant", "herinnering": ""}
    page = session.post(f"{site.url}/beheer/kalenders", data=typed, timeout=10)
    address = re.findall(r"<code>(http[^<]+)</code>", page.text)[-1]
    answer = requests.get(address, timeout=10)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert b"Meivakantie" not in answer.content  # the coordinator's leave is not the assistant's
    assert b"TT Assen" in answer.content
    name = address.rpartition("/")[2].removesuffix(".ics")
    typed = {"csrf_token": token}
    session.post(f"{site.url}/beheer/kalenders/{name}/intrekken", data=typed, timeout=10)
    assert requests.get(address, timeout=10).status_code == 410
    assert site.get("/kalenders/eigen/geraden.ics").status_code == 404


@pytest.mark.browser
def test_the_page_says_what_comes_and_how_to_subscribe(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="nl-NL")
    page = context.new_page()
    page.goto(f"{site.url}/kalenders/")
    expect(page.locator(".rows li").first).to_contain_text("Cursus textiel; drie avonden")
    expect(page.locator(".rows li").last).to_contain_text("datum volgt")
    google = page.get_by_role("link", name=re.compile("Google.*: bestuur"))
    host = site.url.partition("://")[2]
    expect(google).to_have_attribute(
        "href",
        "https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2F"
        f"{host.replace(':', '%3A')}%2Fkalenders%2Fbestuur.ics",
    )
    apple = page.get_by_role("link", name=re.compile("Apple.*: bestuur"))
    expect(apple).to_have_attribute("href", f"webcal://{host}/kalenders/bestuur.ics")
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="Een dag vooraf").click()
    expect(page.get_by_role("status")).to_contain_text("herinnering")
    page.goto(f"{site.url}/beheer/kalenders")
    assert axe_findings(page) == []
    context.close()


def test_the_year_on_paper_is_set_once_and_found_again(site: Site) -> None:
    page = site.get("/kalenders/").text
    assert "/kalenders/jaarprogramma-2027-a3.pdf" in page
    first = site.get("/kalenders/jaarprogramma-2027-a4.pdf")
    assert (first.status_code, first.headers["Content-Type"]) == (200, "application/pdf")
    assert first.content.startswith(b"%PDF-")
    known = {"If-None-Match": first.headers["ETag"]}
    assert site.get("/kalenders/jaarprogramma-2027-a4.pdf", **known).status_code == 304
    for wrong in ("2019-a4", "2027-a5"):
        assert site.get(f"/kalenders/jaarprogramma-{wrong}.pdf").status_code == 404
