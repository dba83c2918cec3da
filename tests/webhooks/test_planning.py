"""Date advice, hours and tasks: over HTTP against the sandbox, and in a real browser."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from backbone.programme_edits import ProgrammeEdits
from backbone.settings import Settings
from tests.bases import BASE_ID, base_of, field_id, record_id, table_id
from tests.browser import axe_findings
from tests.forking import MUSEUMFLOW, run
from tests.servers import free_port, serve_app, start_sandbox
from webhooks.app import create_app
from webhooks.serve import app_parts
from workflows.calendar_check import CALENDAR_CHECK, calendar_jobs
from workflows.context import Context, open_context
from workflows.fetch import fetch
from workflows.programme_edits import PROGRAMME_EDITS, programme_edit_jobs, ticked

STAFF = {"Authorization": "Bearer staff"}
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
QUESTION = (
    "een workshop van een dagdeel voor vrijwilligers, in mei of juni, niet op maandag, "
    "ongeveer 25 mensen"
)
BASE: dict[str, Any] = {
    "museums": [],
    "programme": [
        {
            "id": "depotdag", "title": "Depotdag", "kind": "workshop", "audiences": ["volunteer"],
            "date_status": "fixed", "starts": "2027-05-25T08:00:00.000Z",
            "ends": "2027-05-25T14:00:00.000Z", "staff": ["assistant"], "hours_before": 3,
            "hours_on_the_day": 7, "hours_after": 1,
        },
        {
            "id": "congres", "title": "Museumcongres", "kind": "congress",
            "audiences": ["board"], "date_status": "provisional",
            "starts": "2027-06-11T08:00:00.000Z", "ends": "2027-06-11T15:00:00.000Z",
            "staff": ["coordinator", "assistant"],
        },
    ],
    "partner_dates": [
        {"id": "p", "title": "Congres Fryslân", "kind": "congress", "first_day": "2027-06-03",
         "source": "Museumfederatie", "checked_on": "2027-02-01"}
    ],
    "leave": [
        {"id": "l", "title": "Vrij", "person": "coordinator", "first_day": "2027-05-10",
         "last_day": "2027-05-14"}
    ],
    "event_templates": [
        {"id": "dc", "title": "Congres", "kind": "congress", "hours_before": 40,
         "hours_on_the_day": 16, "hours_after": 4, "weeks_before": 12},
        {"id": "dw", "title": "Workshop", "kind": "workshop", "hours_before": 6,
         "hours_on_the_day": 5, "hours_after": 2, "weeks_before": 8},
    ],
    "template_tasks": [
        {"id": "zaal", "title": "Zaal vastleggen", "template": "dc", "weeks_before": 16,
         "person": "coordinator"},
        {"id": "eten", "title": "Eten bestellen", "template": "dc", "weeks_before": 6,
         "person": "assistant"},
        {"id": "bedank", "title": "Bedanken", "template": "dc", "weeks_before": -1,
         "person": "assistant"},
    ],
}  # fmt: skip


@dataclass
class Office:
    """The tables, the pages and the jobs; the clock stands still on Monday 1 March 2027."""

    sandbox: str
    context: Context
    client: FlaskClient
    started: list[tuple[str, str]] = field(default_factory=list)
    runs: int = 0

    def write(self) -> dict[str, Any]:
        """Run the job that writes, and read the tables again."""
        self.runs += 1
        job = programme_edit_jobs(self.context)[PROGRAMME_EDITS]
        done: dict[str, Any] = job(lambda _name, work: work(), f"run-{self.runs}", {})
        fetch(self.context, always=True)
        return done

    def row(self, record: str) -> dict[str, Any]:
        """Return a row of the programme as Airtable has it, by field key."""
        url = f"{self.sandbox}/v0/{BASE_ID}/{table_id('programme')}/{record}"
        found = requests.get(
            url, headers=STAFF, params={"returnFieldsByFieldId": "true"}, timeout=10
        )
        cells = found.json()["fields"]
        table = self.context.definitions.table("programme")
        by_id = {field_id("programme", one.key): str(one.key) for one in table.fields}
        return {by_id[one]: value for one, value in cells.items() if one in by_id}

    def rows(self) -> int:
        """Return how many rows the programme has."""
        url = f"{self.sandbox}/v0/{BASE_ID}/{table_id('programme')}"
        return len(requests.get(url, headers=STAFF, timeout=10).json()["records"])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("planning")
    (folder / "data").mkdir()
    with start_sandbox(folder / "sandbox", base=base_of(BASE)) as sandbox:
        settings = Settings(
            data=folder / "data",
            airtable_url=sandbox,
            airtable_token="token",
            airtable_base=BASE_ID,
        )
        context = open_context(settings, lambda: NOW)
        fetch(context, always=True)
        started: list[tuple[str, str]] = []
        parts = app_parts(context, lambda job, run: started.append((job, run)), lambda _run: None)
        app = create_app(parts)
        app.config["WTF_CSRF_ENABLED"] = False  # the browser's test presses the real forms
        yield Office(sandbox, context, app.test_client(), started)


def test_one_press_keeps_a_date_and_writes_one_row(office: Office) -> None:
    page = office.client.get("/beheer/datumadvies", query_string={"vraag": QUESTION}).text
    days = re.findall(r'name="dag" value="([\d-]+)"', page)
    assert len(days) == 6
    assert "2027-05-25" not in days, "the day of the other workshop"
    asked = {"vraag": QUESTION, "titel": "Workshop zaaltekst", "dag": days[0]}
    told = office.client.post("/beheer/datumadvies", data=asked, follow_redirects=True).text
    assert "“Workshop zaaltekst” is onthouden" in told
    office.client.post("/beheer/datumadvies", data=asked)  # pressed twice
    job, run_id = office.started[0]
    assert (job, office.started[1]) == (PROGRAMME_EDITS, (job, run_id))

    edits, before = ProgrammeEdits(office.context.database), office.rows()
    (waiting,) = edits.rows_waiting()
    assert office.write()["summary"] == "Jaarprogramma: 1 nieuwe rij."
    assert office.rows() == before + 1
    edits.settle_row(waiting.key)  # killed after the write, before it was noted
    office.write()
    assert office.rows() == before + 1, "the same row again"
    written = edits.row(waiting.key)
    assert written is not None
    assert office.row(written.record_id) == {
        "title": "Workshop zaaltekst",
        "kind": "Workshop",
        "audiences": ["Vrijwilliger"],
        "date_status": "Voorlopig",
        "starts": f"{days[0]}T11:30:00.000Z",
        "ends": f"{days[0]}T14:30:00.000Z",
        "capacity": 25,
        "notes": "Gekozen met Datumadvies.",
        "external_id": waiting.key,
    }
    again = office.client.get("/beheer/datumadvies", query_string={"onthouden": waiting.key}).text
    assert f"{table_id('programme')}/{written.record_id}" in again
    assert office.write()["outcome"] == "unchanged"


def test_what_is_not_understood_or_cannot_be_is_said(office: Office) -> None:
    def page(**asked: str) -> str:
        return office.client.get("/beheer/datumadvies", query_string=asked).text

    told = page(vraag="een workshop in Assen, in mei")
    assert "Niet begrepen:</strong> “assen”. Daar is dus niet op gelet." in told
    wrong = page(vanaf="31-2-2027")
    assert "<title>Fout: Datumadvies" in wrong
    assert 'href="#v-vanaf"' in wrong
    assert "Schrijf wat u zoekt" in page(vraag="")
    assert office.client.get("/beheer/datumadvies?onthouden=weg").status_code == 404
    gone = office.client.post(
        "/beheer/datumadvies",
        data={"vraag": QUESTION, "dag": "2027-05-25"},
        follow_redirects=True,
    )
    assert "staat er niet meer bij" in gone.text


def test_a_ticked_task_is_kept_in_the_row_and_staffs_own_ticks_stay(office: Office) -> None:
    def ticks(task: str, doe: str) -> str:
        url = f"/beheer/taken/{record_id('congres')}/{record_id(task)}"
        return office.client.post(url, data={"doe": doe}, follow_redirects=True).text

    listed = office.client.get("/beheer/taken").text
    assert "Had af moeten zijn op vrijdag 19 februari 2027" in listed
    assert listed.index("Zaal vastleggen") < listed.index("Eten bestellen")
    assert "Eten bestellen" not in office.client.get("/beheer/taken?wie=coordinator").text

    # Staff ticked another one in Airtable, which we have not read yet.
    url = f"{office.sandbox}/v0/{BASE_ID}/{table_id('programme')}/{record_id('congres')}"
    own = {"fields": {field_id("programme", "done_tasks"): [record_id("bedank")]}}
    requests.patch(url, json=own, headers=STAFF, timeout=10).raise_for_status()
    assert "Gedaan (1)" in ticks("zaal", "gedaan"), "at once, before it is in the table"
    assert office.write()["summary"] == "Jaarprogramma: 1 taak bijgewerkt."
    done = {record_id("bedank"), record_id("zaal")}
    assert set(office.row(record_id("congres"))["done_tasks"]) == done
    assert "Gedaan (2)" in office.client.get("/beheer/taken").text
    office.write()
    assert ticked(office.context) == {}, "the tables say it now"

    assert "Staat er weer." in ticks("zaal", "toch-niet")
    office.write()
    assert office.row(record_id("congres"))["done_tasks"] == [record_id("bedank")]
    assert office.client.post(f"/beheer/taken/{record_id('p')}/x").status_code == 404


def test_hours_by_week_and_what_a_move_would_do(office: Office) -> None:
    page = office.client.get("/beheer/uren").text
    assert page.count("<rect") >= 2 * 53
    # 10 to 14 May is leave, and Whit Monday is not in that week.
    assert "Week van 10 mei 2027: 0 uur werk, 0 uur tijd" in page
    asked = {"onderdeel": record_id("congres"), "naar": "8-6-2027"}
    moved = office.client.get("/beheer/uren", query_string=asked).text
    assert "Van vrijdag 11 juni 2027 naar <strong>dinsdag 8 juni 2027</strong>" in moved
    assert "Aan de uren verandert niets." in moved, "it stays in its week"
    asked["naar"] = "3 juni 2027"
    clash = office.client.get("/beheer/uren", query_string=asked).text
    assert "“Museumcongres” valt samen met “Congres Fryslân”" in clash
    assert "maandag 7 juni 2027" in clash
    assert f"{table_id('programme')}/{record_id('congres')}" in clash
    wrong = office.client.get("/beheer/uren", query_string={**asked, "naar": "ooit"}).text
    assert "<title>Fout: Uren" in wrong
    assert office.row(record_id("congres"))["starts"].startswith("2027-06-11"), "nothing was moved"


def test_it_is_said_when_the_calendar_was_checked(office: Office) -> None:
    assert "nog niet nagekeken" in office.client.get("/beheer/jaarprogramma").text
    job = calendar_jobs(office.context)[CALENDAR_CHECK]
    job(lambda _name, work: work(), "check-1", {})
    assert "Nagekeken op maandag 1 maart 2027" in office.client.get("/beheer/jaarprogramma").text


def test_the_command_gives_the_same_advice(office: Office) -> None:
    def dates(*arguments: str) -> subprocess.CompletedProcess[str]:
        settings = office.context.settings
        environment = {
            **os.environ,
            "MUSEUMFLOW_DATA": str(settings.data),
            "AIRTABLE_BASE": BASE_ID,
        }
        return run([MUSEUMFLOW, "dates", *arguments], environment, cwd=settings.data)

    found = json.loads(dates(QUESTION, "--today", "2027-03-01", "--json").stdout)
    assert found["not_understood"] == []
    assert found["considered"] == 52
    page = office.client.get("/beheer/datumadvies", query_string={"vraag": QUESTION}).text
    assert [one["date"] for one in found["dates"]] == re.findall(
        r'name="dag" value="([\d-]+)"', page
    )
    first = found["dates"][0]
    assert first["starts"] == f"{first['date']}T13:30+02:00"
    assert {"rule", "text", "points"} == set(first["for"][0])
    assert dates("--kind", "feest").returncode == 2


@pytest.mark.browser
def test_date_advice_with_a_keyboard_and_for_everyone(office: Office, browser: Browser) -> None:
    app = office.client.application
    app.config["WTF_CSRF_ENABLED"] = True
    with serve_app(app, free_port()) as address:
        page = browser.new_page(viewport={"width": 320, "height": 800}, java_script_enabled=False)
        page.goto(f"{address}/beheer/datumadvies")
        page.get_by_label("Wat zoekt u?").fill(QUESTION)
        page.get_by_label("Hoe gaat het heten?").fill("Een proef")
        page.get_by_role("button", name="Zoek de beste datums").press("Enter")
        expect(page.get_by_role("heading", name="De beste datums")).to_be_visible()
        expect(page.get_by_role("article")).to_have_count(6)
        page.get_by_role("button", name="Houd deze datum vrij").first.press("Enter")
        expect(page.get_by_text("“Een proef” is onthouden")).to_be_visible()
        page.close()
        seen = browser.new_page(viewport={"width": 320, "height": 800})
        for path in (f"/beheer/datumadvies?vraag={QUESTION}", "/beheer/uren", "/beheer/taken"):
            seen.goto(f"{address}{path}")
            _is_fit(seen)
        seen.close()
    app.config["WTF_CSRF_ENABLED"] = False


def _is_fit(page: Page) -> None:
    for summary in page.locator("summary").all():
        summary.click()
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
