"""The canary: a hidden test activity that travels every night from the table to the website. Pure.

`config/tables.toml` names it (`hidden_test`): the record whose “ID van de bron” is that text. It
is never an activity: it stands in no list, feed, count or index, only on a page of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from museum.binding import Binding
from museum.reading import RawRecord
from museum.tables import TableDefinition, TableDefinitions

TABLE: Final = "activities"
KEY_FIELD: Final = "external_id"
TOKEN_FIELD: Final = "summary"
TITLE_FIELD: Final = "title"
TITLE: Final = "Kanarie: proefactiviteit van museumflow, niet verwijderen"
PAGE_PATH: Final = "/kanarie/"
FEED_PATH: Final = "/kanarie/kanarie.ics"
MAX_TOKEN_CHARS: Final = 64


@dataclass(frozen=True)
class Trail:
    """How far a canary got; each is True when its token was found there."""

    in_mirror: bool
    in_build: bool
    on_page: bool
    in_feed: bool

    @property
    def is_back(self) -> bool:
        """Whether it travelled the whole way."""
        return self.in_mirror and self.in_build and self.on_page and self.in_feed


def is_hidden_test(table: TableDefinition, binding: Binding, raw: RawRecord) -> bool:
    """Tell whether a record is the canary."""
    return bool(table.hidden_test) and _text(binding, raw, KEY_FIELD) == table.hidden_test


def token_of(binding: Binding, raw: RawRecord) -> str:
    """Return the token that a canary carries; empty without one."""
    return _text(binding, raw, TOKEN_FIELD)[:MAX_TOKEN_CHARS]


def canary_cells(
    definitions: TableDefinitions, binding: Binding, token: str
) -> Mapping[str, str] | None:
    """Return the cells to write, by field ID; None when the base lacks one of these fields.

    No choices are written: staff may rename those, and without a status it is no activity.
    """
    values = {
        KEY_FIELD: definitions.table(TABLE).hidden_test,
        TITLE_FIELD: TITLE,
        TOKEN_FIELD: token,
    }
    cells = {binding.field_id(TABLE, key): value for key, value in values.items()}
    return None if None in cells else {str(key): value for key, value in cells.items()}


def where_stopped(trail: Trail) -> str:
    """Say in Dutch where a canary that was written stopped; empty when it is back."""
    if not trail.in_mirror:
        return (
            "Zij staat in de tabel, maar is niet opgehaald: museumflow hoort niet van wijzigingen, "
            "of kan Airtable niet lezen."
        )
    if not trail.in_build:
        return "Zij is opgehaald, maar de website is niet opnieuw gemaakt: kijk naar de rem."
    if not trail.on_page:
        return (
            "De bladzijde is gemaakt, maar op het adres van de website staat zij niet: de website "
            "is niet bereikbaar of toont een oude versie."
        )
    if not trail.in_feed:
        return "Op de website staat zij, maar niet in het agendabestand."
    return ""


def _text(binding: Binding, raw: RawRecord, key: str) -> str:
    field_id = binding.field_id(TABLE, key)
    cell: Any = raw.cells.get(field_id) if field_id else None
    return cell.strip() if isinstance(cell, str) else ""
