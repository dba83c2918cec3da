"""From a form to the table: exactly one row, whatever fails on the way."""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from backbone.limiter import Clocks
from backbone.settings import Settings
from backbone.submissions import Submission
from museum.errors import MuseumflowError, TryLater
from tests.bases import BASE_ID, base_of, field_id, record_id
from tests.forking import Forked
from tests.servers import smtp_port_of, start_sandbox
from workflows import intake
from workflows.context import Context, open_context
from workflows.due import collected_until
from workflows.fetch import fetch
from workflows.intake_job import intake_due, write_batch, writing_due
from workflows.intake_letters import post_letters
from workflows.mirrored import note_written
from workflows.still_right import ask_what_is_old

AGO = timedelta(days=181)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BASE: dict[str, Any] = {
    "museums": [
        {"id": f"museum-{n}", "name": f"Museum {n}", "place": "Assen", "hours_text": hours}
        for n, hours in enumerate([*["di 11-17 u"] * 11, "soms, als Kees er is"])
    ]
}
WRITER = """
from backbone.settings import read_settings
from workflows.context import open_context
from workflows.intake_job import write_batch

write_batch(open_context(read_settings()))
"""
STAFF = {"Authorization": "Bearer staff"}


@dataclass
class Door:
    """An installation with its tables read, whose clock a test moves."""

    url: str
    context: Context

    def rows(self, table: str) -> list[dict[str, Any]]:
        found = requests.get(f"{self.url}/v0/{BASE_ID}/{table}", headers=STAFF, timeout=10)
        rows: list[dict[str, Any]] = found.json()["records"]
        return rows

    def titled(self, title: str) -> int:
        """Return how many activities have this title."""
        return sum(one["fields"].get("Titel") == title for one in self.rows("Activiteiten"))

    def environment(self) -> dict[str, str]:
        """Everything that another process of the same installation needs to know."""
        settings = self.context.settings
        return {
            **os.environ,
            "AIRTABLE_URL": settings.airtable_url,
            "AIRTABLE_TOKEN": "token",
            "AIRTABLE_BASE": BASE_ID,
            "MUSEUMFLOW_DATA": str(settings.data),
        }

    def fault(self, kind: str, **fault: Any) -> None:
        body = {"service": "airtable", "match": "PATCH", "kind": kind, **fault}
        requests.post(f"{self.url}/sandbox/faults", json=body, timeout=10).raise_for_status()

    def writes(self) -> int:
        found = requests.get(f"{self.url}/sandbox/ledger?service=airtable", timeout=10).json()
        requests.delete(f"{self.url}/sandbox/ledger", timeout=10).raise_for_status()
        return sum(one["method"] == "PATCH" for one in found["entries"])

    def subjects(self, reader: str) -> list[str]:
        found = requests.get(f"{self.url}/sandbox/mails", timeout=10).json()
        return [one["subject"] for one in found["mails"] if reader in str(one)]

    def lecture(self, key: str, **sender: Any) -> Submission:
        kind = self.context.forms.kind("activiteit")
        typed = {"title": f"Lezing {key}", "starts": "1 mei 2027", "starts_time": "14.30"}
        read = intake.read_form(self.context, kind, typed)
        incoming = intake.Incoming(
            key=key,
            kind=kind,
            door="form",
            values=read.values,
            typed=typed,
            sender=intake.Sender(**sender),
            museum_id=record_id("museum-0"),
        )
        return intake.take_in(self.context, incoming)[0]

    def hours(self, key: str, number: int, text: str, **sender: Any) -> Submission:
        return self.facts(key, number, {"hours_text": text}, **sender)

    def facts(self, key: str, number: int, changed: dict[str, str], **sender: Any) -> Submission:
        kind, row = self.context.forms.kind("museum"), record_id(f"museum-{number}")
        typed = {**intake.typed_of(self.context, kind, row), **changed}
        read = intake.read_form(self.context, kind, typed)
        incoming = intake.Incoming(
            key=key,
            kind=kind,
            door="form",
            values=read.values,
            typed=typed,
            sender=intake.Sender(**sender),
            museum_id=row,
            record_id=row,
            notices=read.notices,
        )
        return intake.take_in(self.context, incoming)[0]

    def link(self, number: int = 0, may_publish: bool = False) -> Any:
        return self.context.links.make(
            record_id(f"museum-{number}"),
            "Jo",
            f"jo{number}@museum.example",
            may_publish,
            NOW,
            timedelta(days=9),
        )

    def write_all(self) -> int:
        written = 0
        while True:
            done = write_batch(self.context)
            written += done["written"]
            if not done["handled"]:
                return written


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("intake")
    with start_sandbox(folder / "sandbox", base=base_of(BASE)) as url:
        yield _opened(url, folder / "data")


def _opened(url: str, data: Path) -> Door:
    data.mkdir()
    settings = Settings(
        data=data,
        airtable_url=url,
        airtable_token="token",
        airtable_base=BASE_ID,
        smtp_url=f"smtp://127.0.0.1:{smtp_port_of(url)}",
        mail_from="Musea <platform@museum.example>",
        site_url="https://musea.example",
    )
    slept = list[float]()
    # Sleeping is noted, not done.
    clocks = Clocks(lambda: time.time() + sum(slept), slept.append, lambda: NOW)
    context = replace(open_context(settings, lambda: NOW), clocks=clocks)
    fetch(context, always=True)
    return Door(url, context)


def state(door: Door, key: str) -> str:
    found = door.context.submissions.find(key)
    assert found is not None
    return found.state


def test_a_stranger_confirms_staff_approve_and_it_is_one_row(door: Door) -> None:
    door.lecture("vreemd", name="Jo", email="jo@elders.example")
    assert door.lecture("vreemd", name="Jo", email="jo@elders.example").state == "unconfirmed"
    assert post_letters(door.context) == {"sent": 1, "later": ""}
    found = door.context.submissions.find("vreemd")
    assert found is not None
    waiting = intake.confirm(door.context, found)
    assert intake.confirm(door.context, waiting) == waiting
    assert door.write_all() == 0
    intake.approve(door.context, waiting)
    assert intake_due(door.context)
    assert door.write_all() == 1
    (row,) = [one for one in door.rows("Activiteiten") if one["fields"]["Titel"] == "Lezing vreemd"]
    assert row["fields"] == {
        "Titel": "Lezing vreemd",
        "Soort": "Activiteit",
        "Status": "Goedgekeurd",
        "Begint": "2027-05-01T12:30:00.000Z",
        "Museum": [record_id("museum-0")],
        "ID van de bron": "vreemd",
    }
    assert post_letters(door.context)["sent"] == 1
    assert post_letters(door.context)["sent"] == 0
    assert door.subjects("jo@elders.example") == [
        "Bevestig wat u ons stuurde: een activiteit",
        "Uw formulier is binnen: een activiteit",
    ]


@pytest.mark.parametrize(
    ("text", "link", "expected"),
    [
        ("di t/m zo 10-17 u", {}, "accepted"),
        ("soms, als Jan er is", {}, "waiting"),
        ("soms, als Piet er is", {"may_publish": True}, "waiting"),
    ],
)
def test_what_is_trusted_goes_at_once(
    door: Door, text: str, link: dict[str, bool], expected: str
) -> None:
    assert door.hours(text, 1, text, link=door.link(1, **link)).state == expected


def test_hours_that_nobody_understood_keep_no_telephone_number_back(door: Door) -> None:
    link, phone = door.link(11), {"phone": "0592 377 773"}
    assert door.facts("bellen", 11, phone, link=link).state == "accepted"
    both = {**phone, "hours_text": "soms, als Bas er is"}
    assert door.facts("bellen-en-uren", 11, both, link=link).state == "waiting"


def test_what_was_not_touched_is_left_as_staff_have_it(door: Door) -> None:
    door.hours("uren", 2, "ma 9-12 u", link=door.link(2))
    requests.patch(
        f"{door.url}/v0/{BASE_ID}/Musea/{record_id('museum-2')}",
        json={"fields": {"Plaats": "Emmen"}},
        headers=STAFF,
        timeout=10,
    ).raise_for_status()
    door.write_all()
    (row,) = [one for one in door.rows("Musea") if one["id"] == record_id("museum-2")]
    assert row["fields"]["Plaats"] == "Emmen"
    assert row["fields"]["Openingstijden"] == "ma 9-12 u"
    assert row["fields"]["Gecontroleerd op"] == "2026-11-23"


@pytest.mark.parametrize("kind", ["lost-reply", "reset", "status"])
def test_a_fault_on_the_way_still_gives_one_row(door: Door, kind: str) -> None:
    key = f"fout-{kind}"
    door.lecture(key, link=door.link(3, may_publish=True))
    door.fault(kind, times=5, **({"status": 503} if kind == "status" else {}))
    with pytest.raises(TryLater):
        door.write_all()
    assert state(door, key) == "accepted"
    requests.delete(f"{door.url}/sandbox/faults", timeout=10).raise_for_status()
    assert door.write_all() == 1
    assert door.titled(f"Lezing {key}") == 1


def test_killed_between_the_write_and_its_note_it_is_still_one_row(door: Door) -> None:
    door.lecture("gedood", link=door.link(4, may_publish=True))
    door.fault("lost-reply", times=99)  # it is written, and the writer never hears of it
    with Forked([sys.executable, "-c", WRITER], env=door.environment()) as writer:
        while not door.titled("Lezing gedood"):
            assert writer.poll() is None, "it ended before it wrote"
        writer.kill()
    assert state(door, "gedood") == "accepted"
    requests.delete(f"{door.url}/sandbox/faults", timeout=10).raise_for_status()
    assert door.write_all() == 1
    assert door.titled("Lezing gedood") == 1


def test_museums_are_asked_whether_it_is_still_right(door: Door) -> None:
    door.link(8)
    door.link(9)
    later = replace(door.context, clocks=replace(door.context.clocks, now=lambda: NOW + AGO))
    assert ask_what_is_old(door.context) == 0
    kept = _longer(door, 9)
    assert ask_what_is_old(later) == 1
    assert ask_what_is_old(later) == 0
    while later.letters.due():
        post_letters(later)
    assert door.subjects(kept) == ["Klopt dit nog? Museum 9"]


def _longer(door: Door, number: int) -> str:
    """Give somebody a link that lasts longer than the time after which we ask."""
    row, email = record_id(f"museum-{number}"), f"lang{number}@museum.example"
    door.context.links.make(row, "Jo", email, False, NOW, AGO * 2)
    return email


def test_each_fact_remembers_who_said_it_and_who_confirmed_it_last(door: Door) -> None:
    museum, link = record_id("museum-5"), door.link(5)
    door.hours("feit", 5, "wo 13-17 u", link=link)
    assert door.write_all() >= 1
    facts = door.context.facts.of("museums", museum)
    hours, place = facts["hours_text"], facts["place"]
    assert (hours.door, hours.confirmed_by, hours.said_at, hours.confirmed_at) == (
        "form", "Jo", NOW, NOW,
    )  # fmt: skip
    assert (place.door, place.confirmed_by, place.said_at) == ("", "Jo", None)
    assert (hours.is_about("wo 13-17 u"), hours.is_about("wo 14-17 u")) == (True, False)
    # Confirmed again, by another: where it came from stays.
    later = NOW + timedelta(days=200)
    said = {"hours_text": "wo 13-17 u", "place": "Emmen"}
    door.context.facts.note(("museums", museum), {}, said, ("form", "Bo"), later)
    facts = door.context.facts.of("museums", museum)
    assert (facts["hours_text"].door, facts["hours_text"].said_at) == ("form", NOW)
    assert (facts["hours_text"].confirmed_by, facts["hours_text"].confirmed_at) == ("Bo", later)
    assert facts["place"].is_about("Emmen")


def test_refused_it_is_mailed_once_with_the_reason(door: Door) -> None:
    found = door.lecture("nee", link=door.link(7))
    intake.refuse(door.context, found, "Dit is <b>reclame</b>.")
    with pytest.raises(MuseumflowError):
        intake.approve(door.context, found)
    while door.context.letters.due():
        post_letters(door.context)
    assert door.subjects("jo7@museum.example") == [
        "Uw formulier is binnen: een activiteit",
        "Niet geplaatst: een activiteit",
    ]


def test_one_that_airtable_will_not_have_does_not_stop_the_others(door: Door) -> None:
    link = door.link(5, may_publish=True)
    gone = door.context.submissions.store(_about_a_row_that_is_gone(door), "form")[0]
    for number in range(12):
        door.lecture(f"rij-{number}", link=link)
    door.writes()
    assert door.write_all() == 12
    found = door.context.submissions.find(gone.key)
    assert found is not None
    assert found.state == "waiting"
    assert found.trouble


def _about_a_row_that_is_gone(door: Door) -> Submission:
    return Submission(
        key="weg", kind="activiteit", door="form", museum_id="", record_id="recGONE0000000000",
        wanted={"title": "Weg"}, before={}, typed={}, sender_name="", sender_email="",
        link_id="", state="accepted", received=NOW, changed=NOW,
    )  # fmt: skip


def test_what_is_accepted_goes_along_with_the_next_fetch(door: Door) -> None:
    told = door.context.settings.model_copy(update={"hook_url": "http://127.0.0.1:9"})
    context = replace(door.context, settings=told)
    door.write_all()
    assert writing_due(context) is None
    door.lecture("samen", link=door.link(7, may_publish=True))
    post_letters(context)
    assert writing_due(context) == NOW, "nothing is collected: at once"
    context.inbox.store_ping("airtable", NOW)
    until = collected_until(context)
    assert until is not None
    at = writing_due(context)
    assert at == until - timedelta(seconds=60)
    assert intake_due(context) == ""
    later = replace(context, clocks=replace(context.clocks, now=lambda: until))
    assert intake_due(later) != ""
    context.inbox.mark_done("airtable", 99)
    assert door.write_all() == 1


def test_what_we_wrote_stands_in_the_mirror_at_once(door: Door) -> None:
    row, place = record_id("museum-8"), field_id("museums", "place")
    rows = [{"id": one, "fields": {place: "Rolde"}} for one in (row, "recNobodyKnowsIt1")]
    before = door.context.mirror.record("museums", row)
    note_written(door.context, "museums", rows)
    after = door.context.mirror.record("museums", row)
    assert before is not None
    assert after is not None
    assert after.cells == {**before.cells, place: "Rolde"}
    assert door.context.mirror.record("museums", "recNobodyKnowsIt1") is None


def test_a_thousand_take_a_hundred_calls(door: Door) -> None:
    # A part of them, so that it stays quick; the batches are the same ten.
    link = door.link(6, may_publish=True)
    for number in range(40):
        door.lecture(f"veel-{number}", link=link)
    door.writes()
    assert door.write_all() == 40
    assert door.writes() == 4
