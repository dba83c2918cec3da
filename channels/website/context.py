"""All that the website's workflow works with, put together once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import requests
import sqlalchemy as sa

from backbone.attention import AttentionStore
from backbone.ledger import Ledger
from backbone.mirror import Mirror
from channels.pictures.store import PictureStore
from channels.website.catalogue_store import CatalogueStore
from channels.website.evaluation import FreshRecord
from channels.website.publication import Checkpoint
from channels.website.settings import WebsiteSettings, Workshop, open_workshop
from museum.date_plan import ZONE

CHANNEL = "website"


def _no_fresh_record(_table: str, _record_id: object) -> None:
    return None


def _nothing(_name: str) -> None:
    return None


@dataclass
class WebsiteContext:
    """`now` gives an aware moment; `fresh` reads a record from the service again."""

    engine: sa.Engine
    settings: WebsiteSettings
    session: requests.Session = field(default_factory=requests.Session)
    fresh: FreshRecord = _no_fresh_record
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    is_approved: Callable[[str], bool] = lambda _plan: False
    checkpoint: Checkpoint = _nothing
    workshop: Workshop = field(init=False)
    mirror: Mirror = field(init=False)
    store: CatalogueStore = field(init=False)
    attention: AttentionStore = field(init=False)
    ledger: Ledger = field(init=False)
    pictures: PictureStore = field(init=False)

    def __post_init__(self) -> None:
        self.workshop = open_workshop(self.settings)
        self.mirror = Mirror(self.engine, self.workshop.definitions)
        self.store = CatalogueStore(self.engine)
        self.attention = AttentionStore(self.engine)
        self.ledger = Ledger(self.engine, CHANNEL)
        self.pictures = PictureStore(self.settings.media, self.session)

    def today(self) -> date:
        """Return the day it is in Drenthe."""
        return self.now().astimezone(ZONE).date()
