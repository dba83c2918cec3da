"""Gives things their addresses: unique, stable, and never one that another thing had before."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa

from channels.website import catalogue_tables as t
from channels.website.catalogue_store import chunks


@dataclass(frozen=True)
class Name:
    """What an address is made of: the name's own slug, and the museum's to tell two apart."""

    id: str
    base: str
    museum: str = ""


@dataclass
class SlugBook:
    """The addresses of one kind, as far as a batch needs them."""

    kind: str
    owners: dict[str, str] = field(default_factory=dict)
    given: list[dict[str, str]] = field(default_factory=list)

    def look_up(self, connection: sa.Connection, names: list[Name]) -> None:
        """Read who has the addresses that these names may come to."""
        candidates = sorted({slug for name in names for slug in _candidates(name)})
        for part in chunks(candidates):
            query = sa.select(t.slugs).where(t.slugs.c.kind == self.kind, t.slugs.c.slug.in_(part))
            self.owners.update((row.slug, row.id) for row in connection.execute(query))

    def give(self, name: Name) -> str:
        """Return the address for a name; the thing's own former one when it fits again."""
        for slug in _candidates(name):
            owner = self.owners.get(slug)
            if owner == name.id:
                return slug
            if owner is None:
                self.owners[slug] = name.id
                self.given.append({"kind": self.kind, "slug": slug, "id": name.id})
                return slug
        raise AssertionError(f"no address left for {name.id}")


def _candidates(name: Name) -> Iterator[str]:
    yield name.base
    if name.museum:
        yield f"{name.base}-{name.museum}"
    digest = hashlib.sha256(name.id.encode()).hexdigest()
    yield f"{name.base}-{digest[:4]}"
    yield f"{name.base}-{digest[:16]}"
