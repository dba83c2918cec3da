"""Secrets stay secret: each is looked for in all that is written, answered or shown.

Those of the settings must stand nowhere; addresses that are secrets stand in our own table only.
"""

import json
import os
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from pydantic import SecretStr

from backbone.calendar_addresses import CalendarAddresses
from backbone.database import create_tables, open_database
from backbone.limiter import Clocks
from backbone.settings import Settings
from backbone.sheets import Spreadsheets
from backbone.submission_letters import LetterDue
from museum.errors import MuseumflowError
from tests.bases import BASE_ID, base_of, record_id
from tests.forking import MUSEUMFLOW, run
from tests.servers import start_sandbox
from tests.webhooks.test_live import BASE, MUSEUM, Live, serving, wait_until
from workflows.context import open_context
from workflows.intake_letters import link_url
from workflows.reader_desk import hook_secret

AIRTABLE, STAFF, MAIL = "patCanaryAirtable7f3a", "CanaryStaff91bd", "CanaryMail42ce"
MAILCHIMP, SIGNING, REPLIES = "CanaryMailchimp5ab1", "CanarySigning8c3f", "CanaryReplies60da"
SETTINGS = {
    "AIRTABLE_TOKEN": AIRTABLE,
    "AIRTABLE_PLAN": "business",
    "MUSEUMFLOW_SECRET": STAFF,
    "MUSEUMFLOW_QUIET_S": "0",
    "SMTP_URL": f"smtp://museum:{MAIL}@127.0.0.1:9",
    "MAIL_FROM": "museumflow@platform.example",
    "ALARM_TO": "coordinator@platform.example",
    "MAILCHIMP_API_KEY": f"{MAILCHIMP}-us1",
    "MAILCHIMP_LIST": "lijst",
    "MAILCHIMP_SIGNING_SECRET": SIGNING,
    "IMAP_URL": f"imap://museum:{REPLIES}@127.0.0.1:9",
}
KEPT_IN = ("airtable-webhook.secret", "session.key")
"""The two files that hold a secret; only their own user may read them."""

pytestmark = pytest.mark.slow


def settings_of(url: str, folder: Path) -> dict[str, str]:
    """Return the settings of this installation; Google's key is a file beside its data."""
    key = folder / "google-key.json"
    if not key.exists():
        key.write_text(requests.get(f"{url}/sandbox/google-key", timeout=10).text, "utf-8")
    there = {"GOOGLE_KEY": str(key), "GOOGLE_SHEETS_URL": url, "MAILCHIMP_URL": url}
    return {**SETTINGS, **there}


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    with (
        start_sandbox(tmp_path / "sandbox", base=base_of(BASE), token=AIRTABLE) as url,
        serving(url, tmp_path / "data", **settings_of(url, tmp_path)) as live,
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
        **settings_of(live.url, live.data.parent),
        "AIRTABLE_URL": live.url,
        "AIRTABLE_BASE": BASE_ID,
        "MUSEUMFLOW_DATA": str(live.data),
    }
    done = run([MUSEUMFLOW, *command], environment)
    return done.stdout + done.stderr


def google_refused(live: Live) -> str:
    """Return what is said when Google does not know the key, and when it is out of order."""
    read = settings_of(live.url, live.data.parent)
    settings = Settings(data=live.data, google_key=read["GOOGLE_KEY"], sheets_url=live.url)
    database = open_database(f"sqlite:///{live.data.parent}/google.sqlite")
    create_tables(database)
    said = ""
    for status in (401, 403, 500):
        fault = {"service": "sheets", "match": ".*", "times": 9, "kind": "status", "status": status}
        requests.post(f"{live.url}/sandbox/faults", json=fault, timeout=10).raise_for_status()
        sheets = Spreadsheets(settings, database, Clocks(sleep=lambda _s: None))
        with pytest.raises(MuseumflowError) as refused:
            sheets.facts("een-blad")
        said += "".join(traceback.format_exception(refused.value)) + repr(settings)
        requests.delete(f"{live.url}/sandbox/faults", timeout=10).raise_for_status()
    database.dispose()
    return said


@dataclass(frozen=True)
class Addresses:
    """The addresses that are secrets, and what a stranger saw who tried others."""

    secrets: tuple[str, ...]
    seen_by_strangers: str


def use_addresses(live: Live) -> Addresses:
    """Open a personal link and a calendar of staff, ask for a letter, then take both back."""
    context = open_context(Settings(data=live.data, site_url=live.site))
    now, week = context.now(), timedelta(days=7)
    link = context.links.make(record_id("museum-1"), "Jo", "jo@museum.example", True, now, week)
    calendar = CalendarAddresses(context.database).make("coordinator", "", now)
    places = [link_url(context, link.id), f"{live.site}/kalenders/eigen/{calendar.id}.ics"]
    for place in places:
        assert requests.get(place, timeout=10).status_code == 200, place
    context.letters.put([LetterDue("klopt", "check", link.id, link.email)], now)
    wait_until(lambda: "inzendingen" in {run.workflow for run in context.runs.recent(99)})
    context.links.revoke(link.id)
    CalendarAddresses(context.database).revoke(calendar.id)
    replies = [requests.get(place, timeout=10) for place in places]
    assert [reply.status_code for reply in replies] == [410, 410]
    for path in ("/formulieren/", "/kalenders/", "/beheer/links", "/beheer/kalenders"):
        replies.append(requests.get(live.site + path, timeout=10))
    context.database.dispose()
    hook = hook_secret(context)
    for secret, status in ((hook, 200), (hook[:-1], 404)):
        place = f"{live.site}/hooks/mailchimp/{secret}"
        assert requests.get(place, timeout=10).status_code == status
        replies.append(requests.post(place, {"type": "profile"}, timeout=10))
    token = places[0].rpartition("/")[2]
    return Addresses((link.id, token, calendar.id, hook), "".join(one.text for one in replies))


def test_every_secret_of_the_settings_is_looked_for() -> None:
    secret = {
        str(field.alias)
        for field in Settings.model_fields.values()
        if field.annotation is SecretStr
    }
    assert secret <= set(SETTINGS)


def test_no_secret_is_found_in_logs_databases_or_pages(live: Live) -> None:
    fail_once(live, 1, kind="reset")
    fail_once(live, 2, kind="status", status=500)
    fail_once(live, 3, kind="truncate")
    fail_once(live, 4, kind="status", status=401)
    addresses = use_addresses(live)
    shown = answered(live) + google_refused(live) + addresses.seen_by_strangers
    for command in (
        ("status", "--json"),
        ("doctor",),
        ("plan", "website", "--json"),
        ("run", "ledenlijst"),
        ("run", "antwoorden-lezen"),
    ):
        shown += said(live, *command)
    looked_in = {"shown": shown.encode()}
    looked_in["serve.log"] = (live.data.parent / "serve.log").read_bytes()
    for path in live.data.rglob("*"):
        if path.is_file() and path.name not in KEPT_IN:
            looked_in[str(path.relative_to(live.data))] = path.read_bytes()
    kept = [(live.data / name).read_bytes().strip() for name in KEPT_IN]
    private = [*KEPT_IN, *(path.name for path in live.data.glob("*.sqlite*"))]
    assert {"museumflow.sqlite", "engine.sqlite"} < set(private)
    assert [name for name in private if (live.data / name).stat().st_mode & 0o077] == []
    # What is looked for is really in use, and the looking finds what is there.
    for told in (b"airtable.failed", b"inzendingen"):
        assert any(told in content for content in looked_in.values()), told
    assert any(b"Museum 1" in content for content in looked_in.values())
    google = json.loads((live.data.parent / "google-key.json").read_text("utf-8"))
    in_google = [google["private_key_id"], *google["private_key"].splitlines()[1:-1]]
    ours = (AIRTABLE, STAFF, MAIL, MAILCHIMP, SIGNING, REPLIES)
    of_settings = [one.encode() for one in (*ours, *in_google)]
    for secret in (*of_settings, *kept):
        assert [name for name, content in looked_in.items() if secret in content] == []
    for address in addresses.secrets:
        found = [name for name, content in looked_in.items() if address.encode() in content]
        assert [name for name in found if not name.startswith("museumflow.sqlite")] == []
