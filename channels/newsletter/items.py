"""Puts an item in words, in one language, as the website does on its cards."""

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from babel.dates import format_date

from channels.newsletter.pictures import MailPictures, Shape
from channels.newsletter.view import ItemView, MailPicture
from channels.website.cards import event_card, news_card, vacancy_card
from channels.website.desk import Desk, localized
from channels.website.prose import plain
from channels.website.view import Language, Picture
from museum.newsletter.candidate import Candidate
from museum.newsletter.rules import HOME, Look, Words
from museum.occurrences import plan_of, when_text
from museum.records import Activity, Grant, NewsItem, ProgrammeItem, Vacancy

SUMMARY_CHARS: Final = 190
SHAPES: Final[Mapping[Look, Shape]] = {"poster": "poster", "picture": "small"}

Link = Callable[[str], str]
"""A path of our website → its whole address, with what tells that readers came from here."""


@dataclass(frozen=True)
class ItemWriter:
    """Writes items in one language. `sign_up` gives the address to sign up at, "" for none."""

    desk: Desk
    language: Language
    words: Mapping[str, Words]
    pictures: MailPictures
    link: Link
    sign_up: Callable[[ProgrammeItem], str]

    def write(self, candidate: Candidate, look: Look) -> ItemView:
        """Return an item; who sees it is filled in by the caller."""
        record = candidate.record
        day = (
            self.desk.shelf.day + timedelta(days=candidate.starts_in) if _has_day(record) else None
        )
        if isinstance(record, Activity):
            made = self._activity(record, look)
        elif isinstance(record, Vacancy):
            made = self._vacancy(record)
        elif isinstance(record, NewsItem):
            made = self._news(record, look)
        elif isinstance(record, ProgrammeItem):
            made = self._item(record)
        else:
            made, day = self._grant(record), record.closes_on
        return self._dated(made, day) if look == "date" and day else made

    def _activity(self, record: Activity, look: Look) -> ItemView:
        thing = self.desk.shelf.activity(record.id)
        card = event_card(self.desk, thing, self.language) if thing else None
        assert card is not None  # it was gathered from this very shelf
        summary, spoken = localized(record, "summary", self.language)
        if not summary:
            summary, spoken = localized(record, "description", self.language)
        return self._made(
            record.id,
            card.title,
            card.href,
            record.kind,
            is_title_dutch=card.is_title_fallback,
            is_summary_dutch=spoken != self.language,
            when=card.when,
            where=", ".join(dict.fromkeys((card.museum, card.place))),
            summary=summary,
            label=card.status_label,
            picture=self._picture(card.picture, look),
        )

    def _vacancy(self, record: Vacancy) -> ItemView:
        thing = self.desk.shelf.vacancy(record.id)
        card = vacancy_card(self.desk, thing, self.language) if thing else None
        assert card is not None
        return self._made(
            record.id,
            card.title,
            card.href,
            "vacancy",
            is_title_dutch=card.is_fallback,
            is_summary_dutch=card.is_fallback,
            when=", ".join(filter(None, (card.hours, card.closes))),
            where=", ".join(dict.fromkeys((card.museum, card.place))),
            summary=card.summary or record.tasks,
            label=", ".join(card.badges),
        )

    def _news(self, record: NewsItem, look: Look) -> ItemView:
        thing = self.desk.shelf.news(record.id)
        assert thing is not None
        card = news_card(self.desk, thing, self.language)
        summary, spoken = localized(record, "summary", self.language)
        if not summary:
            summary, spoken = localized(record, "body", self.language)
        return self._made(
            record.id,
            card.title,
            card.href,
            "news",
            is_title_dutch=card.is_title_fallback,
            is_summary_dutch=spoken != self.language,
            summary=summary,
            picture=self._picture(card.picture, look),
        )

    def _item(self, record: ProgrammeItem) -> ItemView:
        plan = plan_of(record).plan
        assert plan is not None
        notes = [self._say("provisional")] if record.date_status == "provisional" else []
        if record.register_before:
            notes.append(self._say("sign_up_until", day=self._short(record.register_before)))
        made = self._made(
            record.id,
            record.title,
            "",
            "programme",
            is_title_dutch=self.language != HOME,
            is_summary_dutch=self.language != HOME,
            when=when_text(plan, self.desk.shelf.day, self.language, short=True),
            where=", ".join(filter(None, (record.room, record.place))),
            summary=record.description,
            note="; ".join(notes),
        )
        address = self.sign_up(record)
        return replace(made, url=address, link_label=self._say("sign_up") if address else "")

    def _grant(self, record: Grant) -> ItemView:
        closes = record.closes_on
        made = self._made(
            record.id,
            record.title,
            "",
            "grant",
            is_title_dutch=self.language != HOME,
            is_summary_dutch=self.language != HOME,
            when=self._say("apply_until", day=self._short(closes)) if closes else "",
            where=", ".join(filter(None, (record.funder, record.amount_text))),
            summary=record.summary,
        )
        return replace(made, url=_harmless_address(record.website))

    def _made(
        self,
        record_id: str,
        title: str,
        path: str,
        kind: str,
        *,
        is_title_dutch: bool,
        is_summary_dutch: bool,
        when: str = "",
        where: str = "",
        summary: str = "",
        label: str = "",
        note: str = "",
        picture: MailPicture | None = None,
    ) -> ItemView:
        is_dutch = is_title_dutch or (is_summary_dutch and bool(summary))
        return ItemView(
            id=record_id,
            begin="",
            end="",
            title=one_line(title),
            url=self.link(path) if path else "",
            kind=kind,
            title_language=HOME if is_title_dutch else "",
            summary_language=HOME if is_summary_dutch else "",
            label=label,
            when=one_line(when),
            where=one_line(where),
            summary=one_line(html.unescape(plain(summary, SUMMARY_CHARS))),
            note="; ".join(filter(None, (note, self._say("dutch_only") if is_dutch else ""))),
            picture=picture,
        )

    def _picture(self, picture: Picture | None, look: Look) -> MailPicture | None:
        shape = SHAPES.get(look)
        if picture is None or shape is None:
            return None
        safe = replace(picture, alt=one_line(picture.alt))
        return self.pictures.put(safe, shape, HOME if picture.is_alt_fallback else "")

    def _dated(self, made: ItemView, day: date) -> ItemView:
        month = str(format_date(day, "MMM", locale=self.language)).rstrip(".")
        return replace(made, day=str(day.day), month=month)

    def _short(self, day: date) -> str:
        return self.desk.words[self.language].short_day(day)

    def _say(self, key: str, **values: str) -> str:
        return self.words[key][self.language].format(**values)


def one_line(text: str) -> str:
    """Return a text of the tables on one line, in which Mailchimp finds no merge tag."""
    return " ".join(text.split()).replace("*|", "* |").replace("|*", "| *")


def _harmless_address(url: str) -> str:
    """Return an address of the tables with the signs of merge tags written otherwise."""
    return url.replace("*|", "*%7C").replace("|*", "%7C*")


def _has_day(record: object) -> bool:
    return isinstance(record, Activity | ProgrammeItem)
