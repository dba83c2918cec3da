"""What a letter shows: the only thing that its templates see. Plain values, in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from channels.website.view import Html
from museum.newsletter.rules import Look


@dataclass(frozen=True)
class MailPicture:
    """A picture of our own; sizes in pixels as shown."""

    url: str
    alt: str
    alt_language: str
    width_px: int
    height_px: int
    credit: str = ""


@dataclass(frozen=True)
class ItemView:
    """One item. `begin` and `end` are merge tags: who sees it.

    `title_language` and `summary_language` are said when they are not the letter's own.
    `day` and `month` fill the block of the look "date".
    """

    id: str
    begin: str
    end: str
    title: str
    url: str
    kind: str
    title_language: str = ""
    summary_language: str = ""
    label: str = ""
    when: str = ""
    where: str = ""
    summary: str = ""
    note: str = ""
    link_label: str = ""
    day: str = ""
    month: str = ""
    picture: MailPicture | None = None


@dataclass(frozen=True)
class SectionView:
    """One section, with its items in order."""

    key: str
    look: Look
    begin: str
    end: str
    heading: str
    items: Sequence[ItemView]
    more: str = ""
    more_url: str = ""


@dataclass(frozen=True)
class FrameView:
    """What stands around every letter. `words` are the fixed texts in its language."""

    language: str
    subject: str
    title: str
    month: str
    words: Mapping[str, str]
    site_name: str
    home_url: str
    preferences_field: str
    mark_url: str
    horizon_url: str
    is_sample: bool


@dataclass(frozen=True)
class LetterView(FrameView):
    """A whole edition."""

    opening_html: Html
    opening_text: str
    sections: Sequence[SectionView]


@dataclass(frozen=True)
class ChangeView:
    """One thing that is otherwise than readers were told; `now` is a whole sentence.

    `title_language` is said when it is not the letter's own.
    """

    title: str
    title_language: str
    was: str
    now: str


@dataclass(frozen=True)
class CorrectionView(FrameView):
    """A whole correction: its own words, and what changed."""

    intro: str
    was: str
    more: str
    changes: Sequence[ChangeView]
