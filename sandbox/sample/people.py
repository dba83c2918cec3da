"""Invented people at the museums. Their addresses end in .example; their numbers reach nobody."""

from collections.abc import Mapping
from typing import Any, Final

from sandbox.sample.identity import pick

_FIRST: Final = (
    *("Geesje", "Harm", "Roelofje", "Klaas-Jan", "Wemeltje", "Albert", "Zwaantje", "Derk"),
    *("Fatima", "Jantje", "Bennie", "Hilde", "Søren", "Margje", "Okko", "Ria"),
)
_LAST: Final = (
    *("Hidding", "Boelens", "ten Cate", "Oosting", "Kuipers", "Sikkema", "van der Veen"),
    *("El Amrani", "Lunsing", "Meijering", "Pol", "Zandstra", "Brinkhuis", "Hofstee-Ågren"),
)
_ROLES: Final = (
    ("Voorzitter", ["board"]),
    ("Conservator", ["professional"]),
    ("Gastheer of gastvrouw", ["volunteer"]),
    ("Secretaris", ["board", "volunteer"]),
    ("Educatie", ["professional", "volunteer"]),
    ("Penningmeester", ["board"]),
)
_WORDS: Final = "Ja, ik wil de nieuwsbrief van het platform ontvangen. Ik kan mij altijd afmelden."


def contact_rows(museums: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return one or two people for each museum."""
    rows: dict[str, dict[str, Any]] = {}
    for key in museums:
        for place in range(1 + pick(2, "people", key)):
            rows[f"{key}-{place}"] = _contact(key, place)
    return rows


def _contact(museum: str, place: int) -> dict[str, Any]:
    seat = f"{museum}/{place}"
    first = _FIRST[pick(len(_FIRST), "first", seat)]
    last = _LAST[pick(len(_LAST), "last", seat)]
    role, audiences = _ROLES[pick(len(_ROLES), "role", seat)]
    row: dict[str, Any] = {
        "name": f"{first} {last}",
        "museum": [museum],
        "role": role,
        "audiences": audiences,
        "email": f"{'contact' if place == 0 else 'bestuur'}@{museum}.example",
        "phone": f"06 00 00 {pick(90, 'mobile', seat) + 10} {pick(90, 'end', seat) + 10}",
        "language": "de" if pick(25, "language", seat) == 0 else "nl",
        "newsletter": ("subscribed", "subscribed", "none", "unsubscribed", "pending")[
            pick(5, "newsletter", seat)
        ],
        "may_publish": pick(6, "publish", seat) == 0,
    }
    if row["newsletter"] == "subscribed":
        row["consent_on"] = f"-{pick(700, 'consent', seat) + 20} 14:05"
        row["consent_words"] = _WORDS
        row["consent_source"] = "Formulier op de website"
    return row
