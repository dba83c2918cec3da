"""The mirror keeps the latest of each record, and knows what changed since."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from backbone.config_files import load_definitions
from backbone.database import create_tables, open_database
from backbone.mirror import Mirror, RecordGone, RecordSeen, Seen
from museum.binding import Binding
from museum.identity import FieldId, FieldKey, RecordId, TableId, TableKey

CREATED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
DEFINITIONS = load_definitions()
NEWS = TableKey("news")


def new_mirror() -> Mirror:
    engine = open_database("sqlite://")
    create_tables(engine)
    return Mirror(engine, DEFINITIONS)


@pytest.fixture
def mirror(database: sa.Engine) -> Mirror:
    return Mirror(database, DEFINITIONS)


def seen(record_id: str, is_whole: bool = True, **cells: Any) -> RecordSeen:
    return RecordSeen("news", RecordId(record_id), cells, CREATED, is_whole)


def cells(mirror: Mirror, record_id: str) -> dict[str, Any] | None:
    raw = mirror.record("news", record_id)
    return None if raw is None else dict(raw.cells)


def test_the_same_again_is_no_change(mirror: Mirror) -> None:
    assert mirror.apply([seen("rec1", a="x", b=["y"])]).changed == 1
    before = mirror.sequence()
    assert mirror.apply([seen("rec1", a="x", b=["y"], c="", d=False, e=[])]).changed == 0
    assert mirror.sequence() == before


def test_a_file_at_another_address_is_no_change_but_the_address_is_kept(mirror: Mirror) -> None:
    file = {"id": "att1", "url": "https://a/1", "filename": "hei.jpg", "size": 9, "type": "i/j"}
    mirror.apply([seen("rec1", f=[file])])
    before = mirror.sequence()
    thumbnails = {"small": {"url": "https://b/s"}}
    later = {**file, "url": "https://b/2", "thumbnails": thumbnails, "width": 3}
    assert mirror.apply([seen("rec1", f=[later])]).changed == 0
    assert mirror.sequence() == before
    assert cells(mirror, "rec1") == {"f": [later]}
    assert mirror.apply([seen("rec1", f=[{**later, "id": "att2"}])]).changed == 1


def test_part_of_a_record_leaves_the_rest(mirror: Mirror) -> None:
    mirror.apply([seen("rec1", a="x", b="y", c="z")])
    mirror.apply([seen("rec1", is_whole=False, a="new", b=None)])
    assert cells(mirror, "rec1") == {"a": "new", "c": "z"}


def test_each_record_stands_once_in_what_changed(mirror: Mirror) -> None:
    mirror.apply([seen("rec1", a="1"), seen("rec2", a="1"), seen("rec1", a="2")])
    since = mirror.sequence()
    mirror.apply([RecordGone("news", RecordId("rec2")), seen("rec3", a="1")])
    mirror.apply([seen("rec3", a="2")])
    found = [(one.record_id, one.deleted) for one in mirror.changed_since(since)]
    assert found == [("rec2", True), ("rec3", False)]
    assert list(mirror.changed_since(since, ["museums"])) == []
    assert mirror.record("news", "rec2") is None
    assert (mirror.count("news"), mirror.record_ids("news")) == (2, {"rec1", "rec3"})
    assert mirror.apply([seen("rec2", a="1")]).changed == 1, "put back from the bin"


def test_nothing_is_kept_of_an_apply_that_breaks_off(mirror: Mirror) -> None:
    def broken() -> Any:
        yield from (seen(f"rec{number}", a="x") for number in range(600))
        raise ConnectionError

    with pytest.raises(ConnectionError):
        mirror.apply(broken(), {"cursor": 9})
    assert (mirror.count("news"), mirror.sequence(), mirror.state("cursor")) == (0, 0, None)


def test_many_records_are_streamed_in_order(mirror: Mirror) -> None:
    mirror.apply(seen(f"rec{number:04}", a="x") for number in range(1203))
    assert [raw.id for raw in mirror.records("news")] == [f"rec{n:04}" for n in range(1203)]
    assert len(list(mirror.changed_since(3))) == 1200


def test_a_lost_field_is_remembered_and_read_again_when_it_is_back(mirror: Mirror) -> None:
    news = TableKey("news")

    def bound(**fields: str) -> Binding:
        ids = {FieldKey(key): FieldId(value) for key, value in fields.items()}
        return Binding({news: TableId("tbl1")}, {news: ids})

    whole = bound(title="fld1", body="fld2")
    mirror.bind(whole)
    mirror.set_state("read:news", ["fld1", "fld2"])
    assert mirror.unread([NEWS]) == []
    mirror.bind(bound(title="fld1"))
    assert mirror.unread([NEWS]) == []
    assert mirror.known_ids() == whole
    before = mirror.sequence()
    mirror.bind(whole)
    assert mirror.unread([NEWS]) == [NEWS]
    assert mirror.bound_at_sequence() == mirror.sequence() == before + 1


CHANGES = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from([None, {}, {"t": "1"}, {"t": "2"}])),
    max_size=12,
)


@settings(deadline=None, max_examples=60)
@given(batches=st.lists(CHANGES, max_size=4))
def test_whoever_follows_the_changes_ends_with_the_same(
    batches: list[list[tuple[str, dict[str, str] | None]]],
) -> None:
    mirror = new_mirror()
    wanted: dict[str, dict[str, str]] = {}
    followed: dict[str, Any] = {}
    until = 0
    for batch in batches:
        step: list[Seen] = []
        for name, values in batch:
            if values is None:
                wanted.pop(name, None)
                step.append(RecordGone("news", RecordId(name)))
            else:
                wanted[name] = values
                step.append(RecordSeen("news", RecordId(name), values, CREATED))
        mirror.apply(step)
        for change in mirror.changed_since(until):
            if change.deleted:
                followed.pop(change.record_id, None)
            else:
                followed[change.record_id] = cells(mirror, change.record_id)
            until = change.sequence
        assert until == mirror.sequence() or not batch
        assert followed == wanted
