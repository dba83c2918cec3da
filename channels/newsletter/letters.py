"""Writes the letters of an edition: one per language, with a part for whom it concerns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Final
from urllib.parse import urlencode

from babel.dates import format_date
from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from channels.newsletter.items import ItemWriter, Link
from channels.newsletter.merge_tags import Block, Conditions
from channels.newsletter.pictures import MailPictures
from channels.newsletter.setting import LetterSetter
from channels.newsletter.view import ItemView, LetterView, SectionView
from channels.website.addresses import address, plain_slug
from channels.website.desk import Desk, localized
from channels.website.prose import render_prose
from channels.website.view import Html, Language
from museum.date_plan import ZONE
from museum.errors import FixConfiguration
from museum.letters import Letter
from museum.newsletter.choosing import Choice, ChosenSection
from museum.newsletter.rules import HOME, ComposingRules
from museum.records import Newsletter, ProgrammeItem

PREVIEW_CHARS: Final = 130
NAME_TAG: Final = "*|FNAME|*"


@dataclass(frozen=True)
class LetterWriter:
    """What writes letters. The desk's shelf stands on the day of the edition."""

    desk: Desk
    rules: ComposingRules
    pictures: MailPictures
    setter: LetterSetter

    def write(self, edition: Newsletter, choice: Choice) -> list[Letter]:
        """Return a letter per language; none at all when there is nothing to tell anybody."""
        if not choice.items:
            return []
        missing = [one for one in choice.audiences if one not in self.rules.groups]
        if missing:
            raise FixConfiguration(
                what=f"Voor {', '.join(missing)} is er geen groep in Mailchimp.",
                remedy="Zet die bij [interests] in config/newsletter.toml.",
            )
        records = [one.candidate.record for one in choice.items]
        pictures = (image for one in records for image in getattr(one, "images", ()))
        self.desk.shelf.prefetch("image", pictures)
        return [self._letter(edition, choice, language) for language in self.rules.languages]

    def _letter(self, edition: Newsletter, choice: Choice, language: Language) -> Letter:
        view = self._view(edition, choice, language)
        made = self.setter.set(view)
        return Letter(
            edition=edition.id,
            language=language,
            audiences=choice.audiences,
            subject=view.subject,
            preview_text=_preview(edition, view, choice, language),
            html=made.html,
            text=made.text,
            items=tuple(one.id for one in choice.items),
        )

    def _view(self, edition: Newsletter, choice: Choice, language: Language) -> LetterView:
        words = {key: texts[language] for key, texts in self.rules.words.items()}
        title = edition.title if language == HOME else getattr(edition, f"title_{language}")
        title = " ".join(title.split())  # it is a subject, too
        opening, spoken = localized(edition, "opening_words", language)
        if spoken != language:
            opening = words["opening"]
        site, day = self.desk.site, edition.planned_for
        link = partial(self._link, self._tail(edition))
        return LetterView(
            language=language,
            subject=title or words["subject"],
            title=title or words["subject"],
            month=str(format_date(day.astimezone(ZONE), "MMMM y", locale=language)) if day else "",
            opening_html=render_prose(opening) if opening else Html(""),
            opening_text=opening.strip(),
            sections=self._sections(choice, language, link),
            words=words,
            site_name=site.name,
            home_url=link(address(language)),
            preferences_field=self.rules.preferences,
            mark_url=self.pictures.mark(),
            horizon_url=self.pictures.horizon(),
            is_sample=site.is_sample,
        )

    def _sections(self, choice: Choice, language: Language, link: Link) -> list[SectionView]:
        conditions = Conditions(self.rules.groups, choice.audiences, self.rules.regions)
        writer = ItemWriter(
            desk=self.desk,
            language=language,
            words=self.rules.words,
            pictures=self.pictures,
            link=link,
            sign_up=lambda record: self._sign_up(record, link),
        )
        made = []
        for chosen in choice.sections:
            section = chosen.section
            block = conditions.block(chosen.audiences, chosen.regions)
            more_url = ""
            if section.more and section.more_path:
                more_url = link(address(language, *section.more_path.split()))
            made.append(
                SectionView(
                    key=section.key,
                    look=section.look,
                    begin=block.begin,
                    end=block.end,
                    heading=section.heading[language],
                    items=_items(chosen, conditions, writer),
                    more=section.more[language] if section.more and more_url else "",
                    more_url=more_url,
                )
            )
        return made

    def _tail(self, edition: Newsletter) -> str:
        """Return what the configuration puts behind every address of our own."""
        given = {key: fill(template, edition=edition) for key, template in self.rules.utm.items()}
        return f"?{urlencode(given)}" if given else ""

    def _link(self, tail: str, path: str) -> str:
        return self.desk.absolute(path) + tail

    def _sign_up(self, record: ProgrammeItem, link: Link) -> str:
        template = self.rules.programme_link
        path = fill(template, item=record) if template else ""
        return link(path) if path.startswith("/") else path


def _items(chosen: ChosenSection, conditions: Conditions, writer: ItemWriter) -> Sequence[ItemView]:
    """Write the items of a section; neighbours for the same readers share one condition."""
    blocks = [conditions.of(one) for one in chosen.items]
    views = []
    for place, (item, block) in enumerate(zip(chosen.items, blocks, strict=True)):
        view = writer.write(item.candidate, chosen.section.look)
        views.append(
            replace(
                view,
                begin=block.begin if _differs(blocks, place, place - 1) else "",
                end=block.end if _differs(blocks, place, place + 1) else "",
            )
        )
    return views


def _differs(blocks: Sequence[Block], place: int, other: int) -> bool:
    return not 0 <= other < len(blocks) or blocks[place] != blocks[other]


def fill(template: str, **values: object) -> str:
    """Fill in a template of the configuration; raises `FixConfiguration` when it cannot be."""
    try:
        return _compiled(template).render(values)
    except TemplateError as error:
        raise FixConfiguration(
            what=f"In config/newsletter.toml is “{template}” niet in te vullen: {error}.",
            remedy="Verbeter die regel; de uitleg staat erboven.",
        ) from error


@lru_cache(maxsize=64)
def _compiled(template: str) -> Template:
    environment = SandboxedEnvironment(undefined=StrictUndefined)
    environment.filters["slug"] = plain_slug
    return environment.from_string(template)


def _preview(edition: Newsletter, view: LetterView, choice: Choice, language: Language) -> str:
    """Return what the inbox shows beside the subject: staff's words, or titles that all will see.

    It is one text for all readers, so what concerns some of them only is not in it.
    """
    if language == HOME and edition.preview_text:
        return edition.preview_text
    of_some = {one.id for one in choice.items if one.regions or one.audiences != choice.audiences}
    firsts: list[str] = []
    for section in view.sections:
        firsts += [item.title for item in section.items if item.id not in of_some][:2]
    return _until(PREVIEW_CHARS, firsts or [section.heading for section in view.sections])


def _until(limit: int, parts: Iterable[str]) -> str:
    told = ""
    for part in parts:
        longer = f"{told} · {part}" if told else part
        if told and len(longer) > limit:
            break
        told = longer
    return told[:limit]
