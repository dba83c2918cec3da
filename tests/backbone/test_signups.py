"""Who has a place: in order of arrival, also when two ask at the same instant, on each database."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import backbone.submission_letters
from backbone.database import create_tables, open_database
from backbone.signups import SignUps
from backbone.submission_letters import SubmissionLetters
from museum.signups import Facts, Person, Room, SignUpRequest

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
FACTS = Facts("Workshop", "1 mei", "Assen", "2027-05-01", "2027-05-01", False, "mark")
ROOM = Room("recItem", 3, NOW + timedelta(hours=48), FACTS, 7500)
assert backbone.submission_letters


def request(key: str, reader: str = "", size: int = 1) -> SignUpRequest:
    people = tuple(Person(f"{key} {number}") for number in range(size))
    return SignUpRequest(key, ROOM.item_id, reader or f"{key}@museum.example", people)


def test_places_go_in_order_of_arrival_and_the_queue_moves_up(database: sa.Engine) -> None:
    store = SignUps(database)
    taken = [store.take(request(f"r{number}"), ROOM, NOW) for number in range(6)]
    assert [one.outcome for one in taken] == ["placed"] * 3 + ["waiting"] * 3
    assert store.take(request("r0"), ROOM, NOW) == taken[0]  # sent twice is once
    assert store.ahead_of(taken[5].signup) == 2
    store.cancel(taken[1].signup.key, ROOM, NOW, "inschrijver")
    first, second = taken[3].signup.key, taken[4].signup.key
    offered = store.find(first)
    assert offered is not None
    assert (offered.state, offered.offer_until) == ("offered", ROOM.offer_until)
    assert store.counts(ROOM.item_id).free(3) == 0
    late = NOW + timedelta(hours=48)
    then = replace(ROOM, offer_until=late + timedelta(hours=48))
    assert store.say_yes(first, then, late).state == "lapsed"
    assert store.say_yes(second, then, late).state == "placed"
    assert [one.state for one in store.of_item(ROOM.item_id)] == [
        *("placed", "cancelled", "placed", "lapsed", "placed", "waiting")
    ]
    # One letter for each that changed, each time.
    letters = SubmissionLetters(database).due()
    assert len(letters) == len({one.key for one in letters}) == 6 + 1 + 1 + 1 + 1 + 1


def test_a_group_waits_together_and_the_same_reader_changes(database: sa.Engine) -> None:
    store = SignUps(database)
    store.take(request("anna"), ROOM, NOW)
    group = store.take(request("bram", size=3), ROOM, NOW)
    assert group.outcome == "waiting"
    # Two places are left, too few for three: who comes alone has one of them.
    assert store.take(request("clara"), ROOM, NOW).outcome == "placed"
    smaller = store.take(request("bram-2", "BRAM@museum.example"), ROOM, NOW)
    assert (smaller.signup.key, smaller.outcome) == (group.signup.key, "changed")
    assert smaller.signup.state == "placed"
    larger = store.take(request("anna-2", "anna@museum.example", 2), ROOM, NOW)
    assert (larger.outcome, larger.signup.size) == ("kept", 1)
    # More places than before: nobody has to ask again.
    more = replace(ROOM, capacity=5)
    assert store.take(request("anna-3", "anna@museum.example", 2), more, NOW).outcome == "changed"
    back = store.cancel(larger.signup.key, more, NOW, "beheer")
    again = store.take(request("anna-4", "anna@museum.example"), more, NOW).signup
    assert (back.rounds, again.rounds, again.key) == (1, 2, back.key)
    assert again.arrival > smaller.signup.arrival


def test_the_last_place_goes_to_one_of_two_at_the_same_instant(database: sa.Engine) -> None:
    store, clients = SignUps(database), 16
    gate, failed = threading.Barrier(clients), []

    def client(number: int) -> None:
        gate.wait()
        try:
            store.take(request(f"c{number}"), ROOM, NOW)
            store.take(request(f"c{number}"), ROOM, NOW)
        except sa.exc.SQLAlchemyError as error:
            failed.append(error)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = store.of_item(ROOM.item_id)
    assert failed == []
    assert [one.state for one in found] == ["placed"] * 3 + ["waiting"] * (clients - 3)
    assert [one.arrival for one in found] == list(range(1, clients + 1))
    assert len(SubmissionLetters(database).due()) == clients


def test_an_address_is_confirmed_before_it_counts(database: sa.Engine) -> None:
    store = SignUps(database)
    asked = request("open")
    store.ask(asked, NOW)
    store.ask(asked, NOW)
    assert store.of_item(ROOM.item_id) == []
    assert [one.template for one in SubmissionLetters(database).due()] == ["signup_confirm"]
    assert store.request("open") == asked
    assert store.take(asked, ROOM, NOW).outcome == "placed"
    kept = store.request("open")
    assert kept is not None
    assert (kept.reader, kept.people) == ("", ())  # it stands in the sign-up from now on
    store.ask(request("other"), NOW)
    assert store.drop_unconfirmed(NOW + timedelta(days=4), timedelta(days=3)) == 1
    assert store.request("open") == kept


class Hall(RuleBasedStateMachine):
    """Whatever people do, in whatever order: nobody too many, no place empty, nobody passed by."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = open_database("sqlite://")
        create_tables(self.engine)
        self.store = SignUps(self.engine)
        self.now, self.capacity, self.number = NOW, 4, 0

    @property
    def room(self) -> Room:
        until = self.now + timedelta(hours=48)
        return replace(ROOM, capacity=self.capacity, offer_until=until)

    @rule(reader=st.integers(0, 9), size=st.integers(1, 3))
    def sign_up(self, reader: int, size: int) -> None:
        self.number += 1
        self.store.take(
            request(f"k{self.number}", f"r{reader}@m.example", size), self.room, self.now
        )

    @rule(pick=st.integers(0, 9), says_yes=st.booleans())
    def answer(self, pick: int, says_yes: bool) -> None:
        found = self.store.of_item(ROOM.item_id)
        if pick < len(found):
            key = found[pick].key
            if says_yes:
                self.store.say_yes(key, self.room, self.now)
            else:
                self.store.cancel(key, self.room, self.now, "inschrijver")

    @rule(more=st.integers(0, 3), hours=st.sampled_from([1, 30, 50]))
    def pass_time(self, more: int, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.capacity += more
        self.store.settle(self.room, self.now)

    @invariant()
    def all_is_well(self) -> None:
        counts = self.store.counts(ROOM.item_id)
        free = counts.free(self.capacity)
        assert counts.placed + counts.offered <= self.capacity
        waiting = self.store.of_item(ROOM.item_id, ["waiting"])
        assert free is not None
        assert all(one.size > free for one in waiting)
        for one in self.store.of_item(ROOM.item_id, ["offered"]):
            assert one.offer_until is not None
            assert one.offer_until > self.now

    def teardown(self) -> None:
        self.engine.dispose()


TestHall = pytest.mark.filterwarnings("ignore")(Hall.TestCase)
TestHall.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
