"""From a cell to a page, on the command line: plan, run, again, the brake, approve."""

import json

import pytest

from tests.bases import record_id, table_id
from tests.workflows.conftest import PLATFORM, Platform

pytestmark = pytest.mark.slow


def test_a_plan_shows_and_changes_nothing(platform: Platform) -> None:
    done = platform.museumflow("plan", "website")
    assert "Nieuw (" in done.stdout, done.stderr
    assert "museum “Drents Museum”" in done.stdout
    assert not (platform.data / "public" / "index.html").exists()


def test_a_cell_becomes_a_page_and_a_second_run_changes_nothing(platform: Platform) -> None:
    assert platform.json("run", "website")["outcome"] == "changed"
    first = platform.pages()
    assert b"Nabershof" in first["musea/nabershof/index.html"]
    again = platform.json("run", "website")
    assert (again["outcome"], again["summary"]) == (
        "unchanged",
        "Er was niets te veranderen aan de website.",
    )
    assert platform.pages() == first

    path = f"{table_id('museums')}/{record_id('museum-1')}"
    platform.edit("PATCH", path, {"fields": {"Beschrijving": "Een boerderij uit 1680."}})
    planned = platform.museumflow("plan", "website").stdout
    assert f"museum “Nabershof” ({record_id('museum-1')}): Beschrijving" in planned
    assert platform.json("run", "website")["outcome"] == "changed"
    after = platform.pages()
    assert b"Een boerderij uit 1680." in after["musea/nabershof/index.html"]
    assert first["musea/veenpark/index.html"] == after["musea/veenpark/index.html"]


def test_emptying_the_museums_stops_at_the_brake(platform: Platform) -> None:
    platform.json("run", "website")
    before = platform.pages()
    for number in range(len(PLATFORM["museums"])):
        platform.edit("DELETE", f"{table_id('museums')}/{record_id(f'museum-{number}')}")
    stopped = platform.museumflow("run", "website")
    assert stopped.returncode == 3
    assert "museumflow approve" in stopped.stdout
    assert platform.pages() == before

    plan = platform.json("plan", "website")["plan"]
    wrong = platform.museumflow("approve", "0000000000")
    assert wrong.returncode == 1
    assert "wacht niet (meer) op goedkeuring" in wrong.stderr
    assert platform.json("approve", plan)["outcome"] == "changed"
    assert "musea/nabershof/index.html" not in platform.pages()


def test_an_approval_covers_exactly_what_was_shown_and_only_once(platform: Platform) -> None:
    platform.json("run", "website")
    before = platform.pages()
    for number in range(4):
        platform.edit("DELETE", f"{table_id('museums')}/{record_id(f'museum-{number}')}")
    shown = platform.json("run", "website")["plan"]
    platform.edit("DELETE", f"{table_id('museums')}/{record_id('museum-4')}")
    late = platform.json("run", "website")
    assert (late["outcome"], late["plan"] != shown) == ("blocked", True)
    assert platform.museumflow("approve", shown).returncode == 1
    assert platform.pages() == before
    assert platform.json("approve", late["plan"])["outcome"] == "changed"
    again = platform.museumflow("approve", late["plan"], "--json")
    assert (again.returncode, json.loads(again.stdout)["outcome"]) == (1, "stopped")


def test_wrong_settings_are_all_named_at_once(platform: Platform) -> None:
    done = platform.museumflow(
        "run", "website", AIRTABLE_URL="geen-adres", AIRTABLE_BASE="xyz", MUSEUMFLOW_PORT="0"
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for name in ("AIRTABLE_URL", "AIRTABLE_BASE", "MUSEUMFLOW_PORT"):
        assert f"- {name} (" in done.stderr


def test_what_is_missing_is_said_with_what_to_do(platform: Platform) -> None:
    done = platform.museumflow("run", "website", AIRTABLE_TOKEN="")
    assert done.returncode == 1
    assert done.stderr.startswith("Deze instellingen ontbreken: AIRTABLE_TOKEN.")
    unknown = platform.museumflow("run", "nieuwsbrief")
    assert (unknown.returncode, "bestaat niet" in unknown.stderr) == (2, True)
