"""The large feeds in chunks: what is marked is made again, and nothing else."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from backbone.database import create_tables, open_database
from channels.website import catalogue_tables as t
from channels.website.feed_chunks import fill_chunks, mark_chunks, mark_every_chunk, place_of

TODAY = date(2027, 3, 1)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_database(f"sqlite:///{tmp_path}/chunks.sqlite")
    create_tables(engine)
    yield engine
    engine.dispose()


def fragment(one: str, kind: str = "activity", until: str = "2027-04-01") -> dict[str, str]:
    return {
        "id": one,
        "kind": kind,
        "shard": one[-1],
        "museum_id": "recM",
        "until": until,
        "calendar": f"[{one}]",
        "open_data": one,
    }


def put(engine: sa.Engine, *rows: dict[str, str]) -> None:
    with engine.begin() as connection:
        connection.execute(sa.insert(t.fragments), rows)
        mark_chunks(engine, connection, map(place_of, rows))


def filled(engine: sa.Engine, day: date = TODAY) -> dict[tuple[str, str], tuple[bytes, bytes]]:
    with engine.begin() as connection:
        fill_chunks(connection, day)
        rows = connection.execute(sa.select(t.feed_chunks)).mappings()
        return {(row["kind"], row["shard"]): (row["calendar"], row["open_data"]) for row in rows}


def test_fragments_stand_together_by_kind_and_last_character(engine: sa.Engine) -> None:
    put(engine, fragment("rec2a"), fragment("rec1a"), fragment("rec1A"), fragment("rec3a", "offer"))
    assert filled(engine) == {
        ("activity", "A"): (b"[rec1A]", b"rec1A"),
        ("activity", "a"): (b"[rec1a][rec2a]", b"rec1a,\nrec2a"),
        ("offer", "a"): (b"[rec3a]", b"rec3a"),
    }


def test_what_is_long_past_leaves_on_its_day(engine: sa.Engine) -> None:
    put(engine, fragment("rec1a", until="2027-02-01"), fragment("rec2a"))
    assert filled(engine)["activity", "a"][0] == b"[rec1a][rec2a]"
    assert filled(engine, date(2027, 3, 4))["activity", "a"][0] == b"[rec1a][rec2a]"
    assert filled(engine, date(2027, 3, 5))["activity", "a"][0] == b"[rec2a]"


def test_a_chunk_of_which_nothing_is_left_goes(engine: sa.Engine) -> None:
    put(engine, fragment("rec1a"))
    assert filled(engine)
    with engine.begin() as connection:
        connection.execute(sa.delete(t.fragments))
        mark_chunks(engine, connection, [("activity", "a")])
    assert filled(engine) == {}


def test_all_are_made_again_whatever_stood_there(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.insert(t.fragments), [fragment("rec1a"), fragment("rec1b")])
        mark_every_chunk(engine, connection)
    assert filled(engine) == {
        ("activity", "a"): (b"[rec1a]", b"rec1a"),
        ("activity", "b"): (b"[rec1b]", b"rec1b"),
    }
