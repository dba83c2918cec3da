"""A rehearsed month: the edits that are made up or read, and a month really played."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from backbone.config_files import load_budget, load_config, load_definitions, load_forms
from backbone.settings import Settings
from museum.budget_rules import HERE
from museum.errors import FixConfiguration
from tests.bases import record_id
from tests.workflows.conftest import Platform
from workflows.rehearsal.answers import FORM
from workflows.rehearsal.edits import COLUMNS, HOW, Changeable, Month, made_up_edits, read_edits
from workflows.rehearsal.played import Played
from workflows.rehearsal.report import lines, report_of

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
        writer.writerow((*COLUMNS, HOW))
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
        ("2027-03-02 10:15:00", "museums", "recM1", "tagline", "Goed", "formulier"),
        ("2027-03-02 10:15:00", "museums", "recM1", "tagline", "Andere weg", "post"),
        ("2027-03-02 10:15:00", "activities", "recA1", "title", "Ander formulier", "formulier"),
    )
    definitions = load_definitions()
    form = load_forms(definitions).kind(FORM)
    with pytest.raises(FixConfiguration) as refused:
        read_edits(path, MARCH, Changeable(definitions, KNOWN, form))
    told = str(refused.value)
    found = [number for number in range(2, 10) if f"regel {number}:" in told]
    assert found == [3, 4, 5, 6, 8, 9]


@pytest.mark.timeout(300)
def test_some_days_on_a_copy_with_edits_of_ones_own(platform: Platform) -> None:
    museum, moment = record_id("museum-0"), "2027-03-02 10:15:{}"
    path = write_edits(
        platform.data.with_suffix(".csv"),
        (moment.format("00"), "museums", museum, "description", "Eerste tekst"),
        (moment.format("30"), "museums", museum, "description", "Tweede tekst"),
        ("2027-03-03 20:00:00", "museums", museum, "description", "Van het museum", "formulier"),
    )
    asked = ("rehearse", "--month", "2027-03", "--days", "4", "--copy", "--plan", "free")
    done = platform.museumflow(*asked, "--edits", str(path), "--publications", "3", "--json")
    assert done.stdout, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    # Nothing is written in the base that was copied: all its calls read.
    assert {call.split()[0] for call in platform.calls()} == {"GET"}
    assert (report["edits"], report["unpublished"]) == (3, 0)
    assert (report["shown"], report["last_texts"]) == (1, 1)
    assert (report["publications_done"], report["problem"]) == (3, "")
    # The museum's answer was taken in, written to the table, fetched from there, and told of.
    assert report["calls"]["inzendingen"] == 1
    assert report["calls"]["wijzigingen"] >= 2
    assert report["mails"] == 1
    assert report["calls"]["kanarie"] == 4
    assert 20 <= report["wait_median_s"] <= 600
    assert (report["days"], report["plans"]) == (4, [])
    assert done.stderr.startswith("01-03: ")


def test_the_report_reads_well() -> None:
    played = Played(edits=1_234, waited_s=[30.0, 90.0, 700.0], calls={"wijzigingen": 900})
    told = lines(report_of(played, MARCH, "free", 1_000, load_config("budget")["prices"]))
    assert told[0] == "Proefmaand 2027-03, abonnement free"
    assert told[-3:] == [
        "  free           0       1.000 aanroepen: past",
        "  team          48     100.000 aanroepen: past",
        "  business     108   onbeperkt aanroepen: past",
    ]
    some = report_of(played, Month(2027, 3, 4), "free", 1_000, {})
    assert lines(some)[0] == "De eerste 4 dagen van 2027-03, abonnement free"
    assert "Aanroepen van Airtable       900 van 1.000" in told
    assert "  95 van de 100 binnen       11 minuten en 40 seconden" in told
