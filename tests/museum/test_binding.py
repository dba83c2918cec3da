"""Keys are tied to a base by ID, by label the first time only; differences say what to do."""

import copy
from typing import Any

from backbone.config_files import load_definitions
from museum.binding import Binding, bind
from museum.identity import FieldId
from tests.bases import base_of, field_id, table_id

DEFINITIONS = load_definitions()


def metadata() -> list[dict[str, Any]]:
    return copy.deepcopy(base_of({})["tables"])


def table(tables: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return next(one for one in tables if one["id"] == table_id(key))


def field(tables: list[dict[str, Any]], key: str, name: str) -> dict[str, Any]:
    return next(one for one in table(tables, key)["fields"] if one["id"] == field_id(key, name))


def test_a_fresh_base_is_found_by_its_labels() -> None:
    bound = bind(DEFINITIONS, metadata(), Binding())
    assert bound.problems == ()
    assert bound.binding.field_id("museums", "place") == field_id("museums", "place")
    assert bound.binding.table_key(table_id("vacancies")) == "vacancies"
    assert bound.binding.table_key("tblSomebodyElses1") is None


def test_a_renamed_field_stays_the_same_field() -> None:
    known = bind(DEFINITIONS, metadata(), Binding()).binding
    tables = metadata()
    field(tables, "museums", "place")["name"] = "Waar"
    bound = bind(DEFINITIONS, tables, known)
    assert bound.binding == known
    assert [(one.key, one.severity) for one in bound.problems] == [
        ("tables:renamed:museums.place", "warning")
    ]


def test_a_field_made_anew_under_the_old_label_takes_its_place() -> None:
    known = bind(DEFINITIONS, metadata(), Binding()).binding
    tables = metadata()
    field(tables, "museums", "place")["id"] = "fldMadeAnew000001"
    bound = bind(DEFINITIONS, tables, known)
    assert bound.binding.field_id("museums", "place") == "fldMadeAnew000001"


def test_a_missing_and_a_retyped_field_are_not_bound() -> None:
    tables = metadata()
    table(tables, "museums")["fields"].remove(field(tables, "museums", "place"))
    field(tables, "activities", "starts")["type"] = "checkbox"
    bound = bind(DEFINITIONS, tables, Binding())
    assert bound.binding.field_id("museums", "place") is None
    assert bound.binding.field_id("activities", "starts") is None
    assert [(one.key, one.severity) for one in bound.problems] == [
        ("tables:missing:museums.place", "error"),
        ("tables:retyped:activities.starts", "error"),
    ]


def test_a_missing_table_is_one_problem() -> None:
    tables = [one for one in metadata() if one["id"] != table_id("news")]
    bound = bind(DEFINITIONS, tables, Binding())
    assert [one.key for one in bound.problems] == ["tables:missing:news"]


def test_a_renamed_choice_keeps_its_meaning_under_both_names() -> None:
    known = bind(DEFINITIONS, metadata(), Binding()).binding
    tables = metadata()
    choices = field(tables, "activities", "kind")["options"]["choices"]
    next(one for one in choices if one["name"] == "Tentoonstelling")["name"] = "Expositie"
    bound = bind(DEFINITIONS, tables, known)
    names = bound.binding.choice_names[FieldId(field_id("activities", "kind"))]
    assert (names["Expositie"], names["Tentoonstelling"]) == ("exhibition", "exhibition")
    assert bound.problems == ()
