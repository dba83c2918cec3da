"""`museumflow doctor` names what is wrong, with what to do, and ends with 1 for it."""

import json
from typing import Any

import requests

from tests.servers import smtp_port_of
from tests.workflows.conftest import Platform


def findings(platform: Platform, **settings: str) -> tuple[int, dict[str, dict[str, Any]]]:
    done = platform.museumflow("doctor", "--json", **settings)
    assert done.stdout, done.stderr
    return done.returncode, {one["check"]: one for one in json.loads(done.stdout)}


def test_all_is_well_after_a_run_but_for_what_was_left_out(platform: Platform) -> None:
    platform.json("run", "website")
    code, found = findings(platform)
    assert code == 0, found
    assert {name for name, one in found.items() if one["state"] != "good"} == {
        "Beheerpagina's",
        "Adres voor Airtable",
        "Mail",
    }
    assert all(one["remedy"] for one in found.values() if one["state"] != "good")
    assert "token" not in platform.museumflow("doctor").stdout


def test_it_asks_two_calls_and_changes_nothing(platform: Platform) -> None:
    platform.json("run", "website")
    platform.calls()
    findings(platform)
    assert [call.split()[0] for call in platform.calls()] == ["GET", "GET"]


def test_mail_is_tried_and_nothing_is_sent(platform: Platform) -> None:
    _, found = findings(platform)
    assert "SMTP_URL" in found["Mail"]["what"]
    mail = {"MAIL_FROM": "a@museum.example", "ALARM_TO": "b@museum.example"}
    port = smtp_port_of(platform.url)
    _, found = findings(platform, SMTP_URL=f"smtp://127.0.0.1:{port}", **mail)
    assert found["Mail"]["state"] == "good"
    assert requests.get(f"{platform.url}/sandbox/mails", timeout=10).json()["mails"] == []
    _, found = findings(platform, SMTP_URL=f"smtp+starttls://127.0.0.1:{port}", **mail)
    assert (found["Mail"]["state"], "SMTP_URL" in found["Mail"]["remedy"]) == ("wrong", True)


def test_a_token_that_airtable_does_not_know(platform: Platform) -> None:
    fault = {"service": "airtable", "match": "/v0", "times": 9, "kind": "status", "status": 401}
    requests.post(f"{platform.url}/sandbox/faults", json=fault, timeout=10).raise_for_status()
    code, found = findings(platform)
    assert (code, found["Airtable"]["state"]) == (1, "wrong")
    assert "AIRTABLE_TOKEN" in found["Airtable"]["remedy"]


def test_missing_settings_are_named_once_and_a_broken_database(platform: Platform) -> None:
    told = platform.museumflow("doctor", AIRTABLE_TOKEN="", AIRTABLE_BASE="").stdout
    assert (told.count("AIRTABLE_TOKEN"), told.count("AIRTABLE_BASE")) == (1, 1)
    (platform.data / "museumflow.sqlite").unlink()
    (platform.data / "museumflow.sqlite").write_text("geen database" * 99, encoding="utf-8")
    code, found = findings(platform, AIRTABLE_TOKEN="")
    assert code == 1
    assert {name for name, one in found.items() if one["state"] == "wrong"} == {
        "Instellingen",
        "Database",
    }
