"""Composes an edition of the newsletter: from the mirror and the website's catalogue to letters.

Nothing here looks at the clock: an edition is composed as on its own day, so that the same tables
give the same letters until it goes. What a person approved keeps its items: whatever comes in
later waits for the next edition.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from backbone.config_files import load_composing_rules
from backbone.database import reading
from backbone.mailings import Mailings
from backbone.settings import ROOT
from channels.newsletter.gathering import Beside, gather
from channels.newsletter.letters import LetterWriter
from channels.newsletter.pictures import MailPictures
from channels.newsletter.setting import letter_setter
from channels.website.desk import Desk
from channels.website.prose import render_prose
from channels.website.settings import WebsiteSettings, read_toml
from channels.website.shelf import Shelf
from channels.website.site import load_site
from channels.website.units import Calendar
from channels.website.words import check_words
from museum.date_plan import ZONE
from museum.letters import Letter
from museum.newsletter.by_hand import ByHand, read_by_hand
from museum.newsletter.choosing import Choice, choose
from museum.newsletter.rules import ComposingRules
from museum.records import Grant, Newsletter, ProgrammeItem
from museum.sending import GONE, State
from workflows.context import Context
from workflows.mirrored import records_of

KEPT: Final[frozenset[State]] = GONE | {"approved", "scheduled"}
"""In these states an edition holds what a person approved, and nothing new."""


@dataclass(frozen=True)
class Composition:
    """An edition as it stands: its letters, what was chosen, and what staff typed."""

    letters: tuple[Letter, ...]
    choice: Choice
    by_hand: ByHand


def compose_edition(context: Context, edition: Newsletter) -> list[Letter]:
    """Return an edition's letters, one per language; none when there is nothing to tell.

    Raises `FixConfiguration` when `config/newsletter.toml` or a template cannot be used.
    """
    return list(compose(context, edition).letters)


def compose(
    context: Context, edition: Newsletter, rules: ComposingRules | None = None
) -> Composition:
    """Compose an edition with all that the pages for staff show of it; `rules` as configured."""
    rules = rules or load_composing_rules()
    day = day_of(context, edition)
    settings = site_settings(context)
    with reading(context.database).begin() as connection:
        shelf = Shelf(connection, context.definitions, day)
        candidates = gather(connection, shelf, _beside(context, edition), rules.regions)
        by_hand = read_by_hand(edition, candidates)
        choice = choose(edition.audiences, candidates, by_hand, rules, _kept(context, edition))
        letters = _writer(context, settings, shelf, rules).write(edition, choice)
    return Composition(tuple(letters), choice, by_hand)


def day_of(context: Context, edition: Newsletter) -> date:
    """Return the day an edition is for; today while it has no date."""
    return (edition.planned_for or context.now()).astimezone(ZONE).date()


def site_settings(context: Context) -> WebsiteSettings:
    """Return the website's part of the settings."""
    return WebsiteSettings(
        root=ROOT,
        data=context.settings.data.resolve(),
        database_url=context.settings.database_url,
        base_url=context.settings.site_url,
        is_sample=context.settings.is_sample,
    )


def _writer(
    context: Context, settings: WebsiteSettings, shelf: Shelf, rules: ComposingRules
) -> LetterWriter:
    desk = Desk(
        shelf=shelf,
        site=load_site(settings),
        texts=check_words(read_toml(ROOT / "config" / "pages.toml")),
        definitions=context.definitions,
        calendar=Calendar(shelf.day, 0),
        render_prose=render_prose,
        social=lambda _title: "",
        assets=dict,
    )
    pictures = MailPictures(settings.media / "renditions", settings.public, settings.base_url)
    return LetterWriter(desk, rules, pictures, letter_setter(ROOT / "templates" / "mail"))


def _beside(context: Context, edition: Newsletter) -> Beside:
    return Beside(
        programme=[
            one for one in records_of(context, "programme") if isinstance(one, ProgrammeItem)
        ],
        grants=[one for one in records_of(context, "grants") if isinstance(one, Grant)],
        taken=context.signups.taken(),
        sent=_sent(context, edition),
    )


def _sent(context: Context, edition: Newsletter) -> frozenset[str]:
    """Return what earlier editions held for one of the same audiences."""
    mailings = Mailings(context.database)
    return frozenset(
        item
        for mailing in mailings.all(GONE)
        if mailing.kind == "edition" and mailing.key != edition.id
        for stored in mailings.letters(mailing.key)
        if set(stored.letter.audiences) & set(edition.audiences)
        for item in stored.letter.items
    )


def _kept(context: Context, edition: Newsletter) -> Collection[str] | None:
    """Return what may be in an edition that a person approved; None while anything may."""
    mailings = Mailings(context.database)
    mailing = mailings.find(edition.id)
    if mailing is None or mailing.state not in KEPT:
        return None
    letters = (stored.letter for stored in mailings.letters(edition.id))
    return {item for one in letters if one.language in mailing.prints for item in one.items}
