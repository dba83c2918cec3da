"""On which days a museum is open: seasons, school and public holidays, closings, midnight."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours

from museum.hours import answer, days_open, understand, weeks_ahead, words
from museum.hours.calendar import HolidaysUnknownError, public_holidays, school_holidays

# ruff: noqa: E501 - one wording a line, with its days
# In 2027: Easter is 28 March, Koningsdag a Tuesday, Hemelvaart 6 May, Pinksteren 16 May; the
# school holidays in the north begin 20 February, 24 April, 10 July, 16 October and 25 December.
ROWS = [
    (
        "apr t/m okt di t/m zo 11-17 u, ma in de schoolvakanties",
        {"03-31": "", "04-01": "11-17", "04-05": "", "04-26": "11-17", "10-31": "11-17",
         "11-02": "", "12-27": ""},
    ),
    (
        "di t/m zo 11-17 u, feestdagen geopend, gesloten op 25 dec",
        {"03-29": "11-17", "04-05": "", "05-17": "11-17", "12-25": "", "12-26": "11-17"},
    ),
    (
        "dagelijks 10-17 u, gesloten op feestdagen",
        {"01-01": "", "03-26": "", "04-27": "", "05-05": "", "05-06": "", "12-26": ""},
    ),
    (
        "nov t/m mrt zo 13-16 u",
        {"01-03": "13-16", "03-28": "13-16", "04-04": "", "11-07": "13-16", "12-26": "13-16"},
    ),
    ("eerste en derde zondag van de maand 13-17 u", {"03-07": "13-17", "03-14": "", "03-21": "13-17"}),
    ("laatste zondag van de maand 13-17 u", {"03-21": "", "03-28": "13-17", "05-30": "13-17"}),
    ("7 t/m 25 jan gesloten; dagelijks 11-17 u", {"01-06": "11-17", "01-07": "", "01-25": "", "01-26": "11-17"}),
    ("24 dec t/m 2 jan gesloten; dagelijks 10-17 u", {"12-23": "10-17", "12-31": "", "01-02": "", "01-03": "10-17"}),
    ("zo 13-17 u; 2e Paasdag geopend", {"03-28": "13-17", "03-29": "13-17", "04-05": ""}),
    ("wo 13-17 u buiten de schoolvakanties", {"04-21": "13-17", "04-28": "", "05-05": "13-17"}),
    ("wo 13-17 u; in de meivakantie dagelijks 11-16 u", {"04-21": "13-17", "04-26": "11-16", "07-14": "13-17", "07-15": ""}),
    ("4 mei 10-19 u; di t/m zo 11-17 u", {"05-04": "10-19", "05-03": "", "05-05": "11-17"}),
    ("di 10-12 en 13-17 u", {"03-02": "10-12 13-17"}),
    ("op afspraak", {"03-02": "", "03-07": ""}),
    ("zo 13-17 u en op afspraak", {"03-02": "", "03-07": "13-17"}),
    ("2027 is geen dag", {}),
]  # fmt: skip


@pytest.mark.parametrize(("wording", "expected"), ROWS, ids=[row[0][:40] for row in ROWS])
def test_when_a_museum_is_open(wording: str, expected: dict[str, str]) -> None:
    days = [date.fromisoformat(f"2027-{day}") for day in expected]
    found = answer(wording, days)["days"]
    assert {
        day[5:]: " ".join(f"{int(a[:2])}-{int(b[:2])}" for a, b in spans)
        for day, spans in found.items()
    } == expected


def test_past_midnight_closes_on_the_next_day() -> None:
    friday, saturday = date(2027, 3, 5), date(2027, 3, 6)
    found = days_open(understand("vrijdag 19-01 u").osm, [friday, saturday])
    assert [
        (span.opens.hour, span.closes.hour, span.closes_next_day) for span in found[friday]
    ] == [(19, 1, True)]
    assert found[saturday] == ()


def test_the_kings_day_moves_when_it_is_a_sunday() -> None:
    osm = understand("dagelijks 10-17 u; gesloten op Koningsdag").osm
    found = days_open(osm, [date(2025, 4, 26), date(2025, 4, 27), date(2027, 4, 27)])
    assert [len(spans) for spans in found.values()] == [0, 1, 0]


def test_a_year_without_known_school_holidays_is_never_taken_for_one_without() -> None:
    with pytest.raises(HolidaysUnknownError, match="2045"):
        school_holidays(2045)
    found = answer("di t/m zo 11-17 u, ma in de schoolvakanties", [date(2045, 7, 3)])
    assert (found["days"], found["problem"]) == (
        {},
        "De schoolvakanties van 2045 zijn nog niet bekend.",
    )
    assert answer("di t/m zo 11-17 u", [date(2045, 7, 4)])["days"] == {
        "2045-07-04": [["11:00", "17:00"]]
    }


def test_the_autumn_of_2030_is_not_known_yet() -> None:
    osm = understand("di t/m zo 11-17 u, ma in de schoolvakanties").osm
    known = days_open(osm, [date(2030, 7, 22), date(2030, 7, 15)])
    assert [len(spans) for spans in known.values()] == [1, 0]
    with pytest.raises(HolidaysUnknownError, match="najaar van 2030"):
        days_open(osm, [date(2030, 10, 14)])


def test_an_evening_past_midnight_leaves_the_next_day_its_own_hours() -> None:
    friday, saturday = date(2027, 3, 5), date(2027, 3, 6)
    found = days_open(understand("vr 20-02 u, za 13-17 u").osm, [friday, saturday])
    assert [(one.opens.hour, one.closes.hour, one.closes_next_day) for one in found[friday]] == [
        (20, 2, True)
    ]
    assert [(one.opens.hour, one.closes.hour) for one in found[saturday]] == [(13, 17)]


def test_notes_are_kept_and_change_nothing() -> None:
    found = understand("di t/m zo 11-17 u (laatste toegang 16.30 uur); groepen op afspraak")
    assert found.osm == understand("di t/m zo 11-17 u").osm
    assert found.notes == ("laatste toegang 16.30 uur", "groepen op afspraak")
    assert words(found, "en") == "Tuesday to Sunday from 11:00 to 17:00; groups by appointment"
    assert not found.by_appointment


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2027, "01-01 03-26 03-28 03-29 04-27 05-05 05-06 05-16 05-17 12-25 12-26"),
        (2028, "01-01 04-14 04-16 04-17 04-27 05-05 05-25 06-04 06-05 12-25 12-26"),
        (2029, "01-01 03-30 04-01 04-02 04-27 05-05 05-10 05-20 05-21 12-25 12-26"),
        (2030, "01-01 04-19 04-21 04-22 04-27 05-05 05-30 06-09 06-10 12-25 12-26"),
        (2031, "01-01 04-11 04-13 04-14 04-26 05-05 05-22 06-01 06-02 12-25 12-26"),
    ],
)
def test_holidays_are_the_public_and_the_optional_ones(year: int, days: str) -> None:
    """Good Friday and every 5 May; in 2031 the king's day is on the 26th."""
    assert " ".join(f"{day:%m-%d}" for day in sorted(public_holidays(year))) == days
    every_day = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    found = days_open(understand("dagelijks 10-17 u, gesloten op feestdagen").osm, every_day)
    assert " ".join(f"{day:%m-%d}" for day in found if not found[day]) == days


def test_the_weeks_ahead_name_the_holidays() -> None:
    days = weeks_ahead(understand("di t/m zo 11-17 u").osm, date(2027, 4, 26), 11)
    assert [(one.day.day, len(one.spans), one.holiday) for one in days] == [
        (26, 0, "meivakantie"),
        (27, 1, "Koningsdag"),
        (28, 1, "meivakantie"),
        (29, 1, "meivakantie"),
        (30, 1, "meivakantie"),
        (1, 1, "meivakantie"),
        (2, 1, "meivakantie"),
        (3, 0, ""),
        (4, 1, ""),
        (5, 1, "Bevrijdingsdag"),
        (6, 1, "Hemelvaartsdag"),
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", "april tot en met oktober: dinsdag tot en met zondag van 11.00 tot 17.00 uur; "
               "Tweede Paasdag van 11.00 tot 17.00 uur; 25 december gesloten"),
        ("de", "April bis Oktober: Dienstag bis Sonntag von 11:00 bis 17:00 Uhr; "
               "Ostermontag von 11:00 bis 17:00 Uhr; 25. Dezember geschlossen"),
        ("en", "April to October: Tuesday to Sunday from 11:00 to 17:00; "
               "Easter Monday from 11:00 to 17:00; 25 December closed"),
    ],
)  # fmt: skip
def test_what_was_understood_is_said_back(language: str, expected: str) -> None:
    found = understand("apr t/m okt di t/m zo 11-17 u; 2e paasdag geopend; 25 dec gesloten")
    assert words(found, language) == expected  # type: ignore[arg-type] # one of the three


VOCABULARY = st.sampled_from(  # a sentence's worth of words, as one text to read
    [
        "di",
        "t/m",
        "zo",
        "ma",
        "vr",
        "za",
        ",",
        "en",
        ";",
        ".",
        "/",
        "(",
        ")",
        "11-17",
        "10.00-12.30",
        "13",
        "u",
        "uur",
        "van",
        "tot",
        "gesloten",
        "geopend",
        "apr",
        "okt",
        "1",
        "25",
        "dec",
        "jan",
        "in",
        "de",
        "schoolvakanties",
        "feestdagen",
        "behalve",
        "op",
        "afspraak",
        "ook",
        "2e",
        "paasdag",
        "eerste",
        "van",
        "maand",
        "dagelijks",
        "rest",
        "het",
        "jaar",
        "winter",
        "niet",
        "2027",
        ":",
    ]
)


@given(pieces=st.lists(VOCABULARY, min_size=1, max_size=14))
def test_any_mix_of_words_is_understood_soundly_or_refused(pieces: list[str]) -> None:
    found = understand(" ".join(pieces))
    if found.understood:
        OpeningHours(found.osm.replace("PH", "").replace("SH", ""), auto_timezone=False)
        days_open(found.osm, [date(2027, 4, 27), date(2027, 7, 12)])
        assert found.words
    else:
        assert found.problem


@given(text=st.text(max_size=80))
def test_any_text_at_all_never_raises(text: str) -> None:
    found = understand(text)
    assert found.understood == bool(found.osm)


@given(
    days=st.sets(st.integers(0, 6), min_size=1),
    opens=st.integers(6, 12),
    closes=st.integers(13, 22),
)
def test_days_and_times_come_back_as_written(days: set[int], opens: int, closes: int) -> None:
    names = ("ma", "di", "wo", "do", "vr", "za", "zo")
    found = understand(f"{', '.join(names[day] for day in sorted(days))} {opens}-{closes} u")
    week = [date(2027, 3, 1 + number) for number in range(7)]
    opened = days_open(found.osm, week)
    assert {day.weekday() for day, spans in opened.items() if spans} == days
    assert {(span.opens.hour, span.closes.hour) for spans in opened.values() for span in spans} == {
        (opens, closes)
    }
