"""A publication that went wrong is tried again by itself, less and less often."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from backbone.runs import Outcome, RunRecord, Runs
from workflows.retrying import RetryWatch, retry_due, trouble_of

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def runs(database: sa.Engine) -> Runs:
    return Runs(database)


def end(runs: Runs, minute: int, outcome: Outcome) -> None:
    at = NOON + minute * MINUTE
    record = RunRecord(
        f"website-{minute}", "website", at, at, outcome, error="Stuk.", remedy="Wacht."
    )
    runs.start(record.id, "website", at)
    runs.finish(record)


def test_nothing_is_tried_again_when_all_went_well(runs: Runs) -> None:
    assert retry_due(runs, "website", NOON) is None
    end(runs, 0, "changed")
    assert retry_due(runs, "website", NOON + 60 * MINUTE) is None
    assert trouble_of(runs, "website") == ""


def test_what_stopped_is_tried_after_a_minute_and_once(runs: Runs) -> None:
    end(runs, 0, "stopped")
    assert trouble_of(runs, "website") == "Stuk. Wacht."
    assert retry_due(runs, "website", NOON + MINUTE / 2) is None
    first = retry_due(runs, "website", NOON + MINUTE)
    assert first == "website-opnieuw-20261123T120000000000"
    assert retry_due(runs, "website", NOON + 2 * MINUTE) == first
    runs.start(str(first), "website", NOON + MINUTE)
    assert retry_due(runs, "website", NOON + 5 * MINUTE) is None


def test_the_waits_grow_to_an_hour(runs: Runs) -> None:
    waits = []
    at = 0
    for _ in range(8):
        end(runs, at, "failed")
        wait = next(
            n for n in range(1, 200) if retry_due(runs, "website", NOON + (at + n) * MINUTE)
        )
        waits.append(wait)
        at += wait
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_runs_of_others_do_not_hide_what_went_wrong(runs: Runs) -> None:
    end(runs, 0, "stopped")
    for second in range(30):
        at = NOON + timedelta(seconds=second + 1)
        runs.start(f"canary-{second}", "canary", at)
        runs.finish(RunRecord(f"canary-{second}", "canary", at, at, "unchanged"))
    assert retry_due(runs, "website", NOON + MINUTE)
    assert trouble_of(runs, "website") == "Stuk. Wacht."


def test_a_watch_starts_each_again_once_and_sees_through_a_clock_set_back(runs: Runs) -> None:
    clock, started = [NOON], []
    watch = RetryWatch(
        runs, ["website"], lambda: clock[0], lambda workflow, run: started.append((workflow, run))
    )
    watch.look()
    end(runs, -10, "stopped")
    watch.look()
    assert started == []  # it asked a moment ago
    clock[0] = NOON - MINUTE
    watch.look()
    assert started == [("website", "website-opnieuw-20261123T115000000000")]
