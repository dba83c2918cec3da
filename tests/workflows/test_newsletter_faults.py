"""Whatever goes wrong between draft and report, each reader gets a newsletter exactly once."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
import requests

from museum.sending import ask_test
from tests.bases import record_id
from tests.newsroom import STAFF_ADDRESS, Killed, Newsroom, open_newsroom, planned

KEY = record_id("maand")
ONCE = {"anna": 1, "bram": 1, "clara": 1, "daan": 0}
FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "lost-reply"},
    {"kind": "reset"},
    {"kind": "status", "status": 502, "body": ""},
    {"kind": "status", "status": 429, "body": ""},
    {"kind": "truncate"},
)
MOST_RUNS = 12


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("faults")
    with open_newsroom(folder, newsletter_to=STAFF_ADDRESS) as room:
        yield room


@pytest.fixture
def room(opened: Newsroom) -> Newsroom:
    opened.clear()
    return opened


def run_until(room: Newsroom, is_so: Callable[[], bool], is_killed: bool) -> None:
    """Run the job until something is so, whatever goes wrong.

    With `is_killed`, the first run is killed after its first step, the next after its second.
    """
    for number in range(MOST_RUNS):
        if is_so():
            return
        left = iter(range(number, -1, -1))
        with suppress(Killed):
            room.run(lambda _step, left=left: is_killed and next(left, 1) == 0)  # type: ignore[misc]
    assert is_so(), room.mailings.problem(KEY)


def journey(room: Newsroom, is_killed: bool = False) -> None:
    """Go from draft to sent as a person and the timetable would."""
    run_until(room, lambda: room.mailings.find(KEY) is not None, is_killed)
    room.mailings.change(KEY, ask_test)
    run_until(room, lambda: room.mailing().state == "tested", is_killed)
    room.approve()
    if room.at_mailchimp:
        run_until(room, lambda: room.mailings.letters(KEY)[0].is_scheduled, is_killed)
    room.at(planned(room.begin).replace(minute=15))
    run_until(room, lambda: room.mailing().state == "sent", is_killed)
    room.run()
    requests.delete(f"{room.url}/sandbox/faults", timeout=5)
    assert room.got() == ONCE
    assert [one["status"] for one in room.campaigns()] == ["sent"]  # found before one was made


def calls(room: Newsroom) -> list[str]:
    """Return the calls to Mailchimp that museumflow made since the ledger was emptied."""
    found = requests.get(f"{room.url}/sandbox/ledger", {"service": "mailchimp"}, timeout=5)
    return [f"{one['method']} {one['path']}" for one in found.json()["entries"] if one["method"]]


@pytest.mark.parametrize("is_lost_reply", [True, False])
def test_a_fault_at_every_call_that_does_something(room: Newsroom, is_lost_reply: bool) -> None:
    """`python -m bench newsletter-kills` tries all calls and all faults, many times."""
    requests.delete(f"{room.url}/sandbox/ledger", timeout=5)
    journey(room)
    places = [place for place, call in enumerate(calls(room)) if not call.startswith("GET")]
    assert len(places) >= 7
    for number, place in enumerate(places if is_lost_reply else places[::2]):
        room.clear()
        room.fault(match="*", times=place, kind="slow", seconds=0)
        room.fault(match="*", **FAULTS[0 if is_lost_reply else 1 + number % 4])
        journey(room)


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_where_it_would_be_sent_twice(room: Newsroom, fault: dict[str, Any]) -> None:
    """`send` and the reading of its status, of which the answer is what does not come."""
    room.at_mailchimp = False
    room.fault(match="POST /actions/send", times=2, **fault)
    journey(room)


@pytest.mark.parametrize("at_mailchimp", [True, False])
def test_killed_after_every_step(room: Newsroom, at_mailchimp: bool) -> None:
    room.at_mailchimp = at_mailchimp
    journey(room, is_killed=True)
