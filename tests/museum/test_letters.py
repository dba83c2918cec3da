"""A letter's fingerprint follows everything in it, and nothing else."""

from dataclasses import fields, replace
from typing import Any

import pytest

from museum.letters import Letter

LETTER = Letter("recA", "nl", ("board",), "Mei", "In deze brief", "<p>é</p>", "é", ("recB", "recC"))


def test_the_same_letter_has_the_same_fingerprint() -> None:
    assert replace(LETTER).fingerprint == LETTER.fingerprint


@pytest.mark.parametrize("name", [field.name for field in fields(Letter)])
def test_any_change_is_another_fingerprint(name: str) -> None:
    before = getattr(LETTER, name)
    change: dict[str, Any] = {
        name: (*before, "recD") if isinstance(before, tuple) else f"{before}x"
    }
    assert replace(LETTER, **change).fingerprint != LETTER.fingerprint
