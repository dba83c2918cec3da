"""Never more than 5 calls in any second, over threads and processes; every call is counted."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from backbone.database import create_tables, open_database
from backbone.limiter import CALLS_PER_WINDOW, CallBudget, Clocks
from tests.forking import Forked

CALLER = """
import sys, time
from backbone.database import open_database
from backbone.limiter import CallBudget, Clocks
budget = CallBudget(open_database(sys.argv[1]), "airtable:app1", Clocks())
for _ in range(6):
    with budget.call("proef"):
        print(time.time(), flush=True)
"""


class FakeTime:
    """A wall clock that only moves when somebody sleeps or the test says so."""

    def __init__(self) -> None:
        self.at_s = 1_000_000.0

    def sleep(self, wait_s: float) -> None:
        self.at_s += wait_s


def test_three_processes_together_keep_the_limit(database: sa.Engine) -> None:
    url = database.url.render_as_string(hide_password=False)
    callers = [
        Forked([sys.executable, "-c", CALLER, url], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    times = sorted(
        float(line) for caller in callers for line in caller.communicate()[0].splitlines()
    )
    assert len(times) == 18
    spans = [
        later - earlier for earlier, later in zip(times, times[CALLS_PER_WINDOW:], strict=False)
    ]
    assert min(spans) > 1.0


@settings(deadline=None, max_examples=50)
@given(
    calls=st.lists(
        st.tuples(st.floats(0, 2), st.floats(0, 2), st.floats(0, 1)), min_size=1, max_size=30
    )
)
def test_no_window_of_a_second_holds_more_than_five(
    calls: list[tuple[float, float, float]],
) -> None:
    """Wherever between its turn and its answer a call arrives: never six within a second."""
    engine = open_database("sqlite://")
    create_tables(engine)
    clock = FakeTime()
    clocks = Clocks(lambda: clock.at_s, clock.sleep, lambda: datetime(2027, 3, 1, tzinfo=UTC))
    budget = CallBudget(engine, "airtable:app1", clocks)
    arrivals = []
    for pause_s, takes_s, part in calls:
        clock.sleep(pause_s)
        with budget.call("proef"):
            arrivals.append(clock.at_s + takes_s * part)
            clock.sleep(takes_s)
    later = arrivals[CALLS_PER_WINDOW:]
    assert all(b - a >= 1.0 - 1e-6 for a, b in zip(arrivals, later, strict=False))
    assert budget.calls_in("2027-03") == {"proef": len(calls)}


def test_quick_calls_keep_within_a_tenth_of_the_limits_own_time() -> None:
    engine = open_database("sqlite://")
    create_tables(engine)
    clock = FakeTime()
    budget = CallBudget(engine, "airtable:app1", Clocks(lambda: clock.at_s, clock.sleep))
    began_s = clock.at_s
    for _ in range(201):
        with budget.call("proef"):
            clock.sleep(0.03)
    assert clock.at_s - began_s <= 1.1 * 201 / CALLS_PER_WINDOW


def test_a_rest_holds_for_everyone(database: sa.Engine) -> None:
    clock = FakeTime()
    clocks = Clocks(lambda: clock.at_s, clock.sleep)
    one, other = (
        CallBudget(database, "airtable:app1", clocks),
        CallBudget(database, "airtable:app1", clocks),
    )
    before_s = clock.at_s
    one.rest(30.0)
    with other.call("proef"):
        pass
    assert clock.at_s == pytest.approx(before_s + 30.0, abs=0.01)


def test_a_clock_set_back_does_not_stop_everything() -> None:
    engine = open_database("sqlite://")
    create_tables(engine)
    clock = FakeTime()
    budget = CallBudget(engine, "airtable:app1", Clocks(lambda: clock.at_s, clock.sleep))
    for _ in range(6):
        with budget.call("proef"):
            pass
    clock.at_s -= 7200
    before = clock.at_s
    with budget.call("proef"):
        pass
    assert clock.at_s == before


def test_calls_are_counted_by_month_and_purpose(database: sa.Engine) -> None:
    moments = iter([datetime(2027, 3, 31, tzinfo=UTC)] * 2 + [datetime(2027, 4, 1, tzinfo=UTC)])
    clock = FakeTime()
    clocks = Clocks(lambda: clock.at_s, clock.sleep, lambda: next(moments))
    budget = CallBudget(database, "airtable:app1", clocks)
    for purpose in ("lezen", "schrijven", "lezen"):
        with budget.call(purpose):
            pass
    assert budget.calls_in("2027-03") == {"lezen": 1, "schrijven": 1}
    assert budget.calls_in("2027-04") == {"lezen": 1}
