"""The adapter against the stand-in for Mailchimp, over HTTP and with faults."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from backbone.calls import CallCounts, month_of
from backbone.database import create_tables, open_database
from backbone.mailchimp import SERVICE, Mailchimp, Refusal
from backbone.mailchimp_errors import MemberRefused, Unanswered
from museum.errors import FixConfiguration, MuseumflowError
from tests.servers import free_port, start_sandbox

LIST = {
    "name": "Musea",
    "contact": {"company": "Platform", "address1": "Markt 1", "city": "Assen", "country": "NL"},
    "permission_reminder": "U meldde zich aan.",
    "campaign_defaults": {
        "from_name": "P", "from_email": "p@p.example", "subject": "", "language": "nl"
    },
    "email_type_option": False,
}  # fmt: skip
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class Shop:
    address: str
    list_id: str
    counts: CallCounts
    waits: list[float] = field(default_factory=list)

    def adapter(self, **changes: Any) -> Mailchimp:
        given = {"key": "key-us1", "list_id": self.list_id, "address": self.address, **changes}
        return Mailchimp(counts=self.counts, now=lambda: NOW, wait=self.waits.append, **given)

    def fault(self, **fault: Any) -> None:
        body = {"service": "mailchimp", "times": 1, **fault}
        requests.post(f"{self.address}/sandbox/faults", json=body, timeout=5).raise_for_status()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder: Path = tmp_path_factory.mktemp("mailchimp")
    engine: sa.Engine = open_database(f"sqlite:///{folder / 'own.sqlite'}")
    create_tables(engine)
    with start_sandbox(folder / "sandbox", token="key") as address:
        made = requests.post(f"{address}/3.0/lists", json=LIST, auth=("x", "key"), timeout=5)
        yield Shop(address, made.json()["id"], CallCounts(engine))
    engine.dispose()


def key_of(address: str) -> str:
    return hashlib.md5(address.lower().encode()).hexdigest()


def reader(name: str, **more: Any) -> dict[str, Any]:
    return {"email_address": f"{name}@musea.example", **more}


def test_members_are_made_changed_and_archived(shop: Shop) -> None:
    adapter = shop.adapter()
    new = [reader(name, status="subscribed") for name in ("anna", "bram")]
    saved = adapter.save([*new, reader("fake", status="subscribed")], is_new=True)
    assert set(saved.taken) == {key_of(f"{one}@musea.example") for one in ("anna", "bram")}
    assert saved.refusals == (
        Refusal(2, "Mailchimp neemt dit mailadres niet aan.",
                "Vraag het juiste adres en verbeter het in de tabel."),
    )  # fmt: skip
    again = adapter.save([new[0]], is_new=True).refusals
    assert [(one.place, one.is_there) for one in again] == [(0, True)]
    changed = adapter.save([reader("bram", merge_fields={"FNAME": "B"})], is_new=False)
    assert changed.refusals == ()
    adapter.archive(key_of("anna@musea.example"))
    adapter.archive(key_of("anna@musea.example"))
    states = {one.key: one.status for one in adapter.members()}
    assert states == {
        key_of("bram@musea.example"): "subscribed",
        key_of("anna@musea.example"): "archived",
    }
    adapter.invite(key_of("anna@musea.example"), reader("anna"))
    found = adapter.member(key_of("anna@musea.example"))
    assert found
    assert found.status == "pending"
    assert adapter.member(key_of("niemand@musea.example")) is None
    assert set(shop.counts.calls(month_of(NOW))[SERVICE]) == {"members", "reconcile"}


PASSING: list[dict[str, Any]] = [
    {"kind": "status", "status": 502, "body": ""},
    {"kind": "status", "status": 429},
    {"kind": "status", "status": 200, "body": ""},
    {"kind": "reset"},
    {"kind": "truncate"},
]


@pytest.mark.parametrize("fault", PASSING, ids=lambda fault: "-".join(map(str, fault.values())))
def test_a_passing_fault_is_tried_again(shop: Shop, fault: dict[str, Any]) -> None:
    shop.waits.clear()
    shop.fault(match="GET /3.0/ping", **fault)
    shop.adapter().ping()
    assert len(shop.waits) == 1


def _nowhere(shop: Shop) -> Mailchimp:
    return shop.adapter(address=f"http://127.0.0.1:{free_port()}")


ENDINGS: list[tuple[type[MuseumflowError], str, Callable[[Shop], object]]] = [
    (FixConfiguration, "sleutel", lambda shop: shop.adapter(key="fout-us1").ping()),
    (FixConfiguration, "kent dit niet", lambda shop: list(shop.adapter(list_id="weg").members())),
    (Unanswered, "geen antwoord", lambda shop: _nowhere(shop).ping()),
    (MemberRefused, "mailadres", lambda shop: shop.adapter().invite("a" * 32, reader("fake"))),
]


@pytest.mark.parametrize(("kind", "words", "call"), ENDINGS)
def test_an_ending_is_told_in_dutch(
    shop: Shop, kind: type[MuseumflowError], words: str, call: Callable[[Shop], object]
) -> None:
    with pytest.raises(kind, match=words) as caught:
        call(shop)
    assert "@" not in str(caught.value)
