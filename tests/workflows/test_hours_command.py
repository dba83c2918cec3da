"""`museumflow hours`: a clear answer to whatever is typed, and an exit code for scripts."""

import json
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from workflows.commands.hours import hours


def ask(*words: str) -> Result:
    """Run the command as it is typed."""
    app = typer.Typer()
    app.command()(hours)
    return CliRunner().invoke(app, list(words))


def read(*words: str) -> dict[str, Any]:
    """Run it with `--json` and return the object; it must end well."""
    result = ask(*words, "--json")
    assert result.exit_code == 0
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_every_day_that_is_asked_is_answered() -> None:
    found = read("di t/m zo 11-17 u", "--on", "2027-03-01", "--on", "02-03-2027")
    assert found == {
        "understood": True,
        "osm": "Tu-Su 11:00-17:00",
        "words": "dinsdag tot en met zondag van 11.00 tot 17.00 uur",
        "days": {"2027-03-01": [], "2027-03-02": [["11:00", "17:00"]]},
        "problem": "",
    }


def test_an_evening_past_midnight_stands_whole_on_its_first_day() -> None:
    days = ("--on", "2027-03-05", "--on", "2027-03-06")
    assert read("vr 20-02 u, za 13-24 u", *days)["days"] == {
        "2027-03-05": [["20:00", "02:00"]],
        "2027-03-06": [["13:00", "24:00"]],
    }
    assert ask("vr 20-02 u, za 13-24 u", *days).stdout.splitlines()[-2:] == [
        "05-03-2027  20:00-02:00 (de volgende dag)",
        "06-03-2027  13:00-24:00",
    ]


@pytest.mark.parametrize("day", ["2027-02-30", "morgen", "0001-01-01", "9999-12-31", ""])
def test_a_day_that_is_none_is_named_and_ends_with_2(day: str) -> None:
    problem = f"“{day}” is geen dag die wij kennen. Schrijf bijvoorbeeld 2027-03-02."
    said = ask("di t/m zo 11-17 u", "--on", "2027-03-02", "--on", day)
    assert (said.exit_code, said.stdout, said.stderr) == (2, "", f"{problem}\n")
    as_json = ask("di t/m zo 11-17 u", "--on", day, "--json")
    found = json.loads(as_json.stdout)
    assert (as_json.exit_code, found["days"], found["problem"]) == (2, {}, problem)


def test_what_is_not_understood_is_an_answer_too() -> None:
    result = ask("di t/m zo 11-17 u (meestal)")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Niet begrepen.",
        "“meestal” is niet begrepen. Laat het weg of schrijf het anders.",
    ]


def test_nothing_typed_is_said_so() -> None:
    assert read("")["problem"] == "Er is niets ingevuld."
    assert read("  \n")["understood"] is False
    assert ask().exit_code == 2


def test_a_day_of_an_unknown_year_leaves_the_others_their_answer() -> None:
    wording = "di t/m zo 11-17 u, ma in de schoolvakanties"
    found = read(wording, "--on", "2045-07-03", "--on", "2027-02-22")
    assert found["days"] == {"2027-02-22": [["11:00", "17:00"]]}
    assert found["problem"] == "De schoolvakanties van 2045 zijn nog niet bekend."


def test_control_characters_are_named_and_never_repeated() -> None:
    found = read("di t/m zo 11-17 u\x1b[31m")
    assert found["problem"] == "Er staat een onzichtbaar teken in (U+001B). Haal het weg."
    assert read("di\u200b t/m\u00a0zo\ufeff 11\u201317\u202fu")["osm"] == "Tu-Su 11:00-17:00"
    assert read("di 11-17 u\r\nwo 13-17 u\u2028do 9-12 u")["osm"] == (
        "Tu 11:00-17:00; We 13:00-17:00; Th 09:00-12:00"
    )


def test_a_very_long_text_gets_a_short_answer() -> None:
    assert read("di t/m zo 11-17 u; " * 100_000)["problem"] == (
        "De tekst is te lang. Schrijf het korter."
    )
    assert len(read("di " * 600)["problem"]) < 200
