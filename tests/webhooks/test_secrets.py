"""Secrets stay secret: each is looked for in all that is written, answered or shown."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.bases import BASE_ID, base_of
from tests.servers import start_sandbox
from tests.webhooks.test_live import BASE, MUSEUM, Live, serving, wait_until

AIRTABLE, STAFF, MAIL = "patCanaryAirtable7f3a", "CanaryStaff91bd", "CanaryMail42ce"
SETTINGS = {
    "AIRTABLE_TOKEN": AIRTABLE,
    "AIRTABLE_PLAN": "business",
    "MUSEUMFLOW_SECRET": STAFF,
    "MUSEUMFLOW_QUIET_S": "0",
    "SMTP_URL": f"smtp://museum:{MAIL}@127.0.0.1:9",
    "MAIL_FROM": "museumflow@platform.example",
    "ALARM_TO": "coordinator@platform.example",
}
KEPT_IN = ("airtable-webhook.secret", "session.key")
"""The two files that hold a secret; only their own user may read them."""

pytestmark = pytest.mark.slow


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    with (
        start_sandbox(tmp_path / "sandbox", base=base_of(BASE), token=AIRTABLE) as url,
        serving(url, tmp_path / "data", **SETTINGS) as live,
    ):
        yield live


def fail_once(live: Live, number: int, **fault: object) -> None:
    """Let the next fetch meet a fault, and wait until it did."""
    order = {"service": "airtable", "match": "/payloads", "times": 1, **fault}
    requests.post(f"{live.url}/sandbox/faults", json=order, timeout=10).raise_for_status()
    requests.patch(
        f"{live.url}/v0/{BASE_ID}/{MUSEUM}",
        json={"fields": {"In één zin": f"Zin {number}"}},
        headers={"Authorization": f"Bearer {AIRTABLE}"},
        timeout=10,
    ).raise_for_status()
    faults = f"{live.url}/sandbox/faults"
    wait_until(lambda: requests.get(faults, timeout=10).json()["faults"] == [])


def answered(live: Live) -> str:
    """Return what a stranger and a person in a hurry get to see."""
    session = requests.Session()
    replies = [
        session.get(f"{live.site}/nergens/", timeout=10),
        session.get(f"{live.site}/beheer/runs", timeout=10),
        session.get(f"{live.site}/beheer/aandachtspunten", timeout=10),
        session.get(f"{live.site}/health/published", timeout=10),
        session.post(f"{live.site}/beheer/inloggen", data={"secret": "fout"}, timeout=10),
        session.post(
            f"{live.site}/hooks/airtable",
            data=b"{}",
            headers={"X-Airtable-Content-MAC": "hmac-sha256=00"},
            timeout=10,
        ),
    ]
    return "".join(f"{reply.status_code} {reply.headers} {reply.text}" for reply in replies)


def said(live: Live, *command: str) -> str:
    """Return what a command prints, errors included."""
    environment = {
        **os.environ,
        **SETTINGS,
        "AIRTABLE_URL": live.url,
        "AIRTABLE_BASE": BASE_ID,
        "MUSEUMFLOW_DATA": str(live.data),
    }
    museumflow = str(Path(sys.executable).with_name("museumflow"))
    done = subprocess.run(
        [museumflow, *command],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr


def test_no_secret_is_found_in_logs_databases_or_pages(live: Live) -> None:
    fail_once(live, 1, kind="reset")
    fail_once(live, 2, kind="status", status=500)
    fail_once(live, 3, kind="truncate")
    fail_once(live, 4, kind="status", status=401)
    shown = answered(live)
    for command in (("status", "--json"), ("doctor",), ("plan", "website", "--json")):
        shown += said(live, *command)
    looked_in = {"shown": shown.encode()}
    looked_in["serve.log"] = (live.data.parent / "serve.log").read_bytes()
    for path in live.data.rglob("*"):
        if path.is_file() and path.name not in KEPT_IN:
            looked_in[str(path.relative_to(live.data))] = path.read_bytes()
    kept = [(live.data / name).read_bytes().strip() for name in KEPT_IN]
    assert [(live.data / name).stat().st_mode & 0o077 for name in KEPT_IN] == [0, 0]
    # What is looked for is really in use, and the looking finds what is there.
    assert b"airtable.failed" in looked_in["serve.log"]
    assert any(b"Museum 1" in content for content in looked_in.values())
    for secret in (AIRTABLE.encode(), STAFF.encode(), MAIL.encode(), *kept):
        assert [name for name, content in looked_in.items() if secret in content] == []
