"""What somebody's own words say of a museum's facts. Pure; what is not sure is left to people.

Read are: “alles klopt nog”, a line that begins with the name of a fact (“Telefoon: 0592 …”), and a
line that is nothing but opening hours. Staff see the whole text beside what was read in it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from museum.answers import read_yes_no
from museum.hours import understand
from museum.submissions.kinds import KindForm
from museum.submissions.reading import AnswerError, read_answer
from museum.tables import FieldDefinition

HOURS: Final = "hours_text"
_OTHER_NAMES: Final[Mapping[str, str]] = {
    "open": HOURS, "openingstijd": HOURS, "openingsuren": HOURS, "geopend": HOURS,
    "telefoon": "phone", "tel": "phone", "telefoonnummer": "phone", "tel.": "phone",
    "mail": "email", "e-mail": "email", "e-mailadres": "email", "mailadres": "email",
    "site": "website", "prijs": "prices_text",
    "prijzen": "prices_text", "entree": "prices_text", "toegang": "prices_text",
}  # fmt: skip
_ALL_RIGHT: Final = re.compile(
    r"(?:ja,? |beste .{1,40}, |dag .{1,40}, )?"
    r"(?:alles|het|dit|de gegevens|alle gegevens) (?:klopt|kloppen)(?: allemaal)?(?: nog)?"
    r"(?: steeds| helemaal| allemaal)?(?: hoor)?|(?:er is )?niets veranderd|geen wijzigingen",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(
    r"\s*[-*•]?\s*(?P<label>[A-Za-zà-ÿ .-]{2,40}?)\s*[:=]\s*(?P<value>.+)"
)
_EDGES: Final = " .!,;"


@dataclass(frozen=True)
class Said:
    """`values` are new values by field; `is_all_right`: nothing changed."""

    values: Mapping[str, Any]
    is_all_right: bool = False


def said_in(text: str, form: KindForm, today: date) -> Said:
    """Return what a text says of the facts that a form asks."""
    fields = {str(one.key): one for one in form.fields}
    values: dict[str, Any] = {}
    lines = [one.strip() for one in text.splitlines() if one.strip()]
    for line in lines:
        values |= _labelled(line, fields, today) or _hours(line, fields)
    if values:
        return Said(values)
    return Said({}, any(_is_all_right(line) for line in lines[:3]) and not _has_doubt(text))


def _is_all_right(line: str) -> bool:
    bare = line.strip(_EDGES)
    return bool(_ALL_RIGHT.fullmatch(bare)) or read_yes_no(bare) is True


def _has_doubt(text: str) -> bool:
    """Tell whether more is said than that all is right: people then read it themselves."""
    return bool(re.search(r"\b(?:maar|behalve|alleen|niet|wel|graag|wijzig)", text, re.IGNORECASE))


def _labelled(line: str, fields: Mapping[str, FieldDefinition], today: date) -> dict[str, Any]:
    match = _LABELLED.fullmatch(line)
    key = _key_of(match["label"], fields) if match else ""
    if match is None or key not in fields:
        return {}
    if key == HOURS and not understand(match["value"]).understood:
        return {}
    try:
        return {key: read_answer(fields[key], {key: match["value"].strip()}, today)}
    except AnswerError:
        return {}  # people read it themselves


def _key_of(label: str, fields: Mapping[str, FieldDefinition]) -> str:
    plain = " ".join(label.split()).casefold()
    by_label = {one.label.casefold(): key for key, one in fields.items()}
    return by_label.get(plain) or _OTHER_NAMES.get(plain, "")


def _hours(line: str, fields: Mapping[str, FieldDefinition]) -> dict[str, Any]:
    if HOURS not in fields or not re.search(r"[0-9]", line):
        return {}
    return {HOURS: line} if understand(line).understood else {}
