"""What people type in a form: read exactly, or refused with what to do."""

from datetime import date
from typing import Any

import pytest

from backbone.config_files import load_config, load_definitions
from museum.binding import Binding
from museum.submissions import (
    FormsError,
    changes,
    parse_forms,
    proposed,
    read_answers,
    typed_again,
    untouched,
)
from museum.written_cells import written_cells

TODAY = date(2026, 11, 23)
DEFINITIONS = load_definitions()
FORMS = parse_forms(load_config("forms"), DEFINITIONS)
LECTURE = {"title": "Lezing", "starts": "za 1 mei 2027", "starts_time": "half drie"}


@pytest.mark.parametrize(
    ("kind", "answers", "expected"),
    [
        ("activiteit", {}, {"starts": "2027-05-01T12:30:00Z"}),
        ("activiteit", {"ends_time": "16.00"}, {"ends": "2027-05-01T14:00:00Z"}),
        ("activiteit", {"starts": "3 mei 2027 om 14.30 uur", "starts_time": ""},
         {"starts": "2027-05-03T12:30:00Z"}),
        ("activiteit", {"starts": 46510.5, "starts_time": None},
         {"starts": "2027-05-03T10:00:00Z"}),
        ("activiteit", {"visitors": ["children", "Gezinnen"]},
         {"visitors": ["children", "families"]}),
        ("activiteit", {"visitors": "Gezinnen, kinderen"}, {"visitors": ["children", "families"]}),
        ("activiteit", {"website": "museum.nl"}, {"website": "https://museum.nl"}),
        ("activiteit", {"repeats": "Elke week", "except_dates": "8 mei 2027 en 15 mei 2027"},
         {"except_dates": "08-05-2027, 15-05-2027", "repeats": "weekly"}),
        ("museum", {"place": "Assen", "postcode": "9401ab", "phone": "0592-377773"},
         {"postcode": "9401 AB", "phone": "0592 377 773"}),
        ("vacature", {"title": "Gids", "tasks": "Gidsen", "contact_email": "a@museum.example",
                      "from_home": "graag", "is_bounded": ""},
         {"from_home": True, "is_bounded": False}),
        ("educatie", {"title": "Les", "first_day": "1-9-2027", "duration_min": "een dagdeel",
                      "age_groups": ["secondary"]}, None),
        ("educatie", {"title": "Les", "first_day": "1-9-2027", "duration_min": "anderhalf uur",
                      "age_groups": ["secondary"]}, {"duration_min": 90}),
    ],
)  # fmt: skip
def test_answers_become_values(
    kind: str, answers: dict[str, Any], expected: dict[str, Any] | None
) -> None:
    typed = {**LECTURE, **answers} if kind == "activiteit" else answers
    found = read_answers(FORMS.kind(kind), typed, TODAY)
    if expected is None:
        assert not found.is_good
        return
    assert found.problems == {}
    assert {key: found.values[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("answers", "field", "says"),
    [
        ({"title": " "}, "title", "Vul dit in."),
        ({"starts": ""}, "starts", "Vul bij deze tijd ook de dag in"),
        ({"starts": "31 februari 2027"}, "starts", "Deze datum bestaat niet."),
        ({"starts_time": ""}, "starts", "Vul ook de tijd in"),
        ({"ends_time": "13.00"}, "ends", "“Wanneer begint het?”"),
        ({"repeats": "weekly", "repeats_until": "1 april 2027"}, "repeats_until", "ligt voor"),
        ({"visitors": ["iedereen behalve u"]}, "visitors", "Kies uit: Iedereen, "),
        ({"website": "javascript:alert(1)"}, "website", "https://www.museum.nl/pagina"),
        ({"title": "x" * 300}, "title", "korter dan 250"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(
    answers: dict[str, Any], field: str, says: str
) -> None:
    found = read_answers(FORMS.kind("activiteit"), {**LECTURE, **answers}, TODAY)
    assert list(found.problems) == [field]
    assert says in found.problems[field]


def test_hours_that_are_not_understood_are_said_so_and_stay() -> None:
    typed = {"place": "Assen", "hours_text": "soms, als Jan er is"}
    found = read_answers(FORMS.kind("museum"), typed, TODAY)
    assert found.is_good
    assert found.values["hours_text"] == "soms, als Jan er is"
    assert found.notices["hours_text"]


@pytest.mark.parametrize("kind", FORMS.kinds, ids=lambda kind: kind.key)
def test_what_is_typed_again_reads_the_same(kind: Any) -> None:
    full = {
        "title": "A", "starts": "1-5-2027", "starts_time": "14.30", "first_day": "1-5-2027",
        "place": "Assen", "tasks": "B", "contact_email": "a@museum.example", "offer_terms": "C",
        "age_groups": ["secondary"], "subject": "D", "question": "E", "is_bounded": "ja",
        "repeats": "weekly", "duration_min": "90", "alt": "F", "maker": "G", "licence": "cc0",
        "people": "none", "kind": "activity" if kind.table.key == "activities" else "other",
    }  # fmt: skip
    asked = {field.key for field in kind.fields}
    typed = {key: value for key, value in full.items() if key.removesuffix("_time") in asked}
    if "starts" in typed:  # an hour or whole days, never both
        typed.pop("first_day", None)
    found = read_answers(kind, typed, TODAY)
    assert found.problems == {}
    assert read_answers(kind, typed_again(kind, found.values), TODAY).values == found.values


def test_what_the_sender_left_alone_is_not_read_again() -> None:
    kind = FORMS.kind("museum")
    before = {"place": "Assen", "phone": "bel de molenaar", "hours_text": "di 11-17 u"}
    typed = {**typed_again(kind, before), "hours_text": "wo 11-17 u"}
    assert list(read_answers(kind, typed, TODAY).problems) == ["phone"]
    found = read_answers(kind, typed, TODAY, untouched(kind, before, typed))
    assert found.problems == {}
    assert proposed(before, found.values) == {"hours_text": "wo 11-17 u"}


def test_only_what_differs_is_proposed() -> None:
    kind = FORMS.kind("museum")
    before = {"place": "Assen", "hours_text": "di t/m zo 11-17 u", "facilities": ["shop"]}
    values = {**before, "hours_text": "di t/m zo 10-17 u", "phone": "", "facilities": ["shop"]}
    wanted = proposed(before, values)
    assert wanted == {"hours_text": "di t/m zo 10-17 u"}
    now = {**before, "hours_text": "ma gesloten"}
    (change,) = changes(kind, before, wanted, now)
    assert (change.before, change.after, change.meanwhile) == (
        "di t/m zo 11-17 u",
        "di t/m zo 10-17 u",
        "ma gesloten",
    )


def test_every_problem_of_the_file_is_named_at_once() -> None:
    wrong = {
        "activiteit": {
            "title": "A", "table": "activities", "colour": "red", "required": ["place"],
            "parts": [{"heading": "B", "fields": ["title", "nothing"]}],
        },
        "museum": {"title": "M", "table": "musea", "parts": [{"fields": []}]},
    }  # fmt: skip
    with pytest.raises(FormsError) as raised:
        parse_forms(wrong, DEFINITIONS)
    text = str(raised.value)
    assert all(part in text for part in ("“colour”", "“nothing”", "“place”", "“musea”", "[limits]"))


def test_a_field_that_the_base_lacks_is_named() -> None:
    with pytest.raises(KeyError, match="Titel"):
        written_cells(FORMS.kind("activiteit").table, Binding(), {"title": "A"})
