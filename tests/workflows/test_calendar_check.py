"""The job that reads the calendar: points open and close themselves; staff say what is meant so."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from backbone.calendar_findings import CalendarFindings
from backbone.settings import Settings
from tests.bases import BASE_ID, base_of, field_id, record_id, table_id
from tests.browser import axe_findings
from tests.servers import free_port, serve_app, start_sandbox
from webhooks.app import create_app
from webhooks.serve import app_parts
from workflows.calendar_check import CALENDAR_CHECK, calendar_jobs
from workflows.context import Context, open_context
from workflows.fetch import fetch

STAFF = {"Authorization": "Bearer staff"}
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = "2027-04-06T11:00:00.000Z"
BASE: dict[str, Any] = {
    "museums": [{"id": "m", "name": "Drents Museum", "on_website": True, "hours_text": "za 11-17"}],
    "programme": [
        {
            "id": name, "title": title, "kind": "workshop", "audiences": ["volunteer"],
            "date_status": "fixed", "starts": DAY, "ends": "2027-04-06T13:00:00.000Z",
        }
        for name, title in (("turf", "Workshop turf"), ("veen", "Workshop veen"))
    ],
    "partner_dates": [
        {"id": "p", "title": "Museumweek", "kind": "sector", "first_day": "2027-04-12",
         "source": "Museumvereniging", "checked_on": "2027-02-01"}
    ],
}  # fmt: skip


@dataclass
class Hall:
    """The tables, the job and the staff pages; `now` is a clock that does not run."""

    sandbox: str
    context: Context
    job: Callable[..., Any]
    client: FlaskClient
    clock: list[datetime] = field(default_factory=lambda: [NOON])
    runs: int = 0

    def check(self) -> dict[str, Any]:
        """Fetch and run the job."""
        self.runs += 1
        fetch(self.context, always=True)
        done: dict[str, Any] = self.job(lambda _name, work: work(), f"run-{self.runs}", {})
        return done

    def change(self, table: str, name: str, **cells: Any) -> None:
        fields = {field_id(table, key): value for key, value in cells.items()}
        url = f"{self.sandbox}/v0/{BASE_ID}/{table_id(table)}/{record_id(name)}"
        requests.patch(url, json={"fields": fields}, headers=STAFF, timeout=10).raise_for_status()

    def open_rules(self) -> list[str]:
        """The rules of the open attention points of the calendar."""
        keys = [one.point.key for one in self.context.attention.open_points()]
        return sorted(key.split(":")[1] for key in keys if key.startswith("agenda:"))

    def press(self, button: str, key: str) -> str:
        """Press a button of the page, at the point with this key."""
        page = self.client.get("/beheer/jaarprogramma").text
        forms = re.findall(r"<form.*?</form>", page, re.S)
        form = next(one for one in forms if f'value="{key}"' in one and button in one)
        data = dict(re.findall(r'name="(\w+)" value="([^"]+)"', form))
        action = re.search(r'action="([^"]+)"', form)
        assert action
        return self.client.post(action[1], data=data, follow_redirects=True).text


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("calendar")
    (folder / "data").mkdir()
    with start_sandbox(folder / "sandbox", base=base_of(BASE)) as sandbox:
        settings = Settings(
            data=folder / "data",
            airtable_url=sandbox,
            airtable_token="token",
            airtable_base=BASE_ID,
        )
        clock = [NOON]
        context = open_context(settings, lambda: clock[0])
        app = create_app(app_parts(context, lambda _workflow, _run: None, lambda _run: None))
        job = calendar_jobs(context)[CALENDAR_CHECK]
        yield Hall(sandbox, context, job, app.test_client(), clock)


def test_points_open_stay_quiet_when_meant_so_and_close_themselves(hall: Hall) -> None:
    assert hall.check()["outcome"] == "changed"
    assert "same_day" in hall.open_rules()
    first = {one.key: one.first_seen for one in CalendarFindings(hall.context.database).all()}
    hall.clock[0] += timedelta(hours=1)
    assert hall.check()["outcome"] == "unchanged"
    assert first == {o.key: o.first_seen for o in CalendarFindings(hall.context.database).all()}

    key = f"agenda:same_day:{':'.join(sorted([record_id('turf'), record_id('veen')])[::-1])}"
    assert "zo bedoeld" in hall.press("Dit is zo bedoeld", key)
    assert "same_day" not in hall.open_rules()
    hall.clock[0] += timedelta(days=1)
    hall.check()
    assert "same_day" not in hall.open_rules(), "nothing changed but the day"

    hall.change("programme", "veen", starts="2027-04-06T12:00:00.000Z")
    hall.check()
    assert "same_day" in hall.open_rules(), "the facts changed"
    hall.press("Dit is zo bedoeld", key)
    assert "weer in de lijst" in hall.press("Toch weer melden", key)
    assert "same_day" in hall.open_rules()

    hall.change("programme", "veen", starts="2027-05-18T12:00:00.000Z", ends=None)
    assert hall.check()["lines"][1] == "Opgelost: 1."
    assert "same_day" not in hall.open_rules()


def test_an_acceptance_of_other_facts_is_refused(hall: Hall) -> None:
    hall.check()
    found = CalendarFindings(hall.context.database)
    key = found.all()[0].key
    assert not found.accept(key, "of yesterday", NOON)


def test_a_row_that_cannot_be_read_is_said(hall: Hall) -> None:
    hall.change("programme", "turf", audiences=[])
    hall.check()
    told = [one.point for one in hall.context.attention.open_points()]
    assert [one.field for one in told if one.record_id == record_id("turf")] == ["audiences"]
    hall.change("programme", "turf", audiences=["Vrijwilliger"])
    hall.check()


@pytest.mark.browser
def test_the_page_works_with_a_keyboard_and_for_everyone(hall: Hall, browser: Browser) -> None:
    hall.change("programme", "veen", starts="2027-04-06T12:00:00.000Z")
    hall.check()
    app = hall.client.application
    with serve_app(app, free_port()) as address:
        page = browser.new_page(viewport={"width": 320, "height": 800})
        page.goto(f"{address}/beheer/jaarprogramma")
        assert axe_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        row = page.get_by_role("link", name="Workshop veen").first.get_attribute("href")
        place = f"{BASE_ID}/{table_id('programme')}/{record_id('veen')}"
        assert row == f"{hall.sandbox}/{place}"
        button = page.get_by_role("button", name="Dit is zo bedoeld").first
        button.focus()
        page.keyboard.press("Enter")
        page.get_by_role("status").get_by_text("dit is zo bedoeld").wait_for()
        page.get_by_text("Zo bedoeld (1)").click()
        assert page.get_by_role("button", name="Toch weer melden").is_visible()
        assert axe_findings(page) == []
        page.goto(row)
        page.locator("#panel:not([hidden])").wait_for()
        page.close()
