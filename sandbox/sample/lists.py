"""Reads the sample's long lists: activities, exhibitions, offers and education, a line each.

Reads `texts/*.csv`, split by semicolons. A column's name is a field's key; choices and pictures
stand apart by spaces, lines of a text by "|". "time" is from and until on the day in "day".
"""

import csv
from pathlib import Path
from typing import Any, Final

_TEXTS: Final = Path(__file__).with_name("texts")
_KINDS: Final[dict[str, dict[str, Any]]] = {
    "agenda": {"kind": "activity"},
    "tentoonstellingen": {"kind": "exhibition", "visitors": ["everyone"]},
    "kortingsacties": {"kind": "offer"},
    "educatie": {"kind": "education", "visitors": ["schools"]},
}
_SEVERAL: Final = frozenset({"visitors", "age_groups", "images"})
_NUMBERS: Final = frozenset({"duration_min"})


def listed_activities() -> dict[str, dict[str, Any]]:
    """Return the rows of all lists by their keys."""
    return {
        line.pop("key"): {**filled_in, **_row(line)}
        for name, filled_in in _KINDS.items()
        for line in read_list(name)
    }


def read_list(name: str) -> list[dict[str, str]]:
    """Return the lines of one list; empty columns are left out."""
    with (_TEXTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file, delimiter=";", quoting=csv.QUOTE_NONE, strict=True)
        return [{column: value for column, value in line.items() if value} for line in lines]


def _row(line: dict[str, str]) -> dict[str, Any]:
    row = {column: _value(column, text) for column, text in line.items()}
    if "time" in row:
        begin, _, end = row.pop("time").partition("-")
        day = row.pop("day")
        row["starts"], row["ends"] = f"{day} {begin}", f"{day} {end}"
    return row


def _value(column: str, text: str) -> Any:
    if column in _SEVERAL:
        return text.split()
    return int(text) if column in _NUMBERS else text.replace("|", "\n")
