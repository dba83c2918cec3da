"""Golden feeds: `RENEW_GOLDEN=1 pytest tests/channels/feeds` writes them anew; look at the diff."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "golden"


@pytest.fixture
def equals_golden() -> Callable[[str, bytes], None]:
    """Return a check that a feed equals the file of that name."""

    def check(name: str, found: bytes) -> None:
        if os.environ.get("RENEW_GOLDEN"):
            FOLDER.mkdir(exist_ok=True)
            (FOLDER / name).write_bytes(found)
        assert found.decode() == (FOLDER / name).read_bytes().decode()

    return check
