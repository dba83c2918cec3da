"""What is read of a sentence, what is supposed, and what is said back as not understood."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from museum.date_advice import Fields, FieldsError, Span, read_fields, read_request
from museum.date_advice.request import Request

TODAY = date(2026, 11, 30)
DEFAULT = Span(date(2027, 1, 25), date(2028, 1, 25))
MARCH, APRIL = Span(date(2027, 3, 1), date(2027, 3, 31)), Span(date(2027, 4, 1), date(2027, 4, 30))


def read(text: str, fields: Fields | None = None) -> Request:
    found = read_request(text, TODAY, lambda _kind: DEFAULT, fields or Fields())
    assert found.not_understood == (), text
    return found.request


def test_the_sentence_of_the_plan() -> None:
    text = (
        "een workshop van een dagdeel voor vrijwilligers, in maart of april, niet op maandag, "
        "ongeveer 25 mensen"
    )
    found = read_request(text, TODAY, lambda _kind: DEFAULT)
    assert found.request == Request(
        kind="workshop",
        audiences=("volunteer",),
        part="dagdeel",
        spans=(MARCH, APRIL),
        not_on=frozenset({0}),
        people=25,
    )
    assert found.understood == (
        *("een workshop", "voor vrijwilligers", "een dagdeel", "1 t/m 31 maart 2027"),
        *("1 t/m 30 april 2027", "niet op maandag", "ongeveer 25 mensen"),
    )
    assert (found.supposed, found.not_understood) == ((), ())


PERIODS: list[tuple[str, list[tuple[str, str]]]] = [
    ("in maart 2028", [("2028-03-01", "2028-03-31")]),
    ("maart t/m mei", [("2027-03-01", "2027-05-31")]),
    ("tussen november en februari", [("2026-11-30", "2027-02-28")]),
    ("begin mei", [("2027-05-01", "2027-05-10")]),
    ("eind februari 2028", [("2028-02-21", "2028-02-29")]),
    ("tweede helft van juni", [("2027-06-16", "2027-06-30")]),
    ("in het voorjaar", [("2027-03-01", "2027-05-31")]),
    ("derde kwartaal", [("2027-07-01", "2027-09-30")]),
    ("in week 12", [("2027-03-22", "2027-03-28")]),
    ("van 1 maart tot en met 15 april 2027", [("2027-03-01", "2027-04-15")]),
    ("op 3 maart", [("2027-03-03", "2027-03-03")]),
    ("volgend jaar", [("2027-01-01", "2027-12-31")]),
    ("vanaf 1 april, voor 1 juni", [("2027-04-01", "2027-05-31")]),
    ("na april, voor de zomervakantie", [("2027-05-01", "2027-07-09")]),
    ("in november", [("2026-11-30", "2026-11-30")]),  # of this month only what is left
    ("volgende maand", [("2026-12-01", "2026-12-31")]),
]


@pytest.mark.parametrize(("text", "spans"), PERIODS, ids=[row[0] for row in PERIODS])
def test_periods(text: str, spans: list[tuple[str, str]]) -> None:
    found = read(text).spans
    assert [(one.first.isoformat(), one.last.isoformat()) for one in found] == spans


@pytest.mark.parametrize(
    ("text", "weekdays", "not_on", "rather_on"),
    [
        ("niet op maandag of vrijdag", set(), {0, 4}, set()),
        ("geen maandagen, en niet in het weekend", set(), {0, 5, 6}, set()),
        ("op een dinsdag- of donderdagavond", {1, 3}, set(), set()),
        ("liefst op donderdag", set(), set(), {3}),
        ("liever niet op woensdag", set(), set(), {0, 1, 3, 4}),
        ("maandag t/m woensdag", {0, 1, 2}, set(), set()),
        ("doordeweeks", set(), {5, 6}, set()),
    ],
)
def test_weekdays(text: str, weekdays: set[int], not_on: set[int], rather_on: set[int]) -> None:
    found = read(text)
    assert [set(one) for one in (found.weekdays, found.not_on, found.rather_on)] == [
        *(weekdays, not_on, rather_on),
    ]


def test_length_people_and_holidays() -> None:
    evening = read("training van anderhalf uur voor besturen, 's avonds, 20 à 30 man")
    assert (evening.part, evening.minutes, evening.people) == ("avond", 90, 30)
    course = read("cursus in drie ochtenden voor 12 vrijwilligers, niet in de schoolvakantie")
    assert (course.part, course.times, course.people) == ("ochtend", 3, 12)
    assert course.not_in_school_holidays
    days = read("congres van twee dagen voor iedereen, niet op feestdagen, niet in juli")
    assert (days.days, len(days.audiences), days.not_on_public_holidays) == (2, 3, True)
    assert not days.allows(date(2027, 7, 6))


def test_nothing_is_guessed() -> None:
    def unknown(text: str) -> tuple[str, ...]:
        return read_request(text, TODAY, lambda _kind: DEFAULT).not_understood

    assert unknown("een workshop in Assen met lekkere koffie") == ("assen", "lekkere koffie")
    assert unknown("workshop of training") == ("training",)
    assert unknown("op 31 februari") == ("op 31 februari",)
    assert unknown("cursusboek in de tuin") == ("cursusboek", "tuin")
    nothing = read_request("", TODAY, lambda _kind: DEFAULT)
    assert nothing.understood == ()
    assert [sentence[:9] for sentence in nothing.supposed] == ["U noemde "] * 2 + [
        "U zei nie",
        "U noemde ",
    ]
    assert nothing.request.spans == (DEFAULT,)


def test_a_field_wins_from_the_sentence() -> None:
    fields = read_fields(
        {
            "kind": ["cursus"], "audience": ["bestuur", "volunteer"], "length": ["2 uur"],
            "from": ["1 juni 2027"], "not_on": ["vrijdag, zo"], "people": ["40"],
        },
        TODAY,
    )  # fmt: skip
    found = read("een workshop voor vrijwilligers in maart, niet op maandag", fields)
    assert (found.kind, found.audiences, found.minutes) == ("course", ("board", "volunteer"), 120)
    assert found.spans[0].first == date(2027, 6, 1)
    assert (sorted(found.not_on), found.people) == ([0, 4, 6], 40)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": ["feest"]}, "kind"),
        ({"audience": ["konijnen"]}, "audience"),
        ({"length": ["lang"]}, "length"),
        ({"from": ["31-2-2027"]}, "from"),
        ({"from": ["1-5-2027"], "until": ["1-4-2027"]}, "until"),
        ({"not_on": ["blauwdag"]}, "not_on"),
        ({"people": ["veel"]}, "people"),
    ],
)
def test_a_field_that_cannot_be_is_refused(given: dict[str, list[str]], field: str) -> None:
    with pytest.raises(FieldsError) as caught:
        read_fields(given, TODAY)
    assert caught.value.name == field
    assert str(caught.value)


@given(st.text(alphabet="abcdefgmnrtw 0123456789,.-/'’é", max_size=120))
def test_any_text_is_read_or_said_back(text: str) -> None:
    found = read_request(text, TODAY, lambda _kind: DEFAULT)
    for day in found.request.candidates()[:50]:
        assert day >= TODAY
