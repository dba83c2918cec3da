"""A rehearsed month: the edits that are made up or read, and a few days really played."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from backbone.config_files import load_budget, load_definitions
from backbone.settings import Settings
from museum.budget_rules import HERE
from museum.errors import FixConfiguration
from tests.bases import BASE_ID, base_of, record_id
from tests.servers import start_sandbox
from tests.workflows.conftest import PLATFORM
from workflows.context import open_context
from workflows.rehearsal.copy import copy_base
from workflows.rehearsal.edits import Month, made_up_edits, read_edits
from workflows.rehearsal.rehearse import rehearse
from workflows.rehearsal.report import lines
from workflows.rehearsal.stage import Choices

MARCH = Month(2027, 3)
KNOWN = {
    "museums": ["recM1", "recM2"],
    "activities": ["recA1", "recA2", "recA3"],
    "vacancies": ["recV1"],
}


def test_made_up_edits_keep_to_office_hours_and_evenings(tmp_path: Path) -> None:
    rules = load_budget(Settings(data=tmp_path))
    edits = made_up_edits(MARCH, rules, KNOWN, seed=1)
    assert edits == sorted(edits, key=lambda edit: edit.at)
    assert edits == made_up_edits(MARCH, rules, KNOWN, seed=1)
    outside = [edit for edit in edits if not rules.office.covers(edit.at)]
    evening = [edit for edit in outside if 18 <= edit.at.astimezone(HERE).hour < 22]
    assert len(outside) == len(evening) == 31 * rules.expected.evening_changes
    sessions = 23 * rules.expected.sessions_a_day
    assert 5 * sessions < len(edits) - len(outside) < 30 * sessions


def test_a_month_that_is_none_is_refused() -> None:
    with pytest.raises(FixConfiguration, match="“2027-13” is geen maand"):
        Month.parse("2027-13")


def write_edits(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("moment", "tabel", "rij", "veld", "waarde"))
        writer.writerows(rows)
    return path


def test_a_file_with_edits_is_refused_with_all_wrong_lines(tmp_path: Path) -> None:
    path = write_edits(
        tmp_path / "edits.csv",
        ("2027-03-02 10:15:00", "museums", "recM1", "description", "Goed"),
        ("2027-04-02 10:15:00", "museums", "recM1", "description", "Andere maand"),
        ("gisteren", "museums", "recM1", "description", "Geen moment"),
        ("2027-03-02 10:15:00", "musea", "recM1", "description", "Andere tabel"),
        ("2027-03-02 10:15:00", "museums", "recX", "description", "Andere rij"),
    )
    with pytest.raises(FixConfiguration) as refused:
        read_edits(path, MARCH, load_definitions(), KNOWN)
    told = str(refused.value)
    assert [number for number in range(2, 7) if f"regel {number}:" in told] == [3, 4, 5, 6]


@pytest.mark.slow
@pytest.mark.timeout(400)  # a month of nights, each with its publication
def test_a_few_edits_on_a_copy_of_a_base(tmp_path: Path) -> None:
    with start_sandbox(tmp_path / "sandbox", base=base_of(PLATFORM)) as url:
        (tmp_path / "data").mkdir()
        settings = Settings(
            data=tmp_path / "data",
            airtable_token="token",
            airtable_base=BASE_ID,
            airtable_url=url,
        )
        base = copy_base(open_context(settings))
        calls = requests.get(f"{url}/sandbox/ledger?service=airtable", timeout=10).json()
    assert {entry["method"] for entry in calls["entries"]} == {"GET"}
    assert base["id"] == BASE_ID
    museum = record_id("museum-0")
    path = write_edits(
        tmp_path / "edits.csv",
        ("2027-03-02 10:15:00", "museums", museum, "description", "Eerste tekst"),
        ("2027-03-02 10:15:30", "museums", museum, "description", "Tweede tekst"),
        ("2027-03-03 20:00:00", "museums", museum, "description", "Derde tekst"),
    )
    said: list[str] = []
    report = rehearse(MARCH, Choices(plan="free", base=base), path, say=said.append)
    assert (report.edits, report.unpublished) == (3, 0)
    assert (report.shown, report.last_texts) == (1, 1)
    assert report.calls["wijzigingen"] >= 2
    assert report.calls_total <= 130  # nights: the canary's two calls, and the webhook's care
    assert 20 <= report.wait_median_s <= 600
    found: dict[str, Any] = report.as_json()
    assert found["plans"][0]["fits"] is True
    assert any("Aanroepen van Airtable" in line for line in lines(report))
    assert said[0].startswith(f"{datetime(2027, 3, 1, tzinfo=HERE):%d-%m}")
