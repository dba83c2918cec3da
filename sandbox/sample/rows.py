"""The sample's rows: what the texts say, with what goes without saying filled in.

A row is a dict of our own field keys; links name rows by their key, days are as in `moments`.
"""

import csv
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sandbox.sample.identity import pick
from sandbox.sample.lists import listed_activities
from sandbox.sample.people import contact_rows
from sandbox.sample.pictures import read_catalogue

Row = dict[str, Any]
Rows = dict[str, dict[str, Row]]

_HERE: Final = Path(__file__).parent
_MAKERS: Final = (
    *("Aaltje Rozema", "Henk-Willem Sikken", "Ilse Brouwer", "Mustafa Yıldız"),
    *("Renée de Groot", "Studio Zandpad", "Jurjen Alberts"),
)
_LICENCES: Final = ("cc_by", "cc_by_sa", "cc0", "cc_by", "permission")
_PICTURE_WORDS: Final = frozenset(
    {"scene", "mood", "portrait", "png", "exif", "of", "broken", "closer", "mirrored"}
)


def read_rows() -> Rows:
    """Return the rows of every table by table key and row key, in the order of the texts."""
    museums = _museums()
    told = {**_read("activiteiten"), **listed_activities()}
    activities = {key: _activity(row) for key, row in told.items()}
    rows: Rows = {
        "museums": museums,
        "contacts": contact_rows(museums),
        "activities": activities,
        "vacancies": {key: _vacancy(row) for key, row in _read("vacatures").items()},
        "news": {
            key: {"workflow_status": "approved", **row} for key, row in _read("nieuws").items()
        },
        "images": _images(museums),
    }
    return {**rows, **_read("overig")}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / "texts" / f"{name}.toml").read_text("utf-8"))


def _museums() -> dict[str, Row]:
    with (_HERE / "musea.csv").open(encoding="utf-8", newline="") as file:
        facts = {line["name"]: line for line in csv.DictReader(file)}
    return {key: _museum(key, row, facts[row["name"]]) for key, row in _read("musea").items()}


def _museum(key: str, row: Row, facts: Mapping[str, str]) -> Row:
    made: Row = {
        "status": "open",
        "on_website": True,
        "place": facts["place"],
        "municipality": facts["municipality"],
        "website": facts["website"],
        "email": "" if pick(9, "mail", key) == 0 else f"info@{key}.example",
        "phone": f"0592 00 {pick(90, 'phone', key) + 10} {pick(90, 'phone2', key) + 10}",
        "checked_on": f"-{pick(420, 'checked', key) + 3}",
        "joined_on": f"-{pick(4000, 'joined', key) + 600}",
        **{name: value for name, value in row.items() if name != "position"},
    }
    position = row.get("position") or [float(facts[name]) for name in ("lat", "lon") if facts[name]]
    if position:
        made["latitude"], made["longitude"] = position
    if facts["closed_on"]:
        made["closed_on"] = facts["closed_on"]
    return made


def _activity(row: Row) -> Row:
    return {"kind": "activity", "workflow_status": "approved", **row}


def _vacancy(row: Row) -> Row:
    museum = row["museum"]
    return {
        "workflow_status": "approved",
        "contact_email": f"vrijwilligers@{museum}.example",
        "contact_phone": f"06 00 00 {pick(90, 'vacancy', museum) + 10} 00",
        **row,
    }


def _images(museums: Mapping[str, Row]) -> dict[str, Row]:
    owners: dict[str, str] = {}
    for key, museum in museums.items():
        for image in museum.get("images", ()):
            owners.setdefault(image, key)
    made: dict[str, Row] = {}
    for key, entry in read_catalogue().items():
        said = {name: value for name, value in entry.items() if name not in _PICTURE_WORDS}
        defaults: Row = {
            "title": key.replace("-", " ").capitalize(),
            "file": [key],
            "maker": _MAKERS[pick(len(_MAKERS), "maker", key)],
            "licence": _LICENCES[pick(len(_LICENCES), "licence", key)],
            "people": "none",
        }
        if key in owners:
            defaults["museum"] = owners[key]
        made[key] = {**defaults, **said}
    return made
