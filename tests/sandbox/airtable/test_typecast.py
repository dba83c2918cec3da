"""Typecast: what people and other programs type becomes a value of the field, or is refused."""

from typing import Any

import pytest
import requests
from pyairtable import Base

from sandbox.airtable.users import API_USER
from tests.sandbox.airtable.wrapper_base import SOMEONE


def test_typecast_bends_values_to_their_field(base: Base) -> None:
    everything = base.table("EVERYTHING")
    made = everything.create(
        {
            "Status": "Maybe",
            "Tags": ["red", "green"],
            "Integer": "12",
            "Date": "2-3-2027",
            "Done": True,
            "Decimal 1": 2.5,
            "Address": ["A street that is new"],
        },
        typecast=True,
        use_field_ids=False,
    )
    address = base.table("Address").first(formula="{Street} = 'A street that is new'")
    assert address is not None
    wanted = {
        "Status": "Maybe",
        "Tags": ["red", "green"],
        "Integer": 12,
        "Date": "2027-03-02",
        "Done": True,
        "Decimal 1": 2.5,
        "Address": [address["id"]],
    }
    assert {key: made["fields"][key] for key in wanted} == wanted
    assert address["fields"]["EVERYTHING"] == [made["id"]]
    names = [one.name for one in _choices(base, "Tags")]
    assert names == ["red", "blue", "green"]


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("Percent", "25%", 0.25),
        ("Percent", "0,5", 0.5),
        ("Dollars", "-$3.50", -3.5),
        ("Dollars", "$ 1,234.50", 1234.5),
        ("Duration (h:mm)", "1:30", 5400),
        ("Duration (h:mm:ss.s)", "-0:01:02.5", -62.5),
        ("Duration (h:mm)", "90", 90),
        ("Assignee", SOMEONE["name"], SOMEONE),
        ("Assignee", SOMEONE["email"], SOMEONE),
        ("Watchers", f"{SOMEONE['name']}, api@sandbox.example", [SOMEONE, API_USER]),
    ],
)
def test_typecast_reads_what_people_type(base: Base, field: str, typed: str, kept: Any) -> None:
    made = base.table("EVERYTHING").create({field: typed}, typecast=True)
    assert made["fields"][field] == kept


def test_names_of_people_need_typecast_and_somebody(base: Base) -> None:
    everything = base.table("EVERYTHING")
    for name, typecast in ((SOMEONE["name"], False), (SOMEONE["email"], False), ("Nobody", True)):
        with pytest.raises(requests.HTTPError, match="422"):
            everything.create({"Assignee": name}, typecast=typecast)


def _choices(base: Base, name: str) -> list[Any]:
    field: Any = base.table("EVERYTHING").schema(force=True).field(name)
    choices: list[Any] = field.options.choices
    return choices
