"""Who moves up when places come free, and until when."""

import tomllib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backbone.settings import CONFIG
from museum.signups import SignUpRulesError, fits, parse_sign_up_rules, who_moves_up

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
QUEUE = st.lists(st.integers(1, 6), max_size=12)


@given(st.none() | st.integers(0, 12), QUEUE)
def test_no_place_stays_empty_and_nobody_is_passed_by_who_fits(
    free: int | None, sizes: list[int]
) -> None:
    waiting = [(str(number), size) for number, size in enumerate(sizes)]
    moved = who_moves_up(free, waiting)
    assert moved == sorted(moved, key=int)
    if free is None:
        assert moved == [key for key, _ in waiting]
        return
    left = free
    for key, size in waiting:
        # Each is looked at in order of arrival: it has a place exactly when it fits what is left.
        assert (key in moved) == fits(left, size)
        left -= size if key in moved else 0
    assert left >= 0


def test_the_file_is_read_and_a_mistake_is_named() -> None:
    data: dict[str, Any] = tomllib.loads((CONFIG / "registrations.toml").read_text("utf-8"))
    kinds = {"course": "", "training": "", "workshop": "", "webinar": ""}
    rules = parse_sign_up_rules(data, kinds)
    in_days = {days: rules.offer_until(NOON, NOON + timedelta(days=days)) for days in (0, 3, 30)}
    assert in_days == {0: None, 3: NOON + timedelta(hours=12), 30: NOON + timedelta(hours=48)}
    soon = NOON + timedelta(hours=2)
    assert rules.offer_until(NOON, soon) == soon
    with pytest.raises(SignUpRulesError, match="webinar"):
        parse_sign_up_rules(data, {one: "" for one in kinds if one != "webinar"})
    data["places"]["offer_hours"] = 0
    with pytest.raises(SignUpRulesError, match="offer_hours"):
        parse_sign_up_rules(data, kinds)
