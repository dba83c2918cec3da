"""The ticker: each slot once, made up for after a pause, or told when it is too late."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from backbone.settings import Settings
from museum.budget_rules import HERE
from museum.errors import TryLater
from museum.timetable import Line
from tests.engines import running
from tests.forking import Forked
from workflows.context import Context, open_context
from workflows.engine import EngineClient, EngineSettings, Json, Steps
from workflows.job_names import NAMES
from workflows.jobs import TIMETABLE_JOBS, jobs
from workflows.timetable import (
    Ticker,
    agenda_lines,
    load_timetable,
    next_slots,
    scheduled,
    ticking,
)

DAILY = Line("nieuwe-dag", "website", "dag", time(0, 1))
AT = datetime(2027, 3, 1, 12, tzinfo=HERE)
LETTER = Line("brief", "website", "dag", time(7), within=timedelta(hours=6))


class World:
    """A clock that is moved by hand, and what was handed in."""

    def __init__(self, data: Path) -> None:
        self.at = AT
        self.context: Context = open_context(Settings(data=data), lambda: self.at)
        self.handed_in: list[str] = []

    def ticker(self, *lines: Line) -> Ticker:
        """Return a ticker as a process that just began has it."""
        return Ticker(self.context, lines, lambda _job, run_id: self.handed_in.append(run_id))

    def missed(self) -> list[str]:
        """Return the attention points."""
        return [one.point.key for one in self.context.attention.open_points()]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.context.database.dispose()


def test_a_slot_is_handed_in_once_by_any_number_of_tickers(world: World) -> None:
    one, other = world.ticker(DAILY), world.ticker(DAILY)
    one.tick()
    assert world.handed_in == []  # what was before the first look is nobody's loss
    world.at += timedelta(days=1)
    one.tick()
    other.tick()
    world.ticker(DAILY).tick()
    assert world.handed_in == ["website-nieuwe-dag-2027-03-01T23:01Z"]


def test_a_machine_that_slept_for_days_makes_up_for_the_latest_slot_only(world: World) -> None:
    world.ticker(DAILY).tick()
    world.at += timedelta(days=4)
    world.ticker(DAILY).tick()
    assert world.handed_in == ["website-nieuwe-dag-2027-03-04T23:01Z"]


def test_a_clock_that_is_put_back_starts_nothing_again(world: World) -> None:
    ticker = world.ticker(DAILY)
    ticker.tick()
    world.at += timedelta(days=2)
    ticker.tick()
    world.at -= timedelta(days=1)
    ticker.tick()
    world.at += timedelta(days=1)
    ticker.tick()
    assert len(world.handed_in) == 1


def test_a_letter_that_is_too_late_is_told_until_the_next_one_goes(world: World) -> None:
    world.ticker(LETTER).tick()
    world.at = datetime(2027, 3, 2, 13, 1, tzinfo=HERE)
    world.ticker(LETTER).tick()
    assert (world.handed_in, world.missed()) == ([], ["timetable:brief"])
    world.at = datetime(2027, 3, 3, 12, 59, tzinfo=HERE)
    world.ticker(LETTER).tick()
    assert (world.handed_in, world.missed()) == (["website-brief-2027-03-03T06:00Z"], [])


def test_a_slot_that_ran_is_not_missed_when_a_crash_kept_it_from_the_log(world: World) -> None:
    world.ticker(LETTER).tick()
    world.context.runs.start("website-brief-2027-03-02T06:00Z", "website", world.at)
    world.at = datetime(2027, 3, 2, 20, tzinfo=HERE)
    world.ticker(LETTER).tick()
    assert world.missed() == []


def test_a_restart_over_a_slot_does_not_run_it_twice(tmp_path: Path) -> None:
    """Killed after handing in and before writing that down: the engine knows the ID."""
    done: list[str] = []

    def job(_steps: Steps, run_id: str, _arguments: object) -> None:
        done.append(run_id)

    settings = EngineSettings(f"sqlite:///{tmp_path}/engine.sqlite")
    with running(settings, {"website": job}):
        client = EngineClient(settings)
        for _ in range(2):
            client.submit("website", "website-nieuwe-dag-2027-03-01T23:01Z", {})
        client.wait("website-nieuwe-dag-2027-03-01T23:01Z")
        client.close()
    assert done == ["website-nieuwe-dag-2027-03-01T23:01Z"]


def test_the_lines_become_jobs_of_schedule_at_their_times(world: World) -> None:
    lines = (
        DAILY,
        Line("week", "website", "maandag", time(7)),
        Line("werk", "website", "werkdag", time(8)),
        Line("vaak", "website", "minuten", minutes=15),
        Line("maand", "website", "maand", time(6), day=31),
    )
    scheduler = scheduled(world.ticker(*lines), lines)
    told = [(job.unit, job.start_day, str(job.at_time)) for job in scheduler.jobs]
    assert told == [
        ("days", None, "00:01:00"),
        ("weeks", "monday", "07:00:00"),
        *[
            ("weeks", day, "08:00:00")
            for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
        ],
        ("minutes", None, "00:00:00"),
        ("days", None, "06:00:00"),
    ]


def test_the_thread_deals_at_once_with_what_was_slept_through(world: World) -> None:
    world.ticker(DAILY).tick()
    world.at += timedelta(days=1)
    with ticking(world.ticker(DAILY), (DAILY,)):
        pass  # leaving waits for the thread, whose first look comes before its first pause
    assert world.handed_in == ["website-nieuwe-dag-2027-03-01T23:01Z"]


def test_our_own_timetable_is_good() -> None:
    found = [line.name for line in load_timetable(TIMETABLE_JOBS)]
    assert found == [
        "nieuwe-dag",
        "kanarie",
        "kanarie-terug",
        "rekenbladen",
        "airtable-formulieren",
        "antwoorden-lezen",
        "klopt-dit-nog",
        "formulieren",
        "ledenlijst",
        "jaarprogramma",
        "agendas",
        "inschrijvingen-mailen",
        "inschrijvingen-opruimen",
        "nieuwsbrieven",
        "nieuwsbrief-klaarzetten",
        "nieuwsbriefverslag",
    ]


def test_a_clock_that_was_years_ahead_does_not_stop_a_line(world: World) -> None:
    ticker, real = world.ticker(DAILY), world.at
    world.at = real.replace(year=2030)
    ticker.tick()
    world.at = real
    ticker.tick()
    world.at += timedelta(days=1)
    ticker.tick()
    assert world.handed_in == ["website-nieuwe-dag-2027-03-01T23:01Z"]


def test_what_the_engine_refuses_stops_no_other_line_and_comes_at_the_next_look(
    world: World,
) -> None:
    refused: list[str] = []

    def submit(_job: str, run_id: str) -> None:
        if not refused:
            refused.append(run_id)
            raise TryLater(what="De taak kon niet in de rij worden gezet.")
        world.handed_in.append(run_id)

    lines = (DAILY, LETTER)
    ticker = Ticker(world.context, lines, submit)
    ticker.tick()
    world.at = datetime(2027, 3, 2, 8, tzinfo=HERE)
    for _look in range(2):
        scheduled(ticker, lines).run_all()
    assert len(refused) == 1
    assert sorted(world.handed_in) == [
        "website-brief-2027-03-02T06:00Z",
        "website-nieuwe-dag-2027-03-01T23:01Z",
    ]


_TICKING = """
import sys
from datetime import datetime, time
from pathlib import Path
from backbone.settings import Settings
from museum.timetable import Line
from workflows.context import open_context
from workflows.engine import EngineClient, EngineSettings
from workflows.timetable import Ticker
settings = Settings(data=Path(sys.argv[1]))
client = EngineClient(EngineSettings(settings.engine_url))
context = open_context(settings, lambda: datetime.fromisoformat(sys.argv[2]))
line = Line("nieuwe-dag", "website", "dag", time(0, 1))
ticker = Ticker(context, [line], lambda job, run_id: client.submit(job, run_id, {}) and None)
print("ready", flush=True)
sys.stdin.readline()
ticker.tick()
client.close()
"""


def test_two_processes_that_tick_at_once_run_a_slot_once(world: World, tmp_path: Path) -> None:
    world.ticker(DAILY).tick()
    engine = EngineSettings(Settings(data=tmp_path).engine_url)
    ran: list[str] = []

    def job(_steps: Steps, run_id: str, _arguments: Mapping[str, Json]) -> Json:
        ran.append(run_id)

    with running(engine, {"website": job}):
        command = [sys.executable, "-c", _TICKING, str(tmp_path), "2027-03-02T12:00:00+01:00"]
        pipe = subprocess.PIPE
        both = [Forked(command, stdin=pipe, stdout=pipe, text=True) for _ in range(2)]
        for one in both:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        for one in both:
            assert one.stdin is not None
            one.stdin.write("\n")
            one.stdin.flush()
        for one in both:
            one.communicate(timeout=60)
        assert [one.returncode for one in both] == [0, 0]
        client = EngineClient(engine)
        client.wait("website-nieuwe-dag-2027-03-01T23:01Z")
        assert client.left_runs() == []
        client.close()
    assert ran == ["website-nieuwe-dag-2027-03-01T23:01Z"]


def test_what_runs_every_few_minutes_is_told_once() -> None:
    often = [Line(f"om-{n}", "website", "minuten", minutes=n) for n in (60, 5, 1)]
    found = next_slots([*often, Line("website", "website", "minuten", minutes=5), DAILY], AT, 2)
    assert agenda_lines(found) == [
        "elke minuut: om-1 (website)",
        "elke 5 minuten: om-5 (website), website",
        "elk uur: om-60 (website)",
        "",
        "dinsdag 2 maart, 00.01 uur: nieuwe-dag (website)",
        "woensdag 3 maart, 00.01 uur: nieuwe-dag (website)",
    ]
    assert agenda_lines([]) == ["In deze dagen gebeurt er niets vanzelf."]


def test_every_job_has_a_name_that_staff_read(world: World) -> None:
    assert set(NAMES) == set(jobs(world.context))
