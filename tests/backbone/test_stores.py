"""The ledger, the attention points, the runs and plans, the inbox: what they keep and let go."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from backbone.attention import AttentionStore
from backbone.database import create_tables, metadata
from backbone.inbox import Inbox
from backbone.ledger import Entry, Ledger
from backbone.runs import LINES_KEPT, RunRecord, Runs, WaitingPlan
from backbone.sheet_answers import Fate, KnownAnswer, SheetAnswers
from backbone.submissions import Submission, Submissions
from museum.attention import AttentionPoint
from museum.errors import FixConfiguration
from museum.sheet_matching import Remembered
from museum.sheet_rows import SheetFacts

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def engine(database: sa.Engine) -> sa.Engine:
    return database


def test_a_newer_database_is_left_alone(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(metadata.tables["schema_version"]).values(version=99))
    with pytest.raises(FixConfiguration, match="nieuwere versie"):
        create_tables(engine)


def test_the_ledger_remembers_per_channel(engine: sa.Engine) -> None:
    website, mail = Ledger(engine, "website"), Ledger(engine, "mail")
    website.confirm([Entry("/", "a1"), Entry("/musea/", "b2", {"size": 3})])
    mail.confirm([Entry("/", "zz")])
    website.confirm([Entry("/", "a2")])
    assert website.entries() == {
        "/": Entry("/", "a2"),
        "/musea/": Entry("/musea/", "b2", {"size": 3}),
    }
    website.forget(["/", "/unknown/"])
    assert website.entry("/") is None
    assert mail.entry("/") == Entry("/", "zz")


def point(key: str, record_id: str = "", severity: str = "warning") -> AttentionPoint:
    return AttentionPoint(key, "Er is iets.", "Doe iets.", record_id=record_id, severity=severity)


def test_a_point_opens_once_and_closes_when_it_is_gone(engine: sa.Engine) -> None:
    store = AttentionStore(engine)
    assert store.replace("website", [point("a"), point("b")], NOW).opened == ("a", "b")
    later = NOW + timedelta(days=1)
    change = store.replace("website", [point("b"), point("c", severity="error")], later)
    assert (change.opened, change.closed) == (("c",), ("a",))
    assert [(one.point.key, one.first_seen) for one in store.open_points()] == [
        ("c", later),
        ("b", NOW),
    ]


def test_a_look_at_some_records_leaves_the_others_alone(engine: sa.Engine) -> None:
    store = AttentionStore(engine)
    store.replace("website", [point("a", "rec1"), point("b", "rec2")], NOW)
    store.replace("other", [point("x", "rec1")], NOW)
    store.replace("website", [], NOW, scopes=["rec1"])
    assert [one.point.key for one in store.open_points()] == ["b", "x"]


def test_a_run_keeps_its_beginning_and_its_end(engine: sa.Engine) -> None:
    runs = Runs(engine)
    runs.start("run-1", "website", NOW)
    runs.start("run-1", "website", NOW + timedelta(minutes=5))
    lines = tuple(f"regel {number}" for number in range(LINES_KEPT + 3))
    end = NOW + timedelta(minutes=6)
    runs.finish(RunRecord("run-1", "website", NOW, end, "changed", "Bijgewerkt.", lines))
    found = runs.find("run-1")
    assert found is not None
    assert (found.started, found.ended, found.outcome) == (NOW, end, "changed")
    assert found.lines[-1] == "… en nog 3 regels"
    assert runs.has_published("website")
    assert not runs.has_published("nieuwsbrief")


def test_only_the_waiting_plan_can_be_approved(engine: sa.Engine) -> None:
    runs = Runs(engine)
    runs.store_waiting_plan(WaitingPlan("p1", "website", "Veel.", ("a",)), NOW)
    assert not runs.is_approved("p1")
    runs.store_waiting_plan(WaitingPlan("p2", "website", "Veel.", ("b",)), NOW)
    assert not runs.approve_plan("p1", "beheer", NOW)
    assert runs.approve_plan("p2", "beheer", NOW)
    assert runs.is_approved("p2")
    assert not runs.approve_plan("p3", "beheer", NOW)
    runs.lapse_plans("website")
    assert not runs.is_approved("p2")


def test_pings_wait_until_they_are_done(engine: sa.Engine) -> None:
    inbox = Inbox(engine)
    assert inbox.newest_waiting("airtable") is None
    inbox.store_ping("airtable", NOW)
    inbox.store_ping("airtable", NOW)
    newest = inbox.newest_waiting("airtable")
    assert newest is not None
    inbox.store_ping("airtable", NOW)
    inbox.mark_done("airtable", newest)
    assert inbox.newest_waiting("airtable") == newest + 1
    assert inbox.newest_waiting("mailchimp") is None


def test_pings_that_come_together_are_each_stored(engine: sa.Engine) -> None:
    inbox = Inbox(engine)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _number: inbox.store_ping("airtable", NOW), range(80)))
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM pings")) == 80


def test_a_ping_that_cannot_be_stored_is_never_said_to_be(engine: sa.Engine) -> None:
    inbox = Inbox(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE pings RENAME TO elsewhere"))

    def is_refused(_number: int) -> bool:
        try:
            inbox.store_ping("airtable", NOW)
        except sa.exc.SQLAlchemyError:
            return True
        return False

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(is_refused, range(24)))
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE elsewhere RENAME TO pings"))
    inbox.store_ping("airtable", NOW)
    assert inbox.newest_waiting("airtable") is not None


def test_an_approval_holds_for_once(engine: sa.Engine) -> None:
    runs = Runs(engine)
    plan = WaitingPlan("p1", "website", "Veel.", ("a",))
    runs.store_waiting_plan(plan, NOW)
    assert runs.approve_plan("p1", "beheer", NOW)
    runs.store_waiting_plan(plan, NOW)
    assert runs.is_approved("p1")
    runs.lapse_plans("website")
    runs.store_waiting_plan(plan, NOW)
    assert not runs.is_approved("p1")


def test_answers_in_sheets_are_remembered_with_what_became_of_them(engine: sa.Engine) -> None:
    store = SheetAnswers(engine)
    seen = [Remembered(f"k{n}", n, "1.5", "jo@museum.example", f"f{n}", "c") for n in (3, 2)]
    known = [KnownAnswer(one, f"inzending-{one.key}", "", "1-3-2027 9.00") for one in seen]
    store.remember("blad/een", known)
    store.remember("blad/twee", known[:1])
    assert store.known("blad/een") == [known[1], known[0]]
    gone = replace(known[1], seen=replace(seen[1], row=None), trouble="Weg.")
    store.remember("blad/een", [gone])
    assert store.known("blad/een") == [known[0], gone]
    _submitted(engine, "inzending-k3")
    assert store.fates("blad/een") == {"inzending-k3": Fate("refused", "Te vaag.")}
    assert store.facts("1x", NOW) is None
    facts = SheetFacts("nl_NL", "Europe/Amsterdam", {"Reacties": 0}, {"Reacties": 9})
    store.remember_facts("1x", facts, NOW)
    assert store.facts("1x", NOW + timedelta(hours=23)) == facts
    assert store.facts("1x", NOW + timedelta(hours=24)) is None
    store.forget_facts("1x")
    assert store.facts("1x", NOW) is None


def _submitted(engine: sa.Engine, key: str) -> None:
    made = Submission(
        key=key, kind="activiteit", door="sheet", museum_id="", record_id="", wanted={}, before={},
        typed={}, sender_name="", sender_email="", link_id="", state="refused", received=NOW,
        changed=NOW, reason="Te vaag.",
    )  # fmt: skip
    Submissions(engine).store(made, "sheet")
