"""What is no database of ours gets one sentence, never a stack trace."""

import os
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from backbone.config_files import load_definitions
from backbone.database import create_tables, make_file, open_database
from backbone.mirror import Mirror
from backbone.settings import read_settings
from museum.errors import FixConfiguration


def open_there(path: Path) -> sa.Engine:
    engine = open_database(f"sqlite:///{path}")
    create_tables(engine)
    return engine


def test_the_files_are_for_their_own_user_only(tmp_path: Path) -> None:
    """The key of the personal links and the addresses of calendars stand in it."""
    former = os.umask(0o022)
    try:
        engine = open_there(_made_folder(tmp_path / "made" / "data") / "museumflow.sqlite")
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE more (one TEXT)"))
            make_file(f"sqlite:///{tmp_path}/engine.sqlite")
            found = {path.name: _mode(path) for path in tmp_path.rglob("*")}
    finally:
        os.umask(former)
        engine.dispose()
    assert found.pop("made") & 0o022 == 0
    assert found.pop("data") == 0o700
    assert set(found) >= {"museumflow.sqlite", "museumflow.sqlite-wal", "engine.sqlite"}
    assert set(found.values()) == {0o600}


def _made_folder(folder: Path) -> Path:
    return read_settings(data=folder).data


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_tables_of_another_shape_are_named_as_such(tmp_path: Path) -> None:
    engine = open_there(tmp_path / "museumflow.sqlite")
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE mirror_state ADD COLUMN colour TEXT"))
    with pytest.raises(FixConfiguration, match="andere versie van museumflow"):
        create_tables(engine)


def test_state_of_another_shape_is_named_as_such(tmp_path: Path) -> None:
    mirror = Mirror(open_there(tmp_path / "museumflow.sqlite"), load_definitions())
    mirror.set_state("binding", {"bases": []})
    with pytest.raises(FixConfiguration, match="andere versie van museumflow"):
        mirror.binding()


def test_a_file_that_is_no_database_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "museumflow.sqlite"
    path.write_text("geen database" * 100, encoding="utf-8")
    with pytest.raises(FixConfiguration, match="niet te openen"):
        open_there(path)


@pytest.mark.parametrize("url", ["geen adres", "postgresql+nietbestaand://x/y"])
def test_an_address_that_is_none_is_named_as_such(url: str) -> None:
    with pytest.raises(FixConfiguration, match="DATABASE_URL"):
        open_database(url)


def test_a_database_out_of_reach_keeps_its_password_out_of_the_sentence() -> None:
    engine = open_database("postgresql+psycopg://museum:geheim@127.0.0.1:1/x")
    with pytest.raises(FixConfiguration, match="niet te openen") as caught:
        create_tables(engine)
    assert "geheim" not in str(caught.value)
