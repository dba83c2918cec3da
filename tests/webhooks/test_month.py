"""How the month stands, on the page with runs and in `museumflow status`."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from typer.testing import CliRunner

from backbone.airtable import service_of
from backbone.calls import CallCounts
from backbone.month_gate import MonthGate
from backbone.settings import Settings
from webhooks.app import create_app
from webhooks.serve import app_parts
from workflows.cli import build_app
from workflows.context import Context, open_context

NOON = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)


class Desk:
    """The staff pages over a database of our own; `asked` are the runs that were asked for."""

    def __init__(self, data: Path, plan: str) -> None:
        settings = Settings(
            data=data, airtable_token="token", airtable_base="appX", airtable_plan=plan
        )
        self.asked: list[str] = []
        self.context: Context = open_context(settings, lambda: NOON)
        app = create_app(app_parts(self.context, lambda _workflow, _run: None, self.asked.append))
        self.client: FlaskClient = app.test_client()

    def use(self, purpose: str, count: int) -> None:
        counts = CallCounts(self.context.database)
        for _ in range(count):
            counts.count_call(service_of(self.context.settings), purpose, NOON)

    def text(self) -> str:
        """Return the words of the page with runs."""
        page = self.client.get("/beheer/runs").text
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))

    def press(self) -> str:
        """Press "Publiceer nu"; returns what the page then says."""
        page = self.client.get("/beheer/runs").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token
        return self.client.post(
            "/beheer/publiceer", data={"csrf_token": token[1]}, follow_redirects=True
        ).text


def test_the_page_says_how_the_month_stands(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "free")
    desk.use("wijzigingen", 40)
    desk.use("alles lezen", 12)
    text = desk.text()
    assert "52 van 1000 aanroepen gebruikt." in text
    assert "alles lezen: 12" in text
    assert re.search(r"komt deze maand naar verwachting uit op \d+ van de 1000", text)


def test_a_plan_without_limit_is_not_counted_down(tmp_path: Path) -> None:
    text = Desk(tmp_path, "business").text()
    assert "0 aanroepen gebruikt." in text
    assert "Uw abonnement kent geen maximum." in text


def test_the_button_asks_for_one_run(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "free")
    assert "worden nu gelezen" in desk.press()
    assert len(desk.asked) == 1
    assert desk.asked[0].startswith("website-nu-")


def test_a_spent_month_is_said_where_it_matters(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "free")
    MonthGate(desk.context.database, service_of(desk.context.settings), 1000).close(NOON)
    assert "volgende maand gaat het vanzelf verder" in desk.text()
    assert "kan deze maand niet meer gelezen worden" in desk.press()


def test_status_tells_the_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "MUSEUMFLOW_DATA": str(tmp_path),
        "AIRTABLE_TOKEN": "token",
        "AIRTABLE_BASE": "appX",
        "AIRTABLE_PLAN": "team",
    }.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(build_app(), ["status", "--json"])
    found = json.loads(done.stdout)["airtable"]
    assert (found["used"], found["quota"], found["by_purpose"]) == (0, 100_000, {})
    assert 0 < found["forecast"] <= 5000
    assert 20 <= found["collecting"]["office_longest_s"] <= 600
    words = CliRunner().invoke(build_app(), ["status"]).stdout
    assert "0 van 100000, naar verwachting" in words
    assert found["collecting"]["why"] in words
