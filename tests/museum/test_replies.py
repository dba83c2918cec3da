"""What is read in somebody's own words, and what is left to people."""

from datetime import date
from typing import Any

import pytest

from backbone.config_files import load_definitions, load_forms
from museum.replies import Said, said_in

FORM = load_forms(load_definitions()).kind("museum")


@pytest.mark.parametrize(
    ("text", "values", "is_all_right"),
    [
        ("Alles klopt nog.", {}, True),
        ("Beste mensen,\n\nJa, alles klopt nog steeds!\n\nGroet, Jo", {}, True),
        ("Klopt!", {}, True),
        ("Ja", {}, True),
        ("Alles klopt, maar wij zijn in januari dicht.", {}, False),
        ("Het klopt niet meer.", {}, False),
        ("Kunt u mij bellen?", {}, False),
        ("Telefoon: 0592 37 77 73", {"phone": "0592 377 773"}, False),
        ("- Tel.: 0592-377773", {"phone": "0592 377 773"}, False),
        ("Telefoon: weet ik niet", {}, False),
        ("Openingstijden: di t/m zo 11-17 u", {"hours_text": "di t/m zo 11-17 u"}, False),
        ("Wij zijn nu zo open:\nwo t/m zo 13-17 u", {"hours_text": "wo t/m zo 13-17 u"}, False),
        ("Naam: Iets anders", {}, False),
        ("Website: javascript:alert(1)", {}, False),
        ("", {}, False),
    ],
)  # fmt: skip
def test_a_text_says(text: str, values: dict[str, Any], is_all_right: bool) -> None:
    assert said_in(text, FORM, date(2026, 11, 23)) == Said(values, is_all_right)
