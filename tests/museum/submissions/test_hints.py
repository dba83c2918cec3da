"""What is good to know: doubles, what clashes nearby, holidays, and what is still missing."""

from datetime import date, time

import pytest

from backbone.config_files import load_config, load_definitions
from museum.date_plan import DatePlan
from museum.submissions import parse_forms
from museum.submissions.completeness import WEIGHTS, completeness
from museum.submissions.hints import Hints, Known, Place, hints_for

ASSEN, NEAR, EMMEN = Place(52.993, 6.564), Place(53.05, 6.60), Place(52.785, 6.897)
KING = date(2027, 4, 27)


def on(day: date) -> DatePlan:
    return DatePlan(day, day, time(14))


def known(title: str, museum: str, place: Place, day: date = KING) -> Known:
    return Known("rec1", title, museum, f"Museum {museum}", place, on(day))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (known("Turf-steken!", "a", ASSEN, date(2027, 6, 1)),
         Hints(doubles=("“Turf-steken!”, dinsdag 1 juni 2027",))),
        (known("Turf steken", "b", EMMEN), Hints()),
        (known("Klompen maken", "b", NEAR),
         Hints(clashes=("dinsdag 27 april: “Klompen maken” (Museum b)",))),
        (known("Klompen maken", "b", NEAR, date(2027, 4, 28)), Hints()),
        (known("Klompen maken", "b", Place(None, None, "assen")), Hints()),
    ],
)  # fmt: skip
def test_it_names_what_is_alike_and_what_clashes(other: Known, expected: Hints) -> None:
    found = hints_for("Turf steken", "a", ASSEN, on(KING), [other])
    assert (found.doubles, found.clashes) == (expected.doubles, expected.clashes)
    assert found.holidays == ("dinsdag 27 april: Koningsdag",)


def test_an_ordinary_day_says_nothing() -> None:
    assert hints_for("Turf steken", "a", ASSEN, on(date(2027, 3, 17)), []).is_empty


def test_the_score_grows_to_a_hundred_and_names_the_next_best_thing() -> None:
    kind = parse_forms(load_config("forms"), load_definitions()).kind("museum")
    empty, full = completeness(kind, {}), completeness(kind, dict.fromkeys(WEIGHTS, "x"))
    assert (empty.score, empty.next_field, full.score, full.next_field) == (
        0,
        "hours_text",
        100,
        "",
    )
    half = completeness(kind, {"hours_text": "di 11-17 u", "place": "Assen"})
    assert (half.score, half.next_label) == (29, "Beschrijving")
