"""`museumflow tables check` and `create`: thin, and fit for a script."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.bases import BASE_ID, base_of
from tests.servers import start_sandbox
from workflows.commands.tables import tables


@pytest.fixture
def connected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    base = base_of({})
    base["tables"] = [table for table in base["tables"] if table["name"] != "Verlof"]
    monkeypatch.chdir(tmp_path)
    with start_sandbox(tmp_path / "sandbox", base=base) as url:
        for name, value in {
            "MUSEUMFLOW_DATA": str(tmp_path / "data"),
            "AIRTABLE_URL": url,
            "AIRTABLE_TOKEN": "token",
            "AIRTABLE_BASE": BASE_ID,
        }.items():
            monkeypatch.setenv(name, value)
        yield


def test_check_tells_a_script_what_is_missing_until_it_is_made(connected: None) -> None:
    before = CliRunner().invoke(tables, ["check", "--json"])
    assert before.exit_code == 1
    assert [point["key"] for point in json.loads(before.stdout)] == ["tables:missing:leave"]
    made = CliRunner().invoke(tables, ["create"])
    assert made.exit_code == 0
    assert "Gemaakt: de tabel “Verlof” met 4 velden." in made.stdout
    after = CliRunner().invoke(tables, ["check", "--json"])
    assert (after.exit_code, json.loads(after.stdout)) == (0, [])
    again = CliRunner().invoke(tables, ["check"])
    assert again.stdout == "De tabellen in Airtable kloppen met config/tables.toml.\n"
