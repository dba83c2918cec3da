"""Minutes, as people write how long a lesson takes."""

from decimal import Decimal

import pytest

from museum.answers import Refusal, read_minutes


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("90", 90), (90, 90), ("90 minuten", 90), ("90 min.", 90), ("anderhalf uur", 90),
        ("1,5 uur", 90), ("2 uur", 120), ("een uur", 60), ("1 uur en 30 minuten", 90),
        ("1 uur 15", 75), ("half uur", 30), ("drie kwartier", 45),
    ],
)  # fmt: skip
def test_how_long_it_lasts_is_counted_in_minutes(typed: str | int, minutes: int) -> None:
    assert read_minutes(typed) == Decimal(minutes)


@pytest.mark.parametrize(
    "typed", ["1 à 2 uur", "een dagdeel", "1-2 uur", "ongeveer 90 minuten", ""]
)
def test_what_is_not_one_duration_is_refused(typed: str) -> None:
    assert isinstance(read_minutes(typed), Refusal)
