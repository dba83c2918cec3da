"""`museumflow parse`: a value or a reason, and an exit code for scripts."""

import json

import pytest
import typer
from typer.testing import CliRunner, Result

from workflows.commands import register


def ask(*words: str) -> Result:
    """Run the command as it is typed, among the others."""
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, ["parse", *words])


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (("date", "a.s. zaterdag", "--today", "2027-05-03"), "2027-05-08"),
        (("time", "half drie"), "14:30"),
        (("number", "-1.234,56"), "-1234.56"),
        (("number", "--", "-3"), "-3"),
        (("phone", "06-12 34 56 78"), "+31612345678"),
        (("postcode", "9401ab"), "9401 AB"),
        (("yesno", "nee hoor"), False),
    ],
)
def test_a_value_is_one_json_object(words: tuple[str, ...], value: str | bool) -> None:
    said = ask("--json", *words)
    assert (said.exit_code, json.loads(said.stdout)) == (0, {"value": value})


def test_a_refusal_says_what_to_write_and_ends_well() -> None:
    reason = "De dag ontbreekt. Schrijf de datum als 3 mei 2027."
    as_json = ask("date", "mei 2027", "--json")
    assert (as_json.exit_code, json.loads(as_json.stdout)) == (0, {"refused": reason})
    assert ask("date", "mei 2027").stdout == f"Niet gelezen. {reason}\n"
    assert ask("yesno", "x").stdout == "ja\n"


@pytest.mark.parametrize("words", [("color", "rood"), ("date", "morgen", "--today", "3 mei")])
def test_what_is_asked_wrongly_ends_with_2(words: tuple[str, ...]) -> None:
    said = ask(*words, "--json")
    assert (said.exit_code, said.stdout) == (2, "")
