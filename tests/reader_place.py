"""An installation with contacts in its tables and a list at Mailchimp, both in one sandbox."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from backbone.limiter import Clocks
from backbone.settings import Settings
from museum.audiences import key_of
from tests.bases import BASE_ID, base_of, field_id, record_id, table_id
from tests.servers import start_sandbox
from workflows.audience import AUDIENCE, audience_jobs
from workflows.context import Context, open_context
from workflows.fetch import fetch
from workflows.reader_desk import ReaderDesk, open_desk
from workflows.readers import READERS, reader_jobs

STAFF = {"Authorization": "Bearer staff"}
LIST = {
    "name": "Musea",
    "contact": {"company": "P", "address1": "Markt 1", "city": "Assen", "country": "NL"},
    "permission_reminder": "U meldde zich aan.",
    "campaign_defaults": {
        "from_name": "P", "from_email": "p@p.example", "subject": "", "language": "nl"
    },
    "email_type_option": False,
}  # fmt: skip
GROUPS = ("Bestuur", "Vakinhoudelijk", "Vrijwilliger", "Publiek")
CONSENT = "2026-03-02T10:00:00.000Z"


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Place:
    """What a test works with."""

    url: str
    list_id: str
    context: Context

    @property
    def desk(self) -> ReaderDesk:
        """The desk of the jobs."""
        return open_desk(self.context)

    def run(self, kill_after: str = "", job: str = AUDIENCE, *, by_night: bool = False) -> Any:
        """Run a job as the engine would; it is gone after the step `kill_after`."""

        def steps(name: str, work: Callable[[], Any]) -> Any:
            found = work()
            if name == kill_after:
                raise Killed
            return found

        jobs = {**audience_jobs(self.context), **reader_jobs(self.context)}
        found: Any = jobs[job](steps, f"run-{datetime.now(UTC)}", {"person": not by_night})
        assert found["outcome"] not in ("failed", "stopped"), found
        return found

    def read(self) -> Any:
        """Work off what came in from readers."""
        return self.run(job=READERS)

    def states(self) -> dict[str, str]:
        """Return the status of everyone at Mailchimp, by what stands before the at sign."""
        found: dict[str, str] = {}
        for status in ("subscribed", "unsubscribed", "pending", "cleaned", "archived"):
            reply = self.call("GET", f"/members?status={status}&count=99")
            found |= {one["email_address"].partition("@")[0]: status for one in reply["members"]}
        return found

    def member(self, name: str) -> Any:
        """Return a member as Mailchimp has them."""
        return self.call("GET", f"/members/{key_of(mail(name))}")

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Ask something of the list."""
        return call(self.url, method, f"/lists/{self.list_id}{path}", body)

    def change(self, name: str, **cells: Any) -> None:
        """Change a contact as staff do."""
        fields = {field_id("contacts", key): value for key, value in cells.items()}
        self._table("PATCH", f"/{record_id(name)}", {"fields": fields})

    def delete(self, name: str) -> None:
        """Delete a contact as staff do."""
        self._table("DELETE", f"/{record_id(name)}")

    def row(self, name: str) -> dict[str, Any]:
        """Return a contact's cells, by our keys."""
        found = self._table("GET", f"/{record_id(name)}?returnFieldsByFieldId=true")["fields"]
        keys = [one.key for one in self.context.definitions.table("contacts").fields]
        return {key: found.get(field_id("contacts", key)) for key in keys}

    def reads(self, *, by_night: bool = True) -> int:
        """Run, and return how many calls of Airtable that took; nothing is to be done."""
        requests.delete(f"{self.url}/sandbox/ledger", timeout=10)
        assert self.run(by_night=by_night)["outcome"] == "unchanged"
        return self.calls_to_tables()

    def calls_to_tables(self) -> int:
        """Return how many calls Airtable got since the last look."""
        url = f"{self.url}/sandbox/ledger"
        found = requests.get(url, {"service": "airtable"}, timeout=10).json()["entries"]
        requests.delete(url, timeout=10)
        return len([one for one in found if one["path"].startswith("/v0/app")])

    def points(self) -> list[str]:
        """Return the records that have an attention point."""
        return sorted(one.point.record_id for one in self.context.attention.open_points())

    def mails(self, name: str) -> list[dict[str, Any]]:
        """Return the mails of a reader, oldest first."""
        found = requests.get(f"{self.url}/sandbox/mails", {"to": mail(name)}, timeout=5)
        mails: list[dict[str, Any]] = found.json()["mails"]
        return mails

    def wait_until(self, is_so: Callable[[], object], patience_s: float = 10) -> None:
        """Wait for a condition."""
        end = time.monotonic() + patience_s
        while not is_so():
            assert time.monotonic() < end, "it did not come"
            time.sleep(0.02)

    def _table(self, method: str, path: str, body: Any = None) -> Any:
        url = f"{self.url}/v0/{BASE_ID}/{table_id('contacts')}{path}"
        reply = requests.request(method, url, json=body, headers=STAFF, timeout=10)
        reply.raise_for_status()
        return reply.json()


def mail(name: str) -> str:
    """Return the address of a reader; a whole address stays as it is."""
    return name if "@" in name else f"{name}@lezers.example"


def call(url: str, method: str, path: str, body: Any = None) -> Any:
    """Ask something of Mailchimp."""
    reply = requests.request(method, f"{url}/3.0{path}", json=body, auth=("x", "key"), timeout=10)
    reply.raise_for_status()
    return reply.json() if reply.content else None


def contact(name: str, **changes: Any) -> dict[str, Any]:
    """Return a contact with consent, as `base_of` takes it."""
    return {
        "id": name,
        "name": f"{name.capitalize()} Smit",
        "museum": ["museum"],
        "audiences": ["board"],
        "email": mail(name),
        "language": "nl",
        "newsletter": "subscribed",
        "consent_on": CONSENT,
        **changes,
    }


@contextmanager
def open_place(folder: Path, contacts: list[dict[str, Any]], **settings: Any) -> Iterator[Place]:
    """Open a place with these contacts and an empty list."""
    base = base_of(
        {
            "museums": [
                {"id": "museum", "name": "Het Huis", "place": "Assen"},
                {"id": "dicht", "name": "Oud", "place": "Assen", "status": "closed"},
            ],
            "contacts": contacts,
        }
    )
    with start_sandbox(folder / "sandbox", base=base) as url:
        list_id = _list(url)
        data = folder / "data"
        data.mkdir()
        given = {
            "data": data,
            "airtable_url": url,
            "airtable_token": "token",
            "airtable_base": BASE_ID,
            "mailchimp_key": "key-us1",
            "mailchimp_list": list_id,
            "mailchimp_url": url,
            "site_url": "https://musea.example",
            **settings,
        }
        context = open_context(Settings(**given), Clocks().now)
        fetch(context)
        yield Place(url, list_id, context)
        context.database.dispose()


def _list(url: str) -> str:
    list_id = str(call(url, "POST", "/lists", LIST)["id"])
    for tag in ("MUSEUM", "VOORKEUR"):
        field = {"name": tag, "tag": tag, "type": "text"}
        call(url, "POST", f"/lists/{list_id}/merge-fields", field)
    groups = f"/lists/{list_id}/interest-categories"
    category = call(url, "POST", groups, {"title": "Doelgroep", "type": "checkboxes"})["id"]
    for name in GROUPS:
        call(url, "POST", f"{groups}/{category}/interests", {"name": name})
    return list_id
