"""What pages share: links, texts, pictures, and what stands around a page's body."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NewType

Language = Literal["nl", "de", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "de", "en")

Html = NewType("Html", str)
"""Cleaned HTML: safe to put on a page as it is."""


@dataclass(frozen=True)
class Link:
    """An address with its words. `note` is said beside it (a count, a place, "pdf, 2 MB")."""

    label: str
    href: str
    note: str = ""
    current: bool = False
    key: str = ""
    """What scripts know the choice by, when the link is one of a facet."""
    is_fallback: bool = False
    """True: the words are in Dutch on a page in another language."""


@dataclass(frozen=True)
class Prose:
    """A text from the tables. `language` differs from the page's when only Dutch exists."""

    html: Html
    language: Language
    is_fallback: bool = False
    """True: the page's own language lacks this text; say so in a plain note."""


@dataclass(frozen=True)
class Source:
    """One width of a picture."""

    href: str
    width_px: int


@dataclass(frozen=True)
class Picture:
    """A picture with everything that may be shown of it. `credit` is "Foto: maker, licence"."""

    sources: Sequence[Source]
    """WebP, narrow to wide."""
    fallback: str
    width_px: int
    height_px: int
    alt: str
    credit: str
    color: str = "#d8d2c4"
    """Shown while the picture loads."""
    is_alt_fallback: bool = False
    """True: the description is in Dutch on a page in another language."""


@dataclass(frozen=True)
class FeedLink:
    """For `<link rel=alternate>` and the "neem mee" buttons."""

    title: str
    href: str
    media_type: str


@dataclass(frozen=True)
class PageMeta:
    """Everything about a page that is not its body."""

    title: str
    """Without the site's name."""
    description: str
    language: Language
    path: str
    alternates: Mapping[Language, str]
    """The same page in every language, its own included."""
    section: str = ""
    """Which item of the navigation is current: musea, agenda, vacatures, nieuws, educatie, over."""
    breadcrumbs: Sequence[Link] = ()
    og_image: str = ""
    """Path of a picture of 1200 by 630."""
    og_type: str = "website"
    jsonld: Sequence[str] = ()
    """Each one a script body, already safe to embed."""
    feeds: Sequence[FeedLink] = ()
    is_indexed: bool = True
    made_on: date | None = None
    """For which day the page holds, when it shows what differs every day; scripts correct it."""
    search_kind: str = ""
    """For the search index: museum, activiteit, vacature, nieuws; "" leaves the page out."""


@dataclass(frozen=True)
class Site:
    """What every page shares; from `config/site.toml` and `config/texts.toml`."""

    name: str
    base_url: str
    """Without a slash at the end; for absolute addresses."""
    tagline: str
    """In Dutch, for feeds and the drawn picture; pages say it in their own language."""
    is_sample: bool
    """True: every page says "voorbeeldgegevens"."""
    email: str
    identity: str
    """Under which name feeds and calendars know the records, wherever the website stands."""
    newsletter: str = ""
    """Where one signs up for the newsletter; "" for no link."""
    open_data_licence: str = ""
    """Short name of the conditions for `/agenda.json`; "" until somebody decided."""
    open_data_licence_url: str = ""


@dataclass(frozen=True)
class Facet:
    """A way to narrow a list: "Plaats", with a link per value to a page of its own."""

    key: str
    label: str
    links: Sequence[Link]


@dataclass(frozen=True)
class Paging:
    """Where in a longer list this page stands."""

    number: int
    total: int
    previous: str = ""
    next: str = ""
    pages: Sequence[Link] = ()


@dataclass(frozen=True)
class Fact:
    """A label with its value, for the table of facts. `href` when the value is a link."""

    label: str
    value: str
    href: str = ""
