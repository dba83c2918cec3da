"""`museumflow web` and `museumflow worker` need a database that several processes share."""

import pytest

from tests.workflows.conftest import Platform, platform

__all__ = ["platform"]


@pytest.mark.parametrize("command", ["web", "worker"])
def test_on_a_folder_with_sqlite_the_sentence_says_what_to_do(
    platform: Platform, command: str
) -> None:
    refused = platform.museumflow(command)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == (
        f"`museumflow {command}` werkt alleen met PostgreSQL: een gegevensmap met SQLite is voor "
        "één proces. Gebruik `museumflow serve`, of zet DATABASE_URL op een PostgreSQL-database.\n"
    )
