"""The job that keeps the newsletter's list: from the tables, through the brake, to Mailchimp."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from backbone.limiter import Clocks
from backbone.settings import Settings
from museum.audiences import key_of
from tests.bases import BASE_ID, base_of, field_id, record_id, table_id
from tests.servers import start_sandbox
from workflows.audience import AUDIENCE, READ_ANYWAY, audience_jobs
from workflows.context import Context, open_context
from workflows.fetch import fetch

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


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Place:
    url: str
    list_id: str
    context: Context

    def run(self, kill_after: str = "", **arguments: Any) -> Any:
        def steps(name: str, work: Callable[[], Any]) -> Any:
            found = work()
            if name == kill_after:
                raise Killed
            return found

        return audience_jobs(self.context)[AUDIENCE](steps, f"run-{datetime.now(UTC)}", arguments)

    def reads(self, **arguments: Any) -> int:
        """Run, and return how many calls of Airtable that took."""
        requests.delete(f"{self.url}/sandbox/ledger", timeout=10).raise_for_status()
        assert self.run(**arguments)["outcome"] == "unchanged"
        found = requests.get(f"{self.url}/sandbox/ledger?service=airtable", timeout=10).json()
        return len([one for one in found["entries"] if one["path"].startswith("/v0/app")])

    def states(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for status in ("subscribed", "unsubscribed", "archived"):
            reply = call(self.url, "GET", f"/lists/{self.list_id}/members?status={status}&count=99")
            found |= {one["email_address"].partition("@")[0]: status for one in reply["members"]}
        return found

    def change(self, number: int, **cells: Any) -> None:
        self.edit("contacts", f"contact-{number}", **cells)

    def edit(self, table: str, row: str, **cells: Any) -> None:
        fields = {field_id(table, key): value for key, value in cells.items()}
        url = f"{self.url}/v0/{BASE_ID}/{table_id(table)}/{record_id(row)}"
        requests.patch(url, json={"fields": fields}, headers=STAFF, timeout=10).raise_for_status()


def call(url: str, method: str, path: str, body: Any = None) -> Any:
    reply = requests.request(method, f"{url}/3.0{path}", json=body, auth=("x", "key"), timeout=10)
    reply.raise_for_status()
    return reply.json() if reply.content else None


def contact(number: int) -> dict[str, Any]:
    return {
        "id": f"contact-{number}",
        "name": f"Jo{number} Smit",
        "museum": ["museum"],
        "audiences": ["board"],
        "email": f"jo{number}@musea.example",
        "newsletter": "none" if number == 0 else "subscribed",
        "consent_on": "2026-03-02T10:00:00.000Z",
    }


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("audience")
    base = base_of(
        {
            "museums": [{"id": "museum", "name": "Het Huis", "place": "Assen"}],
            "contacts": [contact(number) for number in range(13)],
        }
    )
    with start_sandbox(folder / "sandbox", base=base) as url:
        yield _opened(url, folder / "data")


def _opened(url: str, data: Path) -> Place:
    list_id = call(url, "POST", "/lists", LIST)["id"]
    field = {"name": "Museum", "tag": "MUSEUM", "type": "text"}
    call(url, "POST", f"/lists/{list_id}/merge-fields", field)
    groups = f"/lists/{list_id}/interest-categories"
    category = call(url, "POST", groups, {"title": "Doelgroep", "type": "checkboxes"})["id"]
    for name in ("Bestuur", "Vakinhoudelijk", "Vrijwilliger", "Publiek"):
        call(url, "POST", f"{groups}/{category}/interests", {"name": name})
    data.mkdir()
    settings = Settings(
        data=data,
        airtable_url=url,
        airtable_token="token",
        airtable_base=BASE_ID,
        mailchimp_key="key-us1",
        mailchimp_list=list_id,
        mailchimp_url=url,
        site_url="https://musea.example",
    )
    context = open_context(settings, Clocks().now)
    fetch(context)
    return Place(url, list_id, context)


def test_the_list_follows_the_tables_and_the_brake_holds(place: Place) -> None:
    for step in ("lijst lezen", "bijwerken"):
        with pytest.raises(Killed):
            place.run(kill_after=step)
    assert place.states() == {f"jo{number}": "subscribed" for number in range(1, 13)}
    assert place.reads() == 0, "nothing changed since it was carried out"
    call(place.url, "PATCH", f"/lists/{place.list_id}/members/{key_of('jo1@musea.example')}",
         {"status": "unsubscribed"})  # fmt: skip
    place.change(2, newsletter="Nee")
    fetch(place.context, always=True)
    assert place.run()["summary"].endswith("bijgewerkt: 1 eruit.")
    assert {place.states()[name] for name in ("jo1", "jo2")} == {"unsubscribed", "archived"}
    told = [one.point.record_id for one in place.context.attention.open_points()]
    assert told == [record_id("contact-1")]
    for number in range(3, 9):
        place.change(number, newsletter="Nee")
    fetch(place.context, always=True)
    blocked = place.run()
    assert (blocked["outcome"], blocked["lines"]) == ("blocked", ["Lezers uit de lijst: 6."])
    assert place.states()["jo3"] == "subscribed"
    now = place.context.now()
    assert place.context.runs.workflow_of(blocked["plan"]) == AUDIENCE
    assert place.context.runs.approve_plan(blocked["plan"], by="coördinator", at=now)
    assert place.run()["summary"].endswith("bijgewerkt: 6 eruit.")
    assert place.states()["jo3"] == "archived"


def test_contacts_are_read_only_when_a_plan_could_be_another_one(place: Place) -> None:
    place.run()
    assert place.reads() == 0
    assert place.reads(person=True) == 1
    place.change(0, phone="0592-000000")
    assert place.reads() == 0, "its ping is still to be answered"
    place.context.inbox.store_ping("airtable", place.context.now())
    assert place.reads() == 1, "a ping that was not answered may be about them"
    place.context.inbox.mark_done("airtable", 99)
    fetch(place.context, always=True)
    assert (place.reads(), place.reads()) == (1, 0)
    assert place.context.mirror.count("contacts") == 0
    place.edit("museums", "museum", place="Rolde")
    fetch(place.context, always=True)
    assert place.reads() == 0, "a list knows nothing of places"
    place.context.mirror.set_state("ledenlijst", {
        **place.context.mirror.state("ledenlijst"),
        "at": (place.context.now() - READ_ANYWAY).isoformat(),
    })  # fmt: skip
    assert (place.reads(), place.reads()) == (1, 0)
    place.context.puller().pull_everything()
    assert place.reads() == 1, "what was told meanwhile may be lost"
