"""Answers by their headers, whatever people do to the columns and the rows."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from museum.errors import StopRun
from museum.sheet_answers import MissingHeader, SheetAnswer, answers_of
from museum.sheet_forms import SheetForm, SheetFormsError, parse_sheet_forms
from museum.sheet_matching import Compared, Remembered, compare, stamp_text
from museum.sheet_outcomes import HEADERS, Outcome, plan_outcomes
from museum.sheet_rows import Block, rows_of

ZONE = ZoneInfo("Europe/Amsterdam")
FORM = SheetForm(
    spreadsheet_id="1x",
    tab="Formulierreacties 1",
    kind="activiteit",
    timestamp=("Tijdstempel",),
    questions={"title": ("Wat organiseert u?", "Titel"), "starts": ("Op welke dag is het?",)},
    sender=("E-mailadres",),
)
HEAD = ["Tijdstempel", "E-mailadres", "Wat organiseert u?", "Op welke dag is het?"]
FIRST = [46447.395833333336, "jan@museum.example", "Malen", "3 mei 2027"]


def read(*rows: list[Any], head: list[Any] = HEAD) -> tuple[SheetAnswer, ...]:
    return answers_of(FORM, rows_of(FORM.tab, [head, *rows]), ZONE).answers


def test_an_answer_is_read_by_its_headers() -> None:
    (answer,) = read(FIRST)
    assert (answer.row, answer.sender) == (2, "jan@museum.example")
    assert answer.received == datetime(2027, 3, 1, 9, 30, tzinfo=ZONE)
    assert answer.answers == {"title": "Malen", "starts": "3 mei 2027"}
    assert read([*FIRST[:3]])[0].answers["starts"] is None


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["Op welke dag is het?", *HEAD[:3]], [FIRST[3], *FIRST[:3]]),
        (["Foto", *HEAD], ["x.jpg", *FIRST]),
        ([*HEAD[:2], "wat  organiseert U", HEAD[3]], FIRST),
        ([*HEAD[:2], "Titel *", HEAD[3]], FIRST),
        ([*HEAD, HEAD[2]], [*FIRST[:2], None, FIRST[3], FIRST[2]]),
        ([*HEAD, HEAD[2]], [*FIRST, "Malen "]),
    ],
    ids=["moved", "added", "capitals", "other spelling", "made anew", "the same twice"],
)
def test_columns_may_move_come_and_double(head: list[Any], row: list[Any]) -> None:
    (answer,) = read(row, head=head)
    assert answer.answers == {"title": "Malen", "starts": "3 mei 2027"}
    assert answer.doubts == {}


def test_a_question_with_two_answers_is_not_guessed() -> None:
    (answer,) = read([*FIRST, "Iets anders"], head=[*HEAD, HEAD[2]])
    assert list(answer.doubts) == ["title"]
    assert "twee antwoorden" in answer.doubts["title"]


def test_signs_that_no_database_takes_are_left_out() -> None:
    (answer,) = read([*FIRST[:2], "Ma\0len\ud800", "\0"])
    assert answer.answers == {"title": "Malen", "starts": None}


def test_what_is_noticed_about_the_columns_is_said() -> None:
    tab = rows_of(FORM.tab, [[*HEAD, "Foto", HEAD[2]], FIRST])
    assert answers_of(FORM, tab, ZONE).notices == (
        "De kolom “Foto” kent museumflow niet; zij wordt overgeslagen.",
        "De vraag “Wat organiseert u?” staat er twee keer; wat ingevuld is, telt.",
    )
    skipping = replace(FORM, skipped=frozenset({"foto"}))
    tab = rows_of(FORM.tab, [[*HEAD, "Foto"], FIRST])
    assert answers_of(skipping, tab, ZONE).notices == ()


def test_a_renamed_question_stops_all_with_a_sentence() -> None:
    with pytest.raises(MissingHeader) as caught:
        read(FIRST, head=[*HEAD[:2], "Naam van de activiteit", HEAD[3]])
    assert caught.value.what == (
        "In het tabblad “Formulierreacties 1” is de kolom “Wat organiseert u?” er niet (meer)."
        " Misschien heet zij nu: “Naam van de activiteit”."
    )
    assert "config/forms.toml" in caught.value.remedy


def remembered(found: Compared) -> list[Remembered]:
    return [
        Remembered(key, one.row, stamp_text(one), one.sender, one.fingerprint, one.content)
        for key, one in (*found.same, *found.new, *found.edited)
    ]


def rows(count: int) -> list[list[Any]]:
    return [[46447 + n / 7, f"p{n}@museum.example", f"Titel {n}", "3 mei"] for n in range(count)]


def test_a_first_reading_and_the_same_again() -> None:
    first = compare("p", [], read(*rows(3)))
    assert [len(part) for part in (first.new, first.same, first.edited, first.gone)] == [3, 0, 0, 0]
    again = compare("p", remembered(first), read(*rows(3)))
    assert [key for key, _ in again.same] == [key for key, _ in first.new]
    # The same key in a run that was killed before it could remember.
    assert compare("p", [], read(*rows(3))) == first


def test_each_change_of_a_row_has_its_end() -> None:
    known = remembered(compare("p", [], read(*rows(6))))
    keys = [one.key for one in known]
    now = rows(6)
    now[1][2] = "Titel verbeterd"  # staff, in the sheet
    now[2] = [46500.5, now[2][1], "Zelf verbeterd", "4 mei"]  # through the form's own link
    del now[3]
    found = compare("p", known, read(*reversed(now[:1]), *now[1:], [46501, "n@x.example", "N", ""]))
    assert [key for key, _ in found.same] == [keys[0], keys[4], keys[5]]
    assert [key for key, _ in found.edited] == [keys[1], keys[2]]
    assert found.gone == (keys[3],)
    assert [one.sender for _, one in found.new] == ["n@x.example"]


def test_sorted_rows_are_still_the_same() -> None:
    known = remembered(compare("p", [], read(*rows(6))))
    found = compare("p", known, read(*reversed(rows(6))))
    assert (len(found.same), found.gone, found.new, found.edited) == (6, (), (), ())


def test_the_same_answer_twice_counts_once_and_outlives_its_double() -> None:
    twice = [*rows(2), [46460, *rows(1)[0][1:]]]
    first = compare("p", [], read(*twice))
    assert [(one.row, at) for _, one, at in first.twice] == [(4, 2)]
    found = compare("p", remembered(first), read(*twice[1:]))
    assert (found.gone, found.new) == ((), ())
    assert [key for key, _ in found.edited] == [first.new[0][0]]


def test_a_tab_that_is_suddenly_empty_withdraws_nothing() -> None:
    known = remembered(compare("p", [], read(*rows(20))))
    with pytest.raises(StopRun, match="ineens 18 weg"):
        compare("p", known, read(*rows(2)))
    assert len(compare("p", known, read(*rows(15))).gone) == 5


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(rows(12)), max_size=20), st.permutations(rows(12)))
def test_every_row_ends_in_one_place(before: list[list[Any]], after: list[list[Any]]) -> None:
    known = remembered(compare("p", [], read(*before)))
    found = compare("p", known, read(*after))
    places = [one.row for _, one in (*found.same, *found.new, *found.edited)]
    places += [one.row for _, one, _ in found.twice]
    assert sorted(places) == list(range(2, 14))
    keys = [key for key, _ in (*found.same, *found.new, *found.edited)] + list(found.gone)
    assert len(keys) == len(set(keys))
    assert {one.key for one in known} <= set(keys)


def test_settings_of_a_sheet_name_what_is_wrong() -> None:
    kinds = {"activiteit": {"title", "starts"}}
    good = {
        "id": "1x", "tab": "Reacties", "soort": "activiteit", "tijdstempel": "Tijdstempel",
        "afzender": "E-mail", "vragen": {"title": ["Titel", "Naam"], "starts": "Dag"},
    }  # fmt: skip
    (form,) = parse_sheet_forms([good], kinds)
    assert form.headers["title"] == ("Titel", "Naam")
    wrong = {**good, "soort": "feest", "kleur": "rood", "tab": ""}
    doubled = {**good, "vragen": {"title": "Dag?", "starts": "dag", "prijs": "Prijs"}}
    with pytest.raises(SheetFormsError) as caught:
        parse_sheet_forms([wrong, doubled], kinds)
    assert str(caught.value).split("\n- ")[1:] == [
        "rekenblad 1: “kleur” is geen instelling.",
        "rekenblad 1: “tab” ontbreekt.",
        "rekenblad 1: het formulier “feest” bestaat niet.",
        "rekenblad 2: het veld “prijs” vraagt dit formulier niet.",
        "rekenblad 2: de vraag “dag” staat voor twee dingen.",
    ]
    with pytest.raises(SheetFormsError, match="staat er twee keer"):
        parse_sheet_forms([good, good], kinds)


def test_outcomes_are_planned_by_their_key() -> None:
    wanted = [Outcome("a", 2, "", "Ontvangen", ""), Outcome("b", 3, "", "Ontvangen", "")]
    planned = plan_outcomes(rows_of("t", []), wanted)
    assert planned == (Block(1, (HEADERS, wanted[0].cells, wanted[1].cells)),)
    values: list[list[Any]] = [
        list(HEADERS),
        list(wanted[1].cells),
        ["x", 9],
        list(wanted[0].cells),
    ]
    assert plan_outcomes(rows_of("t", values), wanted) == ()
    values[3][3] = "Geplaatst"
    assert plan_outcomes(rows_of("t", values), wanted) == (Block(4, (wanted[0].cells,)),)
