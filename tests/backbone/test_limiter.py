"""Never more than 5 calls in any second, over threads and processes; every call is counted."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from backbone.database import create_tables, open_database
from backbone.limiter import CALLS_PER_WINDOW, WINDOW_S, CallBudget, Clocks

CALLER = """
import sys, time
from backbone.database import open_database
from backbone.limiter import CallBudget, Clocks
budget = CallBudget(open_database(sys.argv[1]), "airtable:app1", Clocks())
for _ in range(8):
    budget.wait_for_turn("proef")
    print(time.time(), flush=True)
"""


class FakeTime:
    """A wall clock that only moves when somebody sleeps or the test says so."""

    def __init__(self) -> None:
        self.at_s = 1_000_000.0

    def sleep(self, wait_s: float) -> None:
        self.at_s += wait_s


def test_three_processes_together_keep_the_limit(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/calls.sqlite"
    create_tables(open_database(url))
    callers = [
        subprocess.Popen([sys.executable, "-c", CALLER, url], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    times = sorted(
        float(line) for caller in callers for line in caller.communicate()[0].splitlines()
    )
    assert len(times) == 24
    spans = [
        later - earlier for earlier, later in zip(times, times[CALLS_PER_WINDOW:], strict=False)
    ]
    assert min(spans) > 1.0


@given(pauses_s=st.lists(st.floats(0, 3), min_size=1, max_size=40))
def test_no_window_of_a_second_holds_more_than_five(pauses_s: list[float]) -> None:
    engine = open_database("sqlite://")
    create_tables(engine)
    clock = FakeTime()
    clocks = Clocks(lambda: clock.at_s, clock.sleep, lambda: datetime(2027, 3, 1, tzinfo=UTC))
    budget = CallBudget(engine, "airtable:app1", clocks)
    times = []
    for pause_s in pauses_s:
        clock.sleep(pause_s)
        budget.wait_for_turn("proef")
        times.append(clock.at_s)
    later = times[CALLS_PER_WINDOW:]
    assert all(b - a >= WINDOW_S - 1e-6 for a, b in zip(times, later, strict=False))
    assert budget.calls_in("2027-03") == {"proef": len(pauses_s)}


def test_a_clock_set_back_does_not_stop_everything() -> None:
    engine = open_database("sqlite://")
    create_tables(engine)
    clock = FakeTime()
    budget = CallBudget(engine, "airtable:app1", Clocks(lambda: clock.at_s, clock.sleep))
    for _ in range(6):
        budget.wait_for_turn("proef")
    clock.at_s -= 7200
    before = clock.at_s
    budget.wait_for_turn("proef")
    assert clock.at_s == before


def test_calls_are_counted_by_month_and_purpose() -> None:
    engine = open_database("sqlite://")
    create_tables(engine)
    moments = iter([datetime(2027, 3, 31, tzinfo=UTC)] * 2 + [datetime(2027, 4, 1, tzinfo=UTC)])
    clock = FakeTime()
    clocks = Clocks(lambda: clock.at_s, clock.sleep, lambda: next(moments))
    budget = CallBudget(engine, "airtable:app1", clocks)
    for purpose in ("lezen", "schrijven", "lezen"):
        budget.wait_for_turn(purpose)
    assert budget.calls_in("2027-03") == {"lezen": 1, "schrijven": 1}
    assert budget.calls_in("2027-04") == {"lezen": 1}
