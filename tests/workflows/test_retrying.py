"""A publication that went wrong is tried again by itself, less and less often."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from backbone.runs import Outcome, RunRecord, Runs
from workflows.retrying import retry_due, trouble_of

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
