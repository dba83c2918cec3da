"""The consents as a file for who must show them: who, when, where, in which words. Pure."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from museum.date_plan import ZONE
from museum.signups.attendance import safe_cell

HEADERS: Final = (
    "Naam", "E-mail", "Taal", "Doelgroepen", "Stand", "Toestemming op", "Waar gegeven",
    "De woorden", "Herkomst",
)  # fmt: skip
STATES: Final = {
    "none": "geen toestemming",
    "pending": "wacht op bevestiging",
    "subscribed": "leest mee",
    "unsubscribed": "afgemeld",
    "waiting": "wordt verwerkt",
    "asked": "wacht op bevestiging",
    "already": "las al mee",
    "refused": "niet aangenomen door Mailchimp",
    "confirmed": "leest mee",
    "left": "afgemeld",
}
FROM_TABLE: Final = "tabel Contactpersonen"
FROM_FORM: Final = "formulier"


@dataclass(frozen=True)
class Proof:
    """One consent. `state` is a word of the table or of the form."""

    name: str
    email: str
    language: str
    audiences: tuple[str, ...]
    state: str
    given: datetime | None
    source: str
    words: str
    origin: str


def consent_file(proofs: Iterable[Proof]) -> str:
    """Return a file that Dutch Excel opens: semicolons, and a mark for UTF-8.

    No cell can be taken for a formula, whatever people typed.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    for one in proofs:
        given = f"{one.given.astimezone(ZONE):%Y-%m-%d %H:%M}" if one.given else ""
        cells = (
            one.name, one.email, one.language, ", ".join(one.audiences),
            STATES.get(one.state, one.state), given, one.source, one.words, one.origin,
        )  # fmt: skip
        writer.writerow([safe_cell(text) for text in cells])
    return "\ufeff" + out.getvalue()
