"""An alarm is told once by mail and on the page, and once when it is over; over real SMTP."""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from backbone.airtable import service_of
from backbone.calls import CallCounts
from backbone.database import metadata
from backbone.settings import Settings
from museum.alarms import LeftRun
from museum.attention import AttentionPoint
from tests.engines import running
from tests.forking import MUSEUMFLOW, run, run_python
from tests.servers import smtp_port_of, start_sandbox
from tests.workflows.test_left_runs import OLD_ENGINE
from workflows.alarms import Lookout
from workflows.budget import tell_budget
from workflows.canary import load_alarm_rules
from workflows.context import Context, open_context
from workflows.engine import EngineClient, EngineSettings
from workflows.mail import open_alarm_post, open_writer, why_no_alarm_mail
from workflows.status import status_of

NOW = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)
QUOTA = AttentionPoint(
    key="quota",
    what="De aanroepen van deze maand zijn op.",
    remedy="Kies een groter abonnement.",
    subject="Airtable",
    severity="urgent",
)


@dataclass
class Watchers:
    """An installation with its mailbox, whose clock a test moves."""

    address: str
    data: Path
    database: str
    ahead: timedelta = timedelta()
    left: list[LeftRun] = field(default_factory=list)
    enqueued: list[tuple[str, str]] = field(default_factory=list)
    alarm_to: str = "een@museum.example, twee@museum.example"

    def now(self) -> datetime:
        return NOW + self.ahead

    def context(self, **other: Any) -> Context:
        values = {
            "data": self.data,
            "database": self.database,
            "airtable_base": "appX",
            "smtp_url": f"smtp://127.0.0.1:{smtp_port_of(self.address)}",
            "mail_from": "platform@museum.example",
            "alarm_to": self.alarm_to,
            **other,
        }
        self.data.mkdir(exist_ok=True)
        return open_context(Settings(**values), self.now)

    def lookout(
        self, context: Context, left_runs: Callable[[], Sequence[LeftRun]] | None = None
    ) -> Lookout:
        rules, post = load_alarm_rules(), open_alarm_post(context)
        return Lookout(
            context,
            rules,
            left_runs or (lambda: self.left),
            post,
            open_writer(),
            lambda job, run_id: self.enqueued.append((job, run_id)),
        )

    def look_for_minutes(self, lookout: Lookout, minutes: int) -> None:
        """Look once a minute; other work goes on meanwhile."""
        for _ in range(minutes):
            lookout.look()
            self.ahead += timedelta(minutes=1)

    @property
    def environment(self) -> dict[str, str]:
        """Everything that another process of the same installation needs to know."""
        return {**os.environ, "MUSEUMFLOW_DATA": str(self.data), "DATABASE_URL": self.database}

    def mails(self) -> list[dict[str, Any]]:
        reply = requests.get(f"{self.address}/sandbox/mails", timeout=5).json()
        return list(reply["mails"])

    def subjects(self) -> list[str]:
        return [one["subject"] for one in self.mails()]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with start_sandbox(tmp_path_factory.mktemp("sandbox")) as found:
        yield found


@pytest.fixture
def watchers(address: str, tmp_path: Path, database_url: str) -> Watchers:
    for name in ("faults", "mails"):
        requests.delete(f"{address}/sandbox/{name}", timeout=5)
    return Watchers(address, tmp_path / "data", database_url)


def test_an_urgent_point_is_mailed_once_to_each_and_once_when_it_is_over(
    watchers: Watchers,
) -> None:
    context = watchers.context()
    lookout = watchers.lookout(context)
    context.attention.replace("budget", [QUOTA], watchers.now())
    for _ in range(20):
        lookout.look()
        watchers.ahead += timedelta(minutes=1)
    assert watchers.subjects() == ["Alarm: Airtable"] * 2
    assert sorted(one["to"][0] for one in watchers.mails()) == [
        "een@museum.example",
        "twee@museum.example",
    ]
    text = watchers.mails()[0]["text"]
    assert "De aanroepen van deze maand zijn op." in text
    assert "Kies een groter abonnement." in text
    assert "Sinds dinsdag 2 maart 2027, 13.00 uur." in text
    context.attention.replace("budget", [], watchers.now())
    for _ in range(10):
        lookout.look()
        watchers.ahead += timedelta(minutes=1)
    assert watchers.subjects() == ["Alarm: Airtable"] * 2 + ["Voorbij: Airtable"] * 2
    assert context.alarms.standing() == []


def test_what_comes_and_goes_is_one_alarm(watchers: Watchers) -> None:
    context = watchers.context()
    lookout = watchers.lookout(context)
    for minute in range(20):
        context.attention.replace("budget", [QUOTA] if minute % 2 else [], watchers.now())
        lookout.look()
        watchers.ahead += timedelta(minutes=1)
    assert watchers.subjects() == ["Alarm: Airtable"] * 2


def test_four_processes_that_look_at_once_tell_it_once(watchers: Watchers) -> None:
    context = watchers.context()
    context.attention.replace("budget", [QUOTA], watchers.now())
    lookouts = [watchers.lookout(watchers.context()) for _ in range(4)]
    threads = [threading.Thread(target=one.look) for one in lookouts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    watchers.ahead += timedelta(minutes=1)
    for lookout in lookouts:
        lookout.look()
    assert watchers.subjects() == ["Alarm: Airtable"] * 2
    assert len(context.alarms.standing()) == 1


def test_a_mail_server_that_is_away_gets_it_later(watchers: Watchers) -> None:
    fault = {"service": "smtp", "match": "MAIL", "times": 2, "kind": "status", "status": 451}
    requests.post(f"{watchers.address}/sandbox/faults", json=fault, timeout=5).raise_for_status()
    context = watchers.context()
    context.attention.replace("budget", [QUOTA], watchers.now())
    lookout = watchers.lookout(context)
    lookout.look()
    (raised,) = context.alarms.standing()
    assert raised.mail_problem.startswith("De mailserver neemt de mail nu niet aan")
    assert raised.told_at is None
    watchers.ahead += timedelta(minutes=2)
    lookout.look()
    assert watchers.subjects() == ["Alarm: Airtable"] * 2
    (raised,) = context.alarms.standing()
    assert (raised.mail_problem, raised.told_at) == ("", watchers.now())


def test_one_readers_refusal_keeps_the_mail_from_no_other(watchers: Watchers) -> None:
    fault = {"service": "smtp", "match": "RCPT een@", "kind": "status", "status": 550}
    requests.post(f"{watchers.address}/sandbox/faults", json=fault, timeout=5).raise_for_status()
    context = watchers.context()
    context.attention.replace("budget", [QUOTA], watchers.now())
    lookout = watchers.lookout(context)
    for _ in range(3):
        lookout.look()
        watchers.ahead += timedelta(hours=1)
    assert [one["to"] for one in watchers.mails()] == [["twee@museum.example"]]
    assert "weigert deze mail" in context.alarms.standing()[0].mail_problem


def test_without_a_mail_server_it_stands_in_the_status_that_says_so(watchers: Watchers) -> None:
    context = watchers.context(smtp_url="", mail_from="", alarm_to="")
    context.attention.replace("budget", [QUOTA], watchers.now())
    watchers.lookout(context).look()
    status = status_of(context)
    assert status["alarms"] == [
        {
            "title": "Airtable",
            "what": QUOTA.what,
            "remedy": QUOTA.remedy,
            "since": "2027-03-02T12:00:00+00:00",
            "is_mailed": False,
            "mail_problem": "",
        }
    ]
    assert "SMTP_URL" in status["no_alarm_mail"]
    assert why_no_alarm_mail(watchers.context()) == ""
    # Once there is a server, an alarm that stands is told after all.
    watchers.lookout(watchers.context()).look()
    assert watchers.subjects() == ["Alarm: Airtable"] * 2


def test_a_run_that_hangs_is_told_after_a_machine_had_time_to_wake(watchers: Watchers) -> None:
    context = watchers.context()
    lookout = watchers.lookout(context)
    watchers.left = [LeftRun("website-1", "website", "running", NOW, is_other_version=False)]
    while watchers.ahead < timedelta(minutes=20):
        context.runs.start(f"website-{watchers.ahead}", "website", watchers.now())
        lookout.look()
        watchers.ahead += timedelta(minutes=1)
    assert [one.alarm.key for one in context.alarms.standing()] == ["stuck:running"]
    assert context.alarms.standing()[0].since == NOW + timedelta(minutes=15)
    # The machine sleeps for a night: it gets its time again, and no all-clear goes out meanwhile.
    watchers.ahead += timedelta(hours=8)
    for _ in range(20):
        lookout.look()
        watchers.ahead += timedelta(minutes=1)
    assert watchers.subjects() == ["Alarm: Een run komt niet klaar"] * 2
    watchers.left = []
    for _ in range(6):
        lookout.look()
        watchers.ahead += timedelta(minutes=1)
    assert watchers.subjects()[2:] == ["Voorbij: Een run komt niet klaar"] * 2


def test_a_run_of_another_version_is_mailed_once_until_a_person_lets_it_go(
    watchers: Watchers,
) -> None:
    context = watchers.context()
    url = context.settings.engine_url
    left = run_python(OLD_ENGINE, str(watchers.data), url, "one")
    assert left.returncode == -signal.SIGKILL
    # The new version works on the same database, and leaves that run alone.
    settings = EngineSettings(url)
    with (
        running(settings, {"job": lambda _steps, _run_id, _arguments: None}),
        closing(EngineClient(settings)) as client,
    ):
        lookout = watchers.lookout(context, client.left_runs)
        watchers.look_for_minutes(lookout, 20)
        assert watchers.subjects() == ["Alarm: Er ligt werk van een andere versie"] * 2
        text = watchers.mails()[0]["text"]
        assert "Run run-1 is begonnen met een andere versie van museumflow." in text
        assert "museumflow cancel run-1" in text
        cancelled = run([MUSEUMFLOW, "cancel", "run-1"], watchers.environment)
        assert cancelled.stdout == "Run run-1 is vervallen.\n", cancelled.stderr
        watchers.look_for_minutes(lookout, 10)
    assert watchers.subjects()[2:] == ["Voorbij: Er ligt werk van een andere versie"] * 2
    assert context.alarms.standing() == []


def test_no_address_is_kept_in_our_tables(watchers: Watchers) -> None:
    context = watchers.context()
    context.attention.replace("budget", [QUOTA], watchers.now())
    watchers.lookout(context).look()
    assert len(watchers.mails()) == 2
    with context.database.connect() as connection:
        tables = [connection.execute(table.select()) for table in metadata.sorted_tables]
        kept = [str(row) for rows in tables for row in rows]
    assert any("quota" in row for row in kept)
    assert not any("@museum" in row for row in kept)


def test_a_canary_that_could_not_leave_is_tried_again_in_the_same_night(
    watchers: Watchers,
) -> None:
    context = watchers.context()
    lookout = watchers.lookout(context)
    watchers.ahead = timedelta(hours=15)  # 04:00 in Amsterdam
    context.flights.note_sent("f00d" * 8, watchers.now())
    context.flights.note_stopped("f00d" * 8, "Zij kon niet in de tabel worden gezet: storing.")
    found = []
    for quarters in range(20):
        watchers.ahead = timedelta(hours=15, minutes=15 * quarters)
        watchers.enqueued.clear()
        lookout.look()
        found += [(quarters, run) for run in watchers.enqueued]
    again = ("kanarie-sturen", "kanarie-sturen-nog-eens-f00df00df00d")
    assert found == [(quarters, again) for quarters in range(4, 12)]  # 05:00 to 07:00


def test_a_month_that_is_used_up_is_told_and_sends_no_canary(watchers: Watchers) -> None:
    context = watchers.context()
    lookout = watchers.lookout(context)
    lookout.look()
    counts, service = CallCounts(context.database), service_of(context.settings)
    with context.database.begin() as connection:
        for _ in range(950):
            counts.count_call(service, "ophalen", watchers.now(), connection)
    tell_budget(context)
    watchers.ahead = timedelta(hours=16)  # past the canary's time
    lookout.look()
    assert watchers.enqueued == []
    assert watchers.subjects() == ["Alarm: De aanroepen van Airtable"] * 2
    assert "Negen tiende" in watchers.mails()[0]["text"]
