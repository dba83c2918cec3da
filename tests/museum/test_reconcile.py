"""The words and the identity of a plan, and the brake."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from museum.brake import BrakeLimit, Removal, judge
from museum.reconcile import Change, FieldChange, action_of, field_changes, plan_identity
from museum.tables import parse_tables

TABLES = parse_tables(
    tomllib.loads((Path(__file__).parents[2] / "config/tables.toml").read_text("utf-8"))
)


def test_fields_are_told_in_the_words_of_staff() -> None:
    old = {"title": "Oud", "kind": "activity", "visitors": ["children"], "images": ["rec1"]}
    new = {
        "title": "Een titel die zo lang is dat niemand hem helemaal op één regel wil lezen, echt",
        "kind": "exhibition",
        "visitors": ["children", "groups"],
        "images": ["rec1", "rec2"],
        "first_day": "2027-04-03",
        "notes": "geheim",
    }
    assert field_changes(TABLES.table("activities"), old, new) == (
        FieldChange(
            "Titel", "“Oud”", "“Een titel die zo lang is dat niemand hem helemaal op één re…”"
        ),
        FieldChange("Soort", "“Activiteit”", "“Tentoonstelling”"),
        FieldChange("Eerste dag", "leeg", "03-04-2027"),
        FieldChange("Voor wie", "“Kinderen”", "“Kinderen, Groepen”"),
        FieldChange("Beelden", "1 gekozen", "2 gekozen"),
    )


def test_what_is_empty_and_what_is_not_there_are_the_same() -> None:
    museums = TABLES.table("museums")
    assert field_changes(museums, {"on_website": False, "tagline": ""}, {}) == ()
    assert field_changes(museums, {"registered": True}, {}) == (
        FieldChange("Geregistreerd Museum", "ja", "leeg"),
    )


@pytest.mark.parametrize(
    ("wanted", "confirmed", "action"),
    [("a", "a", None), ("a", "", "new"), ("a", "b", "changed"), ("", "b", "gone"), ("", "", None)],
)
def test_action(wanted: str, confirmed: str, action: str | None) -> None:
    assert action_of(wanted, confirmed) == action


CHANGES = st.lists(
    st.builds(
        Change,
        action=st.sampled_from(["new", "changed", "gone"]),
        kind=st.sampled_from(["museum", "activity"]),
        record_id=st.text(max_size=3),
        subject=st.text(max_size=3),
        fingerprint=st.text(max_size=3),
    ),
    max_size=5,
)


@given(CHANGES)
def test_identity_is_of_the_changes_alone(changes: list[Change]) -> None:
    turned = list(reversed(changes))
    assert plan_identity(changes) == plan_identity(turned)
    more = [*changes, Change("gone", "museum", "recExtra", "Extra")]
    assert plan_identity(more) != plan_identity(changes)


LIMITS = {"museum": BrakeLimit(0.1, 3)}


@pytest.mark.parametrize(
    ("removed", "present", "is_blocked"),
    [(2, 2, False), (3, 30, False), (3, 29, True), (4, 30, True), (54, 54, True), (0, 0, False)],
)
def test_brake(removed: int, present: int, is_blocked: bool) -> None:
    verdict = judge([Removal("museum", "musea", removed, present)], LIMITS)
    assert verdict.is_blocked is is_blocked


def test_brake_leaves_what_has_no_limit() -> None:
    assert not judge([Removal("vacancy", "vacatures", 9, 9)], LIMITS).is_blocked
