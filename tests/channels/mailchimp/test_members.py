"""The newsletter's list against the stand-in for Mailchimp: few calls, and nobody comes back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from backbone.calls import CallCounts
from backbone.config_files import load_config
from backbone.database import create_tables, open_database
from backbone.ledger import Ledger
from backbone.mailchimp_readers import MailchimpReaders
from channels.mailchimp.book import CHANNEL, GROUPS, Groups, MemberBook
from channels.mailchimp.members import MemberList
from channels.mailchimp.readers import ReaderList
from museum.audiences import AudiencePlan, Member, key_of, parse_audience_rules, plan_audience
from museum.errors import FixConfiguration
from museum.identity import RecordId
from tests.servers import start_sandbox

RULES = parse_audience_rules(load_config("newsletter"))
DAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
LIST = {
    "name": "Musea",
    "contact": {"company": "P", "address1": "Markt 1", "city": "Assen", "country": "NL"},
    "permission_reminder": "U meldde zich aan.",
    "campaign_defaults": {
        "from_name": "P", "from_email": "p@p.example", "subject": "", "language": "nl"
    },
    "email_type_option": False,
}  # fmt: skip


class Shop:
    """A list in the sandbox, and ours beside it."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        self.engine = open_database(f"sqlite:///{folder / 'own.sqlite'}")
        create_tables(self.engine)
        self.list_id = self.call("POST", "/lists", LIST)["id"]
        now = datetime.now
        self.adapter = MailchimpReaders(
            "key-us1", self.list_id, CallCounts(self.engine), lambda: now(UTC), print, address
        )
        self.book = MemberBook(Ledger(self.engine, CHANNEL))
        groups = Groups(self.adapter, Ledger(self.engine, GROUPS), RULES)
        self.members = MemberList(
            self.adapter, self.book, groups, RULES, lambda: now(UTC), lambda _key: ""
        )
        self.readers = ReaderList(self.adapter, self.book, groups, RULES)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        url = f"{self.address}/3.0{path}"
        reply = requests.request(method, url, json=body, auth=("x", "key"), timeout=10)
        reply.raise_for_status()
        return reply.json() if reply.content else None

    def add_groups(self) -> None:
        fields = {"name": "Museum", "tag": "MUSEUM", "type": "text"}
        self.call("POST", f"/lists/{self.list_id}/merge-fields", fields)
        base = f"/lists/{self.list_id}/interest-categories"
        category = self.call("POST", base, {"title": "Doelgroep", "type": "checkboxes"})["id"]
        for name in ("Bestuur", "Vakinhoudelijk", "Vrijwilliger", "Publiek"):
            self.call("POST", f"{base}/{category}/interests", {"name": name})

    def plan(self, members: list[Member]) -> AudiencePlan:
        return plan_audience(members, self.members.known(), (), RULES)

    def calls(self) -> int:
        url = f"{self.address}/sandbox/ledger"
        found = requests.get(url, {"service": "mailchimp"}, timeout=10).json()["entries"]
        requests.delete(url, timeout=10)
        return len(found)

    def remote(self, name: str) -> Any:
        return self.call("GET", f"/lists/{self.list_id}/members/{key_of(mail(name))}")


def mail(name: str) -> str:
    return f"{name}@musea.example"


def member(name: str, **changes: Any) -> Member:
    given: dict[str, Any] = {
        "key": key_of(mail(name)),
        "email": mail(name),
        "status": "subscribed",
        "fields": {"FNAME": name, "LNAME": "", "MUSEUM": "Het Huis"},
        "audiences": ("board",),
        "language": "nl",
        "contacts": (RecordId(f"rec{name}"),),
        "consent_on": DAY,
    }
    return Member(**{**given, **changes})


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with start_sandbox(tmp_path_factory.mktemp("members"), token="key") as found:
        yield found


@pytest.fixture
def shop(address: str, tmp_path: Path) -> Iterator[Shop]:
    """A list of its own for each test."""
    found = Shop(address, tmp_path)
    yield found
    found.engine.dispose()


def test_the_list_follows_the_tables(shop: Shop) -> None:
    wanted = [member(f"lezer{number}") for number in range(1200)]
    with pytest.raises(FixConfiguration, match="doelgroep/bestuur"):
        shop.members.apply(shop.plan(wanted))
    shop.add_groups()
    shop.readers.look_at_all()
    shop.calls()
    counts, points = shop.members.apply(shop.plan(wanted))
    assert (counts.new, points, shop.calls()) == (1200, (), 3)  # ceil(1200 / 500)
    assert shop.plan(wanted).is_empty
    changed = [replace(one, fields={**one.fields, "FNAME": "Nieuw"}) for one in wanted[:150]]
    changed += [*wanted[150:], *(member(f"erbij{number}") for number in range(150))]
    counts, _ = shop.members.apply(shop.plan(changed))
    assert (counts.changed, counts.new, shop.calls()) == (150, 150, 2)
    found = shop.remote("lezer0")
    assert (found["merge_fields"]["FNAME"], sorted(found["interests"].values())) == (
        "Nieuw",
        [False, False, False, True],
    )
    assert [one["name"] for one in found["tags"]] == ["museumflow"]


def test_nobody_who_left_comes_back(shop: Shop) -> None:
    shop.add_groups()
    base = f"/lists/{shop.list_id}/members"
    for name in ("weg", "ander"):
        shop.call("POST", base, {"email_address": mail(name), "status": "unsubscribed"})
    stays, fake = member("blijft"), member("fake")
    # Not read back yet: Mailchimp says that they are there, and they are left alone.
    wanted = [stays, member("weg"), member("ander"), fake]
    counts, points = shop.members.apply(shop.plan(wanted))
    assert (counts.refused, [one.record_id for one in points]) == (1, ["recfake"])
    assert shop.remote("weg")["status"] == "unsubscribed"
    plan = shop.plan(wanted)
    assert (plan.new, plan.changed, plan.invited, plan.gone) == ((), (), (), ())
    assert [one.record_id for one in plan.points] == ["recweg", "recander"]
    # A consent that is younger than the leaving asks them to confirm, and no more.
    fresh = member("weg", consent_on=datetime.now(UTC) + timedelta(minutes=1))
    shop.members.apply(shop.plan([stays, fresh, member("ander"), fake]))
    assert (shop.remote("weg")["status"], shop.remote("ander")["status"]) == (
        "pending",
        "unsubscribed",
    )
    shop.members.apply(shop.plan([stays, member("ander"), fake]))
    assert shop.remote("weg")["status"] == "archived"
    # A webhook that was lost is made up for.
    shop.call("PATCH", f"{base}/{stays.key}", {"status": "unsubscribed"})
    found = {seen.key: (seen, known) for seen, known in shop.readers.look_at_all()}
    seen, known = found[stays.key]
    assert (seen.status, known and known.status) == ("unsubscribed", "subscribed")
    for seen, known in found.values():
        shop.readers.settle(seen, known)
    assert shop.members.known()[stays.key].status == "unsubscribed"
    assert shop.readers.look_at_all() == []
