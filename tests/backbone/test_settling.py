"""What waits for its record to be left alone ends as if it had not waited, and costs no change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from backbone.config_files import load_definitions
from backbone.database import create_tables, open_database
from backbone.mirror import Mirror
from backbone.mirror_rows import RecordGone, RecordSeen, Seen
from backbone.settling import DatedChange, QuietTime, Settling
from museum.identity import RecordId

NOON = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)
QUIET = QuietTime(20, 300)


Mirrored = tuple[Mirror, Settling]


def mirror_in(database: sa.Engine) -> Mirrored:
    return Mirror(database, load_definitions()), Settling(database, QUIET)


@pytest.fixture
def mirrored(database: sa.Engine) -> Mirrored:
    return mirror_in(database)


@contextmanager
def a_mirror() -> Iterator[Mirrored]:
    database = open_database("sqlite://")
    create_tables(database)
    yield mirror_in(database)
    database.dispose()


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def change(record: str, **cells: str | None) -> RecordSeen:
    return RecordSeen("activities", RecordId(record), cells, is_whole=False)


def created(record: str, **cells: str | None) -> RecordSeen:
    return RecordSeen("activities", RecordId(record), cells, NOON, is_whole=False)


def settle(
    mirror: Mirror, settling: Settling, changes: list[DatedChange], now: datetime | None
) -> None:
    def choose(connection: sa.Connection) -> Iterator[Seen]:
        settling.keep(connection, changes)
        return settling.take(connection, now)

    mirror.apply_chosen(choose)


def contents(mirror: Mirror) -> dict[str, dict[str, object]]:
    return {record.id: dict(record.cells) for record in mirror.records("activities")}


RECORDS = st.sampled_from(["rec1", "rec2"])
CHANGES = st.one_of(
    st.builds(change, RECORDS, a=st.sampled_from(["x", "y", None]), b=st.just("z")),
    st.builds(change, RECORDS, a=st.sampled_from(["p", "q"])),
    st.builds(lambda record: RecordGone("activities", RecordId(record)), RECORDS),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CHANGES, st.integers(0, 60), st.booleans()), max_size=12))
def test_waiting_changes_the_end_of_nothing(story: list[tuple[Seen, int, bool]]) -> None:
    with a_mirror() as (waited, settling), a_mirror() as (direct, _):
        clock, gone = 0, set[str]()
        for seen, pause_s, fetches in story:
            one = seen
            if isinstance(seen, RecordSeen) and seen.id in gone:
                one = created(seen.id, **dict(seen.cells))  # what is undone comes back whole
            gone = gone | {one.id} if isinstance(one, RecordGone) else gone - {one.id}
            direct.apply([one])
            changes = [DatedChange(at(clock), one)]
            settle(waited, settling, changes, at(clock) if fetches else at(-1000))
            clock += pause_s
        settle(waited, settling, [], None)
        assert contents(waited) == contents(direct)
        assert settling.count() == 0
        assert settling.next_moment() is None


@pytest.mark.parametrize(
    ("typed_at", "ready_at"),
    [([0], 20), ([0, 15], 35), ([0, 15, 30, 45], 65), (list(range(0, 295, 15)), 300)],
)
def test_when_a_record_goes_on(mirrored: Mirrored, typed_at: list[int], ready_at: int) -> None:
    mirror, settling = mirrored
    for second in typed_at:
        text = "x" * (second + 1)
        settle(mirror, settling, [DatedChange(at(second), change("rec1", a=text))], at(second))
    assert settling.next_moment() == at(ready_at)
    settle(mirror, settling, [], at(ready_at - 1))
    assert contents(mirror) == {}
    settle(mirror, settling, [], at(ready_at))
    assert contents(mirror) == {"rec1": {"a": "x" * (typed_at[-1] + 1)}}


def test_records_do_not_wait_for_each_other(mirrored: Mirrored) -> None:
    mirror, settling = mirrored
    both = [
        DatedChange(at(0), change("rec1", a="x")),
        DatedChange(at(15), change("rec2", a="y")),
    ]
    settle(mirror, settling, both, at(20))
    assert contents(mirror) == {"rec1": {"a": "x"}}
    assert settling.next_moment() == at(35)


def test_a_destroyed_record_that_comes_back_at_once_never_left(mirrored: Mirrored) -> None:
    mirror, settling = mirrored
    mirror.apply([created("rec1", a="x", b="y")])
    before = mirror.sequence()
    story = [
        DatedChange(at(0), RecordGone("activities", RecordId("rec1"))),
        DatedChange(at(4), created("rec1", a="x", b="y")),
    ]
    settle(mirror, settling, story, at(60))
    assert mirror.sequence() == before


def test_what_was_read_whole_since_is_newer(mirrored: Mirrored) -> None:
    mirror, settling = mirrored
    settle(mirror, settling, [DatedChange(at(0), change("rec1", a="half"))], at(1))
    whole = created("rec1", a="whole")

    def choose(connection: sa.Connection) -> list[Seen]:
        settling.forget(connection, [whole])
        return [whole]

    mirror.apply_chosen(choose)
    settle(mirror, settling, [], None)
    assert contents(mirror) == {"rec1": {"a": "whole"}}
