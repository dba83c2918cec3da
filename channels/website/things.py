"""A thing: one record as the website shows it. Its values travel as JSON, public fields only."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Generic, TypeVar

from museum.cells import Attachment
from museum.date_plan import DatePlan
from museum.identity import RecordId
from museum.records import (
    RECORD_CLASSES,
    Activity,
    Image,
    Museum,
    NewsItem,
    ProgrammeItem,
    Record,
    Vacancy,
)
from museum.tables import TableDefinition

SiteRecord = Museum | Activity | Vacancy | NewsItem | Image | ProgrammeItem
R = TypeVar("R", Museum, Activity, Vacancy, NewsItem, Image, ProgrammeItem)

TABLE_OF: Final = {
    "image": "images",
    "museum": "museums",
    "activity": "activities",
    "vacancy": "vacancies",
    "news": "news",
    "programme": "programme",
}
"""Our kinds and their tables, in the order in which they must be read."""

KIND_OF: Final = {table: kind for kind, table in TABLE_OF.items()}

PLURALS: Final = {
    "museum": "musea",
    "activity": "activiteiten",
    "vacancy": "vacatures",
    "news": "nieuwsberichten",
    "image": "beelden",
    "programme": "onderdelen van het jaarprogramma",
}
WITHOUT_PAGE: Final = ("image", "programme")
"""Kinds that have no page of their own, and so no address."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Thing(Generic[R]):
    """A published record. `extra` is what was worked out from it (a picture's files)."""

    kind: str
    id: RecordId
    record: R
    slug: str
    first_published: str
    changed_at: datetime
    ics_sequence: int
    extra: Mapping[str, Any]
    plan: DatePlan | None = None
    """Of an activity, or an item of the year programme."""


def encode(table: TableDefinition, record: Record) -> Json:
    """Return the public values of a record as plain JSON; empty ones are left out."""
    values: Json = {}
    for field in table.fields:
        if field.public:
            value = _plain(getattr(record, field.key))
            if value not in (None, "", [], False):
                values[field.key] = value
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [item.id if isinstance(item, Attachment) else str(item) for item in value]
    return value


class Decoder:
    """Turns stored values back into records of one table."""

    def __init__(self, table: TableDefinition) -> None:
        self._make = RECORD_CLASSES[table.key]
        self._readers: dict[str, Callable[[Any], Any]] = {
            str(field.key): _READERS[field.type]
            for field in table.fields
            if field.type in _READERS and not field.single
        }

    def decode(self, values: Json, record_id: str, created: str) -> Any:
        """Return the typed record; fields the tables no longer define are left out."""
        readers = self._readers
        known = self._make.__dataclass_fields__
        given = {
            key: readers[key](value) if key in readers else value
            for key, value in values.items()
            if key in known
        }
        return self._make(id=RecordId(record_id), created=datetime.fromisoformat(created), **given)


def _files(value: list[str]) -> tuple[Attachment, ...]:
    return tuple(Attachment(item, "", "") for item in value)


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
    "multipleSelects": tuple,
    "multipleRecordLinks": tuple,
    "multipleAttachments": _files,
}


def digest_of(*parts: str) -> str:
    """Return the fingerprint of texts."""
    digest = hashlib.blake2b(digest_size=12)
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def dump(value: Any) -> str:
    """Return JSON that is the same for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
