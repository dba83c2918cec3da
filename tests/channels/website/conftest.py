"""A small website to publish: a base in a real SQLite mirror, and a clock that tests turn."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backbone.database import create_tables, open_database
from channels.website.context import WebsiteContext
from channels.website.settings import WebsiteSettings
from tests.channels.website.small_base import SmallBase
from workflows import website

ROOT = Path(__file__).parents[3]
START = datetime(2027, 3, 1, 9, tzinfo=UTC)
"""A Monday."""


@dataclass
class Place:
    """One website and the base behind it."""

    context: WebsiteContext
    base: SmallBase
    now: datetime = START
    approved: set[str] = field(default_factory=set)

    @property
    def public(self) -> Path:
        """The folder of the website."""
        return self.context.settings.public

    def publish(self) -> website.Outcome:
        """Publish what the base holds now."""
        return website.publish(self.context)

    def a_day_later(self) -> None:
        """Turn the clock one day on."""
        self.now += timedelta(days=1)

    def tree(self) -> dict[str, bytes]:
        """Return every file of the website with its content."""
        return {
            path.relative_to(self.public).as_posix(): path.read_bytes()
            for path in sorted(self.public.rglob("*"))
            if path.is_file()
        }

    def changed_by_publishing(self) -> set[str]:
        """Publish, and return the paths that were written, rewritten or removed."""
        before = self.tree()
        self.publish()
        after = self.tree()
        return {path for path in before | after if before.get(path) != after.get(path)}

    def page(self, path: str) -> str:
        """Return a page of the website as text."""
        return (self.public / path / "index.html").read_text("utf-8")

    def points(self) -> dict[str, str]:
        """Return the open attention points: key → what is wrong."""
        found = self.context.attention.open_points()
        return {each.point.key: each.point.what for each in found}


def open_place(folder: Path, database_url: str = "") -> Place:
    """Open (or make) a website in a folder; its database is there too, or where is said."""
    settings = WebsiteSettings(
        root=ROOT,
        data=folder,
        database_url=database_url or f"sqlite:///{folder}/museumflow.sqlite",
        base_url="https://drentsemusea.example",
        is_sample=True,
    )
    engine = open_database(settings.database_url)
    create_tables(engine)
    context = WebsiteContext(engine, settings)
    place = Place(context, SmallBase(engine, context.workshop.definitions))
    context.now = lambda: place.now
    context.is_approved = lambda plan: plan in place.approved
    return place


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a website that was published once, of a base with a little of everything."""
    folder = tmp_path_factory.mktemp("published")
    place = open_place(folder)
    fill(place.base)
    place.publish()
    place.context.engine.dispose()
    return folder


@pytest.fixture
def place(published: Path, tmp_path: Path) -> Iterator[Place]:
    """A website of one's own that was published once."""
    place = copy_place(published, tmp_path / "data")
    yield place
    place.context.engine.dispose()


def copy_place(published: Path, folder: Path) -> Place:
    """Return a copy of a published website, with all that was in its base."""
    shutil.copytree(published, folder)
    place = open_place(folder)
    fill(place.base)
    return place


def fill(base: SmallBase) -> None:
    """Fill a base with a little of everything."""
    for table, record_id, cells in ROWS:
        base.put(table, record_id, **cells)


ROWS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "museums",
        "recMolen",
        {
            "name": "Molen De Hoop",
            "status": "Open",
            "on_website": True,
            "place": "Norg",
            "hours_text": "za 13-17 u",
            "themes": ["Molens"],
            "latitude": 53.06,
            "longitude": 6.46,
        },
    ),
    (
        "museums",
        "recVeen",
        {
            "name": "Veenpark & Museum Ünger",
            "on_website": True,
            "place": "Emmen",
            "description": "Over **turf**.",
            "description_de": "Über Torf.",
            "facilities": ["Horeca"],
            "latitude": 52.8,
            "longitude": 7.0,
        },
    ),
    (
        "activities",
        "recMalen",
        {
            "title": "Malen met de molenaar",
            "kind": "Activiteit",
            "workflow_status": "Goedgekeurd",
            "museum": ["recMolen"],
            "starts": "2027-03-06T13:00:00.000Z",
            "ends": "2027-03-06T15:00:00.000Z",
            "visitors": ["Gezinnen"],
        },
    ),
    (
        "activities",
        "recTurf",
        {
            "title": "Turf",
            "kind": "Tentoonstelling",
            "workflow_status": "Goedgekeurd",
            "museum": ["recVeen"],
            "first_day": "2027-02-01",
            "last_day": "2027-03-20",
        },
    ),
    (
        "activities",
        "recLes",
        {
            "title": "Les over veen",
            "kind": "Educatie",
            "workflow_status": "Goedgekeurd",
            "museum": ["recVeen"],
            "first_day": "2027-03-09",
            "last_day": "2027-03-12",
            "age_groups": ["Groep 3 t/m 5"],
        },
    ),
    (
        "vacancies",
        "recGids",
        {
            "title": "Gids",
            "museum": ["recVeen"],
            "workflow_status": "Goedgekeurd",
            "published_on": "2027-02-20",
            "closes_on": "2027-03-31",
        },
    ),
    (
        "programme",
        "recCursus",
        {
            "title": "Cursus: textiel bewaren",
            "kind": "Cursus",
            "audiences": ["Vakinhoudelijk", "Vrijwilliger"],
            "date_status": "Vast",
            "starts": "2027-03-16T08:30:00.000Z",
            "ends": "2027-03-16T15:30:00.000Z",
            "place": "Nieuw-Dordrecht",
            "room": "Museum Collectie Brands",
            "description": "Zonder **motten**.",
            "capacity": 12,
            "price_text": "€ 60",
            "register_before": "2027-03-09",
            "sign_up": True,
        },
    ),
    (
        "programme",
        "recBorrel",
        {
            "title": "Zomerborrel",
            "kind": "Netwerkborrel",
            "audiences": ["Bestuur"],
            "date_status": "Voorlopig",
            "starts": "2027-06-18T14:30:00.000Z",
            "place": "Gees",
        },
    ),
    (
        "programme",
        "recLater",
        {"title": "Jaarvergadering", "audiences": ["Bestuur"], "date_status": "Nog geen datum"},
    ),
    (
        "news",
        "recNieuws",
        {
            "title": "Het seizoen begint",
            "published_on": "2027-02-28",
            "workflow_status": "Goedgekeurd",
            "body": "Welkom.",
            "museums": ["recMolen"],
        },
    ),
]
