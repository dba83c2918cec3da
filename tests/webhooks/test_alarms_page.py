"""Alarms above the runs, as the coordinator sees them in a browser."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from backbone.runs import RunRecord
from backbone.settings import read_settings
from museum.alarms import Alarm
from tests.browser import axe_findings
from tests.servers import free_port, serve_app
from webhooks.app import create_app
from webhooks.serve import app_parts
from workflows.context import open_context

ALARM = Alarm(
    "stuck:running",
    "Een run komt niet klaar",
    "Run website-1 is langer bezig dan zou moeten, of van een museumflow die is weggevallen.",
    "Kijk bij de runs wat er gebeurde, en start `museumflow serve` opnieuw.",
)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_an_alarm_stands_above_the_runs(browser: Browser, tmp_path: Path, width: int) -> None:
    context = open_context(read_settings(data=tmp_path, smtp_url="", mail_from="", alarm_to=""))
    now = context.now()
    context.alarms.follow([ALARM, Alarm("quota", "Airtable", "Op.", "Wacht.")], now, timedelta())
    context.alarms.follow([ALARM], now + timedelta(minutes=6), timedelta(minutes=5))
    failed = RunRecord("run-1", "ledenlijst", now, now, "failed", "De run is mislukt.")
    context.runs.start(failed.id, failed.workflow, now)
    context.runs.finish(failed)
    app = create_app(app_parts(context, lambda _workflow, _run: None, lambda _run: None))
    with serve_app(app, free_port()) as address:
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(f"{address}/beheer/runs")
        assert page.get_by_role("heading", name="Er is een alarm").is_visible()
        assert page.get_by_role("heading", name=ALARM.title).is_visible()
        assert page.locator(".alarms code").all_text_contents() == ["museumflow serve"]
        assert page.locator(".run .meta").inner_text().startswith("Mislukt · Ledenlijst bijwerken")
        assert page.get_by_text("Er is geen mailserver ingesteld").is_visible()
        page.get_by_text("Alarmen die voorbij zijn").click()
        assert page.get_by_text("Airtable: van").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe_findings(page) == []
        page.close()
