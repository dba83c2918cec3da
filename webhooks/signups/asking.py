"""The form of a sign-up: what was typed, what is wrong with it, and the request that it makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from flask import request
from werkzeug.datastructures import MultiDict

from museum.date_words import Language
from museum.mail_address import AddressError, read_address
from museum.records import ProgrammeItem
from museum.signups import Person, SignUp, SignUpRequest, known_language
from webhooks.forms.checking import robot_problems
from webhooks.forms.museums import may_choose
from webhooks.forms.visitors import link_in_use
from workflows.calendar_entries import PROGRAMME
from workflows.context import Context
from workflows.intake import new_key

LONGEST_NAME: Final = 120
LONGEST_NEEDS: Final = 300
FIRST_ROWS: Final = 1
LANGUAGE_NAMES: Final[Mapping[Language, str]] = {
    "nl": "Nederlands",
    "de": "Deutsch",
    "en": "English",
}
LABELS: Final = {
    "audience": "Uw doelgroep",
    "museum_id": "Uw museum",
    "sender_email": "Uw e-mailadres",
    "form": "Het formulier",
}


@dataclass(frozen=True)
class Typed:
    """What stands in the form. `rows`: (name, needs) of each row, empty ones too."""

    rows: tuple[tuple[str, str], ...]
    audience: str = ""
    museum_id: str = ""
    sender_email: str = ""
    language: Language = "nl"


@dataclass(frozen=True)
class Opened:
    """A form that is open in a browser: its key, and the sign-up that it changes, if any."""

    item: ProgrammeItem
    key: str
    own: SignUp | None = None

    @property
    def value(self) -> str:
        """What the page carries of it, to be signed."""
        return f"inschrijving:{self.item.id}:{self.key}"


@dataclass(frozen=True)
class Problems:
    """What is wrong, by field, in the order of the page."""

    by_field: Mapping[str, str] = field(default_factory=dict)

    def of(self, key: str) -> str:
        """Return what is wrong with one field; "" when nothing is."""
        return self.by_field.get(key, "")

    def summary(self) -> list[dict[str, str]]:
        """Return the lines of the error summary, each with the field that it leads to."""
        return [
            {"href": f"#v-{key}", "text": f"{label_of(key)}: {text}"}
            for key, text in self.by_field.items()
        ]


def label_of(key: str) -> str:
    """Return what a field is called in the error summary."""
    kind, _, number = key.partition("_")
    if kind == "name" and number.isdigit():
        return f"Naam van persoon {number}"
    return LABELS[key]


def open_form(context: Context, item: ProgrammeItem, own: SignUp | None) -> tuple[Opened, Typed]:
    """Return a fresh form, filled in as far as we know the reader."""
    link = link_in_use(context)
    found = own or of_link(context, item)
    if found is not None:
        rows = [(one.name, one.needs) for one in context.attendees.of_signup(found.key)]
        typed = Typed(tuple(rows), found.audience, found.museum_id, language=found.language)
    else:
        rows = [(link.name if link else "", "")]
        museum_id = link.museum_id if link else ""
        typed = Typed(tuple(rows), museum_id=museum_id, language=_first_language(context))
    return Opened(item, new_key(), own), typed


def _first_language(context: Context) -> Language:
    """Return the language to begin with: of the page of the website that the visitor came from,

    or else what the owner of the link in use chose last time.
    """
    asked, link = request.args.get("taal", ""), link_in_use(context)
    earlier = context.signups.of_reader(link.email) if link and not asked else []
    newest = max(earlier, key=lambda one: one.changed, default=None)
    return newest.language if newest else known_language(asked)


def of_link(context: Context, item: ProgrammeItem) -> SignUp | None:
    """Return the sign-up that the owner of the link in use has for an item."""
    link = link_in_use(context)
    if link is None:
        return None
    mine = [one for one in context.signups.of_reader(link.email) if one.item_id == item.id]
    return mine[-1] if mine else None


def opened_form(context: Context, item: ProgrammeItem, own: SignUp | None) -> Opened | None:
    """Return the form that was opened, from the token that its page carries."""
    value = context.tokens.read("opened", request.form.get("opened", "")) or ""
    kind, _, rest = value.partition(":")
    item_id, _, key = rest.partition(":")
    if kind != "inschrijving" or item_id != item.id or not key:
        return None
    return Opened(item, key, own)


def typed_in(posted: MultiDict[str, str], most: int) -> Typed:
    """Return what was typed, and only what the form asks."""
    shown = min(max(posted.get("rows", FIRST_ROWS, int), FIRST_ROWS), most)
    rows = tuple(
        (
            _line(posted, f"name_{number}", LONGEST_NAME),
            _line(posted, f"needs_{number}", LONGEST_NEEDS),
        )
        for number in range(1, shown + 1)
    )
    return Typed(
        rows,
        _line(posted, "audience", 40),
        _line(posted, "museum_id", 40),
        _line(posted, "sender_email", 320),
        known_language(_line(posted, "language", 2)),
    )


def _line(posted: MultiDict[str, str], key: str, longest: int) -> str:
    text = "".join(sign if sign.isprintable() else " " for sign in posted.get(key, ""))
    return " ".join(text.split())[:longest]


def problems_of(context: Context, opened: Opened, typed: Typed) -> Problems:
    """Return what is wrong with a form that was sent."""
    found: dict[str, str] = {}
    if not typed.rows[0][0]:
        found["name_1"] = "Vul een naam in."
    for number, (name, needs) in enumerate(typed.rows[1:], start=2):
        if needs and not name:
            found[f"name_{number}"] = "Vul bij deze wens een naam in."
    audiences = context.definitions.table(PROGRAMME).field("audiences").options
    if typed.audience not in audiences:
        found["audience"] = "Kies er één."
    if _asks_sender(context, opened):
        if typed.museum_id and not may_choose(context, typed.museum_id):
            found["museum_id"] = "Kies een museum uit de lijst."
        found |= _address_problem(context, typed.sender_email)
        found |= robot_problems(context)
    return Problems(found)


def _asks_sender(context: Context, opened: Opened) -> bool:
    return opened.own is None and link_in_use(context) is None


def _address_problem(context: Context, text: str) -> dict[str, str]:
    try:
        reader = read_address(text).address
    except AddressError:
        return {"sender_email": "Vul uw e-mailadres in, bijvoorbeeld naam@museum.nl."}
    since = context.now() - timedelta(days=1)
    if context.letters.count_to(reader, since) >= context.forms.limits.mails_per_reader:
        return {"sender_email": "Naar dit adres ging vandaag al genoeg mail. Kom morgen terug."}
    return {}


def request_of(context: Context, opened: Opened, typed: Typed) -> SignUpRequest:
    """Return the request that a form without problems makes."""
    link, own = link_in_use(context), opened.own
    people = tuple(Person(name, needs) for name, needs in typed.rows if name)
    if own is not None:
        reader, museum_id, link_id = own.reader, own.museum_id, own.link_id
    elif link is not None:
        reader, museum_id, link_id = link.email, link.museum_id, link.id
    else:
        reader, museum_id, link_id = read_address(typed.sender_email).address, typed.museum_id, ""
    return SignUpRequest(
        opened.key,
        str(opened.item.id),
        reader,
        people,
        museum_id,
        typed.audience,
        link_id,
        typed.language,
    )
