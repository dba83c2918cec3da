"""A plan in words, in three languages."""

from datetime import date, time

import pytest

from museum.date_words import Language
from museum.occurrences import DatePlan, Rule, when_text

BEFORE = date(2026, 11, 23)
DURING = date(2027, 6, 1)
AFTER = date(2028, 2, 1)
SATURDAY = date(2027, 4, 3)
AFTERNOON = DatePlan(SATURDAY, SATURDAY, time(14), time(16, 30))
NIGHT = DatePlan(date(2027, 3, 27), date(2027, 3, 28), time(20), time(1))
EXHIBITION = DatePlan(SATURDAY, date(2027, 10, 31))
WEEKLY = DatePlan(
    SATURDAY,
    SATURDAY,
    time(11),
    rule=Rule("weekly", date(2027, 9, 25)),
    exceptions=(date(2027, 4, 17), date(2027, 5, 1)),
    extras=(date(2027, 9, 26),),
)
SECOND_SATURDAY = DatePlan(
    date(2027, 4, 10), date(2027, 4, 10), time(14), rule=Rule("monthly_weekday")
)
THREE_DAYS = DatePlan(SATURDAY, SATURDAY, extras=(date(2027, 4, 4), date(2027, 4, 10)))
FOUR_DAYS = DatePlan(
    SATURDAY, SATURDAY, extras=(date(2027, 4, 4), date(2027, 4, 10), date(2027, 4, 11))
)


@pytest.mark.parametrize(
    ("plan", "today", "short", "long"),
    [
        (
            AFTERNOON,
            BEFORE,
            "za 3 apr 2027, 14.00–16.30 uur",
            "zaterdag 3 april 2027, 14.00–16.30 uur",
        ),
        (
            AFTERNOON,
            DURING,
            "za 3 apr, 14.00–16.30 uur",
            "zaterdag 3 april 2027, 14.00–16.30 uur",
        ),
        (
            NIGHT,
            DURING,
            "za 27 mrt 20.00 – zo 28 mrt 01.00 uur",
            "zaterdag 27 maart 2027, 20.00 uur – zondag 28 maart 2027, 01.00 uur",
        ),
        (EXHIBITION, BEFORE, "3 apr t/m 31 okt 2027", "3 april t/m 31 oktober 2027"),
        (EXHIBITION, DURING, "t/m 31 okt", "3 april t/m 31 oktober 2027"),
        (
            WEEKLY,
            DURING,
            "elke zaterdag t/m 25 sept, 11.00 uur",
            "elke zaterdag van 3 april t/m 25 september 2027, 11.00 uur; "
            "niet op 17 april en 1 mei 2027; ook op 26 september 2027",
        ),
        (
            WEEKLY,
            AFTER,
            "elke zaterdag van 3 apr t/m 25 sept 2027, 11.00 uur",
            "elke zaterdag van 3 april t/m 25 september 2027, 11.00 uur; "
            "niet op 17 april en 1 mei 2027; ook op 26 september 2027",
        ),
        (
            SECOND_SATURDAY,
            DURING,
            "elke 2e zaterdag van de maand, 14.00 uur",
            "elke 2e zaterdag van de maand vanaf 10 april 2027, 14.00 uur",
        ),
        (
            THREE_DAYS,
            DURING,
            "za 3 apr, zo 4 apr en za 10 apr",
            "zaterdag 3 april, zondag 4 april en zaterdag 10 april 2027",
        ),
        (
            FOUR_DAYS,
            DURING,
            "op 4 dagen, 3 t/m 11 apr",
            "zaterdag 3 april, zondag 4 april, zaterdag 10 april en zondag 11 april 2027",
        ),
        (DatePlan(SATURDAY, None), BEFORE, "vanaf 3 apr 2027", "vanaf 3 april 2027"),
        (DatePlan(SATURDAY, None), DURING, "doorlopend", "vanaf 3 april 2027"),
        (DatePlan(SATURDAY, SATURDAY), DURING, "za 3 apr", "zaterdag 3 april 2027"),
        (
            DatePlan(date(2026, 12, 20), date(2027, 1, 5)),
            AFTER,
            "20 dec 2026 t/m 5 jan 2027",
            "20 december 2026 t/m 5 januari 2027",
        ),
        (
            DatePlan(SATURDAY, date(2027, 4, 4), time(20), time(0)),
            DURING,
            "za 3 apr, 20.00–24.00 uur",
            "zaterdag 3 april 2027, 20.00–24.00 uur",
        ),
    ],
)
def test_in_dutch(plan: DatePlan, today: date, short: str, long: str) -> None:
    assert when_text(plan, today, "nl", short=True) == short
    assert when_text(plan, today, "nl", short=False) == long


@pytest.mark.parametrize(
    ("plan", "language", "words"),
    [
        (AFTERNOON, "de", "Sa., 3. Apr., 14:00–16:30 Uhr"),
        (AFTERNOON, "en", "Sat 3 Apr, 14:00–16:30"),
        (EXHIBITION, "de", "bis 31. Okt."),
        (EXHIBITION, "en", "until 31 Oct"),
        (NIGHT, "de", "Sa., 27. März 20:00 – So., 28. März 01:00 Uhr"),
        (NIGHT, "en", "Sat 27 Mar 20:00 – Sun 28 Mar 01:00"),
        (SECOND_SATURDAY, "de", "jeden 2. Samstag im Monat, 14:00 Uhr"),
        (SECOND_SATURDAY, "en", "every 2nd Saturday of the month, 14:00"),
        (FOUR_DAYS, "de", "an 4 Tagen, 3.–11. Apr."),
        (FOUR_DAYS, "en", "on 4 days, 3–11 Apr"),
    ],
)
def test_in_german_and_english(plan: DatePlan, language: Language, words: str) -> None:
    assert when_text(plan, DURING, language, short=True) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("daily", "elke dag vanaf 29 mei 2027"),
        ("fortnightly", "om de week op zaterdag vanaf 29 mei 2027"),
        ("monthly_weekday", "elke laatste zaterdag van de maand vanaf 29 mei 2027"),
        ("monthly_date", "elke maand op de 29e vanaf 29 mei 2027"),
        ("yearly", "elk jaar op 29 mei vanaf 29 mei 2027"),
    ],
)
def test_every_way_to_repeat(rule: str, words: str) -> None:
    day = date(2027, 5, 29)
    plan = DatePlan(day, day, rule=Rule(rule))  # type: ignore[arg-type]  # all are Repeats
    assert when_text(plan, BEFORE, "nl", short=True) == words
